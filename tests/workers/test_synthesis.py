"""The flow `synthesize`: netlists that do what the source says, honest statistics, and errors that lead to the line."""

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from services.diagnostics import Severity
from services.views import NETLIST, NETLIST_VERILOG, STATISTICS, STATISTICS_TEXT
from tests.workers.conftest import Run, RunFlow
from workers.flow import DesignError
from workers.sandbox import Limits
from workers.tools.scripts import HERE

pytestmark = pytest.mark.tool

DESIGN = """module mix #(parameter STEP = 3)(
  input clk, input rst_n, input en, input [7:0] a, output reg [7:0] sum, output reg [3:0] count, output parity
);
  wire [7:0] next = en ? sum + a * STEP : sum - 1;
  always @(posedge clk or negedge rst_n)
    if (!rst_n) sum <= 8'h5a;
    else sum <= next;
  tally inner(.clk(clk), .clear(!rst_n), .up(en), .count(count_now));
  wire [3:0] count_now;
  always @(posedge clk) count <= count_now;
  assign parity = ^sum;
endmodule
module tally(input clk, input clear, input up, output reg [3:0] count);
  always @(posedge clk)
    if (clear) count <= 0;
    else if (up) count <= count + 1;
endmodule
"""
BENCH = """module bench;
  reg clk = 0, rst_n = 0, en = 0;
  reg [7:0] a = 1;
  wire [7:0] sum;
  wire [3:0] count;
  wire parity;
  integer i;
  mix dut(.clk(clk), .rst_n(rst_n), .en(en), .a(a), .sum(sum), .count(count), .parity(parity));
  always #5 clk = ~clk;
  initial begin
    repeat (3) @(negedge clk);
    rst_n = 1;
    for (i = 0; i < 200; i = i + 1) begin
      a = a * 5 + 7;
      en = a[2] ^ a[5];
      if (i == 120) rst_n = 0;
      if (i == 123) rst_n = 1;
      @(negedge clk);
      $display("see %h %h %b", sum, count, parity);
    end
    $finish;
  end
endmodule
"""
PATIENT = Limits(wall_s=300)
"""A busy machine may take its time; no test is about time."""
PLAIN = {'NO_ICE40_DEFAULT_ASSIGNMENTS': ''}
"""The models of iCE40 give their ports default values otherwise, which Icarus does not read."""
COUNTER = 'module c(input clk, output reg [7:0] q);\n  always @(posedge clk) q <= q + 1;\nendmodule\n'
MEMORY = """module ram(input clk, input we, input [8:0] at, input [15:0] d, output reg [15:0] q);
  reg [15:0] store [0:511];
  always @(posedge clk) begin
    if (we) store[at] <= d;
    q <= store[at];
  end
endmodule
"""
LATCH = 'module hold(input e, input [3:0] d, output reg [3:0] q);\n  always @*\n    if (e) q = d;\nendmodule\n'


@pytest.fixture
def synthesize(run_flow: RunFlow) -> RunFlow:
    def run(files: dict[str, str], **options: Any) -> Run:
        return run_flow('synthesize', files, limits=PATIENT, **options)

    return run


def stats_of(run: Run) -> dict[str, Any]:
    assert not run.failed, '\n'.join([run.reason, *run.lines[-30:]])
    [file] = run.results[-1].files[STATISTICS]
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def netlist_of(run: Run) -> str:
    [file] = run.results[-1].files[NETLIST_VERILOG]
    return file.read_text()


def seen(run: Run) -> list[str]:
    lines = [line for line in run.lines if line.startswith('see ')]
    assert len(lines) == 200, run.lines[-20:]
    return lines


def models(target: str) -> dict[str, str]:
    """Return the simulation models of a target's cells."""
    if target == 'liberty':
        return {'cells.v': (HERE / 'yosys' / 'simple.v').read_text()}
    if target == 'ice40':
        share = Path(str(metadata.distribution('pyosys').locate_file('pyosys/share')))
        return {'cells.v': (share / 'ice40' / 'cells_sim.v').read_text()}
    return {}


@pytest.mark.parametrize('target', ['generic', 'liberty', 'ice40'])
@pytest.mark.parametrize('flatten', [True, False], ids=['flat', 'by_module'])
def test_the_netlist_does_what_the_source_says(synthesize: RunFlow, simulate: RunFlow, target: str, flatten: bool):
    source = seen(simulate({'mix.v': DESIGN, 'bench.v': BENCH}, top='bench', limits=PATIENT))
    run = synthesize({'mix.v': DESIGN}, target=target, flatten=flatten)
    assert stats_of(run)['total']['cells'] > 20
    mapped = simulate(
        {'net.v': netlist_of(run), 'bench.v': BENCH, **models(target)},
        top='bench',
        limits=PATIENT,
        waves=False,
        defines=PLAIN,
    )
    assert seen(mapped) == source


@pytest.mark.parametrize('frontend', ['slang', 'verilog'])
def test_both_readers_give_a_netlist_that_does_the_same(synthesize: RunFlow, simulate: RunFlow, frontend: str):
    source = seen(simulate({'mix.v': DESIGN, 'bench.v': BENCH}, top='bench', limits=PATIENT))
    run = synthesize({'mix.v': DESIGN}, frontend=frontend)
    assert stats_of(run)['frontend'] == frontend
    assert (
        seen(simulate({'net.v': netlist_of(run), 'bench.v': BENCH}, top='bench', limits=PATIENT, waves=False)) == source
    )


def test_statistics_tell_each_module_and_the_whole(synthesize: RunFlow):
    run = synthesize({'mix.v': DESIGN}, target='ice40', flatten=False)
    stats = stats_of(run)
    rows = {row['name']: row for row in stats['modules']}
    assert list(rows) == ['mix', 'tally']
    assert rows['mix']['modules'] == {'tally': 1}
    assert rows['tally']['flip_flops'] == 4
    assert stats['total']['flip_flops'] == 16
    assert stats['total']['cells'] == sum(row['cells'] for row in rows.values())
    assert stats['total']['luts'] == stats['total']['by_type']['SB_LUT4']
    assert run.results[0].metrics['design__instance__count'] == stats['total']['cells']
    [text] = run.results[0].files[STATISTICS_TEXT]
    assert 'tally' in text.read_text()


def test_a_module_that_is_used_twice_counts_twice(synthesize: RunFlow):
    leaf = 'module leaf(input clk, input d, output reg q);\n  always @(posedge clk) q <= d;\nendmodule\n'
    top = (
        'module top(input clk, input d, output q);\n  wire m;\n  leaf a(clk, d, m);\n  leaf b(clk, m, q);\nendmodule\n'
    )
    for frontend in ('verilog', 'slang'):
        stats = stats_of(synthesize({'leaf.v': leaf, 'top.v': top}, flatten=False, frontend=frontend))
        rows = {row['name']: row for row in stats['modules']}
        assert (rows['leaf']['instances'], rows['leaf']['flip_flops']) == (2, 2), frontend
        assert stats['total']['flip_flops'] == 2


def test_areas_are_those_that_yosys_itself_adds_up(synthesize: RunFlow):
    run = synthesize({'mix.v': DESIGN}, target='liberty')
    total = stats_of(run)['total']
    library = (HERE / 'yosys' / 'simple.lib').read_text()
    areas = {name: float(area) for name, area in re.findall(r'cell\((\w+)\) \{ area : ([\d.]+);', library)}
    assert total['area'] == pytest.approx(sum(areas[name] * number for name, number in total['by_type'].items()))
    assert run.results[0].metrics['design__instance__area'] == pytest.approx(total['area'])
    assert total['flip_flops'] == 16


def test_the_netlist_is_kept_as_json_and_verilog(synthesize: RunFlow):
    run = synthesize({'c.v': COUNTER})
    [file] = run.results[0].files[NETLIST]
    assert 'c' in json.loads(file.read_text())['modules']
    assert netlist_of(run).count('endmodule') == 1
    assert all(view.kept for view in run.results[0].files)


def test_an_inferred_latch_is_told_with_its_line_and_its_signal(synthesize: RunFlow):
    for target in ('generic', 'ice40', 'liberty'):
        run = synthesize({'rtl/hold.v': LATCH}, target=target)
        [latch] = [found for found in run.diagnostics if found.kind == 'latch']
        assert (latch.file, latch.line, latch.severity) == ('rtl/hold.v', 2, Severity.WARNING)
        assert "'q'" in latch.message
        assert latch.hint
        assert stats_of(run)['latches'] == [{'signal': 'q', 'file': 'rtl/hold.v', 'line': 2}]


def test_a_memory_is_told_with_what_it_became(synthesize: RunFlow):
    expected = {'ice40': '2 SB_RAM40_4K', 'ecp5': '1 DP16KD'}
    for target, became in expected.items():
        stats = stats_of(synthesize({'ram.v': MEMORY}, target=target))
        [memory] = stats['memories']
        assert (memory['name'], memory['size'], memory['width']) == ('store', 512, 16)
        assert (memory['file'], memory['line']) == ('ram.v', 2)
        assert (memory['read_ports'], memory['write_ports']) == (1, 1)
        assert memory['mapped_to'] == became
        assert stats['total']['memory_bits'] == 8192


def test_a_huge_memory_is_refused_before_it_fills_the_machine(synthesize: RunFlow):
    run = synthesize({'ram.v': MEMORY.replace('0:511', '0:4194303').replace('[8:0] at', '[21:0] at')})
    [error] = run.errors
    assert (error.file, error.line) == ('ram.v', 2)
    assert "'store'" in error.message
    assert '67,108,864' in error.message
    assert error.hint


def test_systemverilog_is_read_by_slang(synthesize: RunFlow):
    package = 'package kinds;\n  typedef enum logic [1:0] {A, B, C} kind_t;\nendpackage\n'
    top = """module top import kinds::*; (input logic clk, input kind_t k, output kind_t q);
  always_ff @(posedge clk) q <= k == C ? A : k;
endmodule
"""
    assert stats_of(synthesize({'kinds.sv': package, 'top.sv': top}))['frontend'] == 'slang'


def test_the_other_reader_is_tried_and_that_is_said(synthesize: RunFlow):
    design = COUNTER.replace('reg [7:0] q', 'logic [7:0] q').replace('always @', 'always_ff @')
    run = synthesize({'c.v': design})
    assert stats_of(run)['frontend'] == 'slang'
    [told] = [found for found in run.diagnostics if found.rule == 'frontend']
    assert told.message.startswith("Read by slang, since Yosys' own reader refuses it")


def test_delays_are_left_out_and_waiting_for_a_clock_is_not(synthesize: RunFlow):
    delayed = COUNTER.replace('q <= q', 'q <= #1 q').replace('.v', '.sv')
    assert stats_of(synthesize({'c.sv': delayed}))['total']['flip_flops'] == 8
    waiting = (
        'module c(input clk, output reg q);\n  always begin\n    @(posedge clk) q <= 0;\n    @(posedge clk) q <= 1;\n'
    )
    run = synthesize({'c.sv': f'{waiting}  end\nendmodule\n'})
    assert run.failed
    assert (run.errors[0].file, run.errors[0].line) == ('c.sv', 3)
    assert run.errors[0].hint


@pytest.mark.parametrize(
    ('body', 'words'),
    [
        ('always @(posedge clk)\n  fork q <= 1; join', 'cannot synthesize'),
        ('always @(posedge clk or negedge clk)\n  q <= 1;', 'edge'),
        ('int d[$]; always @(posedge clk)\n  q <= d.size();', 'size'),
        ('integer i; always @(posedge clk) begin i = q;\n  while (i != 3) i = i * 3; q <= i; end', 'unroll limit'),
    ],
    ids=['fork', 'both_edges', 'queue', 'endless_loop'],
)
def test_what_cannot_become_hardware_is_explained(synthesize: RunFlow, body: str, words: str):
    run = synthesize({'u.sv': f'module u(input clk, output reg q);\n{body}\nendmodule\n'})
    assert run.failed
    told = [found for found in run.errors if words in found.message]
    assert told, [found.message for found in run.diagnostics]
    assert told[0].hint
    assert told[0].line in (0, 2, 3)


def test_a_syntax_error_is_one_error_on_its_line(synthesize: RunFlow):
    run = synthesize({'c.v': COUNTER.replace('+ 1;', '+ 1')})
    assert [(found.file, found.line, found.kind) for found in run.errors] == [('c.v', 2, 'syntax')]


def test_an_unknown_parameter_is_an_error(synthesize: RunFlow):
    for frontend in ('auto', 'slang'):
        with pytest.raises(DesignError, match="c has no parameter 'DEPTH'"):
            synthesize({'c.v': COUNTER}, parameters={'DEPTH': '4'}, frontend=frontend)


def test_parameters_and_macros_reach_the_design(synthesize: RunFlow):
    design = """module p #(parameter W = 4)(input clk, output reg [W-1:0] q);
`ifdef FAST
  always @(posedge clk) q <= q + 1;
`endif
endmodule
"""
    for frontend in ('verilog', 'slang'):
        options = {'parameters': {'W': '9'}, 'defines': {'FAST': ''}, 'frontend': frontend}
        stats = stats_of(synthesize({'p.v': design}, **options))
        assert (stats['top'], stats['total']['flip_flops']) == ('p', 9)


def test_a_module_is_kept_on_request(synthesize: RunFlow):
    for frontend in ('verilog', 'slang'):
        stats = stats_of(synthesize({'mix.v': DESIGN}, keep_hierarchy=['tally'], frontend=frontend))
        assert [row['name'] for row in stats['modules']] == ['mix', 'tally']
    run = synthesize({'mix.v': DESIGN}, keep_hierarchy=['nowhere'])
    assert 'nowhere' in run.errors[0].message


def test_the_projects_own_library_is_used(synthesize: RunFlow):
    library = (HERE / 'yosys' / 'simple.lib').read_text().replace('cell(NAND2)', 'cell(MY_NAND)')
    stats = stats_of(
        synthesize({'c.v': COUNTER, 'pdk/my cells.lib': library}, target='liberty', liberty='pdk/my cells.lib')
    )
    assert 'NAND2' not in stats['total']['by_type']
    assert stats['total']['flip_flops'] == 8


def test_a_broken_library_is_told_with_its_line(synthesize: RunFlow):
    library = (HERE / 'yosys' / 'simple.lib').read_text().replace('area : 1.3;', 'area : : 1;', 1)
    broken = next(number for number, line in enumerate(library.splitlines(), 1) if ': :' in line)
    run = synthesize({'c.v': COUNTER, 'my.lib': library}, target='liberty', liberty='my.lib')
    [error] = run.errors
    assert error.file == 'my.lib'
    assert abs(error.line - broken) <= 1
    assert error.hint


def test_a_library_that_is_missing_is_named(synthesize: RunFlow):
    with pytest.raises(DesignError, match='no liberty file'):
        synthesize({'c.v': COUNTER}, target='liberty', liberty='gone.lib')


def test_a_switch_of_another_target_is_refused(synthesize: RunFlow):
    with pytest.raises(DesignError, match='nocarry does not fit'):
        synthesize({'c.v': COUNTER}, extra=['nocarry'])
    assert (
        'SB_CARRY' not in stats_of(synthesize({'c.v': COUNTER}, target='ice40', extra=['nocarry']))['total']['by_type']
    )


def test_a_project_without_a_design_says_so(synthesize: RunFlow):
    with pytest.raises(DesignError, match='No module was found'):
        synthesize({'README.md': '# nothing'})


def test_two_tops_are_told(synthesize: RunFlow):
    run = synthesize({'c.v': COUNTER, 'hold.v': LATCH})
    assert [found.rule for found in run.plan.diagnostics] == ['several-tops']
    assert not run.failed


def test_two_drivers_fail_with_both_lines(synthesize: RunFlow):
    design = 'module d(input clk, input a, output reg q);\n  always @(posedge clk) q <= a;\n'
    run = synthesize({'d.v': f'{design}  always @(posedge clk) q <= ~a;\nendmodule\n'})
    [error] = run.errors
    assert (error.line, error.kind) == (3, 'multidriven')
    assert 'd.v:2' in error.message


def test_names_never_become_commands(synthesize: RunFlow):
    run = synthesize(
        {'-o x; exec touch y.v': '', "a'b; shell $(id).v": COUNTER}, top='c', defines={'X': '1; exec -- id'}
    )
    assert stats_of(run)['total']['flip_flops'] == 8


def test_two_thousand_generated_cells_take_no_time_to_speak_of(synthesize: RunFlow):
    design = 'module wide(input clk, input [1999:0] a, output reg [1999:0] y);\n  genvar i;\n  generate\n'
    design += '    for (i = 0; i < 2000; i = i + 1) begin : cells\n      always @(posedge clk) y[i] <= ~a[1999 - i];\n'
    design += '    end\n  endgenerate\nendmodule\n'
    assert stats_of(synthesize({'wide.v': design}))['total']['flip_flops'] == 2000


def test_a_name_that_nobody_declared_is_told_on_its_line(synthesize: RunFlow):
    text = 'module m(input clk, input a, output reg y);\n  always @(posedge clk)\n    y <= a & enabel;\nendmodule\n'
    run = synthesize({'rtl/m.v': text}, frontend='verilog')
    [found] = [found for result in run.results for found in result.diagnostics if found.kind == 'undeclared']
    assert (found.severity, found.file, found.line) == ('warning', 'rtl/m.v', 3)
    assert 'enabel' in found.message
