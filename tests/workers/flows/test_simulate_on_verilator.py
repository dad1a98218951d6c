"""The flow `simulate` on Verilator: options, waveforms, failures, and what is not built twice."""

import re

import pytest

from services.diagnostics import Severity
from services.models import JobState
from workers.sandbox import Limits

pytestmark = pytest.mark.tool

LONG = Limits(wall_s=300, build_s=300)
COUNTER = 'module counter(input clk, output reg [3:0] q = 0);\n  always @(posedge clk) q <= q + 1;\nendmodule\n'
BENCH = """`timescale 1ns/1ps
module tb #(parameter N = 1);
  reg clk = 0; wire [3:0] q;
  counter dut(clk, q);
  always #5 clk = ~clk;
  integer k, r;
  initial begin
    if ($value$plusargs("k=%d", k)) $display("k=%0d", k);
    r = $random; $display("N=%0d W=%0d r=%0d", N, `W, r);
    #100 $display("q=%0d", q); $finish;
  end
endmodule
"""
DESIGN = {'rtl/counter.v': COUNTER, 'tb/tb.v': BENCH}


@pytest.fixture
def verilate(simulate):
    def run(files, **options):
        return simulate(files, limits=LONG, simulator='verilator', **{'defines': {'W': '7'}, **options})

    return run


def signals(run):
    return set(re.findall(r'\$var \w+ \d+ \S+ (\w+)', run.vcd))


def test_a_design_passes_with_its_options_and_leaves_a_waveform_though_it_has_no_dump(verilate):
    run = verilate(DESIGN, parameters={'N': '5'}, plusargs=['k=9'], defines={'W': '8'})
    assert run.state is JobState.PASSED, run.lines
    assert 'k=9' in run.lines
    assert any(line.startswith('N=5 W=8 ') for line in run.lines)
    assert 'q=10' in run.lines
    assert {'clk', 'q'} <= signals(run)
    assert '$scope module dut' in run.vcd
    assert '__a6_dump' not in run.vcd
    assert run.workspace.text('tb/tb.v') == BENCH


def test_the_same_is_not_built_again_and_a_seed_needs_no_build(verilate):
    files = {**DESIGN, 'readme.md': 'one'}
    first = verilate(files, seed=3, project='seeds')
    again = verilate({**files, 'readme.md': 'two'}, seed=3, project='seeds')
    other = verilate(files, seed=4, project='seeds')
    random = [next(line for line in run.lines if line.startswith('N=')) for run in (first, again, other)]
    assert random[0] == random[1] != random[2]
    told = '- the same was built before and is used again'
    assert [told in run.lines for run in (first, again, other)] == [False, True, True]
    assert [found.message for found in again.results[0].diagnostics] == [
        found.message for found in first.results[0].diagnostics
    ]
    assert [run.argv for run in again.results[0].commands] == [run.argv for run in first.results[0].commands]


def test_a_change_is_built_and_one_project_never_uses_what_another_built(verilate):
    verilate(DESIGN, project='mine')
    changed = {**DESIGN, 'rtl/counter.v': COUNTER.replace('q + 1', 'q + 2')}
    assert 'q=4' in verilate(changed, project='mine').lines
    run = verilate(DESIGN, project='theirs')
    assert '- the same was built before and is used again' not in run.lines


def test_an_included_file_counts_for_what_is_built(verilate):
    bench = {'tb.v': 'module tb; initial begin\n`include "say.inc"\n$finish; end endmodule'}
    assert 'one' in verilate({**bench, 'say.inc': '$display("one");'}).lines
    assert 'two' in verilate({**bench, 'say.inc': '$display("two");'}).lines


@pytest.mark.parametrize(
    ('scopes', 'recorded'), [(['tb.m:1'], {'a', 'middle'}), (['tb.n.l', 'tb:1'], {'a', 'w', 'inner'})]
)
def test_only_the_wanted_scopes_are_recorded(verilate, scopes, recorded):
    files = {
        'leaf.v': 'module leaf(input a); reg inner = 0; always @(a) inner = a; endmodule',
        'mid.v': 'module mid(input a); wire middle = a; leaf l(a); endmodule',
        'tb.v': 'module tb;\nreg a = 0; wire [3:0] w = 0;\nmid m(a); mid n(a);\ninitial begin\n'
        '$dumpfile("own.vcd"); $dumpvars(0, tb);\n#1 a = 1; #1 $finish; end\nendmodule\n',
    }
    run = verilate(files, wave_scopes=scopes)
    assert run.state is JobState.PASSED
    assert signals(run) == recorded


def test_without_waves_nothing_is_recorded(verilate):
    run = verilate(DESIGN, waves=False)
    assert (run.state, run.results[-1].files) == (JobState.PASSED, {})


def test_variables_begin_as_they_are_told(verilate):
    bench = {'tb.v': 'module tb; reg [31:0] a; initial begin $display("a=%h", a); $finish; end endmodule'}
    assert 'a=ffffffff' in verilate(bench, initial_values='one').lines
    assert 'a=00000000' in verilate(bench, initial_values='zero').lines
    random = verilate(bench, initial_values='random', seed=5).lines
    assert not {'a=00000000', 'a=ffffffff'} & set(random)


def test_stop_time_and_timescale_are_heeded(verilate):
    bench = {'tb.v': 'module tb; reg c = 0; always #5 c = ~c;\nfinal $display("end %0t", $time);\nendmodule'}
    run = verilate(bench, stop_time='2us', timescale='1ns/1ps')
    assert run.state is JobState.PASSED, run.reason
    assert 'end 2000000' in run.lines


def test_mistakes_are_on_their_line_and_column(verilate):
    run = verilate(
        {**DESIGN, 'rtl/counter.v': 'module counter(input clk, output reg [3:0] q);\n  assign = 1;\nendmodule'}
    )
    assert run.state is JobState.FAILED
    assert (run.errors[0].file, run.errors[0].line, run.errors[0].column) == ('rtl/counter.v', 2, 10)
    assert run.reason.startswith('Compile (Verilator) reported 1 error')


def test_a_missing_module_is_named_where_it_is_used(verilate):
    [error] = verilate({'tb/tb.v': BENCH}).errors
    assert (error.file, error.line) == ('tb/tb.v', 4)
    assert 'counter' in error.message
    assert 'add the file' in error.hint


def test_a_warning_has_its_rule_and_does_not_fail_the_run(verilate):
    run = verilate({'tb.v': "module tb;\nwire [3:0] a = 5'd17;\ninitial $finish;\nendmodule"})
    assert run.state is JobState.PASSED
    [warning] = [found for found in run.results[0].diagnostics if found.rule == 'WIDTHTRUNC']
    assert (warning.severity, warning.file, warning.line) == (Severity.WARNING, 'tb.v', 2)


@pytest.mark.parametrize(
    ('body', 'message'),
    [
        ('initial begin #3 $error("sum is %0d", 3); #1 $finish; end', 'sum is 3'),
        ('initial begin assert (1 == 2) else $error("unequal"); $finish; end', 'unequal'),
        ('initial $fatal(1, "no way");', 'no way'),
        ('initial #5 $stop;', 'Verilog $stop'),
        ('reg c = 0, a = 0; initial #1 c = 1; assert property (@(posedge c) a); initial #9 $finish;', 'Assertion'),
    ],
)
def test_an_error_at_run_time_fails_the_run_on_its_line_once(verilate, body, message):
    run = verilate({'tb/tb.sv': f'module tb;\n{body}\nendmodule\n'})
    assert run.state is JobState.FAILED, run.lines
    [error] = run.errors
    assert (error.file, error.line) == ('tb/tb.sv', 2)
    assert message in error.message


def test_an_endless_testbench_ends_at_the_limit_with_its_waveform(verilate):
    run = verilate({'tb.v': 'module tb; reg clk = 0; always #5 clk = ~clk; endmodule'}, time_limit_s=1)
    assert run.state is JobState.TIMED_OUT
    assert '$finish' in run.reason
    assert run.results[-1].files


def test_what_icarus_does_not_take_is_simulated_with_verilator_by_itself(simulate):
    files = {
        'tb.sv': 'interface b; logic a; modport m(input a); endinterface\nmodule u(b.m p); endmodule\n'
        'module tb; b i(); u v(i); initial begin $display("ran"); $finish; end endmodule'
    }
    run = simulate(files, limits=LONG, top='tb')
    assert 'ran' in run.lines
    assert 'simulated with Verilator: Icarus does not take a modport (tb.sv:1)' in run.plan.assumptions
