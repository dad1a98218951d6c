"""Turns what runs left into tables: cells by module and kind, memories, latches, what was reached, tests in Python.

A tool wrote these files beside the design's own code, so nothing about their form is taken for granted.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from components.tables import Column, Row, Table
from services.coverage import Coverage, FileCoverage, Totals, stored_coverage
from services.views import COVERAGE, STATISTICS, TEST_RESULTS

LARGEST = 4 << 20
MOST_ROWS = 2000
MOST_RANGES = 40
COUNTS = (('cells', 'Cells'), ('flip_flops', 'Flip-flops'), ('latches', 'Latches'), ('luts', 'LUTs'))
MORE_COUNTS = (('carry', 'Carry'), ('dsp', 'DSP'), ('bram', 'BRAM'), ('memory_bits', 'Memory bits'), ('area', 'Area'))


def statistics_tables(data: bytes) -> list[Table]:
    """Return the statistics of a synthesis: modules, kinds of cell, memories and latches."""
    try:
        found = json.loads(data)
        return [table for table in _statistics(found) if table.rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []


def junit_tables(data: bytes) -> list[Table]:
    """Return the tests that a JUnit file names."""
    if b'<!DOCTYPE' in data or b'<!ENTITY' in data:
        return []
    try:
        cases = list(ElementTree.fromstring(data).iter('testcase'))  # noqa: S314 - without entities
    except (ElementTree.ParseError, ValueError):
        return []
    columns = (_text('Test'), _text('Module'), _text('State'), _number('Time'), _number('Simulated'))
    return (
        [Table(title='Tests', columns=columns, rows=tuple(_test(case) for case in cases[:MOST_ROWS]))] if cases else []
    )


def coverage_tables(data: bytes) -> list[Table]:
    """Return how much of each file was reached."""
    found = stored_coverage(data)
    if not found.files:
        return []
    rows = [('all files', found.totals(), ''), *(_file(path, file) for path, file in sorted(found.files.items()))]
    columns = (_text('File'), _number('Branches'), _number('Toggles'), _text('Lines not reached'), _number('Lines'))
    shown = tuple(_covered(name, totals, missed) for name, totals, missed in rows[:MOST_ROWS])
    return [Table(title='Coverage', columns=columns, rows=shown, note=f'{len(found.files)} files')]


TABLES: dict[str, Callable[[bytes], list[Table]]] = {
    COVERAGE.id: coverage_tables,
    STATISTICS.id: statistics_tables,
    TEST_RESULTS.id: junit_tables,
}


def _statistics(found: Mapping[str, Any]) -> Iterator[Table]:
    total = found['total']
    counts = [*COUNTS, *((name, title) for name, title in MORE_COUNTS if total.get(name))]
    rows = [('all modules', total), *((str(module['name']), module) for module in found['modules'][:MOST_ROWS])]
    yield Table(
        title=f'{found["top"]} · {found["target"]}',
        columns=(_text('Module'), _number('Instances'), *(_number(title) for _, title in counts)),
        rows=tuple(
            Row(cells=(name, _count(module.get('instances')), *(_count(module.get(key)) for key, _ in counts)))
            for name, module in rows
        ),
        note=f'read by {found["frontend"]}',
    )
    kinds = sorted(total['by_type'].items(), key=lambda item: -item[1])
    most = max((count for _, count in kinds), default=1)
    yield Table(
        title='Kinds of cell',
        columns=(_text('Cell'), _number('Count')),
        rows=tuple(Row(cells=(str(kind), _count(count)), bar=count / most) for kind, count in kinds[:MOST_ROWS]),
        note=f'{len(kinds)} kinds',
    )
    yield Table(
        title='Memories',
        columns=(
            _text('Memory'),
            _text('Module'),
            _number('Words'),
            _number('Width'),
            _text('Becomes'),
            _text('Place'),
        ),
        rows=tuple(
            Row(
                cells=(
                    str(memory['name']),
                    str(memory['module']),
                    _count(memory['size']),
                    _count(memory['width']),
                    str(memory['mapped_to']),
                    _place(memory),
                )
            )
            for memory in found['memories'][:MOST_ROWS]
        ),
        note=f'{len(found["memories"])} found',
    )
    yield Table(
        title='Inferred latches',
        columns=(_text('Signal'), _text('Place')),
        rows=tuple(Row(cells=(str(latch['signal']), _place(latch))) for latch in found['latches'][:MOST_ROWS]),
        note=f'{len(found["latches"])} found',
    )


def _file(path: str, file: FileCoverage) -> tuple[str, Mapping[str, Totals], str]:
    missed = [line for line, count in sorted(file.lines.items()) if not count]
    return path, Coverage({path: file}).totals(), ranges(missed)


def ranges(lines: Sequence[int]) -> str:
    """Return lines as people write them: `3, 7-9`."""
    found: list[list[int]] = []
    for line in lines:
        if found and line == found[-1][-1] + 1:
            found[-1][1:] = [line]
        else:
            found.append([line])
    more = ', …' if len(found) > MOST_RANGES else ''
    return ', '.join('-'.join(map(str, pair)) for pair in found[:MOST_RANGES]) + more


def _covered(name: str, totals: Mapping[str, Totals], missed: str) -> Row:
    branches, toggles, lines = (
        f'{totals[kind].percent:.1f} %' if totals[kind].total else '' for kind in ('branch', 'toggle', 'line')
    )
    bar = totals['line'].percent / 100 if totals['line'].total else None
    return Row(cells=(name, branches, toggles, missed, lines), bar=bar)


def _test(case: ElementTree.Element) -> Row:
    failed: Sequence[ElementTree.Element] = [child for child in case if child.tag in ('failure', 'error')]
    state = 'failed' if failed else 'cancelled' if case.find('skipped') is not None else 'passed'
    simulated = case.get('sim_time_ns')
    return Row(
        cells=(
            case.get('name', ''),
            case.get('classname', ''),
            {'cancelled': 'skipped'}.get(state, state),
            _seconds(case.get('time')),
            f'{_float(simulated):,.0f} ns' if simulated else '',
        ),
        state=state,
        title=' '.join(child.get('message') or child.get('error_msg') or '' for child in failed),
    )


def _place(found: Mapping[str, Any]) -> str:
    return f'{found["file"]}:{found["line"]}' if found.get('file') else ''


def _seconds(text: str | None) -> str:
    return f'{_float(text):.2f} s' if text else ''


def _float(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _count(value: Any) -> str:
    if isinstance(value, float):
        return f'{value:,.2f}'
    return f'{value:,}' if isinstance(value, int) else ''


def _text(title: str) -> Column:
    return Column(title=title)


def _number(title: str) -> Column:
    return Column(title=title, number=True)
