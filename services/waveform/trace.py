"""A trace that can be asked: its hierarchy, windows of time, values and edges."""

import json
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from services.errors import InvalidError
from services.waveform.cache import ByteCache, shared_cache
from services.waveform.model import (
    MAX_TIME,
    STATE_NAMES,
    Form,
    Hierarchy,
    Problem,
    Scope,
    Timescale,
    Track,
    Variable,
)
from services.waveform.reader import RangeReader
from services.waveform.store import Array, Column, TraceFile
from services.waveform.window import encode_window, make_grid, string_at

MAX_PIXELS = 8192
MAX_WINDOW_VARIABLES = 128
MAX_VALUES = 512


@dataclass(frozen=True, slots=True)
class Edge:
    """A value change: when, and the value it leads to."""

    time: int
    value: str


@dataclass(frozen=True, slots=True)
class _Index:
    track_of: Array
    forms: Array
    widths: Array


class Trace:
    """Answers questions about a trace file by reading only the parts that hold the answer.

    Variables are meant by their number in the hierarchy. `key` names the contents (a digest or an id):
    traces opened with the same key share what is cached.
    """

    def __init__(self, reader: RangeReader, key: Hashable = None, cache: ByteCache = shared_cache) -> None:
        self._key = object() if key is None else key
        self._cache = cache
        self._file = TraceFile(reader, self._key, cache)
        meta = self._file.footer.meta
        self.start = int(meta['start'])
        self.end = int(meta['end'])
        self.changes = int(meta['changes'])
        self.problems = tuple(Problem(line, message) for line, message in meta['problems'])
        self.problem_count = int(meta['problem_count'])

    def hierarchy(self) -> Hierarchy:
        """Return scopes and variables."""
        return _parse_hierarchy(json.loads(self._file.hierarchy_json()))

    def hierarchy_json(self) -> bytes:
        """Return what a viewer needs first, as JSON; times are text because JavaScript's numbers end at 2^53."""
        head = {
            'start': str(self.start),
            'end': str(self.end),
            'changes': self.changes,
            'problems': [{'line': problem.line, 'message': problem.message} for problem in self.problems],
            'problem_count': self.problem_count,
        }
        return json.dumps(head).encode()[:-1] + b', "hierarchy": ' + self._file.hierarchy_json() + b'}'

    def window(self, variables: Sequence[int], t0: int, t1: int, pixels: int) -> bytes:
        """Return the picture columns of variables in t0 <= t < t1; its size does not grow with the trace.

        t1 may lie beyond the last time there can be, so that columns of a power of two of ticks reach it.
        """
        if not 1 <= pixels <= MAX_PIXELS:
            raise InvalidError(f'px must be 1 to {MAX_PIXELS}.')
        if not -MAX_TIME <= t0 < t1 <= 2 * MAX_TIME or t0 > MAX_TIME:
            raise InvalidError('t0 must be smaller than t1, t0 below 2^63 and t1 below 2^64.')
        if len(variables) > MAX_WINDOW_VARIABLES:
            raise InvalidError(f'At most {MAX_WINDOW_VARIABLES} variables fit into one window.')
        numbers = [self._track(variable) for variable in variables]
        grid = make_grid(self._file, t0, t1, pixels)
        return encode_window(self._file, grid, variables, numbers, [self._form(number) for number in numbers])

    def values(self, variables: Sequence[int], t: int) -> list[str | None]:
        """Return the value of each variable at a time: bits from the highest to the lowest; None before the first."""
        if len(variables) > MAX_VALUES:
            raise InvalidError(f'At most {MAX_VALUES} values can be asked for at once.')
        block = int(np.searchsorted(self._file.footer.blocks['first'], t, 'right')) - 1
        return [self._value(self._track(variable), block, t) for variable in variables]

    def next_edge(self, variable: int, t: int) -> Edge | None:
        """Return the first change after a time."""
        number = self._track(variable)
        track = self._form(number)
        blocks = self._file.footer.blocks
        for block in range(int(np.searchsorted(blocks['last'], t, 'right')), len(blocks)):
            column = self._file.column(block, number, track.form)
            if column is None:
                continue
            times = self._file.times(block)
            position = int(np.searchsorted(column.index, np.searchsorted(times, t, 'right')))
            if position < len(column.index):
                return _edge(times, column, position, track)
        return None

    def previous_edge(self, variable: int, t: int) -> Edge | None:
        """Return the last change before a time."""
        number = self._track(variable)
        track = self._form(number)
        block = int(np.searchsorted(self._file.footer.blocks['first'], t)) - 1
        while (block := self._file.latest_block(block, number)) >= 0:
            column = self._file.column(block, number, track.form)
            assert column is not None
            times = self._file.times(block)
            position = int(np.searchsorted(column.index, np.searchsorted(times, t))) - 1
            if position >= 0:
                return _edge(times, column, position, track)
            block -= 1
        return None

    def edges(self, variable: int) -> Iterator[Edge]:
        """Yield every change of a variable, those within one time step too."""
        number = self._track(variable)
        track = self._form(number)
        for block in range(len(self._file.footer.blocks)):
            column = self._file.column(block, number, track.form)
            if column is not None:
                times = self._file.times(block)
                yield from (_edge(times, column, position, track) for position in range(len(column.index)))

    def _value(self, number: int, block: int, t: int) -> str | None:
        track = self._form(number)
        while (block := self._file.latest_block(block, number)) >= 0:
            column = self._file.column(block, number, track.form)
            assert column is not None
            times = self._file.times(block)
            position = int(np.searchsorted(column.index, np.searchsorted(times, t, 'right'))) - 1
            if position >= 0:
                return value_text(column, position, track)
            block -= 1
        return None

    def _track(self, variable: int) -> int:
        tracks = self._index().track_of
        if not 0 <= variable < len(tracks):
            raise InvalidError(f'There is no variable {variable}; this trace has {len(tracks)}.')
        return int(tracks[variable])

    def _form(self, number: int) -> Track:
        index = self._index()
        return Track(Form(int(index.forms[number])), int(index.widths[number]))

    def _index(self) -> _Index:
        return self._cache.get((self._key, 'index'), self._load_index)

    def _load_index(self) -> tuple[_Index, int]:
        plain = json.loads(self._file.hierarchy_json())
        variables, tracks = plain['variables'], plain['tracks']
        index = _Index(*(np.array(part, np.int64) for part in (variables['track'], tracks['form'], tracks['width'])))
        return index, index.track_of.nbytes + 2 * index.forms.nbytes


def value_text(column: Column, position: int, track: Track) -> str:
    """Return one value as text."""
    if track.form == Form.BIT:
        return STATE_NAMES[int(column.values[position])]
    if track.form == Form.REAL:
        return repr(float(column.values[position]))
    if track.form == Form.STRING:
        return string_at(column, position).decode('utf-8', 'replace')
    if track.form == Form.EVENT:
        return ''
    bits = np.unpackbits(column.values[:, :, position], axis=1, bitorder='little')[:, : track.width]
    codes = bits.T @ np.array([1, 2, 4, 8], np.uint8)[: bits.shape[0]]
    return ''.join(STATE_NAMES[code] for code in codes[::-1].tolist())


def _edge(times: Array, column: Column, position: int, track: Track) -> Edge:
    return Edge(int(times[column.index[position]]), value_text(column, position, track))


def _parse_hierarchy(plain: dict[str, Any]) -> Hierarchy:
    scale, scopes, variables, tracks = (plain[key] for key in ('timescale', 'scopes', 'variables', 'tracks'))
    return Hierarchy(
        timescale=None if scale is None else Timescale(scale['factor'], scale['unit']),
        date=plain['date'],
        version=plain['version'],
        scopes=tuple(map(Scope, scopes['name'], scopes['kind'], scopes['parent'])),
        variables=tuple(
            map(
                Variable,
                variables['name'],
                variables['kind'],
                variables['scope'],
                variables['track'],
                variables['bits'],
            )
        ),
        tracks=tuple(Track(Form(form), width) for form, width in zip(tracks['form'], tracks['width'], strict=True)),
    )
