"""Ways out of Icarus: files by system tasks, includes, command files, libraries, modules of C, crafted programs."""

import pytest

from tests.workers.escape.scene import Vector

pytestmark = pytest.mark.tool

COMPILE = ('iverilog', '-g2012', '-o', 'a.vvp', 'tb.v')
RUN = ('vvp', '-n', 'a.vvp')
READ = """module tb; integer f, n; reg [8*80:1] line; initial begin
f = $fopen("{}", "r"); n = $fgets(line, f); $display("%0s", line); end endmodule
"""
WRITE = 'module tb; integer f; initial begin f = $fopen("{}", "w"); $fdisplay(f, "owned"); $fclose(f); end endmodule\n'
EVIL = r"""#include <stdio.h>
#include <stdlib.h>
#include <vpi_user.h>
static void start(void) {
  char line[200]; FILE *f = fopen("where.txt", "r");
  if (f && fgets(line, sizeof line, f)) { line[199] = 0; for (char *c = line; *c; c++) if (*c == '\n') *c = 0; }
  FILE *s = fopen(line, "r"); if (s && fgets(line, sizeof line, s)) vpi_printf("%s\n", line);
}
void (*vlog_startup_routines[])(void) = { start, 0 };
"""
MODULE = {'evil.c': EVIL, 'where.txt': '@SECRET@\n', 'tb.v': 'module tb; endmodule\n'}
BUILD = (('iverilog-vpi', 'evil.c'),)
CRAFTED = '#! /usr/bin/vvp\n:ivl_version "11.0 (stable)";\n:vpi_module "./evil.vpi";\nS_1 .scope module, "tb";\n'


def simulated(name, text, **more):
    return Vector(name, (COMPILE, RUN), {'tb.v': text}, **more)


VECTORS = [
    simulated('fopen reads by an absolute path', READ.format('@SECRET@')),
    simulated('fopen reads by a relative path', READ.format('@RELATIVE@')),
    simulated('fopen reads through proc', READ.format('/proc/@WORKER@/root@SECRET@')),
    simulated(
        'readmemh reads a foreign file',
        'module tb; reg [63:0] m [0:0]; initial begin $readmemh("@SECRET@", m); $display("%h", m[0]); end endmodule',
    ),
    simulated('fopen writes a foreign file', WRITE.format('@OUTSIDE@/made')),
    simulated('fopen empties a foreign file', WRITE.format('@SECRET@')),
    simulated(
        'dumpfile writes a foreign file',
        'module tb; reg r; initial begin $dumpfile("@OUTSIDE@/made.vcd"); $dumpvars; #1 $finish; end endmodule',
    ),
    simulated(
        'writememh writes a foreign file',
        'module tb; reg [7:0] m [0:1]; initial begin $writememh("@OUTSIDE@/made.hex", m); end endmodule',
    ),
    simulated('a link of the project is read', READ.format('data.txt'), links={'data.txt': '@SECRET@'}),
    simulated('a link of the project is written', WRITE.format('data.txt'), links={'data.txt': '@OUTSIDE@/made'}),
    simulated('a linked folder is read', READ.format('data/secret.txt'), links={'data': '@OUTSIDE@'}),
    simulated("another job's file is read", READ.format('@TENANT_FOLDER@/secret.txt')),
    Vector(
        'an include of a foreign file is printed',
        (('iverilog', '-E', '-o', 'all.v', 'tb.v'),),
        {'tb.v': '`include "@SECRET@"\nmodule tb; endmodule\n'},
    ),
    Vector(
        'an include through a link is printed',
        (('iverilog', '-E', '-o', 'all.v', 'tb.v'),),
        {'tb.v': '`include "data.vh"\nmodule tb; endmodule\n'},
        links={'data.vh': '@SECRET@'},
    ),
    Vector('a foreign command file is quoted in errors', (('iverilog', '-f', '@SECRET@'),)),
    Vector(
        'a foreign folder is a library',
        (('iverilog', '-o', 'a.vvp', '-y', '@OUTSIDE@', 'tb.v'), RUN),
        {'tb.v': 'module tb; leak l(); endmodule\n'},
    ),
    Vector(
        'a module of C is named on the command line', (COMPILE, ('vvp', '-M.', '-mevil', 'a.vvp')), MODULE, build=BUILD
    ),
    Vector(
        'a crafted program loads a module of C',
        (('vvp', 'crafted.vvp'),),
        MODULE | {'crafted.vvp': CRAFTED},
        build=BUILD,
    ),
]


@pytest.mark.parametrize('vector', VECTORS, ids=str)
def test_it_leads_nowhere(vector, escape):
    escape(vector)
