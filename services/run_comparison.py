"""Compares two runs: settings, figures, diagnostics and logs; no database."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from services.metrics import METRICS
from services.models import JobDiagnostic

ANSI = re.compile(r'\x1b\[[0-9;?]*[A-Za-z]')
CONTEXT = 3
MOST_DIFFERENT = 2_000
"""Lines of each log between the first and the last difference; finding what is alike in more takes too long."""


@dataclass(frozen=True, slots=True)
class Change:
    """A named thing in both runs; None where a run does not have it."""

    name: str
    a: Any
    b: Any

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return bool(self.a != self.b)

    @property
    def kind(self) -> str:
        """What happened to it from the first run to the second."""
        if not self.differs:
            return 'same'
        return 'added' if self.a is None else 'removed' if self.b is None else 'changed'


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric of both runs."""

    id: str
    title: str
    unit: str
    a: float | None
    b: float | None

    @property
    def difference(self) -> float | None:
        """By how much it grew."""
        return None if self.a is None or self.b is None else self.b - self.a

    @property
    def percent(self) -> float | None:
        """The same in percent of the first run."""
        return None if self.difference is None or not self.a else 100 * self.difference / abs(self.a)


@dataclass(frozen=True, slots=True)
class DiagnosticChange:
    """A diagnostic that is new, gone or the same in the second run."""

    kind: str
    diagnostic: JobDiagnostic


class LineKind(StrEnum):
    """A line of a difference, or a fold of equal lines."""

    SAME = 'same'
    REMOVED = 'removed'
    ADDED = 'added'
    FOLD = 'fold'


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line with its number in each log; of a fold, `count` lines were equal."""

    kind: LineKind
    text: str = ''
    a: int | None = None
    b: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class LogDifference:
    """The lines of two logs as one, equal parts folded; `cut` says that not all could be compared."""

    lines: Sequence[LogLine]
    cut: bool = False

    @property
    def is_same(self) -> bool:
        """Whether there is no difference."""
        return all(line.kind in (LineKind.SAME, LineKind.FOLD) for line in self.lines)


def changes_of(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Change]:
    """Return every name of both, in order, differences first."""
    changes = [Change(name, a.get(name), b.get(name)) for name in sorted(a.keys() | b.keys())]
    return sorted(changes, key=lambda change: not change.differs)


def compare_figures(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Figure]:
    """Return the metrics of both runs: the known ones in their order, then the others."""
    names = [name for name in METRICS if name in a or name in b]
    names += sorted(name for name in a.keys() | b.keys() if name not in METRICS)
    return [
        Figure(
            name,
            METRICS[name].title if name in METRICS else name,
            METRICS[name].unit if name in METRICS else '',
            _number(a.get(name)),
            _number(b.get(name)),
        )
        for name in names
    ]


def compare_diagnostics(a: Iterable[JobDiagnostic], b: Iterable[JobDiagnostic]) -> list[DiagnosticChange]:
    """Return what is new, then what is gone, then what is the same; a line that moved is the same diagnostic."""
    before = list(a)
    left = Counter(_identity(item) for item in before)
    new: list[DiagnosticChange] = []
    same: list[DiagnosticChange] = []
    for item in b:
        identity = _identity(item)
        known = left[identity] > 0
        left[identity] -= known
        (same if known else new).append(DiagnosticChange('same' if known else 'new', item))
    gone = []
    for item in reversed(before):
        if left[_identity(item)] > 0:
            left[_identity(item)] -= 1
            gone.append(DiagnosticChange('gone', item))
    return [*new, *reversed(gone), *same]


def compare_logs(a: str, b: str) -> LogDifference:
    """Return two logs as one text with what was taken away and what was added."""
    first, second = (ANSI.sub('', text).splitlines() for text in (a, b))
    start = _common(first, second)
    end = _common(first[start:][::-1], second[start:][::-1])
    middle_a, middle_b = first[start : len(first) - end], second[start : len(second) - end]
    cut = max(len(middle_a), len(middle_b)) > MOST_DIFFERENT
    operations = [('equal', 0, start, 0, start)]
    matcher = SequenceMatcher(None, middle_a[:MOST_DIFFERENT], middle_b[:MOST_DIFFERENT])
    operations += [(tag, i + start, j + start, k + start, m + start) for tag, i, j, k, m in matcher.get_opcodes()]
    if not cut:
        operations.append(('equal', len(first) - end, len(first), len(second) - end, len(second)))
    return LogDifference(list(_folded(list(_lines(first, second, _joined(operations))))), cut)


Operation = tuple[str, int, int, int, int]


def _joined(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Join neighbours that are equal, so that one fold stands for them."""
    last: Operation | None = None
    for operation in operations:
        if last is not None and last[0] == operation[0] == 'equal':
            last = ('equal', last[1], operation[2], last[3], operation[4])
            continue
        if last is not None:
            yield last
        last = operation
    if last is not None:
        yield last


def _lines(first: list[str], second: list[str], operations: Iterable[Operation]) -> Iterator[list[LogLine]]:
    for tag, i, j, k, m in operations:
        if tag == 'equal':
            yield [LogLine(LineKind.SAME, first[i + n], i + n + 1, k + n + 1) for n in range(j - i)]
        else:
            removed = [LogLine(LineKind.REMOVED, first[n], a=n + 1) for n in range(i, j)]
            yield removed + [LogLine(LineKind.ADDED, second[n], b=n + 1) for n in range(k, m)]


def _folded(parts: Sequence[list[LogLine]]) -> Iterator[LogLine]:
    """Fold what is equal but for a few lines beside each difference."""
    for index, part in enumerate(parts):
        if not part or part[0].kind is not LineKind.SAME:
            yield from part
            continue
        head = CONTEXT if index else 0
        tail = CONTEXT if index + 1 < len(parts) and parts[index + 1] else 0
        hidden = len(part) - head - tail
        if hidden <= 1:
            yield from part
            continue
        yield from part[:head]
        yield LogLine(LineKind.FOLD, a=part[head].a, b=part[head].b, count=hidden)
        yield from part[len(part) - tail :]


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """Return how many lines at the start are equal."""
    for index, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return index
    return min(len(a), len(b))


def _identity(item: JobDiagnostic) -> tuple[str, ...]:
    return item.severity, item.file, item.kind, item.rule, item.message


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
