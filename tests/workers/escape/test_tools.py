"""Ways out of Yosys, Tcl, Magic, Verilator, Verible, GHDL and cocotb."""

import pytest

from tests.workers.escape.scene import Vector

pytestmark = pytest.mark.tool

YOSYS = """from pyosys import libyosys
design = libyosys.Design()
libyosys.run_pass('script run.ys', design)
"""
GHDL_READ = """use std.textio.all;
entity tb is end;
architecture a of tb is
begin
  process
    file f : text open read_mode is "@SECRET@";
    variable l : line;
  begin
    readline(f, l); writeline(output, l); wait;
  end process;
end;
"""
GHDL_WRITE = """use std.textio.all;
entity tb is end;
architecture a of tb is
begin
  process
    file f : text open write_mode is "@OUTSIDE@/made";
    variable l : line;
  begin
    write(l, string'("owned")); writeline(f, l); wait;
  end process;
end;
"""
GHDL = (('ghdl', '-a', 'tb.vhd'), ('ghdl', '-r', 'tb'))
DPI = 'module tb; import "DPI-C" function void reach(); initial begin reach(); $finish; end endmodule\n'
DPI_C = r"""#include <stdio.h>
#include <stdlib.h>
#include <string.h>
void reach(void) {
  char line[300] = "", command[400]; FILE *f = fopen("where.txt", "r");
  if (f && fgets(line, sizeof line, f)) line[strcspn(line, "\n")] = 0;
  snprintf(command, sizeof command, "cat %s", line); fflush(stdout);
  if (system(command)) printf("no\n");
}
"""
VERILATE = (
    (
        *('verilator_bin', '--cc', '--exe', '--main', '--build', '--no-timing', '-Mdir', 'obj', '--top', 'tb'),
        *('-MAKEFLAGS', 'PYTHON3=python3 OPT_GLOBAL=-O0 OPT_FAST=-O0 OPT_SLOW=-O0', 'tb.sv', 'reach.cpp'),
    ),
)
COCOTB = """import os, sys
from cocotb_tools.runner import get_runner
sys.path.insert(0, '.')
os.environ['PYTHONPATH'] = '.:' + os.environ.get('PYTHONPATH', '')
runner = get_runner('icarus')
runner.build(sources=['dut.v'], hdl_toplevel='dut', always=True)
runner.test(hdl_toplevel='dut', test_module='test_dut')
"""
COCOTB_TEST = """import cocotb, os, socket
@cocotb.test()
async def reaches(dut):
    {}
"""
DUT = 'module dut(input a); endmodule\n'


def yosys(name, script, **more):
    return Vector(name, (('pyosys', 'run.py'),), {'run.py': YOSYS, 'run.ys': script, 'a.v': DUT}, **more)


def cocotb(name, statement):
    files = {'run.py': COCOTB, 'test_dut.py': COCOTB_TEST.format(statement), 'dut.v': DUT}
    return Vector(name, (('cocotb', 'run.py'),), files)


def tcl(name, script):
    return Vector(name, (('tclsh', 'run.tcl'),), {'run.tcl': script})


def magic(name, files):
    return Vector(name, (('magic', '-dnull', '-noconsole', 'run.tcl'),), {'run.tcl': 'quit -noprompt\n', **files})


VECTORS = [
    yosys('yosys exec', 'exec -- cat @SECRET@\n'),
    yosys('yosys shell by an exclamation mark', '!cat @SECRET@\n'),
    yosys('yosys shell by a newline in a name', 'read_verilog a.v\n!cat @SECRET@ #.v\n'),
    yosys('yosys tee writes a foreign file', 'tee -o @OUTSIDE@/made help\n'),
    yosys('yosys writes a foreign file', 'read_verilog a.v\nwrite_verilog @OUTSIDE@/made.v\n'),
    yosys(
        'yosys writes through a link', 'read_verilog a.v\nwrite_verilog data.v\n', links={'data.v': '@OUTSIDE@/made.v'}
    ),
    yosys('yosys runs a foreign script', 'script @OUTSIDE@/leak.ys\n'),
    yosys('yosys here document of a shell', 'exec -- sh -c "echo owned > @OUTSIDE@/made"\n'),
    tcl('tcl exec', 'puts [exec cat @SECRET@]\n'),
    tcl('tcl open reads', 'puts [read [open @SECRET@]]\n'),
    tcl('tcl open writes', 'set f [open @OUTSIDE@/made w]; puts $f owned; close $f\n'),
    tcl('tcl open of a pipe', 'puts [read [open "|cat @SECRET@"]]\n'),
    tcl('tcl socket', 'set s [socket 127.0.0.1 @TCP@]; puts $s owned; flush $s\n'),
    magic('magic script', {'run.tcl': 'puts [exec cat @SECRET@]\nquit -noprompt\n'}),
    magic('magic start-up file in the project', {'.magicrc': 'puts [exec cat @SECRET@]\n'}),
    Vector(
        'c code of dpi starts a shell',
        (('./obj/Vtb',),),
        {'where.txt': '@SECRET@\n', 'tb.sv': DPI, 'reach.cpp': f'extern "C" {{\n{DPI_C}}}\n'},
        build=VERILATE,
    ),
    Vector('verilator prints an include', (('verilator_bin', '-E', 'tb.sv'),), {'tb.sv': '`include "@SECRET@"\n'}),
    Vector('verilator prints a link', (('verilator_bin', '-E', 'tb.sv'),), links={'tb.sv': '@SECRET@'}),
    Vector(
        'verilator writes a foreign folder',
        (('verilator_bin', '--cc', '--Mdir', '@OUTSIDE@/made', 'tb.sv'),),
        {'tb.sv': 'module tb; endmodule\n'},
    ),
    Vector('verilator reads a foreign command file', (('verilator_bin', '--lint-only', '-f', '@SECRET@'),)),
    Vector(
        'verible formats a foreign file in place', (('verible-verilog-format', '--inplace', '@OUTSIDE@/victim.sv'),)
    ),
    Vector('verible prints a link', (('verible-verilog-format', 'tb.sv'),), links={'tb.sv': '@OUTSIDE@/leak.v'}),
    Vector('ghdl reads a foreign file', GHDL, {'tb.vhd': GHDL_READ}),
    Vector('ghdl writes a foreign file', GHDL, {'tb.vhd': GHDL_WRITE}),
    cocotb('cocotb os.system', "os.system('cat @SECRET@')"),
    cocotb('cocotb opens a foreign file', "print(open('@SECRET@').read(), flush=True)"),
    cocotb('cocotb connects', "socket.create_connection(('127.0.0.1', @TCP@))"),
    cocotb('cocotb ends the worker', 'os.kill(@WORKER@, 9)'),
]


@pytest.mark.parametrize('vector', VECTORS, ids=str)
def test_it_leads_nowhere(vector, escape):
    escape(vector)
