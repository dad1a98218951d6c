"""Runs as the plain pages show them."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ide.formats import duration, memory, period
from services.jobs import JobDetails
from services.metrics import PEAK_MEMORY
from services.models import Artifact, Job, JobState, JobStep
from services.run_comparison import Figure

TONES = {JobState.PASSED: 'ok', JobState.QUEUED: 'accent', JobState.RUNNING: 'accent', JobState.CANCELLED: 'warn'}


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run with its times as texts; `tone` is the colour of its state."""

    number: int
    flow: str
    name: str
    state: str
    tone: str
    reason: str
    top_module: str
    duration: str
    attempt: int
    created_at: datetime
    started_at: datetime | None
    person: str
    from_run: int | None
    cached: bool
    child_count: int


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with its time and memory as texts."""

    title: str
    state: str
    tone: str
    reason: str
    duration: str
    memory: str


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A metric of one run or two, with their difference, as texts; `tone` says whether it grew."""

    id: str
    title: str
    a: str
    b: str
    difference: str
    percent: str


@dataclass(frozen=True, slots=True)
class ShownTrace:
    """How a run came about."""

    tools: Mapping[str, str] = field(default_factory=dict)
    commands: Sequence[tuple[str, str]] = ()
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)


def shown_run(job: Job, people: Mapping[UUID, str] | None = None) -> ShownRun:
    """Return a job as a page shows it."""
    state = JobState(job.state)
    return ShownRun(
        number=job.number,
        flow=job.flow,
        name=job.name,
        state=state.value,
        tone=TONES.get(state, 'err'),
        reason=job.reason,
        top_module=job.top_module,
        duration=duration(job.started_at, job.finished_at),
        attempt=job.attempt,
        created_at=job.created_at,
        started_at=job.started_at,
        person=(people or {}).get(job.created_by, '') if job.created_by else '',
        from_run=job.from_run,
        cached=job.cached,
        child_count=job.child_count,
    )


def shown_step(step: JobStep) -> ShownStep:
    """Return a step as a page shows it."""
    state = JobState(step.state)
    peak = step.metrics.get(PEAK_MEMORY.id)
    return ShownStep(
        title=step.title or step.step,
        state=state.value,
        tone=TONES.get(state, 'err'),
        reason=step.reason,
        duration=duration(step.started_at, step.finished_at),
        memory=memory(peak) if peak else '',
    )


def shown_figure(figure: Figure) -> ShownFigure:
    """Return a metric as a page shows it."""
    difference = figure.difference
    percent = figure.percent
    return ShownFigure(
        figure.id,
        figure.title,
        quantity(figure.a, figure.unit),
        quantity(figure.b, figure.unit),
        '' if not difference else f'{"+" if difference > 0 else "-"}{quantity(abs(difference), figure.unit)}',
        '' if not difference or percent is None else f'{percent:+.1f} %',
    )


def quantity(value: float | None, unit: str) -> str:
    """Return a figure with its unit."""
    if value is None:
        return '-'
    if unit == 's':
        return period(value) if value >= 10 else f'{value:.3g} s'
    if unit == 'bytes':
        return memory(value)
    text = f'{value:,.0f}' if value == int(value) else f'{value:,.4g}'
    return f'{text.replace(",", " ")} {unit}'.strip()


def shown_trace(trace: Mapping[str, Any]) -> ShownTrace:
    """Return the trace of an envelope as a page shows it."""
    return ShownTrace(
        tools={name: str(recipe.get('version', '')) for name, recipe in trace.get('tools', {}).items()},
        commands=[
            (str(step['step']), shlex.join(map(str, command.get('argv', ()))))
            for step in trace.get('steps', ())
            for command in step.get('commands', ())
        ],
        sources=trace.get('sources', {}),
        limits={
            name: memory(value) if name.endswith('_bytes') else period(value) if name.endswith('_s') else str(value)
            for name, value in trace.get('limits', {}).items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        },
    )


def artifact_of(details: JobDetails | None, view: str) -> Artifact | None:
    """Return the artifact of a run with this view, None if it left none."""
    found: Sequence[Artifact] = details.artifacts if details else ()
    return next((item for item in found if item.view == view), None)
