"""The flow `simulate` on GHDL: VHDL in any order of files, generics, waveforms, and failures with their time."""

import re

import pytest

from services.models import JobState
from workers.flow import DesignError

pytestmark = pytest.mark.tool

COUNTER = """library ieee; use ieee.std_logic_1164.all; use ieee.numeric_std.all; use work.widths.all;
entity counter is port (clk : in std_logic; q : out std_logic_vector(W-1 downto 0)); end;
architecture rtl of counter is signal r : unsigned(W-1 downto 0) := (others => '0'); begin
  process (clk) begin if rising_edge(clk) then r <= r + 1; end if; end process;
  q <= std_logic_vector(r);
end;
"""
PACKAGE = 'package widths is constant W : integer := 4; end;\n'
BENCH = """library ieee; use ieee.std_logic_1164.all; use ieee.numeric_std.all;
entity tb is generic (N : integer := 3; seed : natural := 0); end;
architecture sim of tb is signal clk : std_logic := '0'; signal q : std_logic_vector(3 downto 0); begin
  dut: entity work.counter port map (clk, q);
  clk <= not clk after 5 ns;
  process begin
    wait for 42 ns;
    report "N=" & integer'image(N) & " seed=" & integer'image(seed) & " q=" & integer'image(to_integer(unsigned(q)));
    %s
    std.env.finish; wait;
  end process;
end;
"""
DESIGN = {'a_tb.vhd': BENCH % '', 'rtl/counter.vhd': COUNTER, 'rtl/z_widths.vhd': PACKAGE}


def test_a_design_passes_whatever_the_order_of_its_files_and_leaves_a_waveform(simulate):
    run = simulate(DESIGN, parameters={'N': '7'}, seed=5)
    assert run.state is JobState.PASSED, run.lines
    assert any('N=7 seed=5 q=4' in line for line in run.lines)
    assert re.search(r'\$var reg 4 \S+ r', run.vcd)
    assert 'simulated with GHDL: the sources are VHDL' in run.plan.assumptions


@pytest.mark.parametrize(('scope', 'recorded'), [('tb.dut', {'clk', 'q', 'r'}), ('tb:1', {'clk', 'q'})])
def test_only_the_wanted_scopes_are_recorded(simulate, scope, recorded):
    vcd = simulate(DESIGN, wave_scopes=[scope]).vcd
    names = re.findall(r'\$var \w+ \d+ \S+ (\w+)', vcd)
    assert sorted(names) == sorted(recorded)


def test_without_waves_nothing_is_recorded_and_a_stop_time_ends_the_run(simulate):
    run = simulate(DESIGN, waves=False, stop_time='20 ns')
    assert (run.state, run.results[-1].files) == (JobState.PASSED, {})
    assert not any('N=' in line for line in run.lines)


@pytest.mark.parametrize('severity', ['error', 'failure'])
def test_a_failed_assertion_is_on_its_line_with_its_time(simulate, severity):
    run = simulate({**DESIGN, 'a_tb.vhd': BENCH % f'assert q = "0000" report "q is wrong" severity {severity};'})
    assert run.state is JobState.FAILED
    [error] = run.errors
    assert (error.file, error.line, error.column) == ('a_tb.vhd', 9, 5)
    assert error.message == 'q is wrong (at 42ns)'


def test_a_warning_does_not_fail_the_run(simulate):
    run = simulate({**DESIGN, 'a_tb.vhd': BENCH % 'assert false report "careful" severity warning;'})
    assert run.state is JobState.PASSED


def test_a_mistake_is_on_its_line_and_column(simulate):
    run = simulate({**DESIGN, 'rtl/counter.vhd': COUNTER.replace('r + 1', 'rr + 1')})
    assert run.state is JobState.FAILED
    [error] = run.errors
    assert (error.file, error.line, error.message) == ('rtl/counter.vhd', 4, 'no declaration for "rr"')
    assert error.column > 1


def test_a_generic_that_is_not_there_is_named(simulate):
    run = simulate(DESIGN, parameters={'M': '7'})
    assert run.state is JobState.FAILED
    assert 'generic' in run.errors[0].message


def test_two_languages_in_one_run_are_told_to_be_too_many(simulate):
    files = {
        'counter.vhd': COUNTER,
        'widths.vhd': PACKAGE,
        'tb.v': 'module tb; reg clk = 0; wire [3:0] q; counter dut(clk, q); initial #9 $finish; endmodule',
    }
    with pytest.raises(DesignError, match='no open simulator takes both') as caught:
        simulate(files, sources=['*.v', '*.vhd'], top='tb')
    assert 'ghdl' in caught.value.diagnostics[0].hint
