"""Reads the parts of a trace file: footer, hierarchy, and the time table and columns of a block."""

import json
import zlib
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from services.errors import A6HubError
from services.waveform.cache import ByteCache
from services.waveform.chunks import BLOCK, CHUNK, END_MAGIC, NO_BLOCK, SEGMENT, TRAILER
from services.waveform.model import Form
from services.waveform.reader import RangeReader

Array: TypeAlias = np.ndarray[Any, Any]
TAIL_BYTES = 1 << 16


class TraceDamagedError(A6HubError):
    """The file is no trace file, or parts of it are missing or changed."""

    code = 'damaged-trace'
    status = 422


@dataclass(frozen=True, slots=True)
class Column:
    """The changes of one track in one block: indices into the time table, and the values.

    `values` is codes[n] for bits, bytes[planes, stride, n] for vectors, float64[n] for reals, and
    for strings the bytes of all of them, of which `bounds[k]:bounds[k + 1]` is the k-th.
    """

    index: Array
    values: Array
    states: int
    bounds: Array | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """What one block holds: its chunks, its segments, and for each track the last block up to here that has changes."""

    chunks: Array
    segments: Array
    latest: Array


@dataclass(frozen=True, slots=True)
class Footer:
    """The description of the whole file."""

    meta: dict[str, Any]
    blocks: Array
    tail: bytes
    tail_offset: int


class TraceFile:
    """A trace file behind a range reader; parts once read stay in the cache under the trace's key."""

    def __init__(self, reader: RangeReader, key: Hashable, cache: ByteCache) -> None:
        self._reader = reader
        self._key = key
        self._cache = cache

    @cached_property
    def footer(self) -> Footer:
        """The footer, checked against its checksum."""
        return self._cache.get((self._key, 'footer'), self._load_footer)

    def hierarchy_json(self) -> bytes:
        """Return the hierarchy as JSON, as the writer made it."""
        offset, size = self.footer.meta['hierarchy']
        return _inflate(self._read(offset, size))

    def times(self, block: int) -> Array:
        """Return the time table of a block."""
        return self._cache.get((self._key, block, 'times'), lambda: self._load_times(self.footer.blocks[block]))

    def directory(self, block: int) -> Directory:
        """Return the directory of a block."""
        return self._cache.get((self._key, block, 'dir'), lambda: self._load_directory(self.footer.blocks[block]))

    def column(self, block: int, track: int, form: Form) -> Column | None:
        """Return the changes of a track in a block, or None if there are none."""
        directory = self.directory(block)
        row = int(np.searchsorted(directory.chunks['track'], track))
        if row == len(directory.chunks) or directory.chunks['track'][row] != track:
            return None
        chunk = directory.chunks[row]
        return self._cache.get((self._key, block, track), lambda: self._load_column(block, directory, chunk, form))

    def latest_block(self, block: int, track: int) -> int:
        """Return the last block up to `block` in which a track changes, or -1."""
        if block < 0:
            return -1
        latest = int(self.directory(block).latest[track])
        return -1 if latest == NO_BLOCK else latest

    def _read(self, offset: int, size: int) -> bytes:
        footer = self.footer
        if offset >= footer.tail_offset:
            start = offset - footer.tail_offset
            return footer.tail[start : start + size]
        return self._reader.read(offset, size)

    def _load_footer(self) -> tuple[Footer, int]:
        size = self._reader.size
        tail = self._reader.read(max(0, size - TAIL_BYTES), min(size, TAIL_BYTES))
        if len(tail) < TRAILER or tail[-8:] != END_MAGIC:
            raise TraceDamagedError(
                'This is no trace file, or its end is missing. Run the job again to make a new one.'
            )
        offset = int.from_bytes(tail[-24:-16], 'little')
        length = int.from_bytes(tail[-16:-12], 'little')
        start = size - len(tail)
        packed = tail[offset - start : -TRAILER] if offset >= start else self._reader.read(offset, length)
        if len(packed) != length or zlib.crc32(packed) != int.from_bytes(tail[-12:-8], 'little'):
            raise TraceDamagedError('The footer of this trace file is damaged. Run the job again to make a new one.')
        plain = _inflate(packed)
        head = 4 + int.from_bytes(plain[:4], 'little')
        meta = json.loads(plain[4:head])
        # Small traces fit into the tail as a whole: one read serves everything.
        return Footer(meta, np.frombuffer(plain, BLOCK, offset=head), tail, start), len(plain) + len(tail)

    def _load_times(self, block: Any) -> tuple[Array, int]:
        plain = _inflate(self._read(int(block['offset']), int(block['times_size'])))
        steps = np.frombuffer(plain, f'<u{int(block["step"])}').astype(np.int64)
        times = np.cumsum(steps) + block['first']
        return times, times.nbytes

    def _load_directory(self, block: Any) -> tuple[Directory, int]:
        start = int(block['offset']) + int(block['times_size']) + int(block['segments_size'])
        plain = _inflate(self._read(start, int(block['directory_size'])))
        chunks = np.frombuffer(plain, CHUNK, int(block['chunks']))
        segments = np.frombuffer(plain, SEGMENT, int(block['segments']), chunks.nbytes)
        latest = np.frombuffer(plain, '<u4', -1, chunks.nbytes + segments.nbytes)
        return Directory(chunks, segments, latest), len(plain)

    def _segment(self, block: int, directory: Directory, number: int) -> bytes:
        row, segment = self.footer.blocks[block], directory.segments[number]
        start = int(row['offset']) + int(row['times_size']) + int(segment['place'])

        def load() -> tuple[bytes, int]:
            plain = _inflate(self._read(start, int(segment['size'])))
            return plain, len(plain)

        return self._cache.get((self._key, block, 'segment', number), load)

    def _load_column(self, block: int, directory: Directory, chunk: Any, form: Form) -> tuple[Column, int]:
        number = int(np.searchsorted(directory.segments['raw'], chunk['offset'], 'right')) - 1
        start = int(chunk['offset']) - int(directory.segments['raw'][number])
        data = self._segment(block, directory, number)[start : start + int(chunk['length'])]
        column = decode_column(data, chunk, form)
        return column, len(data) + column.index.nbytes


def decode_column(data: bytes, chunk: Any, form: Form) -> Column:
    """Turn the bytes of a chunk into a column."""
    count, step, planes = int(chunk['count']), int(chunk['step']), int(chunk['planes'])
    steps = np.frombuffer(data, f'<u{step}', count)
    index = np.cumsum(steps, dtype=np.int64) + int(chunk['first'])
    rest = np.frombuffer(data, np.uint8, -1, count * step) if len(data) > count * step else np.empty(0, np.uint8)
    states = int(chunk['states'])
    if form == Form.VECTOR:
        return Column(index, rest.reshape(planes, -1, count), states)
    if form == Form.REAL:
        return Column(index, np.ascontiguousarray(rest.reshape(8, count).T).view('<f8').reshape(count), states)
    if form == Form.STRING:
        bounds = np.concatenate([[0], np.cumsum(rest[: 4 * count].view('<u4'), dtype=np.int64)])
        return Column(index, rest[4 * count :], states, bounds)
    return Column(index, rest, states)


def _inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise TraceDamagedError('Part of this trace file is damaged. Run the job again to make a new one.') from error
