"""Reduces the changes of a track to the columns of a picture, and encodes them for the browser."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from services.waveform.model import MAX_TIME, NO_STATE, Form, Track
from services.waveform.store import Array, Column, TraceFile

MAGIC = b'A6W1'
ONE, SEVERAL, HAS_X, HAS_Z, OMITTED = 1, 2, 4, 8, 128
WIDE_BITS, TEXT_COLUMNS = 64, 4
VALUE_BYTES, STRING_BYTES = 1 << 18, 256


@dataclass(slots=True)
class Piece:
    """What one block gives to a window: touched columns, the flags of each, and where its last value stands."""

    column: Column
    columns: Array
    flags: Array
    last: Array


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of the picture's columns: column p covers the times edges[p] <= t < edges[p + 1]."""

    edges: Array
    first_block: int
    time_edges: tuple[Array, ...]


def make_grid(file: TraceFile, t0: int, t1: int, pixels: int) -> Grid:
    """Lay the columns of a picture over the time tables of the blocks they touch."""
    span = t1 - t0
    exact = [t0 + span * p // pixels for p in range(pixels + 1)]
    edges = np.array([max(-MAX_TIME, min(MAX_TIME, edge)) for edge in exact], np.int64)
    beyond = next((p for p, edge in enumerate(exact) if edge > MAX_TIME), len(exact))
    blocks = file.footer.blocks
    first = int(np.searchsorted(blocks['last'], edges[0]))
    stop = int(np.searchsorted(blocks['first'], t1)) if t1 <= MAX_TIME else len(blocks)
    tables = tuple(np.searchsorted(file.times(block), edges) for block in range(first, stop))
    for table, block in zip(tables, range(first, stop), strict=True):
        table[beyond:] = len(file.times(block))
    return Grid(edges, first, tables)


def encode_window(
    file: TraceFile, grid: Grid, variables: Sequence[int], numbers: Sequence[int], tracks: Sequence[Track]
) -> bytes:
    """Return the window of some variables; `numbers` and `tracks` are the tracks they show."""
    pixels = len(grid.edges) - 1
    parts = [struct.pack('<4sIqqII', MAGIC, len(variables), grid.edges[0], grid.edges[-1], pixels, 0)]
    for variable, number, track in zip(variables, numbers, tracks, strict=True):
        parts.append(_encode(file, grid, variable, number, track))
    return b''.join(parts)


def _encode(file: TraceFile, grid: Grid, variable: int, number: int, track: Track) -> bytes:
    pieces, before = _pieces(file, grid, number, track.form)
    columns, flags, keep = _merge(pieces)
    picks = [(piece.column, piece.last[chosen]) for piece, chosen in zip(pieces, keep, strict=True)]
    start = [(before[0], np.array([before[1]]))] if before else []
    initial = 0 if before and track.form != Form.EVENT else NO_STATE
    planes, values = 0, b''
    if track.form == Form.BIT:
        states = [column.values[last] for column, last in picks]
        flags |= _concatenate(states, np.uint8) << 4
        initial = int(before[0].values[before[1]]) if before else NO_STATE
    elif track.form == Form.VECTOR:
        planes = max((column.values.shape[0] for column, _ in [*start, *picks]), default=1)
        _omit(columns, flags, grid, track, planes)
        values = _vectors([*start, *_sent(picks, flags)], not before, planes, track.width)
    elif track.form == Form.REAL:
        reals = [column.values[last] for column, last in [*start, *picks]]
        values = (b'' if before else bytes(8)) + _concatenate(reals, np.float64).tobytes()
    elif track.form == Form.STRING:
        values = _strings([*start, *picks], not before)
    payload = columns.astype('<u2').tobytes() + flags.tobytes() + values
    payload += bytes(-len(payload) % 4)
    head = (variable, len(columns), int(track.form), planes, initial, 0, track.width, len(payload))
    return struct.pack('<IIBBBBII', *head) + payload


def _sent(picks: list[tuple[Column, Array]], flags: Array) -> Iterator[tuple[Column, Array]]:
    """Yield the picks without the values that are left out."""
    at = 0
    for column, last in picks:
        yield column, last[flags[at : at + len(last)] & OMITTED == 0]
        at += len(last)


def _pieces(file: TraceFile, grid: Grid, number: int, form: Form) -> tuple[list[Piece], tuple[Column, int] | None]:
    """Return the pieces of all blocks in the window, and the column and position of the value before it."""
    pieces: list[Piece] = []
    before: tuple[Column, int] | None = None
    for offset, table in enumerate(grid.time_edges):
        column = file.column(grid.first_block + offset, number, form)
        if column is None:
            continue
        positions = np.searchsorted(column.index, table)
        if positions[0] > 0:
            before = column, int(positions[0]) - 1
        counts = np.diff(positions)
        columns = np.flatnonzero(counts)
        flags = np.where(counts[columns] > 1, SEVERAL, ONE).astype(np.uint8)
        flags |= _unknowns(column, form, positions)[columns]
        pieces.append(Piece(column, columns, flags, positions[1:][columns] - 1))
    if before is None and (block := file.latest_block(grid.first_block - 1, number)) >= 0:
        column = file.column(block, number, form)
        assert column is not None
        before = column, len(column.index) - 1
    return pieces, before


def _unknowns(column: Column, form: Form, positions: Array) -> Array:
    """Return for each column of the picture whether a value in it has x or z bits."""
    result = np.zeros(len(positions) - 1, np.uint8)
    if not column.states & 2 or form not in (Form.BIT, Form.VECTOR):
        return result
    low, high = int(positions[0]), int(positions[-1])
    if form == Form.BIT:
        codes = column.values[low:high] & 3
        has_x, has_z = codes == 3, codes == 2
    else:
        ones, marks = column.values[0, :, low:high], column.values[1, :, low:high]
        has_x, has_z = (ones & marks).any(axis=0), (~ones & marks).any(axis=0)
    for present, flag in ((has_x, HAS_X), (has_z, HAS_Z)):
        sums = np.concatenate([[0], np.cumsum(present)])
        result[np.diff(sums[positions - low]) > 0] |= flag
    return result


def _merge(pieces: list[Piece]) -> tuple[Array, Array, list[Array]]:
    """Join the pieces; where blocks meet inside a column, its flags add up and the later value stays."""
    columns = _concatenate([piece.columns for piece in pieces], np.int64)
    flags = _concatenate([piece.flags for piece in pieces], np.uint8)
    fresh = np.ones(len(columns), bool)
    fresh[1:] = columns[1:] != columns[:-1]
    keep = np.ones(len(columns), bool)
    keep[:-1] = fresh[1:]
    if not fresh.all():
        starts = np.flatnonzero(fresh)
        flags = np.bitwise_or.reduceat(flags, starts)
        several = np.diff(np.append(starts, len(columns))) > 1
        flags[several] = flags[several] & ~np.uint8(ONE) | SEVERAL
    bounds = np.cumsum([len(piece.columns) for piece in pieces])[:-1]
    return columns[keep], flags, np.split(keep, bounds) if pieces else []


def _omit(columns: Array, flags: Array, grid: Grid, track: Track, planes: int) -> None:
    """Mark the values of wide vectors that stand for too few columns to be read, so that answers stay small."""
    if track.width <= WIDE_BITS or len(columns) == 0:
        return
    gaps = np.diff(columns, append=len(grid.edges) - 1 + TEXT_COLUMNS)
    # Where a column is a single tick, it may be drawn many pixels wide.
    least = 1 if grid.edges[-1] - grid.edges[0] < len(grid.edges) else TEXT_COLUMNS
    while int((gaps >= least).sum()) * planes * ((track.width + 7) // 8) > VALUE_BYTES and least < len(grid.edges):
        least *= 2
    flags[gaps < least] |= OMITTED


def _vectors(picks: list[tuple[Column, Array]], padded: bool, planes: int, width: int) -> bytes:
    """Return planes[plane, value, byte] of the value before the window and of each column whose value is sent."""
    rows = int(padded) + sum(len(last) for _, last in picks)
    out = np.zeros((planes, rows, (width + 7) // 8), np.uint8)
    at = int(padded)
    for column, last in picks:
        taken = column.values[:, :, last]
        out[: taken.shape[0], at : at + len(last)] = taken.transpose(0, 2, 1)
        at += len(last)
    return out.tobytes()


def _strings(picks: list[tuple[Column, Array]], padded: bool) -> bytes:
    texts = [b''] if padded else []
    for column, last in picks:
        texts += [_shortened(string_at(column, int(position))) for position in last]
    bounds = np.cumsum([0, *(len(text) for text in texts)]).astype('<u4')
    return bounds.tobytes() + b''.join(texts)


def _shortened(text: bytes) -> bytes:
    return text if len(text) <= STRING_BYTES else text[:STRING_BYTES].decode('utf-8', 'ignore').encode()


def string_at(column: Column, position: int) -> bytes:
    """Return one value of a string column."""
    assert column.bounds is not None
    low, high = column.bounds[position : position + 2]
    return column.values[low:high].tobytes()


def _concatenate(parts: Sequence[Array], dtype: Any) -> Array:
    return np.concatenate([np.empty(0, dtype), *parts]).astype(dtype, copy=False)
