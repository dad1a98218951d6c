"""What an import adds to a Tiny Tapeout project really simulates it."""

import pytest

from services.models import JobState
from services.tiny_tapeout import BENCH, read_tile, set_up
from tests.services.archives.test_tiny_tapeout import FILES
from tests.workers.conftest import RunFlow

pytestmark = pytest.mark.tool

MAKEFILE = """TOPLEVEL_LANG ?= verilog
SRC_DIR = $(PWD)/../src
PROJECT_SOURCES = project.v low.v
VERILOG_SOURCES += $(addprefix $(SRC_DIR)/,$(PROJECT_SOURCES)) $(PWD)/tb.v
TOPLEVEL = tb
MODULE = test
include $(shell cocotb-config --makefiles)/Makefile.sim
"""
TEST = """import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles


@cocotb.test()
async def test_project(dut):
    Clock(dut.clk, 10, unit='us').start()
    dut.rst_n.value = 0
    await ClockCycles(dut.clk, 10)
    dut.rst_n.value = 1
    await ClockCycles(dut.clk, 10)
    assert dut.q.value.is_resolvable
"""


def test_the_tests_of_a_tile_are_run(simulate: RunFlow):
    texts = {path: data.decode() for path, data in FILES.items()}
    texts |= {'test/test.py': TEST, 'test/Makefile': MAKEFILE}
    setup = set_up(read_tile(texts['info.yaml']), texts)
    run = simulate({**texts, **setup.files})
    assert (run.state, run.reason, run.errors) == (JobState.PASSED, '', [])
    assert run.plan.top == 'tb'
    assert run.results[-1].metrics['simulation__tests_passed__count'] == 1


def test_a_tile_with_a_bench_for_cocotb_only_gives_a_waveform_of_itself(simulate: RunFlow):
    texts = {path: data.decode() for path, data in FILES.items()}
    setup = set_up(read_tile(texts['info.yaml']), texts)
    run = simulate({**texts, **setup.files})
    assert (run.state, run.reason, run.errors) == (JobState.PASSED, '', [])
    assert run.plan.top == 'tb_a6hub'
    assert BENCH in run.workspace.sources()
    assert run.vcd.count('\n#') > 2000
    assert not any('unknown bits' in line for line in run.lines)
