"""The reader of VHDL: entities, instances, packages, and the order in which files are analysed."""

from services.sources import Purpose
from services.sources.languages import Language
from services.verilog import Direction, UnitKind
from services.vhdl import scan_vhdl
from tests.services.sources.test_detection import sources_of

COUNTER = """library ieee;
use ieee.std_logic_1164.all;
use work.types.all;

entity Counter is  -- counts
  generic (WIDTH : positive := 4);
  port (
    clk, rst : in std_logic;
    q        : out std_logic_vector(WIDTH - 1 downto 0)
  );
end entity;

architecture rtl of counter is
  signal n : count_t;
begin
  process (clk) begin if rising_edge(clk) then n <= n + 1; end if; end process;
end architecture;
"""
TYPES = 'package types is\n  subtype count_t is natural;\nend package;\n'
BENCH = """use work.types.all;
entity tb is end entity;
architecture sim of tb is
  component probe is port (a : in bit); end component;
  signal clk : std_logic := '0';
begin
  dut : entity work.Counter(rtl) generic map (WIDTH => 4) port map (clk => clk, rst => '0', q => open);
  p0 : probe port map (a => '0');
  clk <= not clk after 5 ns;
  process begin wait for 100 ns; std.env.finish; end process;
end architecture;
"""
PROBE = 'entity probe is port (a : in bit); end entity;\n'
PROBE_BODY = "architecture rtl of probe is begin assert a = '0' severity failure; end architecture;\n"
FILES = {
    'src/counter.vhd': COUNTER,
    'src/types.vhd': TYPES,
    'src/probe.vhd': PROBE,
    'src/a_probe_rtl.vhd': PROBE_BODY,
    'tb/a_tb.vhdl': BENCH,
}


def test_an_entity_has_its_ports_and_its_line():
    [unit] = scan_vhdl('counter.vhd', COUNTER).units
    assert (unit.kind, unit.name, unit.line, unit.end_line) == (UnitKind.MODULE, 'counter', 5, 18)
    assert [(port.name, port.direction) for port in unit.ports] == [
        ('clk', Direction.INPUT),
        ('rst', Direction.INPUT),
        ('q', Direction.OUTPUT),
    ]
    assert unit.ports[2].width == '(width - 1 downto 0)'


def test_instances_are_direct_or_of_a_component():
    [unit] = scan_vhdl('tb.vhd', BENCH).units
    assert [(each.module, each.name, each.line) for each in unit.instances] == [
        ('counter', 'dut', 7),
        ('probe', 'p0', 8),
    ]
    assert '$finish' in unit.tasks


def test_a_testbench_is_found_with_all_it_needs_in_an_order_that_is_analysed():
    found = sources_of(FILES, Purpose.SIMULATE)
    assert (found.top, found.design_top) == ('tb', 'counter')
    assert set(found.languages.values()) == {Language.VHDL}
    order = list(found.files)
    assert set(order) == set(FILES)
    assert order.index('src/types.vhd') < order.index('src/counter.vhd') < order.index('tb/a_tb.vhdl')
    assert order.index('src/probe.vhd') < order.index('src/a_probe_rtl.vhd')
    assert found.ends_by_itself


def test_the_top_of_the_design_is_found_without_a_testbench():
    found = sources_of({path: text for path, text in FILES.items() if path.startswith('src')})
    assert (found.top, found.files) == ('counter', ('src/types.vhd', 'src/counter.vhd'))
    assert sources_of(FILES, top='Probe').top == 'probe'


def test_half_written_text_is_passed_over():
    for end in range(0, len(BENCH), 7):
        scan_vhdl('tb.vhd', BENCH[:end])


def test_packages_come_before_packages_that_use_them():
    files = {
        'a_pkg.sv': 'package a_pkg; import z_pkg::*; endpackage',
        'z_pkg.sv': 'package z_pkg; import m_pkg::x; endpackage',
        'm_pkg.sv': 'package m_pkg; endpackage',
        'top.sv': 'module top import a_pkg::*, m_pkg::*; (input a); endmodule',
    }
    assert sources_of(files).files == ('m_pkg.sv', 'z_pkg.sv', 'a_pkg.sv', 'top.sv')
