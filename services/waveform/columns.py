"""The compiled second half of the ingest: the log of a block becomes one column for each track."""

from typing import Any

import numpy as np

from services.waveform.kernels import BIT, EVENT, PRIME, REAL, STATE_OF, VECTOR, WORD, Array, compiled


@compiled
def planes_of(form: int, states: int) -> int:
    """Return how many bit planes the values of a track need."""
    if form != VECTOR:
        return 0 if form == EVENT else 1
    return 1 if states <= 1 else 2 if states <= 3 else 4


@compiled
def row_bytes(form: int, width: int, planes: int) -> int:
    """Return the bytes of one value."""
    if form == VECTOR:
        return (width + 7) // 8 * planes
    return 8 if form == REAL else 1 if form == BIT else 0


@compiled
def place(tracks: Any, starts: Array, offsets: Array) -> None:
    """Give each track room for its changes: `starts` in the index column, `offsets` in the values."""
    forms, widths, counts, states = tracks
    for t in range(forms.shape[0]):
        size = row_bytes(forms[t], widths[t], planes_of(forms[t], states[t]))
        starts[t + 1] = starts[t] + counts[t]
        offsets[t + 1] = offsets[t] + counts[t] * size


@compiled
def scatter(
    buf: Array,
    logs: Any,
    logged: int,
    reals: Array,
    tracks: Any,
    starts: Array,
    offsets: Array,
    index: Array,
    values: Array,
) -> None:
    """Write the logged changes of each track one after the other; `counts` count again from zero."""
    forms, widths, counts, states = tracks
    log, words = logs
    for n in range(logged):
        t = log[0, n]
        if t < 0:
            continue
        k = counts[t]
        counts[t] = k + 1
        index[starts[t] + k] = log[1, n]
        form = forms[t]
        if form == BIT:
            values[offsets[t] + k] = words[n] if log[3, n] == WORD else STATE_OF[buf[log[2, n] + log[3, n] - 1]]
        elif form == VECTOR:
            planes = planes_of(form, states[t])
            stride = (widths[t] + 7) // 8
            if log[3, n] == WORD:
                write_word(words[n], values, offsets[t] + k * stride * planes, min(stride, 8))
            else:
                at = offsets[t] + k * stride * planes
                write_bits(buf, log[2, n], log[3, n], widths[t], planes, stride, values, at)
        elif form == REAL:
            write_word(reals[log[2, n]], values, offsets[t] + k * 8, 8)


@compiled
def write_bits(buf: Array, pos: int, length: int, width: int, planes: int, stride: int, values: Array, at: int) -> None:
    """Write the planes of a bit string into zeroed bytes, extended to the width as the language says."""
    filler = STATE_OF[buf[pos]]
    if filler & 3 <= 1:
        filler = np.uint8(0)
    for bit in range(width):
        code = STATE_OF[buf[pos + length - 1 - bit]] if bit < length else filler
        if code == 0:
            if bit >= length:
                break
            continue
        for plane in range(planes):
            if code >> plane & 1:
                values[at + plane * stride + (bit >> 3)] |= np.uint8(1 << (bit & 7))


@compiled
def write_word(word: Any, values: Array, at: int, size: int) -> None:
    """Write the low bytes of a word, the lowest first."""
    for k in range(size):
        values[at + k] = np.uint8(word >> np.uint64(8 * k) & np.uint64(255))


@compiled
def value_hash(values: Array, at: int, planes: int, stride: int) -> Any:
    """Return a number that two equal values share, however many planes they are kept in."""
    result = np.uint64(0xCBF29CE484222325)
    for plane in range(planes):
        for k in range(stride):
            byte = values[at + plane * stride + k]
            if byte:
                result = (
                    result ^ (np.uint64(byte) | np.uint64(plane) << np.uint64(8) | np.uint64(k) << np.uint64(16))
                ) * PRIME
    return result | np.uint64(1)


@compiled
def same(values: Array, a: int, b: int, size: int) -> bool:
    """Tell whether two values are equal."""
    k = 0
    while k < size and values[a + k] == values[b + k]:
        k += 1
    return k == size


@compiled
def drop_repeats(tracks: Any, starts: Array, offsets: Array, index: Array, values: Array, hashes: Array) -> None:
    """Keep real changes only: a value that equals the one before it is none, except that each event counts."""
    forms, widths, counts, states = tracks
    for t in range(forms.shape[0]):
        n = counts[t]
        planes = planes_of(forms[t], states[t])
        size = row_bytes(forms[t], widths[t], planes)
        if n == 0 or size == 0:
            continue
        base, kept = offsets[t], 0
        stride = size // planes
        for k in range(n):
            if kept == 0:
                fresh = value_hash(values, base + k * size, planes, stride) != hashes[t]
            else:
                fresh = not same(values, base + k * size, base + (kept - 1) * size, size)
            if fresh:
                for b in range(size):
                    values[base + kept * size + b] = values[base + k * size + b]
                index[starts[t] + kept] = index[starts[t] + k]
                kept += 1
        counts[t] = kept
        if kept:
            hashes[t] = value_hash(values, base + (kept - 1) * size, planes, stride)


@compiled
def pack(tracks: Any, starts: Array, offsets: Array, index: Array, values: Array, chunks: Array, out: Array) -> int:
    """Write each column as index steps and transposed value bytes; return the bytes written."""
    forms, widths, counts, states = tracks
    number, at = 0, 0
    for t in range(forms.shape[0]):
        n = counts[t]
        if n == 0:
            continue
        column = index[starts[t] : starts[t] + n]
        step = step_bytes(column)
        planes = planes_of(forms[t], states[t])
        size = row_bytes(forms[t], widths[t], planes)
        fill_chunk(chunks[number], t, at, n * (step + size), column, step, planes, states[t])
        number += 1
        previous = column[0]
        for k in range(n):
            write_step(column[k] - previous, step, out, at)
            previous = column[k]
            at += step
        for b in range(size):
            for k in range(n):
                out[at + k] = values[offsets[t] + k * size + b]
            at += n
    return at


@compiled
def fill_chunk(
    chunk: Any, track: int, at: int, length: int, column: Array, step: int, planes: int, states: int
) -> None:
    """Describe one chunk in the block's directory."""
    chunk.track = track
    chunk.offset = at
    chunk.length = length
    chunk.count = column.shape[0]
    chunk.first = column[0]
    chunk.last = column[-1]
    chunk.step = step
    chunk.planes = planes
    chunk.states = states


@compiled
def step_bytes(column: Array) -> int:
    """Return how many bytes the largest step between time indices needs."""
    largest = 0
    for k in range(1, column.shape[0]):
        largest = max(largest, column[k] - column[k - 1])
    return 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4


@compiled
def write_step(value: int, step: int, out: Array, at: int) -> None:
    """Write a step, the lowest byte first."""
    for k in range(step):
        out[at + k] = np.uint8(value >> (8 * k) & 255)
