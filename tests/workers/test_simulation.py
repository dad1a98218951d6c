"""The flow `simulate` on real Icarus: what passes, what fails and how, and that there is always a waveform."""

from pathlib import Path

import pytest

from services.diagnostics import Severity
from services.models import JobState
from workers.flow import DesignError
from workers.sandbox import MIB, Limits

pytestmark = pytest.mark.tool

COUNTER = 'module counter(input clk, output reg [3:0] q = 0);\n  always @(posedge clk) q <= q + 1;\nendmodule\n'
BENCH = """`timescale 1ns/1ps
module tb;
  reg clk = 0; wire [3:0] q;
  counter dut(clk, q);
  always #5 clk = ~clk;
  initial begin #100 $display("q=%0d", q); $finish; end
endmodule
"""
DESIGN = {'rtl/counter.v': COUNTER, 'tb/tb.v': BENCH}
DATA = Path(__file__).parents[1] / 'data'


def bench(body):
    return {'tb.v': f'module tb;\n{body}\nendmodule\n'}


def test_a_design_passes_and_leaves_a_waveform_though_its_testbench_has_no_dump(simulate):
    run = simulate(DESIGN)
    assert run.state is JobState.PASSED
    assert 'q=10' in run.lines
    assert '$scope module dut' in run.vcd
    assert run.results[-1].files[next(iter(run.results[-1].files))][0].name == 'tb.vcd'
    assert run.workspace.text('tb/tb.v') == BENCH
    assert '__a6_dump' not in run.vcd


def test_what_was_guessed_is_said(simulate):
    plan = simulate({**DESIGN, 'old/other.v': 'module unrelated; endmodule'}).plan
    assert plan.top == 'tb'
    assert plan.assumptions == (
        'top module tb (tb/tb.v:2)',
        '2 source files: rtl/counter.v, tb/tb.v',
        'simulated with Icarus: it starts at once, which suits short runs',
        'the testbench has no $dumpvars: all of it is recorded to tb.vcd',
    )


def test_the_name_given_to_dumpfile_is_kept(simulate):
    run = simulate(bench('reg a = 0; initial begin $dumpfile("my waves.vcd"); $dumpvars; #1 a = 1; #1 $finish; end'))
    assert [file.name for files in run.results[-1].files.values() for file in files] == ['my waves.vcd']


def test_a_dump_that_waits_for_a_plusarg_happens(simulate):
    run = simulate(
        bench(
            'reg a = 0; initial begin if ($test$plusargs("trace")) begin $dumpfile("t.vcd"); $dumpvars; end #1 a=1; end'
        )
    )
    assert run.plan.options['plusargs'] == ('trace',)
    assert '$var' in run.vcd


def test_without_waves_nothing_is_recorded(simulate):
    run = simulate(bench('reg a = 0; initial begin $dumpvars; #1 a = 1; end'), waves=False)
    assert run.state is JobState.PASSED
    assert not run.results[-1].files


def test_a_syntax_error_becomes_a_diagnostic_on_its_line(simulate):
    run = simulate(
        {'rtl/counter.v': 'module counter(input clk, output q);\n  assign = 1;\nendmodule\n', 'tb/tb.v': BENCH}
    )
    assert run.state is JobState.FAILED
    assert (run.errors[0].file, run.errors[0].line) == ('rtl/counter.v', 2)
    assert run.reason == 'Compile (Icarus) reported 2 errors.'


def test_a_missing_module_is_named_where_it_is_used_with_what_to_do(simulate):
    run = simulate({'tb/tb.v': BENCH})
    [error] = run.errors
    assert (error.file, error.line, error.message) == ('tb/tb.v', 4, 'Unknown module type: counter')
    assert 'sources' in error.hint


def test_warnings_of_the_compiler_are_kept_and_do_not_fail_the_run(simulate):
    run = simulate(bench('wire [3:0] a; assign typo = a; initial #1 $finish;'))
    assert run.state is JobState.PASSED
    [warning] = run.results[0].diagnostics
    assert (warning.severity, warning.line) == (Severity.WARNING, 2)
    assert 'typo' in warning.message


@pytest.mark.parametrize(
    ('body', 'message'),
    [
        ('initial begin #1 $error("sum is %0d", 3); #1 $finish; end', 'sum is 3'),
        ('initial begin $fatal(1, "no way"); end', 'no way'),
        ('initial begin assert (1 == 2); $finish; end', 'Assertion failed'),
        ('initial begin assert (1 == 2) else $error("unequal"); $finish; end', 'unequal'),
    ],
)
def test_an_error_at_run_time_fails_the_run_on_its_line(simulate, body, message):
    run = simulate(bench(body))
    assert run.state is JobState.FAILED
    assert [(error.file, error.line, error.message) for error in run.errors] == [('tb.v', 2, message)]


def test_stop_fails_the_run(simulate):
    run = simulate(bench('initial #5 $stop;'))
    assert (run.state, run.reason) == (JobState.FAILED, 'Simulate (Icarus) ended with exit code 1.')


def test_a_testbench_without_finish_ends_at_the_limit_which_is_named_with_its_cause(simulate):
    run = simulate(bench('reg clk = 0; always #5 clk = ~clk;'), time_limit_s=1)
    assert run.state is JobState.TIMED_OUT
    assert run.reason.startswith('Simulate (Icarus) was stopped at the time limit of 1 s (ran 1.')
    assert '$finish' in run.reason


def test_a_run_never_gets_more_time_than_the_plan_gives(simulate):
    run = simulate(bench('reg clk = 0; always #5 clk = ~clk;'), limits=Limits(wall_s=1), time_limit_s=500)
    assert 'the time limit of 1 s' in run.reason


def test_the_waveform_up_to_the_limit_is_kept(simulate):
    run = simulate(
        bench('reg clk = 0; always #5 clk = ~clk;'), time_limit_s=0.5, limits=Limits(wall_s=5, disk_bytes=64 * MIB)
    )
    assert run.state in {JobState.TIMED_OUT, JobState.FAILED}
    assert run.results[-1].files


def test_memory_files_are_found_from_the_root_of_the_project(simulate):
    run = simulate(
        {
            **bench('reg [7:0] m [0:1]; initial begin $readmemh("data/m.hex", m); $display("%h", m[1]); end'),
            'data/m.hex': 'aa\nbb\n',
        }
    )
    assert (run.state, 'bb' in run.lines) == (JobState.PASSED, True)


def test_a_memory_file_that_is_missing_fails_the_run_and_says_where_paths_begin(simulate):
    run = simulate(bench('reg [7:0] m [0:1]; initial $readmemh("m.hex", m);'))
    assert run.state is JobState.FAILED
    assert run.errors[0].hint == "the path counts from the project's root, not from the source file"


def test_options_of_the_run_reach_the_tools(simulate):
    run = simulate(
        {
            'tb.v': 'module tb #(parameter N = 1);\n`include "w.vh"\ninteger k;\ninitial begin\n'
            'if ($value$plusargs("k=%d", k)) $display("%0d %0d %0d %s", N, k, `W, `NAME); end\nendmodule',
            'inc/w.vh': '`define W 7\n',
        },
        parameters={'N': '5'},
        plusargs=['+k=9'],
        include_dirs=['inc'],
        defines={'NAME': '"x y"'},
    )
    assert '5 9 7 x y' in run.lines


def test_the_project_file_says_what_to_run_and_the_run_may_override_it(simulate):
    files = {
        'a.v': 'module a; initial $display("this is a"); endmodule',
        'b.v': 'module b; initial $display("this is b"); endmodule',
        'a6hub.toml': '[simulate]\ntop = "a"\nsources = ["*.v"]\n',
    }
    assert 'this is a' in simulate(files).lines
    assert 'this is b' in simulate(files, top='b').lines
    assert 'this is b' in simulate(files, top='b.v').lines


@pytest.mark.parametrize(
    ('text', 'line', 'words'),
    [
        ('[simulate]\ntop = tb\n', 2, 'not TOML'),
        ('[simulate]\n\ntopp = "tb"\n', 3, 'simulate.topp'),
        ('[simulate]\ntop = "tb"\ntime_limit_s = "long"\n', 3, 'simulate.time_limit_s'),
        ('[simulate]\nsources = ["../other/*.v"]\n', 2, 'inside the project'),
        ('[sim]\n', 1, 'sim'),
    ],
)
def test_a_mistake_in_the_project_file_is_shown_on_its_line(simulate, text, line, words):
    with pytest.raises(DesignError) as caught:
        simulate({**DESIGN, 'a6hub.toml': text})
    [found] = caught.value.diagnostics
    assert (found.file, found.line) == ('a6hub.toml', line)
    assert words in found.message


@pytest.mark.parametrize(
    ('files', 'words'),
    [
        ({'readme.md': 'hi'}, 'No module was found'),
        ({'rtl/counter.v': COUNTER}, 'No testbench was found: none of counter is without ports'),
        ({**DESIGN, 'a6hub.toml': '[simulate]\ntop = "nope"\n'}, "no top module 'nope'"),
        ({**DESIGN, 'a6hub.toml': '[simulate]\nsources = ["src/*.v"]\n'}, "'src/*.v' matches no Verilog file"),
    ],
)
def test_a_project_that_cannot_be_run_says_what_is_missing(simulate, files, words):
    with pytest.raises(DesignError, match=words.replace('*', r'\*')):
        simulate(files)


def test_of_several_testbenches_one_is_taken_and_the_others_are_named(simulate):
    run = simulate(
        {'a_tb.v': 'module a_tb; initial $finish; endmodule', 'b_tb.v': 'module b_tb; initial $finish; endmodule'}
    )
    [note] = run.plan.diagnostics
    assert 'a_tb (a_tb.v) was taken, there is also b_tb (b_tb.v)' in note.message


def test_names_with_blanks_dollars_and_dashes_are_only_names(simulate):
    files = {"rtl/a b $(id) ';`.v": COUNTER, '-tb.v': BENCH}
    assert simulate(files).state is JobState.PASSED


def test_a_name_that_the_simulator_cannot_write_down_is_refused_with_what_to_do(simulate):
    with pytest.raises(DesignError, match='rename it'):
        simulate({'rtl/a".v': COUNTER, 'tb.v': BENCH})
