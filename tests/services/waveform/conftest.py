"""Traces for the tests of the waveform engine."""

from collections.abc import Callable
from io import BytesIO

import pytest

from services.waveform import Trace, TraceSummary, ingest_vcd
from services.waveform.cache import ByteCache
from services.waveform.reader import BytesReader
from services.waveform.vcd import BLOCK_BYTES

Ingest = Callable[..., tuple[Trace, TraceSummary]]


@pytest.fixture
def ingest() -> Ingest:
    """Turns VCD bytes into a trace and its summary; a small `block_bytes` makes many blocks."""

    def run(data: bytes, block_bytes: int = BLOCK_BYTES) -> tuple[Trace, TraceSummary]:
        sink = BytesIO()
        summary = ingest_vcd(BytesIO(data), sink, block_bytes)
        return Trace(BytesReader(sink.getvalue()), cache=ByteCache(1 << 20)), summary

    return run
