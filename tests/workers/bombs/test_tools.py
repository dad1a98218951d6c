"""Sources that make a parser, an elaborator or a simulator run away: each tool ends within the limits of its step."""

import pytest

from workers.sandbox import MIB, Reason

pytestmark = pytest.mark.tool

NESTED = 'module tb; initial $display(' + '(' * 200_000 + '1' + ')' * 200_000 + '); endmodule\n'
SUMS = 'module tb(input a, output [7:0] y); assign y = ' + '(' * 200_000 + 'a' + '+a)' * 200_000 + '; endmodule\n'
MACROS = (
    ''.join(f'`define M{i} `M{i - 1} `M{i - 1} `M{i - 1} `M{i - 1}\n' for i in range(29, 0, -1))
    + '`define M0 1 +\nmodule tb; integer x = `M29 1; endmodule\n'
)
GENERATE = 'module tb; genvar i; for (i = 0; i < 1 << 30; i = i + 1) begin : g reg r; end endmodule\n'
RECURSION = (
    'module tb; sub #(0) s(); endmodule\nmodule sub; parameter N = 0; sub #(N + 1) s(); sub #(N + 2) t(); endmodule\n'
)
ITSELF = '`include "tb.sv"\nmodule tb; endmodule\n'
MEMORY = (
    'module tb(input c, input [23:0] a, input d, output reg q);\nreg m [0:16777215];\n'
    'always @(posedge c) begin m[a] <= d; q <= m[~a]; end\nendmodule\n'
)
YOSYS = """from pyosys import libyosys
design = libyosys.Design()
for command in ('read_verilog -sv tb.sv', 'hierarchy -top tb', 'proc', 'memory -nomap', 'memory_map', 'opt', 'techmap'):
    libyosys.run_pass(command, design)
"""
NESTED_VHDL = (
    'entity tb is end;\narchitecture a of tb is\n  constant c : integer := '
    + '(' * 200_000
    + '1'
    + ')' * 200_000
    + ';\n'
    'begin\nend;\n'
)
ENDLESS_VHDL = (
    "entity tb is end;\narchitecture a of tb is\n  signal s : bit := '0';\nbegin\n  s <= not s after 1 ns;\nend;\n"
)
RECURSIVE_VHDL = (
    'entity tb is generic (n : integer := 0); end;\narchitecture a of tb is\nbegin\n'
    '  g : if n >= 0 generate u : entity work.tb generic map (n + 1); end generate;\nend;\n'
)
COCOTB = """import os
from cocotb_tools.runner import get_runner
os.environ['PYTHONPATH'] = '.:' + os.environ.get('PYTHONPATH', '')
runner = get_runner('icarus')
runner.build(sources=['tb.sv'], hdl_toplevel='tb', always=True)
runner.test(hdl_toplevel='tb', test_module='test_tb')
"""
COCOTB_TEST = """import cocotb
@cocotb.test()
async def never_ends(dut):
    while True: pass
"""

VERILATOR = ('verilator_bin', '--lint-only', '-Wno-fatal', '--top', 'tb', 'tb.sv')
GHDL = ('sh', '-c', 'ghdl -a --std=08 tb.vhd && ghdl -r --std=08 tb')
TOOLS = {
    'icarus': (
        ('iverilog', '-g2012', '-o', 'a.vvp', '-s', 'tb', 'tb.sv'),
        (NESTED, MACROS, GENERATE, RECURSION, ITSELF),
    ),
    'verilator': (VERILATOR, (NESTED, MACROS, GENERATE, RECURSION, ITSELF)),
    'yosys': (('pyosys', 'run.py'), (SUMS, MACROS, GENERATE, RECURSION, ITSELF, MEMORY)),
    'verible': (('verible-verilog-lint', 'tb.sv'), (NESTED,)),
}
NAMES = ['deep nesting', 'macro bomb', 'giant generate', 'endless instances', 'includes itself', 'giant memory']
BOMBS = [
    pytest.param(argv, text, id=f'{tool} {NAMES[place]}')
    for tool, (argv, texts) in TOOLS.items()
    for place, text in enumerate(texts)
]


@pytest.mark.parametrize(('argv', 'text'), BOMBS)
def test_a_source_that_blows_up_its_tool_ends_within_the_limits(set_off_best, argv, text):
    blast = set_off_best(*argv, files={'tb.sv': text, 'run.py': YOSYS}, wall_s=2, memory_bytes=400 * MIB)
    # Each tool gives up in its own way: a message, the end of its stack, or one of the limits.
    assert blast.outcome.exit_code != 0
    if blast.outcome.reason in {Reason.WALL, Reason.MEMORY}:
        assert 'the limit is 400 MiB' in blast.words or 'the time limit of 2 s' in blast.words


@pytest.mark.parametrize('text', [NESTED_VHDL, RECURSIVE_VHDL, ENDLESS_VHDL], ids=['nesting', 'recursion', 'endless'])
def test_vhdl_that_blows_up_ghdl_ends_within_the_limits(set_off_best, text):
    blast = set_off_best(*GHDL, files={'tb.vhd': text}, wall_s=2, memory_bytes=400 * MIB)
    assert blast.outcome.exit_code != 0


def test_a_cocotb_test_without_an_end_is_stopped(set_off_best):
    files = {'tb.sv': 'module tb; endmodule\n', 'test_tb.py': COCOTB_TEST, 'run.py': COCOTB}
    blast = set_off_best('cocotb', 'run.py', files=files, wall_s=4)
    assert blast.outcome.reason is Reason.WALL


def test_endless_recursion_of_tcl_ends(set_off_best):
    blast = set_off_best(
        'tclsh', 'run.tcl', files={'run.tcl': 'interp recursionlimit {} 100000000\nproc f {} {f}\nf\n'}
    )
    assert blast.outcome.exit_code != 0


def test_a_waveform_of_a_wide_signal_ends_at_the_limit_long_before_its_time(set_off_best):
    text = (
        'module tb; reg [4095:0] r = 0; always #1 r = ~r; initial begin $dumpfile("w.vcd"); $dumpvars; end endmodule\n'
    )
    run = 'iverilog -g2012 -o a.vvp tb.sv && exec vvp a.vvp'
    blast = set_off_best('sh', '-c', run, files={'tb.sv': text}, wall_s=60, disk_bytes=20 * MIB)
    assert blast.outcome.reason is Reason.DISK
    assert 'the waveform w.vcd reached 20 MiB, the limit is 20 MiB' in blast.words
