"""Packets of every kind through the CRC-32, compared with Python's own zlib.crc32.

Everything here moves at the falling edge of the clock, half a period away from the rising edge at which the design
works: what is read then is what the rising edge will see.
"""

import random
import zlib
from typing import Any

import cocotb
from cocotb.clock import Clock
from cocotb.queue import Queue
from cocotb.triggers import FallingEdge

PACKETS = [b'a', b'123456789', bytes(64), b'\xff' * 64, bytes(range(256)), 'grün'.encode()]


class Sender:
    """Sends packets into the design, and hesitates before some of the bytes."""

    def __init__(self, dut: Any, hesitation: float) -> None:
        self.dut = dut
        self.hesitation = hesitation
        self.random = random.Random(1)

    async def send(self, packet: bytes) -> None:
        for position, byte in enumerate(packet):
            while self.random.random() < self.hesitation:
                await FallingEdge(self.dut.clk)
            self.dut.s_data.value = byte
            self.dut.s_last.value = position == len(packet) - 1
            self.dut.s_valid.value = 1
            while self.dut.s_ready.value == 0:
                await FallingEdge(self.dut.clk)
            await FallingEdge(self.dut.clk)
            self.dut.s_valid.value = 0


class Receiver:
    """Takes the results out of the design, and hesitates before some of them."""

    def __init__(self, dut: Any, hesitation: float) -> None:
        self.dut = dut
        self.hesitation = hesitation
        self.random = random.Random(2)
        self.results: Queue[int] = Queue()

    async def run(self) -> None:
        while True:
            ready = self.random.random() >= self.hesitation
            self.dut.m_ready.value = ready
            if ready and self.dut.m_valid.value == 1:
                self.results.put_nowait(int(self.dut.m_crc.value))
            await FallingEdge(self.dut.clk)


async def start(dut: Any, *, sender: float = 0, receiver: float = 0) -> tuple[Sender, Receiver]:
    """Start the clock, reset the design, and put a partner on each side of it."""
    Clock(dut.clk, 10, unit='ns').start()
    dut.s_valid.value = 0
    dut.m_ready.value = 0
    dut.rst_n.value = 0
    await FallingEdge(dut.clk)
    await FallingEdge(dut.clk)
    dut.rst_n.value = 1
    partners = Sender(dut, sender), Receiver(dut, receiver)
    cocotb.start_soon(partners[1].run())
    return partners


@cocotb.test()
@cocotb.parametrize(sender=[0, 0.5], receiver=[0, 0.8])
async def each_packet_gets_its_crc(dut: Any, sender: float, receiver: float) -> None:
    source, sink = await start(dut, sender=sender, receiver=receiver)
    for packet in PACKETS:
        await source.send(packet)
        assert await sink.results.get() == zlib.crc32(packet)


@cocotb.test()
async def packets_may_follow_each_other_at_once(dut: Any) -> None:
    source, sink = await start(dut)
    numbers = random.Random(3)
    packets = [numbers.randbytes(numbers.randint(1, 40)) for _ in range(50)]
    for packet in packets:
        await source.send(packet)
    for packet in packets:
        assert await sink.results.get() == zlib.crc32(packet)


@cocotb.test()
async def a_result_waits_until_it_is_taken(dut: Any) -> None:
    source, _ = await start(dut, receiver=1)
    await source.send(b'123456789')
    for _ in range(10):
        assert dut.m_valid.value == 1
        assert dut.s_ready.value == 0
        assert dut.m_crc.value == 0xCBF43926
        await FallingEdge(dut.clk)
