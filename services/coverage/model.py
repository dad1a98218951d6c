"""How often each line, branch and bit of the sources was reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Branch(NamedTuple):
    """One way of a decision, such as `if` or `else`."""

    line: int
    column: int
    name: str


class Toggle(NamedTuple):
    """One bit of a signal and the direction in which it changed: `rise` or `fall`."""

    line: int
    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How much of something was reached."""

    covered: int = 0
    total: int = 0

    @property
    def percent(self) -> float:
        """The share in percent; nothing to reach counts as all of it."""
        return round(100 * self.covered / self.total, 2) if self.total else 100.0

    def as_json(self) -> dict[str, float]:
        """Return the figures as they are served."""
        return {'covered': self.covered, 'total': self.total, 'percent': self.percent}


def totals_of(counts: Iterable[int]) -> Totals:
    """Count what was reached at least once."""
    every = list(counts)
    return Totals(sum(count > 0 for count in every), len(every))


@dataclass(slots=True)
class FileCoverage:
    """The counts of one file; `sha256` says of which text."""

    sha256: str = ''
    lines: dict[int, int] = field(default_factory=dict)
    branches: dict[Branch, int] = field(default_factory=dict)
    toggles: dict[Toggle, int] = field(default_factory=dict)

    def add(self, other: 'FileCoverage') -> None:
        """Count what another run of the same text reached."""
        for line, count in other.lines.items():
            self.lines[line] = self.lines.get(line, 0) + count
        for branch, count in other.branches.items():
            self.branches[branch] = self.branches.get(branch, 0) + count
        for toggle, count in other.toggles.items():
            self.toggles[toggle] = self.toggles.get(toggle, 0) + count

    def as_json(self) -> dict[str, Any]:
        """Return the counts as they are stored and served."""
        signals: dict[tuple[int, str], dict[str, int]] = {}
        for toggle, count in sorted(self.toggles.items()):
            signals.setdefault((toggle.line, toggle.name), {})[toggle.direction] = count
        return {
            'sha256': self.sha256,
            'lines': {str(line): count for line, count in sorted(self.lines.items())},
            'branches': [{**branch._asdict(), 'count': count} for branch, count in sorted(self.branches.items())],
            'toggles': [{'line': line, 'name': name, **counts} for (line, name), counts in signals.items()],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> 'FileCoverage':
        """Return what `as_json` wrote."""
        toggles = {
            Toggle(item['line'], item['name'], way): item[way]
            for item in data['toggles']
            for way in ('rise', 'fall')
            if way in item
        }
        branches = {Branch(item['line'], item['column'], item['name']): item['count'] for item in data['branches']}
        return cls(data['sha256'], {int(line): count for line, count in data['lines'].items()}, branches, toggles)


@dataclass(slots=True)
class Coverage:
    """The counts of all files."""

    files: dict[str, FileCoverage] = field(default_factory=dict)

    def add(self, other: 'Coverage') -> None:
        """Merge another run; the counts of a file are added up where its text is the same, else the first stay."""
        for path, file in other.files.items():
            mine = self.files.setdefault(path, FileCoverage(file.sha256))
            if mine.sha256 == file.sha256:
                mine.add(file)

    def totals(self) -> dict[str, Totals]:
        """Return lines, branches and toggles over all files."""
        files = self.files.values()
        return {
            'line': totals_of(count for file in files for count in file.lines.values()),
            'branch': totals_of(count for file in files for count in file.branches.values()),
            'toggle': totals_of(count for file in files for count in file.toggles.values()),
        }

    def as_json(self) -> dict[str, Any]:
        """Return everything as it is stored and served."""
        return {
            'files': {path: file.as_json() for path, file in sorted(self.files.items())},
            'totals': {name: totals.as_json() for name, totals in self.totals().items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> 'Coverage':
        """Return what `as_json` wrote."""
        return cls({path: FileCoverage.from_json(file) for path, file in data['files'].items()})
