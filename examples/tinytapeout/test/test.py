"""The tile as seen from its pins; runs on the RTL and on the netlist of the finished layout."""

import random
from typing import Any

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import FallingEdge

DASH = 0b1000000
DIGITS = [0b0000110, 0b1011011, 0b1001111, 0b1100110, 0b1101101, 0b1111101, 0b0000111, 0b1111111]


async def reset(dut: Any) -> None:
    """Start the clock and reset the tile."""
    Clock(dut.clk, 100, unit='ns').start()
    dut.ena.value = 1
    dut.ui_in.value = 0
    dut.uio_in.value = 0
    dut.rst_n.value = 0
    await wait(dut, 3)
    dut.rst_n.value = 1


async def throw(dut: Any, choice: int, cycles: int) -> int:
    """Hold the button for some cycles and return the face."""
    dut.ui_in.value = choice << 1 | 1
    await wait(dut, cycles)
    dut.ui_in.value = choice << 1
    await wait(dut, 5)
    return int(dut.uio_out.value) & 15


async def wait(dut: Any, cycles: int) -> None:
    """Let cycles pass and stop at a falling edge, away from the edge at which the tile works."""
    for _ in range(cycles):
        await FallingEdge(dut.clk)


@cocotb.test()
async def a_dash_stands_before_the_first_throw(dut: Any) -> None:
    await reset(dut)
    assert dut.uo_out.value == DASH
    assert dut.uio_oe.value == 0xFF


@cocotb.test()
@cocotb.parametrize(choice=range(8))
async def every_side_comes_up_and_no_other(dut: Any, choice: int) -> None:
    await reset(dut)
    sides = choice + 1 if choice else 6
    fingers = random.Random(choice)
    faces = set()
    for number in range(1, 61):
        face = await throw(dut, choice, fingers.randint(2, 60))
        assert dut.uo_out.value == DIGITS[face - 1]
        assert int(dut.uio_out.value) >> 4 == number % 16
        faces.add(face)
    assert faces == set(range(1, sides + 1))


@cocotb.test()
async def the_point_is_lit_while_it_rolls(dut: Any) -> None:
    await reset(dut)
    dut.ui_in.value = 1
    await wait(dut, 4)
    assert int(dut.uo_out.value) & 0x80
