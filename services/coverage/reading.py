"""Reads the data that a program of Verilator writes: one record for each point and instance.

A record is `C '<1>f<2>file<1>l<2>line<1>n<2>column<1>t<2>type<1>o<2>what<1>S<2>lines<1>h<2>instance' count`.
"""

import json
import posixpath
import re
from collections.abc import Iterable

from services.coverage.model import Branch, Coverage, FileCoverage, Toggle

RECORD = re.compile(r"C '(?P<fields>.*)' (?P<count>\d+)$")
CHANGE = re.compile(r'(?P<name>.+):(?P<way>0->1|1->0)$')
WAYS = {'0->1': 'rise', '1->0': 'fall'}
SPAN = re.compile(r'(\d{1,7})(?:-(\d{1,7}))?')
LONGEST_SPAN = 100_000


def stored_coverage(data: bytes) -> Coverage:
    """Return what a run stored; a file that the design itself spoiled holds nothing."""
    try:
        found = Coverage.from_json(json.loads(data))
        found.totals()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Coverage()
    return found


def read_data(lines: Iterable[str]) -> Coverage:
    """Return the counts of all files; what is no record is passed over."""
    points: dict[tuple[str, ...], int] = {}
    for text in lines:
        match = RECORD.match(text.rstrip('\n'))
        if match is None:
            continue
        fields = dict(part.split('\x02', 1) for part in match['fields'].split('\x01') if '\x02' in part)
        key = tuple(fields.get(name, '') for name in ('f', 'l', 'n', 't', 'o', 'S'))
        # The same point of several instances counts together.
        points[key] = points.get(key, 0) + int(match['count'])
    coverage = Coverage()
    for (file, line, column, kind, what, span), count in points.items():
        if file and line.isdigit():
            place = int(line), int(column) if column.isdigit() else 0
            _add(coverage.files.setdefault(posixpath.normpath(file), FileCoverage()), place, kind, what, span, count)
    return coverage


def _add(file: FileCoverage, place: tuple[int, int], kind: str, what: str, span: str, count: int) -> None:
    if kind == 'toggle':
        if change := CHANGE.match(what):
            file.toggles[Toggle(place[0], change['name'], WAYS[change['way']])] = count
        return
    if kind == 'branch':
        file.branches[Branch(*place, what)] = count
    if kind in ('line', 'branch'):
        for number in lines_of(span) or (place[0],):
            file.lines[number] = max(file.lines.get(number, 0), count)


def lines_of(span: str) -> list[int]:
    """Return the lines of a list such as `2,7-9`."""
    found: list[int] = []
    for first, last in SPAN.findall(span):
        found += range(int(first), min(int(last or first), int(first) + LONGEST_SPAN) + 1)
    return found
