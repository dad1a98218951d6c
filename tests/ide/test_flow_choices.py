"""What the run bar is told of each flow."""

from ide.panels.flows import bench_tops, design_tops, flow_choice, without_defaults
from services.designs import Outline
from services.flows import FLOW_OPTIONS, option_errors
from services.limits import limits_of
from services.verilog.hierarchy import hierarchy

SOURCES = {
    'rtl/uart.v': 'module uart(input clk); baud u_baud(clk); endmodule\nmodule baud(input clk); endmodule\n',
    'tb/tb.v': 'module tb; reg clk; uart dut(clk); initial $finish; endmodule\n',
}


def test_a_simulation_begins_at_a_testbench_and_a_design_below_it():
    trees = hierarchy(SOURCES)
    assert [(top.name, top.likely) for top in bench_tops(trees)] == [('tb', True)]
    assert [(top.name, top.likely) for top in design_tops(trees)] == [('uart', True), ('baud', False)]


def test_every_flow_has_a_form_and_names_the_limits():
    outline = Outline(hierarchy(SOURCES), found='tb', design_top='uart', settings={'simulate': {'top': 'tb'}})
    for flow, options in FLOW_OPTIONS.items():
        choice = flow_choice(flow, options, outline, limits_of())
        assert choice.schema['properties']
        assert choice.summary
        assert '2 GiB of memory' in choice.limits
    assert flow_choice('simulate', FLOW_OPTIONS['simulate'], outline, limits_of()).file == {'top': 'tb'}


def test_what_is_wrong_is_said_by_field():
    assert option_errors('simulate', {'waves': False}) == {}
    assert option_errors('simulate', {'defines': {'1X': '2'}}) == {'defines': "'1X' is no Verilog name"}
    assert 'surprise' in option_errors('simulate', {'surprise': 1})
    assert '' in option_errors('nothing', {})


def test_a_default_is_not_written_but_taken_out():
    changes = {'waves': True, 'plusargs': ['n=1']}
    assert without_defaults(FLOW_OPTIONS['simulate'], changes) == {'waves': None, 'plusargs': ['n=1']}
