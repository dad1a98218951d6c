"""Bytes from a tool become lines of text: cut where they have no end, readable where they are not UTF-8."""

LONGEST_LINE = 8192


class LineReader:
    """Collects bytes and gives back the lines that are complete."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest
        self._rest = b''
        self._cut = 0

    def feed(self, data: bytes) -> list[str]:
        """Return the lines that `data` completes."""
        *complete, self._rest = (self._rest + data).split(b'\n')
        lines = [self._line(part) for part in complete]
        if len(self._rest) > 2 * self._longest:
            surplus = len(self._rest) - self._longest
            self._cut += surplus
            self._rest = self._rest[: self._longest]
        return lines

    def finish(self) -> list[str]:
        """Return what came after the last newline."""
        last, self._rest = self._rest, b''
        return [self._line(last)] if last else []

    def _line(self, raw: bytes) -> str:
        cut, self._cut = self._cut + max(0, len(raw) - self._longest), 0
        text = raw[: self._longest].removesuffix(b'\r').replace(b'\0', b'').decode('utf-8', 'replace')
        return f'{text} … [line cut: {cut} more bytes]' if cut else text
