"""Waivers in the source hold for every tool: `verilator lint_off`, and the comments of Verible."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from services.diagnostics import Diagnostic, Severity
from workers.linting.topics import BY_ID, topic_of

VERILATOR = re.compile(r'(?://|/\*)\s*verilator\s+lint_(?P<act>off|on|save|restore)(?:\s+(?P<rule>[A-Za-z]\w*))?')
VERIBLE = re.compile(r'//\s*verilog_lint:\s*waive(?P<act>-start|-stop)?\s+(?P<rule>[\w-]+)')
END = 1 << 60
GROUPS = {'LINT': None, 'STYLE': None, 'WIDTH': 'width', 'UNUSED': 'unused', 'CASEINCOMPLETE': 'case'}


@dataclass(frozen=True, slots=True)
class Region:
    """Lines in which a rule is switched off; `topic` '' means that one rule only."""

    first: int
    last: int
    rule: str
    topic: str


class Waivers:
    """What the sources switch off, read when it is asked for."""

    def __init__(self, text_of: Callable[[str], str | None]) -> None:
        self._text_of = text_of
        self._regions: dict[str, list[Region]] = {}

    def cover(self, found: Diagnostic) -> bool:
        """Say whether the source waives a diagnostic; what keeps a design from being read cannot be waived."""
        if not found.file or not found.line:
            return False
        if found.severity is Severity.ERROR and (found.kind not in BY_ID or BY_ID[found.kind].is_hard):
            return False
        if found.file not in self._regions:
            self._regions[found.file] = regions_of(self._text_of(found.file) or '')
        return any(
            region.first <= found.line <= region.last
            and (found.rule == region.rule or (region.topic != '' and found.kind == region.topic))
            for region in self._regions[found.file]
        )


def regions_of(text: str) -> list[Region]:
    """Return the regions in which a source switches rules off."""
    found: list[Region] = []
    opened: dict[str, int] = {}
    saved: list[dict[str, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for match in VERILATOR.finditer(line):
            _verilator(match, number, opened, saved, found)
        if waived := VERIBLE.search(line):
            _verible(waived, line, number, opened, found)
    found += [_region(first, END, rule) for rule, first in opened.items()]
    return found


def _verilator(
    match: re.Match[str], number: int, opened: dict[str, int], saved: list[dict[str, int]], found: list[Region]
) -> None:
    act, rule = match['act'], match['rule'] or ''
    if act == 'off' and rule:
        opened.setdefault(rule, number)
    elif act == 'on' and rule in opened:
        found.append(_region(opened.pop(rule), number, rule))
    elif act == 'save':
        saved.append(dict(opened))
    elif act == 'restore' and saved:
        before = saved.pop()
        for other in [other for other in opened if other not in before]:
            found.append(_region(opened.pop(other), number, other))


def _verible(match: re.Match[str], line: str, number: int, opened: dict[str, int], found: list[Region]) -> None:
    rule = match['rule']
    if match['act'] == '-start':
        opened.setdefault(rule, number)
    elif match['act'] == '-stop':
        found.append(_region(opened.pop(rule, number), number, rule))
    else:
        # A comment that stands alone means the line below it.
        alone = not line[: match.start()].strip()
        found.append(_region(number, number + 1 if alone else number, rule))


def _region(first: int, last: int, rule: str) -> Region:
    topic = GROUPS.get(rule) or topic_of(rule, '')
    return Region(first, last, rule, topic)
