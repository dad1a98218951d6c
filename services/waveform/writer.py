"""Writes the trace file, front to back, without ever going back; docs/trace-format.md describes it."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TypeAlias

import numpy as np

from services.waveform.chunks import BLOCK, END_MAGIC, MAGIC, NO_BLOCK, SEGMENT
from services.waveform.model import Hierarchy, Problems

SEGMENT_BYTES = 1 << 16

Array: TypeAlias = np.ndarray[Any, Any]


@dataclass(slots=True)
class TraceWriter:
    """Takes the hierarchy, then blocks of columns in the order of time, then the end."""

    sink: BinaryIO
    position: int = 0
    hierarchy_size: int = 0
    tracks: int = 0
    changes: int = 0
    blocks: list[tuple[int, ...]] = field(default_factory=list)
    latest: Array = field(default_factory=lambda: np.empty(0, np.uint32))

    def begin(self, hierarchy: Hierarchy) -> None:
        """Write the head of the file."""
        self.tracks = len(hierarchy.tracks)
        self.latest = np.full(self.tracks, NO_BLOCK, np.uint32)
        packed = zlib.compress(hierarchy_json(hierarchy), 6)
        self.hierarchy_size = len(packed)
        self._write(MAGIC)
        self._write(packed)

    def block(self, times: Array, chunks: Array, raw: memoryview) -> None:
        """Write one block: its time table, the columns in segments, the directory of its chunks."""
        offset = self.position
        packed_times, step = pack_times(times)
        self._write(packed_times)
        segments = np.array([self._segment(raw, *cut) for cut in segment_cuts(chunks)], SEGMENT)
        segments['place'] = np.cumsum(segments['size']) - segments['size']
        self.latest[chunks['track']] = len(self.blocks)
        directory = zlib.compress(chunks.tobytes() + segments.tobytes() + self.latest.tobytes(), 1)
        self._write(directory)
        changes = int(chunks['count'].sum(dtype=np.int64))
        self.changes += changes
        sizes = (len(packed_times), len(directory), int(segments['size'].sum(dtype=np.int64)))
        span = (int(times[0]), int(times[-1]))
        self.blocks.append((offset, *sizes, len(times), step, len(chunks), len(segments), *span, changes))

    def finish(self, start: int, end: int, problems: Problems) -> int:
        """Write the footer and return the size of the file."""
        meta = {
            'hierarchy': [len(MAGIC), self.hierarchy_size],
            'tracks': self.tracks,
            'blocks': len(self.blocks),
            'changes': self.changes,
            'start': start,
            'end': end,
            'problems': [[problem.line, problem.message] for problem in problems.items],
            'problem_count': problems.count,
        }
        head = json.dumps(meta, separators=(',', ':')).encode()
        table = np.array(self.blocks, BLOCK).tobytes()
        footer = zlib.compress(len(head).to_bytes(4, 'little') + head + table, 6)
        offset = self.position
        self._write(footer)
        sizes = offset.to_bytes(8, 'little') + len(footer).to_bytes(4, 'little')
        self._write(sizes + zlib.crc32(footer).to_bytes(4, 'little') + END_MAGIC)
        return self.position

    def _segment(self, raw: memoryview, start: int, end: int) -> tuple[int, int, int, int]:
        packed = zlib.compress(raw[start:end], 1)
        self._write(packed)
        return start, end - start, 0, len(packed)

    def _write(self, data: bytes) -> None:
        self.sink.write(data)
        self.position += len(data)


def segment_cuts(chunks: Array) -> Iterator[tuple[int, int]]:
    """Yield the pieces of the raw columns that are compressed together: whole chunks, 64 KB or more."""
    # The directory is sorted by track, which is not always the order of the columns.
    ends = np.sort(chunks['offset'].astype(np.int64) + chunks['length'])
    start = at = 0
    while at < len(ends):
        at = int(np.searchsorted(ends, start + SEGMENT_BYTES))
        end = int(ends[min(at, len(ends) - 1)])
        yield start, end
        start, at = end, at + 1


def pack_times(times: Array) -> tuple[bytes, int]:
    """Compress a time table as steps of the smallest width that holds them."""
    steps = np.diff(times, prepend=times[:1]).astype(np.uint64)
    largest = int(steps.max())
    width = next(width for width in (1, 2, 4, 8) if largest < 1 << 8 * width)
    return zlib.compress(steps.astype(f'<u{width}').tobytes(), 1), width


def hierarchy_json(hierarchy: Hierarchy) -> bytes:
    """Return the hierarchy as JSON columns, which stay small for half a million variables."""
    scale = hierarchy.timescale
    scopes, variables, tracks = hierarchy.scopes, hierarchy.variables, hierarchy.tracks
    columns = {
        'timescale': None if scale is None else {'factor': scale.factor, 'unit': scale.unit},
        'date': hierarchy.date,
        'version': hierarchy.version,
        'scopes': {
            'name': [scope.name for scope in scopes],
            'kind': [scope.kind for scope in scopes],
            'parent': [scope.parent for scope in scopes],
        },
        'variables': {
            'name': [variable.name for variable in variables],
            'bits': [variable.bits for variable in variables],
            'kind': [variable.kind for variable in variables],
            'scope': [variable.scope for variable in variables],
            'track': [variable.track for variable in variables],
        },
        'tracks': {'form': [int(track.form) for track in tracks], 'width': [track.width for track in tracks]},
    }
    return json.dumps(columns, separators=(',', ':'), ensure_ascii=False).encode()
