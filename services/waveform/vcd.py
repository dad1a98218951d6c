"""Turns a VCD into a trace file: streaming, in bounded memory, and tolerant of damaged input."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from services.waveform.header import Header, header_end, parse_header
from services.waveform.model import Problems, TraceSummary
from services.waveform.writer import TraceWriter

if TYPE_CHECKING:
    from services.waveform.blocks import BlockReader

BLOCK_BYTES = 16 << 20
MAX_HEADER = 256 << 20


def ingest_vcd(source: Path | BinaryIO, sink: Path | BinaryIO, block_bytes: int = BLOCK_BYTES) -> TraceSummary:
    """Read a VCD and write it as a trace file; what cannot be used is reported with its line, the rest is kept."""
    with ExitStack() as stack:
        reader = source if not isinstance(source, Path) else stack.enter_context(source.open('rb'))
        writer = sink if not isinstance(sink, Path) else stack.enter_context(sink.open('wb'))
        return _Ingest(_Text(reader, block_bytes), TraceWriter(writer)).run()


def warm_up() -> None:
    """Compile the kernels, or load them from the disk, so that the next ingest takes no longer than it must."""
    text = b'$var wire 1 ! a $end $var wire 9 " b $end $var real 64 # c $end $enddefinitions $end\n'
    ingest_vcd(BytesIO(text + b'#0 0! bx "\n#1 1! b01z "\nr1.5 #\n'), BytesIO())


@dataclass(slots=True)
class _Text:
    """The source as one buffer that holds the next piece of text, cut after a line."""

    source: BinaryIO
    block_bytes: int
    data: bytearray = field(default_factory=bytearray)
    final: bool = False

    def fill(self, size: int) -> None:
        """Read until the buffer holds `size` bytes or the source ends."""
        while not self.final and len(self.data) < size:
            piece = self.source.read(size - len(self.data))
            self.final = not piece
            self.data += piece

    def take(self, size: int) -> bytes:
        """Take bytes from the front."""
        taken = bytes(self.data[:size])
        del self.data[:size]
        return taken


@dataclass(slots=True)
class _Ingest:
    text: _Text
    writer: TraceWriter
    problems: Problems = field(default_factory=Problems)

    def run(self) -> TraceSummary:
        header = self._header()
        self.writer.begin(header.hierarchy)
        start = end = 0
        self.text.fill(self.text.block_bytes)
        if self.text.data:
            # Importing the compiled kernels takes a second in a fresh process; who only queries never pays it.
            from services.waveform.blocks import BlockReader

            start, end = self._body(BlockReader(header, self.problems))
        size = self.writer.finish(start, end, self.problems)
        return self._summary(header, start, end, size)

    def _header(self) -> Header:
        size = min(1 << 16, self.text.block_bytes)
        self.text.fill(size)
        while (end := header_end(bytes(self.text.data), self.text.final)) < 0 and size < MAX_HEADER:
            size *= 4
            self.text.fill(size)
        return parse_header(self.text.take(end if end >= 0 else len(self.text.data)), self.problems)

    def _body(self, blocks: BlockReader) -> tuple[int, int]:
        while self.text.data:
            used, block = blocks.convert(self.text.data, self.text.final)
            if block is not None:
                self.writer.block(block.times, block.chunks, block.raw)
            del self.text.data[:used]
            if blocks.exhausted:
                self.problems.add(blocks.line, 'values of very wide vectors take too much room; the rest is left out')
                break
            self.text.fill(self.text.block_bytes)
        return blocks.span()

    def _summary(self, header: Header, start: int, end: int, size: int) -> TraceSummary:
        hierarchy = header.hierarchy
        return TraceSummary(
            scopes=len(hierarchy.scopes),
            variables=len(hierarchy.variables),
            tracks=len(hierarchy.tracks),
            changes=self.writer.changes,
            start=start,
            end=end,
            timescale=hierarchy.timescale,
            size=size,
            problems=tuple(self.problems.items),
            problem_count=self.problems.count,
        )
