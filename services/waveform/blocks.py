"""Turns a piece of VCD text into the columns of one block, with the compiled kernels."""

from dataclasses import dataclass

import numpy as np

from services.waveform import columns, kernels
from services.waveform.chunks import CHUNK
from services.waveform.header import Header
from services.waveform.kernels import Array
from services.waveform.model import Form, Problems
from services.waveform.strings import StringColumns, append_strings

MAX_LOG = 3_000_000
MAX_FOUND = 256
MAX_SPENT = 4 << 30
MAX_GROWTH = 64
MESSAGES = {
    kernels.BAD_LINE: 'this is no value change',
    kernels.BAD_TIME: 'this is no time: expected # and a whole number below 2^63',
    kernels.LATE_TIME: 'time runs backwards; the changes that follow keep the time before',
    kernels.BAD_BITS: 'a bit vector holds a character that is no bit state',
    kernels.TOO_WIDE: 'the value has more bits than the variable',
    kernels.UNKNOWN_CODE: 'no variable has this identifier code',
    kernels.NO_CODE: 'the value is not followed by an identifier code',
    kernels.WRONG_FORM: 'the value does not fit the type of the variable',
    kernels.UNKNOWN_COMMAND: 'unknown command',
    kernels.LATE_DEFINITION: 'a definition after the value changes began',
}


@dataclass(slots=True)
class Block:
    """The columns of one piece of the trace, as the writer takes them."""

    times: Array
    chunks: Array
    raw: memoryview


class BlockReader:
    """Reads block after block; what a track's last value was goes over from one to the next."""

    def __init__(self, header: Header, problems: Problems) -> None:
        tracks = header.hierarchy.tracks
        self.problems = problems
        self.table = kernels.code_table(header.codes)
        self.forms = np.array([track.form for track in tracks], np.uint8)
        self.widths = np.array([track.width for track in tracks], np.int64)
        self.hashes = np.zeros(len(tracks), np.uint64)
        self.state = np.zeros(kernels.STATE_CELLS, np.int64)
        self.state[kernels.FIRST] = -1
        self.state[kernels.LINE] = header.lines
        self.found = np.zeros((2, MAX_FOUND), np.int64)
        self.log = np.empty((4, 0), np.int32)
        self.words = np.empty(0, np.uint64)
        self.times = np.empty(0, np.int64)
        self.strings = StringColumns()
        self.in_long_line = False
        self.spent = self.taken = 0

    def span(self) -> tuple[int, int]:
        """Return the first and the last time of the trace."""
        return max(0, int(self.state[kernels.FIRST])), int(self.state[kernels.LAST])

    @property
    def line(self) -> int:
        """The number of the line that is read next."""
        return int(self.state[kernels.LINE])

    @property
    def exhausted(self) -> bool:
        """Whether the values grow out of all proportion to their text, as `b0` does for a vector of 100,000 bits."""
        return self.spent > MAX_SPENT + MAX_GROWTH * self.taken

    def convert(self, data: bytearray, final: bool) -> tuple[int, Block | None]:
        """Read as much of the text as makes one block; return how much that was, and the block if it has changes."""
        start, end = self._lines(data, final)
        if start == end:
            return end, None
        self._make_room(end - start)
        self.state[[kernels.TIMES, kernels.LOGGED, kernels.COST, kernels.TEXTS]] = 0
        counts, states = np.zeros(len(self.forms), np.int64), np.zeros(len(self.forms), np.uint8)
        tracks = (self.forms, self.widths, counts, states)
        first_line = self.line
        buf = np.frombuffer(data, np.uint8)
        used = self._scan(buf, start, end, tracks)
        self.spent += int(self.state[kernels.COST])
        self.taken += used
        reals = self._texts(data, start, first_line, counts)
        return used, self._columns(buf, tracks, reals)

    def _lines(self, data: bytearray, final: bool) -> tuple[int, int]:
        """Return the range of whole lines; a line longer than the whole buffer is given up."""
        newline = data.find(b'\n') if self.in_long_line else -1
        if self.in_long_line and newline < 0:
            return len(data), len(data)
        start, self.in_long_line = newline + 1, False
        self.state[kernels.LINE] += start > 0
        end = len(data) if final else data.rfind(b'\n') + 1
        if end > start:
            return start, end
        if not final and not start:
            self.problems.add(self.line, 'this line is too long to be read')
            self.in_long_line = True
            return len(data), len(data)
        return start, start

    def _make_room(self, size: int) -> None:
        capacity = min(size // 2 + 1, MAX_LOG)
        if self.times.shape[0] < capacity:
            self.log = np.empty((4, capacity), np.int32)
            self.words = np.empty(capacity, np.uint64)
            self.times = np.empty(capacity, np.int64)

    def _scan(self, buf: Array, start: int, end: int, tracks: tuple[Array, ...]) -> int:
        logs = (self.log, self.words)
        used = start
        while True:
            self.state[kernels.FOUND] = 0
            used = kernels.scan(buf, used, end, self.table, tracks, self.state, self.times, logs, self.found)
            found = int(self.state[kernels.FOUND])
            for line, reason in self.found[:, :found].T.tolist():
                self.problems.add(line, MESSAGES[reason])
            if found < MAX_FOUND:
                return used

    def _texts(self, data: bytearray, start: int, first_line: int, counts: Array) -> Array:
        """Take reals and strings out of the log: few traces have many, so plain Python reads them exactly."""
        if not self.state[kernels.TEXTS]:
            return np.empty(0, np.uint64)
        log = self.log[:, : int(self.state[kernels.LOGGED])]
        forms = self.forms[log[0]]
        reals: list[float] = []
        for entry in np.flatnonzero((forms == Form.REAL) | (forms == Form.STRING)).tolist():
            track, index, pos, size = log[:, entry].tolist()
            text = bytes(data[pos : pos + size])
            value = _real(text) if forms[entry] == Form.REAL else None
            if value is not None:
                log[2, entry] = len(reals)
                reals.append(value)
                continue
            log[0, entry] = -1
            counts[track] -= 1
            if forms[entry] == Form.STRING:
                self.strings.add(track, index, text)
            else:
                self.problems.add(first_line + data.count(b'\n', start, pos), 'this is no real number')
        return np.array(reals, np.float64).view(np.uint64)

    def _columns(self, buf: Array, tracks: tuple[Array, ...], reals: Array) -> Block | None:
        counts = tracks[2]
        starts, offsets = np.zeros(len(counts) + 1, np.int64), np.zeros(len(counts) + 1, np.int64)
        columns.place(tracks, starts, offsets)
        counts[:] = 0
        index, values = np.empty(int(starts[-1]), np.uint32), np.zeros(int(offsets[-1]), np.uint8)
        logged = int(self.state[kernels.LOGGED])
        columns.scatter(buf, (self.log, self.words), logged, reals, tracks, starts, offsets, index, values)
        columns.drop_repeats(tracks, starts, offsets, index, values, self.hashes)
        chunks = np.zeros(int(np.count_nonzero(counts)), CHUNK)
        out = np.empty(index.size * 4 + values.size, np.uint8)
        size = columns.pack(tracks, starts, offsets, index, values, chunks, out)
        raw = out.data[:size]
        if self.strings:
            chunks, raw = append_strings(chunks, raw, self.strings)
        if not len(chunks):
            return None
        return Block(self.times[: int(self.state[kernels.TIMES])], chunks, raw)


def _real(text: bytes) -> float | None:
    if b'_' in text:
        return None
    try:
        return float(text)
    except ValueError:
        return None
