"""The flow `lint` as a person meets it: options, waivers, headers, testbenches and projects that are hardly one."""

import pytest

from services.diagnostics import Diagnostic, Severity
from tests.workers.conftest import Run, RunFlow
from workers.flow import DesignError

pytestmark = pytest.mark.tool

GOOD = """module good(input clk, input [3:0] d, output reg [3:0] q);
  always @(posedge clk) q <= d;
endmodule
"""
LATCH = """module hold(input e, input d, output reg q);
  always @* if (e) q = d;
endmodule
"""
WIDTH = 'module cut(input [7:0] a, output [3:0] y);\n  assign y = a;\nendmodule\n'
BENCH = """module good_tb;
  reg clk = 0;
  reg [3:0] d = 0;
  wire [3:0] q;
  integer i;
  good dut(.clk(clk), .d(d), .q(q));
  always #5 clk = ~clk;
  initial begin
    for (i = 0; i < 9; i = i + 1) begin
      d = i;
      @(posedge clk);
    end
    $finish;
  end
endmodule
"""


def told(run: Run) -> list[tuple[str, int, str]]:
    return [(found.file, found.line, found.kind) for found in run.diagnostics if found.severity is not Severity.INFO]


def kinds(run: Run) -> list[str]:
    return [found.kind for found in run.diagnostics if found.severity is not Severity.INFO]


def test_a_good_design_passes_without_a_word(lint: RunFlow):
    run = lint({'good.v': GOOD, 'good_tb.v': BENCH})
    assert told(run) == []
    assert not run.failed
    assert [step.id for step in run.plan.steps] == ['verilator.lint', 'yosys.check', 'verible.lint']


def test_warnings_do_not_fail_a_run(lint: RunFlow):
    run = lint({'hold.v': LATCH})
    assert told(run) == [('hold.v', 2, 'latch')]
    assert not run.failed


def test_a_mistake_in_the_testbench_is_told_and_its_style_is_not(lint: RunFlow):
    run = lint({'good.v': GOOD, 'good_tb.v': BENCH.replace('.q(q)', '.qq(q)')})
    assert told(run) == [('good_tb.v', 6, 'bad-port')]
    assert run.failed


def test_testbenches_are_left_out_on_request(lint: RunFlow):
    run = lint({'good.v': GOOD, 'good_tb.v': BENCH.replace('.q(q)', '.qq(q)')}, testbenches=False)
    assert told(run) == []


def test_a_mistake_in_a_header_is_told_in_the_header(lint: RunFlow):
    header = '`define WIDTH 4\nfunction [`WIDTH-1:0] twice(input [`WIDTH-1:0] x);\n  twice = x <<< ;\nendfunction\n'
    design = 'module top(input [3:0] a, output [3:0] y);\n  `include "twice.vh"\n  assign y = twice(a);\nendmodule\n'
    run = lint({'rtl/top.v': design, 'include/twice.vh': header})
    assert told(run) == [('include/twice.vh', 3, 'syntax')]


def test_a_mistake_within_a_macro_is_told_where_the_macro_is_used(lint: RunFlow):
    design = '`define DRIVE(x) assign x = missing;\nmodule top(output y);\n  wire a;\n  `DRIVE(y)\nendmodule\n'
    run = lint({'top.v': design}, disable=['unused', 'undriven'])
    assert [(file, line) for file, line, _ in told(run)] == [('top.v', 4)]


def test_waivers_in_the_source_hold(lint: RunFlow):
    waived = LATCH.replace('  always', '  // verilator lint_off LATCH\n  always')
    assert told(lint({'hold.v': waived})) == []


def test_a_waiver_file_of_verilator_is_taken(lint: RunFlow):
    vlt = '`verilator_config\nlint_off -rule WIDTHTRUNC -file "*cut.v"\nlint_off -rule UNUSEDSIGNAL -file "*cut.v"\n'
    assert told(lint({'cut.v': WIDTH, 'lint/waive.vlt': vlt}, disable=['unused'])) == []


def test_rules_are_disabled_by_name(lint: RunFlow):
    assert kinds(lint({'cut.v': WIDTH})) == ['width']
    assert kinds(lint({'cut.v': WIDTH}, disable=['WIDTHTRUNC', 'unused'])) == []


def test_rules_are_enabled_by_name(lint: RunFlow):
    run = lint({'other.v': GOOD}, style='warning', enable=['DECLFILENAME', 'no-tabs'])
    assert 'DECLFILENAME' in {found.rule for found in run.diagnostics}


def test_the_projects_rules_of_verible_are_respected(lint: RunFlow):
    tabbed = GOOD.replace('  always', '\talways')
    without = lint({'good.v': tabbed}, style='warning')
    told_by_rules = lint({'good.v': tabbed, '.rules.verible_lint': 'no-tabs\n-always-comb\n'}, style='warning')
    assert 'no-tabs' not in {found.rule for found in without.diagnostics}
    assert 'no-tabs' in {found.rule for found in told_by_rules.diagnostics}


@pytest.mark.parametrize(('off', 'sources'), [('verilator', {'yosys'}), ('yosys', {'verilator'})])
def test_a_tool_is_switched_off(lint: RunFlow, off: str, sources: set[str]):
    run = lint({'hold.v': LATCH}, **{off: False})
    assert {found.source for found in run.diagnostics if found.kind == 'latch'} == sources


def test_no_tool_at_all_is_a_mistake(lint: RunFlow):
    with pytest.raises(DesignError, match='No linter'):
        lint({'good.v': GOOD}, verilator=False, yosys=False, verible=False)


def test_a_project_without_sources_says_so(lint: RunFlow):
    with pytest.raises(DesignError, match='No module was found'):
        lint({'README.md': '# nothing'})


def test_a_file_whose_module_cannot_be_told_is_checked_all_the_same(lint: RunFlow):
    run = lint({'a.v': 'modul a(input x, output y);\n  assign y = x;\nendmodule\n'})
    assert [(found.file, found.line) for found in run.errors] == [('a.v', 1)]


def test_two_tops_are_told_and_the_likelier_one_is_checked(lint: RunFlow):
    run = lint({'good.v': GOOD, 'hold.v': LATCH})
    assert [found.rule for found in run.plan.diagnostics] == ['several-tops']
    assert run.plan.top in ('good', 'hold')


def test_an_unknown_top_is_named(lint: RunFlow):
    with pytest.raises(DesignError, match='nowhere'):
        lint({'good.v': GOOD}, top='nowhere')


def test_an_unknown_parameter_is_an_error(lint: RunFlow):
    with pytest.raises(DesignError, match="good has no parameter 'DEPTH'"):
        lint({'good.v': GOOD}, parameters={'DEPTH': '4'})


def test_a_waiver_file_of_verible_is_taken_whatever_rule_it_names(lint: RunFlow):
    waiver = 'waive --rule=line-length --location="good.v"\nwaive --rule=module-port --location="good.v"\n'
    run = lint({'good.v': GOOD, 'lint/style.vbl': waiver}, style='warning')
    assert told(run) == []
    assert not run.failed


def test_a_parameter_and_a_macro_reach_the_tools(lint: RunFlow):
    design = """module top #(parameter W = 4)(input [3:0] a, output [W-1:0] y);
`ifdef COPY
  assign y = a;
`endif
endmodule
"""
    assert kinds(lint({'top.v': design}, parameters={'W': '4'}, defines={'COPY': ''})) == []
    assert kinds(lint({'top.v': design}, parameters={'W': '8'}, defines={'COPY': ''})) == ['width']


def test_a_loop_through_two_modules_is_found(lint: RunFlow):
    leaf = 'module leaf(input a, input b, output y);\n  assign y = ~(a & b);\nendmodule\n'
    top = 'module top(input s, output q);\n  wire t;\n  leaf one(.a(s), .b(t), .y(q));\n'
    top += '  leaf two(.a(s), .b(q), .y(t));\nendmodule\n'
    run = lint({'leaf.v': leaf, 'top.v': top})
    assert kinds(run) == ['loop']


def test_names_that_look_like_options_or_commands_are_only_names(lint: RunFlow):
    run = lint({'a; exec -- touch x.v': 'nothing', '-odd name.v': GOOD}, top='good')
    assert told(run) == []
    assert not (run.workspace.project / 'x.v').exists()


def test_a_long_generate_is_checked_in_time(lint: RunFlow):
    design = 'module wide(input [1999:0] a, output [1999:0] y);\n  genvar i;\n  generate\n'
    design += '    for (i = 0; i < 2000; i = i + 1) begin : cells\n      assign y[i] = ~a[1999 - i];\n    end\n'
    design += '  endgenerate\nendmodule\n'
    assert told(lint({'wide.v': design})) == []


def test_an_intended_latch_is_none_of_our_business(lint: RunFlow):
    design = 'module hold(input logic e, input logic d, output logic q);\n  always_latch if (e) q = d;\nendmodule\n'
    assert told(lint({'hold.sv': design})) == []


def test_each_diagnostic_has_the_line_of_its_tool(lint: RunFlow):
    found: list[Diagnostic] = lint({'cut.v': WIDTH}).diagnostics
    assert all(each.raw for each in found)
