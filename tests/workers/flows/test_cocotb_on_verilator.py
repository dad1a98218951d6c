"""Tests in Python on Verilator: what passes and fails, the waveform, and that the same is not built again."""

import pytest

from services.models import JobState
from services.views import SIM
from workers.sandbox import Command, Limits
from workers.tools.cocotb_verilator import CompileForTests
from workers.tools.verilator import CompileOptions

LONG = Limits(wall_s=300, build_s=300)
COUNTER = """module counter(input clk, input rst, output reg [3:0] q);
  always @(posedge clk) q <= rst ? 4'd0 : q + 4'd1;
endmodule
"""
TEST = """import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles


@cocotb.test()
async def counts(dut):
    Clock(dut.clk, 10, unit='ns').start()
    dut.rst.value = 1
    await ClockCycles(dut.clk, 2)
    dut.rst.value = 0
    await ClockCycles(dut.clk, 6)
    assert dut.q.value == 5


@cocotb.test()
async def fails(dut):
    assert int(dut.q.value) == 17
"""
DESIGN = {'rtl/counter.v': COUNTER, 'test/test_counter.py': TEST}


def test_the_program_is_cocotbs_own_with_all_signals_in_reach():
    command = CompileForTests(CompileOptions(top='counter')).commands({}, 'out')[0]
    assert isinstance(command, Command)
    assert '--main' not in command.argv
    assert {'--vpi', '--public-flat-rw', '--exe', '../cocotb/verilator.cpp', '../cocotb/start.cpp'} <= set(command.argv)


@pytest.mark.tool
def test_tests_run_on_verilator_and_what_was_built_is_used_again(simulate):
    run = simulate(DESIGN, limits=LONG, simulator='verilator', project='tested')
    assert (run.state, run.reason) == (JobState.FAILED, '1 of 2 tests failed: test_counter.fails.'), run.lines
    assert any('Running on Verilator' in line for line in run.lines)
    assert '$scope module counter' in run.vcd
    [error] = run.errors
    assert (error.file, error.line) == ('test/test_counter.py', 18)
    changed = {**DESIGN, 'test/test_counter.py': TEST.replace('== 17', '< 17')}
    again = simulate(changed, limits=LONG, simulator='verilator', project='tested')
    assert again.state is JobState.PASSED, again.lines
    assert any('built before' in line for line in again.lines)
    assert again.results[0].files[SIM]
