"""Which simulator is chosen, and the reason that is given with it."""

import pytest

from services.simulators import LastRun, Question, Simulator, choose_simulator, find_constructs
from services.sources.languages import Language

ICARUS, VERILATOR, GHDL = Simulator


def chosen(text='', **asked):
    return choose_simulator(Question({Language.SYSTEM_VERILOG}, find_constructs({'tb.sv': text}), **asked))


@pytest.mark.parametrize(
    ('asked', 'simulator', 'words'),
    [
        ({}, ICARUS, 'starts at once'),
        ({'last_run': LastRun(ICARUS, 2.5)}, ICARUS, 'the last run took 2.5 s only'),
        ({'last_run': LastRun(ICARUS, 34)}, VERILATOR, 'the last run took 34.0 s on Icarus'),
        ({'last_run': LastRun(VERILATOR, 3)}, VERILATOR, 'the last run took 3.0 s on Verilator'),
        ({'last_run': LastRun(VERILATOR, 0.2)}, ICARUS, 'the last run took 0.2 s only'),
        ({'time_limit_s': 300}, VERILATOR, 'time limit of 300 s'),
        ({'time_limit_s': 5}, ICARUS, 'starts at once'),
        ({'wants_initial_values': True}, VERILATOR, 'initial_values'),
    ],
)
def test_the_length_of_a_run_and_what_is_wanted_decide(asked, simulator, words):
    choice = chosen('module tb; endmodule', **asked)
    assert choice.simulator is simulator
    assert words in choice.reason


@pytest.mark.parametrize(
    ('text', 'simulator', 'words'),
    [
        ('module tb;\nassert property (@(posedge clk) a);\nendmodule', VERILATOR, 'a concurrent assertion (tb.sv:2)'),
        ('interface b;\nlogic a;\nmodport m(input a);\nendinterface', VERILATOR, 'a modport (tb.sv:3)'),
        ('module tb; initial\nif (a inside {1, 2}) b = 1; endmodule', VERILATOR, 'inside (tb.sv:2)'),
        ('module m; endmodule\nbind d m i();', VERILATOR, 'bind (tb.sv:2)'),
        ("module tb; int x[2] = '{1, 2}; endmodule", VERILATOR, 'an assignment pattern (tb.sv:1)'),
        ('module tb; initial begin\nforever break;\nend endmodule', VERILATOR, 'break or continue (tb.sv:2)'),
        ('module tb;\nstruct { int a; } s; endmodule', VERILATOR, 'an unpacked struct (tb.sv:2)'),
        ('module tb; import "DPI-C" function int f(); endmodule', VERILATOR, 'DPI (tb.sv:1)'),
        ('module tb;\ntran t(a, b); endmodule', ICARUS, 'a switch that passes both ways (tran, cmos) (tb.sv:2)'),
        ("module tb; initial\nif (q === 8'hxx) $stop; endmodule", ICARUS, 'a comparison with x'),
        ("module tb; initial if (q !== 'x) $stop; endmodule", ICARUS, 'a comparison with x'),
    ],
)
def test_what_only_one_of_them_takes_decides_and_its_place_is_named(text, simulator, words):
    choice = chosen(text, last_run=LastRun(ICARUS, 1), time_limit_s=1)
    assert choice.simulator is simulator
    assert words in choice.reason


@pytest.mark.parametrize(
    'text',
    [
        'module tb; // assert property (x)\n/* bind a b c(); */ initial $display("a inside {b}"); endmodule',
        'module tb;\n`ifdef FORMAL\nassert property (@(posedge clk) a);\n`endif\nendmodule',
        'module tb; struct packed { logic a; } s; initial begin unique case (a) default: ; endcase end endmodule',
        'module tb; reg property, sequence_; wire inside_ = property; assign rand = 1; endmodule',
        'package p; localparam A = 1; endpackage\nmodule tb import p::*; (input a); always_ff @(posedge a) ; endmodule',
    ],
)
def test_comments_strings_and_parts_that_are_off_decide_nothing(text):
    assert chosen(text).simulator is ICARUS


def test_a_macro_of_the_run_switches_a_part_on():
    text = 'module tb;\n`ifdef FORMAL\nassert property (@(posedge clk) a);\n`endif\nendmodule'
    assert find_constructs({'tb.sv': text}, ['FORMAL']).not_icarus


def test_vhdl_goes_to_the_simulator_that_reads_it():
    choice = choose_simulator(Question({Language.VHDL}))
    assert (choice.simulator, choice.reason) == (GHDL, 'the sources are VHDL')
