"""The table of a regression: what passed, how long it took, what is flaky; also as JUnit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from xml.etree import ElementTree

from services.models import JobState

UNWRITABLE = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


@dataclass(frozen=True, slots=True)
class Past:
    """How a run of the same name ended in an earlier regression."""

    regression: int
    state: JobState
    same_files: bool
    """Whether the project held the same files as now."""


@dataclass(frozen=True, slots=True)
class Row:
    """One run of a regression."""

    id: UUID
    number: int
    name: str
    flow: str
    state: JobState
    reason: str
    time_s: float | None
    coverage_percent: float | None
    from_run: int | None
    cached: bool
    history: Sequence[Past] = ()

    @property
    def flaky(self) -> bool:
        """Whether the same files gave different results: this run or an earlier one passed, and another did not."""
        ended = [past.state for past in self.history if past.same_files]
        if self.state.is_final:
            ended.append(self.state)
        passed = {state is JobState.PASSED for state in ended if state in (JobState.PASSED, JobState.FAILED)}
        return len(passed) == 2


@dataclass(frozen=True, slots=True)
class Table:
    """A regression with all its runs."""

    number: int
    state: JobState
    rows: Sequence[Row]
    coverage_percent: float | None = None

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many runs are in each state."""
        states = [row.state.value for row in self.rows]
        return {state: states.count(state) for state in dict.fromkeys(states)}


def junit(table: Table, project: str) -> bytes:
    """Return the table in the form that build servers read (JUnit XML, as Jenkins' schema has it)."""
    failures = sum(row.state in (JobState.FAILED, JobState.TIMED_OUT) for row in table.rows)
    errors = sum(row.state in (JobState.CRASHED, JobState.DEAD) for row in table.rows)
    time_s = sum(row.time_s or 0 for row in table.rows)
    suite = ElementTree.Element(
        'testsuite',
        name=_text(f'{project} #{table.number}'),
        tests=str(len(table.rows)),
        failures=str(failures),
        errors=str(errors),
        skipped=str(sum(_skipped(row) for row in table.rows)),
        time=f'{time_s:.3f}',
    )
    for row in table.rows:
        case = ElementTree.SubElement(
            suite, 'testcase', classname=_text(project), name=_text(row.name), time=f'{row.time_s or 0:.3f}'
        )
        _outcome(case, row)
    whole = ElementTree.Element('testsuites')
    whole.append(suite)
    return bytes(ElementTree.tostring(whole, encoding='utf-8', xml_declaration=True))


def _outcome(case: ElementTree.Element, row: Row) -> None:
    if row.state is JobState.PASSED:
        return
    if _skipped(row):
        ElementTree.SubElement(case, 'skipped', message=_text(row.reason or row.state.value))
        return
    tag = 'error' if row.state in (JobState.CRASHED, JobState.DEAD) else 'failure'
    found = ElementTree.SubElement(case, tag, type=row.state.value, message=_text(row.reason.split('\n')[0]))
    found.text = _text(f'run #{row.number}: {row.reason}')


def _skipped(row: Row) -> bool:
    return row.state in (JobState.CANCELLED, JobState.QUEUED, JobState.RUNNING)


def _text(text: str) -> str:
    """Leave out what XML cannot hold."""
    return str(UNWRITABLE.sub('', text))
