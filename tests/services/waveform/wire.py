"""Decodes the binary windows in plain Python, as docs/trace-format.md describes them."""

import struct
from dataclasses import dataclass
from itertools import pairwise

from services.waveform.model import STATE_NAMES, Form


@dataclass
class Row:
    """One variable of a window: the value before it, then (column, several changes, x, z, last value)."""

    variable: int
    initial: str | None
    columns: list[tuple[int, bool, bool, bool, str]]


def decode_window(data: bytes) -> list[Row]:
    magic, count, _t0, _t1, _pixels, _ = struct.unpack_from('<4sIqqII', data)
    assert magic == b'A6W1'
    rows, at = [], 32
    for _ in range(count):
        variable, n, form, planes, initial, _, width, size = struct.unpack_from('<IIBBBBII', data, at)
        payload = data[at + 20 : at + 20 + size]
        at += 20 + size
        columns, flags, rest = struct.unpack_from(f'<{n}H', payload), payload[2 * n : 3 * n], payload[3 * n :]
        texts = value_texts(Form(form), planes, initial, width, n, flags, rest)
        entries = [
            (column, bool(flag & 2), bool(flag & 4), bool(flag & 8), text)
            for column, flag, text in zip(columns, flags, texts[1:], strict=True)
        ]
        rows.append(Row(variable, texts[0] if initial != 255 else None, entries))
    assert at == len(data)
    return rows


def value_texts(form: Form, planes: int, initial: int, width: int, n: int, flags: bytes, rest: bytes) -> list[str]:
    if form == Form.BIT:
        return [STATE_NAMES.get(initial, ''), *(STATE_NAMES[flag >> 4] for flag in flags)]
    if form == Form.EVENT:
        return [''] * (n + 1)
    if form == Form.REAL:
        return [repr(value) for value in struct.unpack_from(f'<{n + 1}d', rest)]
    if form == Form.STRING:
        bounds = struct.unpack_from(f'<{n + 2}I', rest)
        text = rest[4 * (n + 2) :]
        return [text[low:high].decode() for low, high in pairwise(bounds)]
    stride = (width + 7) // 8
    sent = [True, *(not flag & 128 for flag in flags)]
    places = [sum(sent[:k]) for k in range(n + 1)]
    return [bits(rest, planes, sum(sent), stride, width, places[k]) if sent[k] else 'omitted' for k in range(n + 1)]


def bits(rest: bytes, planes: int, rows: int, stride: int, width: int, k: int) -> str:
    words = [
        int.from_bytes(rest[(plane * rows + k) * stride : (plane * rows + k + 1) * stride], 'little')
        for plane in range(planes)
    ]
    codes = [sum((word >> bit & 1) << plane for plane, word in enumerate(words)) for bit in range(width)]
    return ''.join(STATE_NAMES[code] for code in reversed(codes))
