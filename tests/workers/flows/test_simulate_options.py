"""Every option of the flow `simulate` reaches the simulator and does what it says."""

import re

import pytest
from pydantic import ValidationError

from services.flows import SimulateOptions
from services.models import JobState
from workers.flow import DesignError

pytestmark = pytest.mark.tool

TWO_LEVELS = {
    'leaf.v': 'module leaf(input a); reg inner = 0; always @(a) inner = a; endmodule',
    'mid.v': 'module mid(input a); wire middle = a; leaf l(a); endmodule',
    'tb.v': 'module tb;\nreg a = 0; wire [3:0] w = 0;\nmid m(a); mid n(a);\ninitial begin\n'
    '$dumpfile("own.vcd"); $dumpvars(0, tb);\n#1 a = 1; #1 $finish; end\nendmodule\n',
}


def signals(run):
    return set(re.findall(r'\$var \w+ \d+ \S+ (\w+)', run.vcd))


@pytest.mark.parametrize(
    ('scopes', 'recorded'),
    [
        (['tb.m'], {'a', 'middle', 'inner'}),
        (['tb.m:1'], {'a', 'middle'}),
        (['tb.n.l', 'tb:1'], {'a', 'w', 'inner'}),
    ],
)
def test_only_the_wanted_scopes_are_recorded_also_where_the_testbench_records_all(simulate, scopes, recorded):
    run = simulate(TWO_LEVELS, wave_scopes=scopes, simulator='icarus')
    assert run.state is JobState.PASSED
    assert signals(run) == recorded
    assert 'wave_scopes replace the recording of the testbench (tb.v:5)' in run.plan.assumptions


def test_a_stop_time_ends_a_run_that_nothing_else_ends(simulate):
    run = simulate(
        {
            'tb.v': '`timescale 1ns/1ps\nmodule tb; reg c = 0; always #5 c = ~c;\n'
            'final $display("end %0t", $time);\nendmodule'
        },
        stop_time='2us',
        simulator='icarus',
    )
    assert run.state is JobState.PASSED
    assert 'end 2000000' in run.lines


def test_the_timescale_is_that_of_files_without_one(simulate):
    bench = {'tb.v': 'module tb; initial begin #1 $printtimescale(tb); $finish; end endmodule'}
    assert '(tb) is 10ns / 100ps' in ' '.join(simulate(bench, timescale='10 ns / 100 ps', simulator='icarus').lines)


def test_an_older_language_refuses_what_came_later(simulate):
    bench = {'tb.v': 'module tb; reg do = 1; initial #1 $finish; endmodule'}
    assert simulate(bench, simulator='icarus').state is JobState.FAILED
    assert simulate(bench, simulator='icarus', language='2005').state is JobState.PASSED


def test_delays_of_specify_blocks_and_their_corner_are_heeded_on_demand(simulate):
    files = {
        'tb.v': 'module cell_(input a, output y); buf b(y, a); specify (a => y) = (1:2:3); endspecify endmodule\n'
        'module tb; reg a = 0; wire y; cell_ c(a, y); initial begin #10 a = 1; @(posedge y) $display("y %0t", $time);'
        ' $finish; end endmodule'
    }
    given = {'simulator': 'icarus', 'top': 'tb'}
    assert 'y 10' in simulate(files, **given).lines
    assert 'y 12' in simulate(files, specify=True, **given).lines
    assert 'y 13' in simulate(files, specify=True, delays='max', **given).lines


def test_a_seed_reaches_the_testbench_as_a_plusarg_and_what_it_does_not_do_is_said(simulate):
    run = simulate(
        {'tb.v': 'module tb; integer s; initial if ($value$plusargs("seed=%d", s)) $display("s=%0d", s); endmodule'},
        seed=42,
        simulator='icarus',
    )
    assert 's=42' in run.lines
    assert any('Icarus takes no seed itself' in said for said in run.plan.assumptions)


def test_a_memory_file_beside_its_source_is_found_and_the_project_stays_as_it_was(simulate):
    run = simulate(
        {
            'rtl/rom.v': 'module rom; reg [7:0] m [0:1]; initial $readmemh("data/m.hex", m); endmodule',
            'rtl/data/m.hex': 'aa\nbb\n',
            'tb/tb.v': 'module tb; rom r(); initial #1 $display("%h", r.m[1]); endmodule',
        },
        simulator='icarus',
    )
    assert (run.state, 'bb' in run.lines) == (JobState.PASSED, True)
    assert 'memory file data/m.hex of rtl/rom.v is rtl/data/m.hex' in run.plan.assumptions


def test_a_memory_file_of_any_ending_in_another_folder_is_found(simulate):
    run = simulate(
        {
            'sim/tb.v': 'module tb; reg [7:0] m [0:1]; initial begin $readmemb("../rom/image.txt", m); '
            '$display("%h", m[0]); end endmodule',
            'rom/image.txt': '00000011\n00000001\n',
        },
        simulator='icarus',
    )
    assert '03' in run.lines


def test_further_modules_in_the_file_of_a_testbench_run_as_they_do_with_the_bare_tool(simulate):
    files = {'tb.v': 'module tb; initial $display("one"); endmodule\nmodule second; initial $display("two"); endmodule'}
    assert {'one', 'two'} <= set(simulate(files).lines)
    assert 'two' not in simulate(files, top='tb').lines


def test_a_language_that_the_named_simulator_does_not_read_says_which_does(simulate):
    files = {'tb.vhd': 'entity tb is end;\narchitecture a of tb is begin end;\n'}
    with pytest.raises(DesignError, match='VHDL, which Icarus does not read') as caught:
        simulate(files, simulator='icarus', top='tb')
    assert 'ghdl' in caught.value.diagnostics[0].hint


def test_named_sources_without_a_testbench_run_as_they_do_with_the_bare_tool(simulate):
    files = {'a.v': 'module a(input x); initial $display("ran"); endmodule'}
    assert 'ran' in simulate(files, sources=['a.v']).lines
    with pytest.raises(DesignError, match='No testbench was found'):
        simulate(files)


def test_what_the_preprocessor_passes_over_does_not_fail_the_run(simulate):
    run = simulate({'tb.v': 'module tb; initial $finish; endmodule\n`endif\n'}, simulator='icarus')
    assert run.state is JobState.PASSED, run.lines
    assert (run.results[0].diagnostics[0].severity, run.results[0].diagnostics[0].line) == ('warning', 2)


def test_switches_of_icarus_reach_it(simulate):
    run = simulate({'tb.v': 'module tb; initial $finish; endmodule\n'}, icarus_switches=['S', 'no-io-range-error'])
    assert {'-S', '-gno-io-range-error'} <= set(run.results[0].commands[0].argv)


def test_what_is_no_switch_of_icarus_is_refused():
    with pytest.raises(ValidationError, match='icarus_switches'):
        SimulateOptions.model_validate({'icarus_switches': ['o/etc/passwd']})
