"""Runs: starts and stops them, and shows console, problems and waveform of the one that is looked at."""

from uuid import UUID

from nicegui import ui

from components.console import Console, LinkEventArguments, StepLine, Usage
from components.runs import CompareEventArguments, Run, RunEventArguments, Runs
from components.top_bar import RunEventArguments as StartEventArguments
from components.waveform import StateEventArguments, Waveform
from ide.formats import duration, period
from ide.panels.coverage import CoveragePanel
from ide.panels.desk import Desk
from ide.panels.results import ResultsPanel
from ide.panels.tables import TablesPanel
from services.clock import now
from services.events import Event, JobProgress, JobStatusChanged
from services.flows import option_errors
from services.ids import parse_id
from services.jobs import JobDetails
from services.models import Job, JobState, JobStep

SHOWN_RUNS = 50
KEPT_VIEWS = 8
TABLED = frozenset({'coverage', 'synthesize'})
"""Flows of which a person wants to see the tables first."""


class RunningPanel:
    """The page looks at one run at a time: the newest, or the one that was chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jobs = desk.services.jobs
        self._job_id: UUID | None = None
        self._trace = ''
        self._top = ''
        self._numbers: dict[UUID, int] = {}
        self._told: set[UUID] = set()
        with desk.dock.section('runs'):
            self.runs = Runs(may_run=desk.can_run, may_pin=desk.can_run, may_reproduce=True)
            self.runs.on_open(self._open).on_cancel(self._cancel_one).on_rerun(self._rerun).on_page(self._page)
            self.runs.on_download(self._download).on_compare(self._compare).on_reproduce(self._reproduce)
            self.runs.on_pin(self._pin)
        with desk.dock.panel('console'):
            self.console = Console(empty='Nothing has been printed. Press Ctrl Enter to run.').on_link(self._link)
        with desk.dock.panel('problems'):
            self.results = ResultsPanel(desk)
        with desk.dock.panel('waveform'):
            self.waveform = Waveform().on_state(self._wave_state)
        self.tables = TablesPanel(desk, self.show)
        self.coverage = CoveragePanel(desk)
        desk.listen(self._on_event)

    async def load(self) -> None:
        """Show the runs of the project and the newest of them."""
        page = await self._desk.attempt(self._jobs.list, self._desk.project.id, SHOWN_RUNS)
        jobs = list(page.items) if page else []
        self._numbers = {job.id: job.number for job in jobs}
        self.runs.set_runs(run_of(job) for job in jobs if job.parent_id is None)
        if jobs:
            await self.show(jobs[0].id)

    async def start(self, e: StartEventArguments) -> None:
        """Store what is typed, then run it."""
        unstored = await self._desk.editor.flush()
        if unstored:
            names = ', '.join(unstored)
            self._desk.toasts.show(f'{names} could not be stored; the run was not started.', kind='error')
            return
        self._desk.remember(flow=e.flow)
        if errors := option_errors(e.flow, e.options):
            self._desk.top.open_run_menu(e.flow)
            self._desk.top.set_errors(e.flow, errors)
            return
        job = await self._desk.attempt(self._jobs.start, self._desk.project.id, e.flow, e.options)
        if job is not None:
            self._desk.top.set_running('Waiting')
            self._upsert(job)
            self._desk.dock.show_panel('console')
            await self.show(job.id)

    async def cancel(self) -> None:
        """Stop the run that is looked at."""
        if self._job_id is not None:
            await self._desk.attempt(self._jobs.cancel, self._desk.project.id, self._job_id)

    async def show(self, job_id: UUID) -> None:
        """Look at a run: its log from the start, its messages, its waveform."""
        self._job_id = job_id
        self.runs.set_current(str(job_id))
        self.console.attach(f'{self._desk.api}/jobs/{job_id}/logs')
        details = await self._desk.attempt(self._jobs.get, self._desk.project.id, job_id)
        if details is not None:
            self._show_details(details, fresh=False)
            await self.tables.show(details)
            await self.coverage.show(details)
            if details.job.child_count:
                self._desk.dock.show_panel('results')

    def _upsert(self, job: Job, details: JobDetails | None = None) -> None:
        """Show a run in the list; those that belong to a regression stand in its table."""
        self._numbers[job.id] = job.number
        if job.parent_id is None:
            self.runs.upsert(run_of(job, details))

    def _show_details(self, details: JobDetails, *, fresh: bool) -> None:
        state = JobState(details.job.state)
        self.console.set_steps(step_line(step) for step in details.steps)
        self._desk.top.set_running(None if state.is_final else running_text(details))
        self.results.show(details.diagnostics)
        trace = next((item for item in details.artifacts if item.view == 'trace'), None)
        if trace is not None and str(trace.id) != self._trace:
            self._trace = str(trace.id)
            self._show_waves(details, f'{self._desk.api}/jobs/{details.job.id}/waves/{trace.id}')
            vcd = next((item.name for item in details.artifacts if item.view == 'vcd'), 'trace')
            self._desk.dock.set_status(f'{vcd} · run **#{details.job.number}**')
        if fresh and state.is_final and details.job.id not in self._told:
            self._announce(details, state, has_trace=trace is not None)

    def _show_waves(self, details: JobDetails, url: str) -> None:
        """Open the trace as this testbench was last looked at; another run of it keeps what is shown now."""
        same, self._top = self._top == details.job.top_module, details.job.top_module
        kept = None if same else self._desk.state.get('waves', {}).get(self._top)
        self.waveform.load(url, kept)

    def _announce(self, details: JobDetails, state: JobState, *, has_trace: bool) -> None:
        job = details.job
        self._tell(job)
        if state is JobState.PASSED:
            self._desk.dock.show_panel(best_panel(job, has_trace=has_trace))
            told = f'run #{job.number} passed'
            self._desk.status.set('message', f'{told} · from run #{job.from_run}' if job.from_run else told, 'ok')
        else:
            self._desk.status.set('message', f'run #{job.number} {state}', 'err')
            if job.child_count:
                self._desk.dock.show_panel('results')
            elif any(item.severity == 'error' for item in details.diagnostics):
                self._desk.dock.show_panel('problems')
            elif state is not JobState.CANCELLED:
                self._desk.toasts.show(f'Run #{job.number} {state}.', kind='error', detail=job.reason)

    async def _on_event(self, event: Event) -> None:
        if isinstance(event, JobProgress):
            self._show_usage(event)
        if not isinstance(event, JobStatusChanged):
            return
        details = await self._desk.attempt(self._jobs.get, self._desk.project.id, event.job_id)
        if details is None:
            return
        self._upsert(details.job, details)
        if event.job_id == self._job_id:
            self._show_details(details, fresh=True)
            await self.tables.show(details)
            await self.coverage.show(details)
        elif details.job.parent_id is not None and details.job.parent_id == self._job_id:
            await self.tables.refresh()
        elif JobState(details.job.state).is_final:
            self._tell(details.job)

    def _show_usage(self, event: JobProgress) -> None:
        if event.job_id != self._job_id:
            return
        self._desk.top.set_running(f'Stop · {period(event.wall_s)}')
        self.console.set_usage(
            Usage(
                wall_s=event.wall_s,
                memory_bytes=event.memory_bytes,
                waves_bytes=event.waves_bytes,
                processes=event.processes,
                limit_wall_s=event.limit_wall_s,
                limit_memory_bytes=event.limit_memory_bytes,
                limit_disk_bytes=event.limit_disk_bytes,
                limit_processes=event.limit_processes,
            )
        )

    def _tell(self, job: Job) -> None:
        """Tell the end of a run to who is looking elsewhere, once; a regression is told as a whole."""
        if job.id in self._told or job.parent_id is not None:
            return
        self._told.add(job.id)
        self._desk.top.announce(job.number, job.flow, job.state, job.reason)

    async def _open(self, e: RunEventArguments) -> None:
        await self.show(parse_id(e.id, 'run'))

    async def _cancel_one(self, e: RunEventArguments) -> None:
        await self._desk.attempt(self._jobs.cancel, self._desk.project.id, parse_id(e.id, 'run'))

    async def _rerun(self, e: RunEventArguments) -> None:
        job = await self._desk.attempt(self._jobs.retry, self._desk.project.id, parse_id(e.id, 'run'))
        if job is not None:
            self._upsert(job)
            await self.show(job.id)

    def _download(self, e: RunEventArguments) -> None:
        ui.navigate.to(f'{self._desk.api}/jobs/{parse_id(e.id, "run")}/logs')

    def _page(self, e: RunEventArguments) -> None:
        number = self._numbers.get(parse_id(e.id, 'run'))
        if number is not None:
            ui.navigate.to(f'{self._desk.project.path}/runs/{number}', new_tab=True)

    def _compare(self, e: CompareEventArguments) -> None:
        ui.navigate.to(f'{self._desk.project.path}/runs/compare?a={e.a}&b={e.b}', new_tab=True)

    async def _pin(self, e: RunEventArguments) -> None:
        """Keep what a run left for ever, or let it expire where all of it is kept."""
        job_id, project_id = parse_id(e.id, 'run'), self._desk.project.id
        details = await self._desk.attempt(self._jobs.get, project_id, job_id)
        if details is None:
            return
        pinned = not is_pinned(details)
        pin = self._desk.services.artifacts.pin
        if await self._desk.attempt(pin, project_id, job_id, pinned=pinned) is not None:
            changed = await self._desk.attempt(self._jobs.get, project_id, job_id)
            self._upsert(details.job, changed)
            told = 'is kept for ever' if pinned else 'expires as the plan says'
            self._desk.toasts.show(f'What run #{details.job.number} left {told}.', kind='success')

    def _reproduce(self, e: RunEventArguments) -> None:
        ui.navigate.to(f'{self._desk.api}/jobs/{parse_id(e.id, "run")}/reproduce')

    def _link(self, e: LinkEventArguments) -> None:
        self._desk.open_file(e.file, e.line, e.column or 1)

    def _wave_state(self, e: StateEventArguments) -> None:
        waves = {**self._desk.state.get('waves', {}), self._top: e.state}
        while len(waves) > KEPT_VIEWS:
            waves.pop(next(iter(waves)))
        self._desk.remember(waves=waves)


def best_panel(job: Job, *, has_trace: bool) -> str:
    """Return what a person wants to see of a run that passed."""
    if job.child_count or job.flow in TABLED:
        return 'results'
    return 'waveform' if has_trace else 'console'


def is_pinned(details: JobDetails) -> bool:
    """Return whether all that a run left is kept for ever."""
    return bool(details.artifacts) and all(artifact.pinned for artifact in details.artifacts)


def waits(details: JobDetails | None) -> str:
    """Return the place of a waiting run, and when it is expected to begin."""
    if details is None or details.queue is None:
        return ''
    soon = details.queue.expected_start_s
    return f'#{details.queue.position}' + (f' · in {period(soon)}' if soon else '')


def run_of(job: Job, details: JobDetails | None = None) -> Run:
    """Return a job as the list shows it."""
    took = (job.finished_at - job.started_at).total_seconds() if job.finished_at and job.started_at else None
    return Run(
        id=str(job.id),
        number=job.number,
        flow=job.flow,
        state=job.state,
        top=job.top_module,
        detail=job.reason,
        source=job.from_run,
        waits=waits(details),
        pinned=details is not None and is_pinned(details),
        duration_s=took,
        started_at=job.started_at.isoformat() if job.started_at else None,
    )


def step_line(step: JobStep) -> StepLine:
    """Return a step as the console's head shows it."""
    return StepLine(
        title=step.title or step.step,
        state=step.state,
        detail=duration(step.started_at, step.finished_at),
        started_at=step.started_at.isoformat() if step.started_at else None,
    )


def running_text(details: JobDetails) -> str:
    """Return what the stop button says."""
    job = details.job
    if job.state == JobState.QUEUED or job.started_at is None:
        return f'Waiting {waits(details)}'.strip()
    return f'Stop · {(now() - job.started_at).total_seconds():.0f} s'
