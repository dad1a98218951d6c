"""Counts to ten and looks at the terminal count."""

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import FallingEdge
from drivres import Bus


async def start(dut):
    cocotb.start_soon(Clock(dut.clk, 10, "ns").start())
    for name in ("enable", "load", "value"):
        getattr(dut, name).value = 0
    dut.up.value = 1
    dut.reset.value = 1
    await FallingEdge(dut.clk)
    await FallingEdge(dut.clk)
    dut.reset.value = 0


@cocotb.test()
async def counts_to_ten(dut):
    await start(dut)
    dut.enable.value = 1
    for _ in range(10):
        await FallingEdge(dut.clk)
    assert dut.count.value == 10
