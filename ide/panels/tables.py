"""Results: the tables of the run that is looked at."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from nicegui import ui

from components.tables import Act, ChosenEventArguments, Column, Row, Table, Tables
from ide.panels.desk import Desk
from ide.panels.result_tables import LARGEST, TABLES
from services.ids import parse_id
from services.jobs import JobDetails
from services.models import JobState
from services.regressions import Row as RegressionRow
from services.regressions import Table as Regression

EMPTY = 'This run left no table. Regressions, synthesis, coverage and tests do.'
REFRESH_S = 0.4
AGAIN, JUNIT = 'again', 'junit'


class TablesPanel:
    """Shows tables; a chosen run of a regression is opened, and the failed ones are run again."""

    def __init__(self, desk: Desk, show: Callable[[UUID], Awaitable[None]]) -> None:
        self._desk = desk
        self._show = show
        self._job_id: UUID | None = None
        self._refreshing = False
        with desk.dock.panel('results'):
            self.tables = Tables(empty=EMPTY).on_open(self._open).on_act(self._act)

    async def show(self, details: JobDetails) -> None:
        """Show what this run left; the tables of a regression stay while one of its runs is looked at."""
        job = details.job
        if job.parent_id is not None and job.parent_id == self._job_id:
            return
        self._job_id = job.id
        if not job.child_count:
            await self._show_artifacts(details)
            return
        found = await self._desk.attempt(self._desk.services.regressions.table, job.project_id, job.id)
        if found is not None and self._job_id == job.id:
            self.tables.set_tables([regression_table(found, may_run=self._desk.can_run)])

    async def _show_artifacts(self, details: JobDetails) -> None:
        tables: list[Table] = []
        for artifact in details.artifacts:
            if artifact.view in TABLES and artifact.size <= LARGEST:
                data = await self._desk.attempt(self._desk.services.artifacts.read, artifact)
                tables += TABLES[artifact.view](data or b'')
        if self._job_id == details.job.id:
            self.tables.set_tables(tables)

    async def refresh(self) -> None:
        """Show a regression anew when its runs go on: soon, and once for many of them."""
        if self._job_id is None or self._refreshing:
            return
        self._refreshing = True
        await asyncio.sleep(REFRESH_S)
        self._refreshing = False
        details = await self._desk.attempt(self._desk.services.jobs.get, self._desk.project.id, self._job_id)
        if details is not None and details.job.id == self._job_id:
            await self.show(details)

    async def _open(self, e: ChosenEventArguments) -> None:
        await self._show(parse_id(e.id, 'run'))
        self._desk.dock.show_panel('console')

    async def _act(self, e: ChosenEventArguments) -> None:
        if self._job_id is None:
            return
        if e.id == JUNIT:
            ui.navigate.to(f'{self._desk.api}/jobs/{self._job_id}/junit.xml', new_tab=True)
        elif e.id == AGAIN:
            retry = self._desk.services.jobs.retry
            job = await self._desk.attempt(retry, self._desk.project.id, self._job_id, only_failed=True)
            if job is not None:
                await self._show(job.id)


def regression_table(found: Regression, *, may_run: bool) -> Table:
    """Return a regression as a table: its runs with state, time, coverage and history."""
    ended = JobState(found.state).is_final
    failed = any(row.state.is_final and row.state is not JobState.PASSED for row in found.rows)
    acts = [Act(id=AGAIN, label='Run the failed ones again')] if ended and failed and may_run else []
    columns = ('Run', 'State', 'Time', 'Before', 'Coverage')
    return Table(
        title=f'Regression #{found.number}',
        columns=tuple(Column(title=title, number=title in {'Time', 'Coverage'}) for title in columns),
        rows=tuple(regression_row(row) for row in found.rows),
        note=note_of(found),
        acts=(*acts, Act(id=JUNIT, label='JUnit')),
    )


def note_of(found: Regression) -> str:
    """Return the sum of a regression in one line."""
    counts = ', '.join(f'{count} {state}' for state, count in found.counts.items())
    covered = found.coverage_percent
    return counts if covered is None else f'{counts} · {covered:.1f} % of the lines reached by all together'


def regression_row(row: RegressionRow) -> Row:
    """Return one run of a regression as a row."""
    before = ' '.join(f'{"✓" if past.state is JobState.PASSED else "✗"}#{past.regression}' for past in row.history[:5])
    covered = row.coverage_percent
    return Row(
        id=str(row.id),
        cells=(
            row.name,
            f'{row.state} (from run #{row.from_run})' if row.from_run else row.state.value,
            '' if row.time_s is None else f'{row.time_s:.2f} s',
            before,
            '' if covered is None else f'{covered:.1f} %',
        ),
        state=row.state.value,
        mark='flaky' if row.flaky else '',
        title=row.reason,
        bar=None if covered is None else covered / 100,
    )
