"""String tracks: rare, short and of any length, so they are kept in plain Python."""

import re

import numpy as np

from services.waveform.chunks import CHUNK
from services.waveform.kernels import Array

ESCAPE = re.compile(rb'\\([0-7]{3}|x[0-9a-fA-F]{2}|.)', re.DOTALL)
NAMED = {b'n': b'\n', b't': b'\t', b'r': b'\r', b'a': b'\a', b'b': b'\b', b'f': b'\f', b'v': b'\v'}


class StringColumns:
    """Collects the changes of string tracks for one block and remembers each track's last value."""

    def __init__(self) -> None:
        self.columns: dict[int, list[tuple[int, bytes]]] = {}
        self.last: dict[int, bytes] = {}

    def __bool__(self) -> bool:
        return bool(self.columns)

    def add(self, track: int, index: int, text: bytes) -> None:
        """Add a change unless the value stays what it was."""
        value = unescape(text)
        if self.last.get(track) != value:
            self.last[track] = value
            self.columns.setdefault(track, []).append((index, value))

    def take(self) -> dict[int, list[tuple[int, bytes]]]:
        """Return the columns and begin anew."""
        taken, self.columns = self.columns, {}
        return taken


def append_strings(chunks: Array, raw: memoryview, strings: StringColumns) -> tuple[Array, memoryview]:
    """Add the columns of string tracks behind the others; the directory stays sorted by track."""
    parts, rows, at = [bytes(raw)], [], len(raw)
    for track, column in strings.take().items():
        index = np.array([entry[0] for entry in column], '<u4')
        lengths = np.array([len(entry[1]) for entry in column], '<u4')
        steps = np.diff(index, prepend=index[:1])
        part = steps.tobytes() + lengths.tobytes() + b''.join(entry[1] for entry in column)
        rows.append((track, at, len(part), len(column), index[0], index[-1], 4, 1, 0, 0))
        parts.append(part)
        at += len(part)
    merged = np.concatenate([chunks, np.array(rows, CHUNK)])
    return merged[np.argsort(merged['track'])], memoryview(b''.join(parts))


def unescape(text: bytes) -> bytes:
    """Resolve the backslash escapes of a VCD string and return it as UTF-8."""
    plain = ESCAPE.sub(_character, text) if b'\\' in text else text
    try:
        plain.decode()
    except UnicodeDecodeError:
        return plain.decode('latin-1').encode()
    return plain


def _character(match: re.Match[bytes]) -> bytes:
    body = match.group(1)
    if len(body) == 3 and body.isdigit():
        return bytes([int(body, 8) & 255])
    if len(body) == 3:
        return bytes([int(body[1:], 16)])
    return NAMED.get(body, body)
