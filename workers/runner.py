"""Runs one job: claim, workspace, flow, artifacts, end; what is published is published once."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from services.blobs import BlobService
from services.bus import EventBus
from services.diagnostics import Diagnostic, Severity
from services.equal_runs import EqualRun, EqualRuns
from services.errors import A6HubError, UnavailableError
from services.events import JobStatusChanged
from services.job_leases import ATTEMPTS, Claim, Ending, JobLeases
from services.job_order import Room
from services.limits import Limits as PlanLimits
from services.logs import LogStore
from services.metrics import CPU_TIME, ERRORS, PEAK_MEMORY, WALL_TIME, WARNINGS
from services.models import JobState
from services.snapshots import SnapshotService
from workers.builds import Builds
from workers.caching import find_equal, lines_of_steps, origin, reads_of, spoken_of, stored_under
from workers.envelope import envelope_of, prepared_texts, trace_of
from workers.explaining import Explainer, own_fault
from workers.flow import DesignError, Flow, Plan
from workers.flows import FLOWS
from workers.job_log import JobLog
from workers.outputs import Outputs
from workers.patience import PASSING, patiently
from workers.progress import Progress
from workers.run_keys import ReadFiles, RunKeys, prepared_files, run_keys
from workers.running import RunningJob, RunningJobs, Stop
from workers.sandbox import MIB, Launcher, Limits, SandboxError
from workers.slots import Slots
from workers.step import Step, StepContext, StepResult, ToolError
from workers.toolbox import toolbox
from workers.workspace import Workspace, new_workspace

log = logging.getLogger(__name__)

LOG_BYTES = 16 * MIB
MOST_TOLD = 10
OUR_FAULT = 'The server could not run this job ({error}). This is no fault of the design; start it again.'
TOOL_FAULT = '{error} This is no fault of the design: tell whoever runs this server.'
PASSING_FAULTS = (ToolError, SandboxError, UnavailableError, OSError, *PASSING)
"""Faults of ours that another moment or another worker may not have; a mistake in our code is not one of them."""


@dataclass(slots=True)
class Parts:
    """The services that a run uses."""

    leases: JobLeases
    snapshots: SnapshotService
    blobs: BlobService
    equal: EqualRuns
    logs: LogStore
    bus: EventBus
    launcher: Launcher
    running: RunningJobs
    slots: Slots
    owner: str
    builds: Path


@dataclass(slots=True)
class Attempt:
    """One run of one job, as far as it has come."""

    job: RunningJob
    workspace: Workspace
    limits: Limits
    plan: Plan | None = None
    results: list[StepResult] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    keys: RunKeys | None = None
    opened: list[str] = field(default_factory=list)
    prepared: dict[str, str] = field(default_factory=dict)
    equal: EqualRun | None = None

    @property
    def claim(self) -> Claim:
        """The hold on the row."""
        return self.job.claim


class Runner:
    """Runs one job after the other, in the calling thread."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def work(self, _job_id: UUID) -> None:
        """Run the job that is next, and then the next one, until there is none or no room for it.

        The job that the queue names only woke us; the rows say whose turn it is.
        """
        slots = self._parts.slots
        while (claim := slots.take(self._claim)) is not None:
            try:
                self._run(claim)
            finally:
                slots.leave(claim)

    def _claim(self, room: Room) -> Claim | None:
        return self._parts.leases.claim_next(self._parts.owner, room)

    def _run(self, claim: Claim) -> None:
        """Run a job that is ours; whatever happens, its row says what happened."""
        job_log = JobLog(claim.job, self._parts.logs, self._parts.bus)
        running = RunningJob(claim, job_log, Progress(claim, self._parts.leases, self._parts.bus))
        self._tell(claim, JobState.RUNNING)
        self._parts.running.add(running)
        workspace = new_workspace(self._parts.launcher.folder)
        try:
            limits = patiently(lambda: self._parts.leases.limits(claim))
            self._attempt(Attempt(running, workspace, limits_of_plan(limits)))
        finally:
            self._parts.running.remove(running)
            workspace.remove()

    def _attempt(self, attempt: Attempt) -> None:
        outputs = Outputs(self._parts.blobs, attempt.workspace)
        try:
            ending = self._run_flow(attempt, outputs)
        except DesignError as error:
            ending = self._refused(attempt, error)
        except Exception as error:  # whatever went wrong on our side, the person gets an answer
            log.exception('Job %s could not be run', attempt.claim.job.id)
            told = told_of(error)
            if isinstance(error, PASSING_FAULTS) and self._try_again(attempt, told):
                return
            fault = own_fault(told, isinstance(error, ToolError))
            ending = Ending(JobState.CRASHED, told, diagnostics=[('', fault)])
        self._end(attempt, outputs, ending)

    def _try_again(self, attempt: Attempt, told: str) -> bool:
        """Queue the job again after a pause, if it has attempts left and nobody wants it to end."""
        claim = attempt.claim
        if attempt.job.stop is not Stop.NO or claim.attempt >= ATTEMPTS:
            return False
        reason = f'Attempt {claim.attempt} of {ATTEMPTS}: {told} It is tried again soon.'
        attempt.job.log.note(reason)
        if not patiently(lambda: self._parts.leases.retry_later(claim, reason)):
            return False
        self._tell(claim, JobState.QUEUED)
        return True

    def _run_flow(self, attempt: Attempt, outputs: Outputs) -> Ending:
        flow = FLOWS[attempt.claim.job.flow]
        started = time.monotonic()
        digests = self._fill(attempt.workspace, attempt.claim)
        options = flow.Options.model_validate(attempt.claim.job.options)
        attempt.plan = plan = flow.prepare(attempt.workspace, options)
        attempt.keys = run_keys(flow, plan, attempt.workspace, digests, toolbox())
        attempt.prepared = prepared_texts(prepared_files(attempt.workspace))
        self._announce(attempt, flow, plan)
        attempt.equal = find_equal(self._parts.equal, attempt.claim, plan, attempt.keys)
        if attempt.equal is not None:
            return self._take_over(attempt, attempt.equal, outputs)
        reads = ReadFiles(attempt.workspace)
        explainer = Explainer(attempt.workspace)
        with self._parts.launcher.open(attempt.workspace.folder) as sandbox:
            job = attempt.job
            context = StepContext(sandbox, attempt.workspace, attempt.limits, job.log.lines, job.cancel)
            context = replace(context, on_usage=job.progress.hear)
            attempt.results = flow.run(plan, context, self._follower(attempt))
            explainer.ask(context, plan, attempt.results)
        attempt.opened = reads.found()
        outputs.collect(attempt.results, attempt.job.log)
        ending = ending_of(attempt, plan, time.monotonic() - started)
        return explained(ending, attempt, plan, explainer, outputs)

    def _refused(self, attempt: Attempt, error: DesignError) -> Ending:
        """Explain why nothing could be run, and write it to the log."""
        with self._parts.launcher.open(attempt.workspace.folder) as sandbox:
            job = attempt.job
            context = StepContext(sandbox, attempt.workspace, attempt.limits, job.log.lines, job.cancel)
            diagnostics = Explainer(attempt.workspace).before_run(context, error.diagnostics)
        tell(attempt, diagnostics)
        reason = '; '.join(found.message for found in diagnostics if found.severity is Severity.ERROR)
        return Ending(JobState.FAILED, reason or str(error), diagnostics=[('', found) for found in diagnostics])

    def _take_over(self, attempt: Attempt, equal: EqualRun, outputs: Outputs) -> Ending:
        """Return what an equal run gave."""
        number = origin(equal, attempt.claim).get('number')
        attempt.job.log.note(f'from {f"run #{number}" if number else "an equal run"}, which had the same inputs')
        attempt.job.log.lines(lines_of_steps(equal.log))
        for step in equal.steps:
            ended = (step.position, JobState(step.state), step.reason, step.metrics)
            patiently(lambda ended=ended: self._parts.leases.step(attempt.claim, *ended))  # type: ignore[misc]
        outputs.artifacts.extend(equal.artifacts)
        tell(attempt, [found for _, found in equal.diagnostics if found.kind])
        return Ending(
            state=JobState(equal.job.state),
            reason=equal.job.reason,
            exit_code=equal.job.exit_code,
            top_module=equal.job.top_module,
            metrics=equal.job.metrics,
            diagnostics=equal.diagnostics,
        )

    def _fill(self, workspace: Workspace, claim: Claim) -> dict[str, str]:
        """Write the snapshot's files to the workspace; return their SHA-256."""
        snapshot = self._parts.snapshots.get(claim.job.snapshot_id)
        workspace.create()
        files = self._parts.snapshots.materialise(snapshot, workspace.project)
        workspace.know(file.path for file in files)
        job = claim.job
        workspace.last_run = lambda top: self._parts.leases.last_simulation(job, top)
        workspace.builds = Builds(self._parts.builds / job.project_id.hex)
        return {file.path: file.sha256 for file in files}

    def _announce(self, attempt: Attempt, flow: Flow, plan: Plan) -> None:
        attempt.job.log.note(f'run #{attempt.claim.job.number}: {flow.title}')
        for assumption in plan.assumptions:
            attempt.job.log.note(assumption)
        chosen = flow.steps_of(plan)
        attempt.steps = [step.id for step in chosen]
        steps = [(step.id, step.title) for step in chosen]
        patiently(lambda: self._parts.leases.plan(attempt.claim, steps, plan.top))

    def _follower(self, attempt: Attempt) -> Callable[[int, type[Step], StepResult | None], None]:
        def follow(position: int, step: type[Step], result: StepResult | None) -> None:
            leases = self._parts.leases
            if result is None:
                attempt.job.progress.begin(step.id)
                patiently(lambda: leases.step(attempt.claim, position, JobState.RUNNING))
                attempt.job.log.note(f'{step.title} …')
            else:
                patiently(lambda: leases.step(attempt.claim, position, result.state, result.reason, result.metrics))
            self._tell(attempt.claim, JobState.RUNNING, step.id)

        return follow

    def _end(self, attempt: Attempt, outputs: Outputs, ending: Ending) -> None:
        """Publish the end, or give the job back, or leave it to the worker that holds it now."""
        stop = attempt.job.stop
        if stop is Stop.LOST:
            log.warning('Job %s is held by another worker now; nothing of this run is published', attempt.claim.job.id)
            return
        if stop is Stop.RETURNED:
            self._parts.leases.give_back(attempt.claim)
            self._tell(attempt.claim, JobState.QUEUED)
            return
        attempt.job.log.note(last_line(ending))
        outputs.keep_log(attempt.job.log)
        complete = sealed(attempt, with_outputs(ending, outputs, attempt.job.log.length))
        if patiently(lambda: self._parts.leases.finish(attempt.claim, complete)):
            attempt.job.log.tell()
            self._tell(attempt.claim, ending.state)
            attempt.job.log.forget()

    def _tell(self, claim: Claim, state: JobState, step: str = '') -> None:
        job = claim.job
        self._parts.bus.publish(JobStatusChanged(job.project_id, job.id, state, step))
        parent_id = job.parent_id
        if parent_id is not None and not step:
            parent = patiently(lambda: self._parts.leases.state(parent_id))
            self._parts.bus.publish(JobStatusChanged(job.project_id, parent_id, parent))


def told_of(error: Exception) -> str:
    """Return what a person reads of a fault of ours."""
    if isinstance(error, ToolError):
        return TOOL_FAULT.format(error=error)
    return OUR_FAULT.format(error=error if isinstance(error, A6HubError | OSError) else type(error).__name__)


def limits_of_plan(plan: PlanLimits) -> Limits:
    """Return what the sandbox enforces of a plan's limits."""
    return Limits(
        wall_s=plan.job_time_s,
        memory_bytes=plan.job_memory_bytes,
        disk_bytes=plan.job_wave_bytes,
        output_bytes=LOG_BYTES,
        processes=plan.job_processes,
        build_s=plan.build_time_s,
    )


def ending_of(attempt: Attempt, plan: Plan, wall_s: float) -> Ending:
    """Sum up the steps of a run."""
    last = next((result for result in attempt.results if not result.passed), attempt.results[-1])
    found = [('', diagnostic) for diagnostic in plan.diagnostics]
    for step, result in zip(attempt.steps, attempt.results, strict=False):
        found += [(step, diagnostic) for diagnostic in result.diagnostics]
    metrics: dict[str, float] = {}
    for result in attempt.results:
        metrics |= result.metrics
    metrics[WALL_TIME.id] = wall_s
    metrics[CPU_TIME.id] = sum(result.metrics.get(CPU_TIME.id, 0.0) for result in attempt.results)
    metrics[PEAK_MEMORY.id] = max(result.metrics.get(PEAK_MEMORY.id, 0.0) for result in attempt.results)
    return Ending(
        state=last.state,
        reason=last.reason,
        exit_code=last.exit_code,
        top_module=plan.top,
        metrics=metrics,
        diagnostics=found,
    )


def explained(ending: Ending, attempt: Attempt, plan: Plan, explainer: Explainer, outputs: Outputs) -> Ending:
    """Return the ending with diagnostics that explain themselves, counted, and write the errors to the log."""
    steps = list(zip(attempt.steps, attempt.results, strict=False))
    found = explainer.after_run(plan, steps, ending.diagnostics, attempt.job.log.text(), outputs.waveforms)
    tell(attempt, [diagnostic for _, diagnostic in found if diagnostic.kind])
    counts = {
        ERRORS.id: float(sum(diagnostic.severity is Severity.ERROR for _, diagnostic in found)),
        WARNINGS.id: float(sum(diagnostic.severity is Severity.WARNING for _, diagnostic in found)),
    }
    return replace(ending, diagnostics=found, metrics={**ending.metrics, **counts})


def tell(attempt: Attempt, found: Iterable[Diagnostic]) -> None:
    """Write the first errors to the log, each with what to do about it."""
    errors = [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]
    for diagnostic in errors[:MOST_TOLD]:
        attempt.job.log.note(as_line(diagnostic))


def with_outputs(ending: Ending, outputs: Outputs, log_size: int) -> Ending:
    """Return the ending with what the run left."""
    return replace(ending, log_size=log_size, artifacts=outputs.artifacts)


def sealed(attempt: Attempt, ending: Ending) -> Ending:
    """Return the ending with how it came about, and the key under which an equal run finds it."""
    if attempt.plan is None or attempt.keys is None:
        return ending
    if attempt.equal is not None:
        trace = {**attempt.equal.envelope.get('trace', {}), 'prepared': attempt.prepared}
        envelope = envelope_of(ending, attempt.plan, trace) | {'from': origin(attempt.equal, attempt.claim)}
        return replace(ending, envelope=envelope, source_job_id=attempt.equal.job.id)
    key = stored_under(attempt.plan, attempt.results, ending, attempt.keys)
    spoken = spoken_of(attempt.keys, ending, attempt.job.log)
    flow = FLOWS[attempt.claim.job.flow]
    trace = trace_of(flow, attempt.plan, attempt.results, attempt.limits, toolbox(), attempt.prepared)
    trace |= reads_of(attempt.keys, key, attempt.plan, attempt.opened, spoken) | {'key': key}
    return replace(ending, run_key=key, envelope=envelope_of(ending, attempt.plan, trace))


def last_line(ending: Ending) -> str:
    """Return what the log ends with."""
    return f'{ending.state.value}: {ending.reason}' if ending.reason else ending.state.value


def as_line(diagnostic: Diagnostic) -> str:
    """Return a diagnostic as a line of the log, with a place that can be followed."""
    place = f'{diagnostic.file}:{diagnostic.line}: ' if diagnostic.file else ''
    hint = f' ({diagnostic.hint})' if diagnostic.hint else ''
    return f'{place}{diagnostic.severity.value}: {diagnostic.message}{hint}'
