"""Projects as people bring them, run by the real tools without a word about them."""

import pytest

from services.models import JobState
from tests.workers.conftest import RunFlow

pytestmark = pytest.mark.tool

ADDER = """`include "width.vh"
module adder #(parameter EXTRA = 0, parameter NAME = "none") (input [`WIDTH-1:0] a, b, output [`WIDTH:0] sum);
  assign sum = a + b + EXTRA;
endmodule
"""
BENCH = """module tb #(parameter N = 1, parameter NAME = "none");
  reg [`WIDTH-1:0] a = 3, b = 4; wire [`WIDTH:0] sum;
  adder dut (.a(a), .b(b), .sum(sum));
  initial begin
    #1 $display("sum=%0d width=%0d n=%0d %s %0d", sum, `WIDTH, N, NAME, $test$plusargs("fast"));
    $finish;
  end
endmodule
"""
FILES = {
    'ip/adder/adder.v': ADDER,
    'ip/adder/inc/width.vh': '`ifndef WIDTH\n`define WIDTH 8\n`endif\n',
    'check/adder_bench.v': f'`include "width.vh"\n{BENCH}',
    'ip/old/adder.v': 'module adder(input x); this is broken',
}
CORE = """CAPI=2:
name: acme:ip:adder:1.0
filesets:
  rtl: {files: [ip/adder/adder.v, ip/adder/inc/width.vh: {is_include_file: true}], file_type: verilogSource}
  tb: {files: [check/adder_bench.v], file_type: verilogSource}
targets:
  default: {filesets: [rtl]}
  sim: {filesets: [rtl, tb], toplevel: tb, parameters: [WIDTH=5, N=2, NAME=core, fast=true]}
parameters:
  WIDTH: {datatype: int, paramtype: vlogdefine}
  N: {datatype: int, paramtype: vlogparam}
  NAME: {datatype: str, paramtype: vlogparam}
  fast: {datatype: bool, paramtype: plusarg}
"""
BENDER = """package: {name: adder}
sources:
  - include_dirs: [ip/adder/inc]
    defines: {WIDTH: 6}
    files: [ip/adder/adder.v]
  - target: test
    files: [check/adder_bench.v]
"""
LIBRELANE = '{"DESIGN_NAME": "adder", "VERILOG_FILES": "dir::ip/adder/*.v", "VERILOG_DEFINES": ["WIDTH=7"]}'
LISTS = {
    'sim/all.f': '-F ../ip/adder/adder.f\n+define+WIDTH=4\n../check/adder_bench.v\n-pvalue+N=3\n-top tb\n',
    'ip/adder/adder.f': '+incdir+inc\nadder.v // the only one\n',
}


@pytest.mark.parametrize(
    ('manifests', 'printed'),
    [
        ({}, 'sum=7 width=8 n=1 none 0'),
        ({'adder.core': CORE}, 'sum=7 width=5 n=2 core 1'),
        ({'Bender.yml': BENDER}, 'sum=7 width=6 n=1 none 0'),
        ({'config.json': LIBRELANE}, 'sum=7 width=7 n=1 none 0'),
        (LISTS, 'sum=7 width=4 n=3 none 0'),
    ],
    ids=['nothing', 'FuseSoC', 'Bender', 'LibreLane', 'filelists'],
)
def test_a_project_is_simulated_as_its_manifest_says(simulate: RunFlow, manifests: dict[str, str], printed: str):
    run = simulate({**FILES, **manifests})
    assert (run.state, run.errors) == (JobState.PASSED, [])
    assert printed in run.lines
    assert run.plan.top == 'tb'


def test_what_is_missing_in_a_manifest_is_told_beside_the_result(simulate: RunFlow):
    run = simulate({**FILES, 'all.f': 'ip/adder/adder.v\nip/adder/gone.v\n+incdir+ip/adder/inc\n'})
    assert run.state is JobState.PASSED
    [warning] = [found for found in run.plan.diagnostics if found.rule == 'manifest']
    assert (warning.file, warning.line, warning.message) == ('all.f', 2, 'ip/adder/gone.v is not in the project')


def test_a6hub_toml_wins_over_a_manifest(simulate: RunFlow):
    toml = '[project]\nmanifest = "Bender.yml"\ndefines = { WIDTH = "9" }\n'
    run = simulate({**FILES, 'adder.core': CORE, 'Bender.yml': BENDER, 'a6hub.toml': toml})
    assert 'sum=7 width=9 n=1 none 0' in run.lines


def test_a_memory_file_is_laid_where_synthesis_looks_for_it(run_flow: RunFlow):
    rom = 'module rom(input [1:0] a, output [7:0] q);\n  reg [7:0] m [0:3];\n'
    rom += '  initial $readmemh("boot.hex", m);\n  assign q = m[a];\nendmodule\n'
    run = run_flow('synthesize', {'rtl/rom.v': rom, 'sw/boot.hex': '01\n02\n03\n04\n'})
    assert (run.state, run.errors) == (JobState.PASSED, [])
    assert 'memory file boot.hex of rtl/rom.v is sw/boot.hex' in run.plan.assumptions
