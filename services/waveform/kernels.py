"""The compiled inner loops of the ingest; every index is checked before it is used, whatever the bytes say."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

import numba
import numpy as np

from services.waveform.model import MAX_TIME, NO_STATE, STATES, Form

# Cells of the state array that a scan reads and leaves behind.
TIME, TIMES, LOGGED, LINE, SKIPPING, FOUND, COST, TEXTS, FIRST, LAST = range(10)
STATE_CELLS = 10

# Reasons why a line could not be used.
(
    BAD_LINE,
    BAD_TIME,
    LATE_TIME,
    BAD_BITS,
    TOO_WIDE,
    UNKNOWN_CODE,
    NO_CODE,
    WRONG_FORM,
    UNKNOWN_COMMAND,
    LATE_DEFINITION,
) = range(10)
FITS, NOTHING = -1, -2
WORD = -1

Array: TypeAlias = np.ndarray[Any, Any]
F = TypeVar('F', bound=Callable[..., Any])

BIT, VECTOR, REAL, STRING, EVENT = (int(form) for form in Form)
PRIME = np.uint64(0x100000001B3)
MAX_COST = 1 << 26

STATE_OF = np.full(256, NO_STATE, np.uint8)
for _name, _code in STATES.items():
    STATE_OF[ord(_name)] = STATE_OF[ord(_name.upper())] = _code


# NOTE: without NRT, numba's reference counting, which would cost more than the work: an atomic operation for each
# array that is named in a loop. Kernels therefore allocate nothing and return no arrays.
OPTIONS: dict[str, Any] = {'nogil': True, '_nrt': False}


def compiled(function: F) -> F:
    """Compile without the GIL; keep the machine code on disk where that is possible."""
    try:
        machine: Any = numba.njit(cache=True, **OPTIONS)(function)
    except RuntimeError:
        # NOTE: numba refuses the cache when neither the source's folder nor the home can be written.
        machine = numba.njit(**OPTIONS)(function)
    return cast(F, machine)


def key_of(code: bytes) -> int:
    """Return the number under which the kernels look an identifier code up; exact up to eight bytes."""
    key = 0
    for index, byte in enumerate(code):
        key = key | byte << 8 * index if index < 8 else (key * int(PRIME) ^ byte) & (2**64 - 1)
    return key


def code_table(codes: dict[bytes, int]) -> tuple[Array, Array, Array]:
    """Build the look-up of identifier codes: a dense table for short ones, an open hash for the others."""
    dense = np.full(1 << 16, -1, np.int32)
    longer = {key: track for code, track in codes.items() if (key := key_of(code)) >= 1 << 16}
    for code, track in codes.items():
        if (key := key_of(code)) < 1 << 16:
            dense[key] = track
    size = 1 << max(3, (2 * len(longer)).bit_length())
    keys, tracks = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
    fill_table(np.array(list(longer), np.uint64), np.array(list(longer.values()), np.int32), keys, tracks)
    return dense, keys, tracks


KEY_END = np.uint64(key_of(b'$end'))
QUIET_KEYS = np.array(
    [key_of(b'$' + word) for word in (b'end', b'dumpvars', b'dumpall', b'dumpon', b'dumpoff')], np.uint64
)
TEXT_KEYS = np.array([key_of(b'$' + word) for word in (b'comment', b'date', b'version', b'vcdclose')], np.uint64)
DEFINITION_KEYS = np.array(
    [key_of(b'$' + word) for word in (b'var', b'scope', b'upscope', b'timescale', b'enddefinitions')], np.uint64
)


@compiled
def slot_of(key: Any, keys: Array, tracks: Array) -> Any:
    """Return the slot that holds a key, or the free one where it belongs."""
    mask = np.uint64(keys.shape[0] - 1)
    slot = ((key ^ (key >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(20)) & mask
    while tracks[slot] >= 0 and keys[slot] != key:
        slot = (slot + np.uint64(1)) & mask
    return slot


@compiled
def fill_table(new_keys: Array, new_tracks: Array, keys: Array, tracks: Array) -> None:
    """Enter keys into the open hash, which is at most half full."""
    for i in range(new_keys.shape[0]):
        slot = slot_of(new_keys[i], keys, tracks)
        keys[slot] = new_keys[i]
        tracks[slot] = new_tracks[i]


@compiled
def scan(
    buf: Array, start: int, end: int, table: Any, tracks: Any, state: Array, times: Array, logs: Any, problems: Array
) -> int:
    """Read value changes into the log; return where it stopped: at the end, or where a log is full.

    `table` is the code table, `tracks` are forms, widths, change counts and seen states of each track,
    `logs` are rows of (track, time index, position, length) and the words of short values.
    """
    i = start
    while i < end and state[LOGGED] < logs[1].shape[0] and state[COST] < MAX_COST and state[FOUND] < problems.shape[1]:
        c = buf[i]
        if c == 10:
            state[LINE] += 1
            i += 1
        elif c <= 32:
            i += 1
        elif state[SKIPPING]:
            i = skip_text(buf, i, end, state)
        elif c == 35:
            i = read_time(buf, i, end, state, problems)
        elif c == 36:
            i = read_command(buf, i, end, state, problems)
        else:
            i = read_change(buf, i, end, table, tracks, state, times, logs, problems)
    return i


@compiled
def bad(buf: Array, i: int, end: int, reason: int, state: Array, problems: Array) -> int:
    """Note a problem and give the rest of the line up."""
    problems[0, state[FOUND]] = state[LINE]
    problems[1, state[FOUND]] = reason
    state[FOUND] += 1
    while i < end and buf[i] != 10:
        i += 1
    return i


@compiled
def word_end(buf: Array, i: int, end: int) -> int:
    """Return where the word at `i` ends."""
    while i < end and buf[i] > 32:
        i += 1
    return i


@compiled
def skip_text(buf: Array, i: int, end: int, state: Array) -> int:
    """Pass a word of a comment; its $end ends the comment."""
    j, key = read_code(buf, i, end)
    if key == KEY_END:
        state[SKIPPING] = 0
    return int(j)


@compiled
def read_time(buf: Array, i: int, end: int, state: Array, problems: Array) -> int:
    """Read `#123`; a time smaller than the one before it is refused."""
    j = i + 1
    time = np.uint64(0)
    limit = np.uint64(MAX_TIME)
    while j < end and 48 <= buf[j] <= 57:
        digit = np.uint64(buf[j] - 48)
        if time > (limit - digit) // np.uint64(10):
            return bad(buf, j, end, BAD_TIME, state, problems)
        time = time * np.uint64(10) + digit
        j += 1
    if j == i + 1 or (j < end and buf[j] > 32):
        return bad(buf, j, end, BAD_TIME, state, problems)
    now = np.int64(time)
    if state[FIRST] < 0:
        state[FIRST] = now
    if now < state[TIME]:
        return bad(buf, j, end, LATE_TIME, state, problems)
    state[TIME] = state[LAST] = now
    return j


@compiled
def read_command(buf: Array, i: int, end: int, state: Array, problems: Array) -> int:
    """Read a $command between the value changes."""
    j, key = read_code(buf, i, end)
    for k in range(QUIET_KEYS.shape[0]):
        if key == QUIET_KEYS[k]:
            return int(j)
    for k in range(TEXT_KEYS.shape[0]):
        if key == TEXT_KEYS[k]:
            state[SKIPPING] = 1
            return int(j)
    for k in range(DEFINITION_KEYS.shape[0]):
        if key == DEFINITION_KEYS[k]:
            return bad(buf, i, end, LATE_DEFINITION, state, problems)
    return bad(buf, i, end, UNKNOWN_COMMAND, state, problems)


@compiled
def read_change(
    buf: Array, i: int, end: int, table: Any, tracks: Any, state: Array, times: Array, logs: Any, problems: Array
) -> int:
    """Read one value change; return where it ends."""
    first, value_end, seen, word = read_value(buf, i, end)
    if first == 0 and seen == NO_STATE:
        return bad(buf, i, end, BAD_LINE, state, problems)
    j = value_end
    while first and j < end and (buf[j] == 32 or buf[j] == 9):
        j += 1
    code_end, key = read_code(buf, j, end)
    if code_end == j:
        return bad(buf, i, end, NO_CODE, state, problems)
    track = track_of(key, table)
    if track < 0:
        return bad(buf, i, end, UNKNOWN_CODE, state, problems)
    reason = check_change(buf, i, value_end, first, seen, tracks[0][track], tracks[1][track])
    if reason == NOTHING:
        return int(code_end)
    if reason != FITS:
        return bad(buf, i, end, reason, state, problems)
    log_change(buf, i, value_end, first, seen, word, track, tracks, state, logs)
    if state[FIRST] < 0:
        state[FIRST] = 0
    if state[TIMES] == 0 or times[state[TIMES] - 1] != state[TIME]:
        times[state[TIMES]] = state[TIME]
        state[TIMES] += 1
    logs[0][1, state[LOGGED] - 1] = state[TIMES] - 1
    return int(code_end)


@compiled
def read_value(buf: Array, i: int, end: int) -> Any:
    """Return the letter that leads a value (0: a single state), its end, the union of its states and its low bits."""
    first = int(buf[i] | 32)
    j = i + 1
    seen = np.uint8(0)
    word = np.uint64(0)
    if first == 98:
        while j < end and buf[j] > 32:
            # NOTE: NO_STATE has all bits set, so one bad character makes the whole union NO_STATE.
            code = STATE_OF[buf[j]]
            seen |= code
            word = word << np.uint64(1) | np.uint64(code & 1)
            j += 1
    elif first == 114 or first == 115:
        j = word_end(buf, j, end)
    else:
        first = 0
        seen = STATE_OF[buf[i]]
        word = np.uint64(seen)
    return first, j, seen, word


@compiled
def read_code(buf: Array, i: int, end: int) -> Any:
    """Return where the word at `i` ends, and its key as `key_of` gives it."""
    key = np.uint64(0)
    j = i
    while j < end and buf[j] > 32:
        if j - i < 8:
            key |= np.uint64(buf[j]) << np.uint64(8 * (j - i))
        else:
            key = key * PRIME ^ np.uint64(buf[j])
        j += 1
    return j, key


@compiled
def track_of(key: Any, table: Any) -> int:
    """Return the track of an identifier code, or -1."""
    dense, keys, tracks = table
    if key < np.uint64(1 << 16):
        return int(dense[key])
    return int(tracks[slot_of(key, keys, tracks)])


@compiled
def check_change(buf: Array, i: int, end: int, first: int, seen: int, form: int, width: int) -> int:
    """Hold a value against the form of its track; return FITS, NOTHING (it has no bits) or the reason why not."""
    if form == VECTOR and width == 0:
        return NOTHING
    if first == 98 and form in (BIT, VECTOR):
        if seen == NO_STATE or end == i + 1:
            return BAD_BITS
        return FITS if end - value_start(buf, i + 1, end, width) <= width else TOO_WIDE
    if first == 0:
        return WRONG_FORM if form in (REAL, STRING) else FITS
    return FITS if (first == 114 and form == REAL) or (first == 115 and form == STRING) else WRONG_FORM


@compiled
def value_start(buf: Array, begin: int, end: int, width: int) -> int:
    """Return where the bits begin that fit into the width; zeros in front of them do no harm."""
    while end - begin > width and buf[begin] == 48:
        begin += 1
    return begin


@compiled
def log_change(
    buf: Array, i: int, end: int, first: int, seen: int, word: int, track: int, tracks: Any, state: Array, logs: Any
) -> None:
    """Note a value that fits."""
    forms, widths, counts, states = tracks
    log, words = logs
    form = forms[track]
    begin = i if first == 0 else i + 1
    if first == 98:
        begin = value_start(buf, begin, end, widths[track])
    if first == 114 or first == 115:
        state[TEXTS] += 1
    states[track] |= seen
    counts[track] += 1
    n = state[LOGGED]
    log[0, n] = track
    log[2, n] = begin
    # Short values of known bits, and single states of bits, are complete in `words`; the text of others is read later.
    whole = (seen <= 1 and end - begin <= 64) or (first == 0 and form == BIT)
    log[3, n] = WORD if whole and form in (BIT, VECTOR) else end - begin
    words[n] = word
    state[LOGGED] = n + 1
    state[COST] += 16 + (widths[track] + 7) // 8 * 4
