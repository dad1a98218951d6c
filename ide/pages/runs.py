"""A project's runs: the list that can be narrowed down, one run in full, and two of them side by side."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from components.tables import Table
from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.forms import read_form, see
from ide.pages.addresses import PROJECT
from ide.pages.public import read_frame, wave_urls
from ide.pages.runs_shown import shown_figure, shown_run, shown_step, shown_trace
from ide.panels.result_tables import LARGEST, TABLES
from ide.templating import page
from services.artifact_expiry import day_of
from services.container import Services
from services.errors import NotFoundError
from services.flows import FLOW_OPTIONS
from services.jobs import JobDetails
from services.models import Artifact, JobState
from services.permissions import Actor, Permission
from services.run_comparison import ANSI, compare_figures
from services.run_history import RunFilter

router = APIRouter(include_in_schema=False)

RUNS = 50
LOG_TAIL = 64 * 1024
LARGEST_NUMBER = 9
"""Digits; no project has more runs."""


@router.get(f'{PROJECT}/runs')
async def runs(
    request: Request,
    actor: CurrentActor,
    owner: str,
    slug: str,
    flow: str = '',
    state: str = '',
    person: str = '',
    cursor: str = '',
) -> Response:
    """Show the runs that were asked for, newest first."""
    services = services_of(request)
    values = await call(partial(read_runs, services, actor, owner, slug, flow, state, person, cursor))
    return await page(request, 'project_runs.html', **values)


@router.get(f'{PROJECT}/runs/compare')
async def compare(request: Request, actor: CurrentActor, owner: str, slug: str, a: str = '', b: str = '') -> Response:
    """Show two runs side by side."""
    services = services_of(request)
    values = await call(read_comparison, services, actor, owner, slug, number_of(a), number_of(b))
    return await page(request, 'project_compare.html', **values)


@router.get(f'{PROJECT}/runs/{{number}}')
async def run(request: Request, actor: CurrentActor, owner: str, slug: str, number: str) -> Response:
    """Show one run: state, steps, messages, waveform, log, artifacts, and how it came about."""
    services = services_of(request)
    values = await call(read_run, services, actor, owner, slug, number_of(number))
    return await page(request, 'project_run.html', **values)


@router.post(f'{PROJECT}/runs/{{number}}/retry')
async def retry(request: Request, actor: CurrentActor, owner: str, slug: str, number: str) -> Response:
    """Run the same again, of a regression all runs or only those that did not pass, and show it."""
    services, form = services_of(request), await read_form(request)
    project = await call(services.projects.find, actor, owner, slug)
    found = await call(services.jobs.get_by_number, actor, project.id, number_of(number))
    again = partial(services.jobs.retry, only_failed=form.get('only') == 'failed')
    job = await call(again, actor, project.id, found.job.id)
    return see(f'{project.path}/runs/{job.number}')


@router.post(f'{PROJECT}/runs/{{number}}/pin')
async def pin(request: Request, actor: CurrentActor, owner: str, slug: str, number: str) -> Response:
    """Keep what a run left for ever, or let it expire, and show the run again."""
    services, form = services_of(request), await read_form(request)
    project = await call(services.projects.find, actor, owner, slug)
    found = await call(services.jobs.get_by_number, actor, project.id, number_of(number))
    keep = partial(services.artifacts.pin, pinned=form.get('pinned') == 'yes')
    await call(keep, actor, project.id, found.job.id)
    return see(f'{project.path}/runs/{found.job.number}')


def number_of(text: str) -> int:
    """Return the number of a run, or raise that there is none."""
    if not (text.isascii() and text.isdigit()) or len(text) > LARGEST_NUMBER:
        raise NotFoundError(f'{text[:40]!r} is not the number of a run.')
    return int(text)


def read_runs(
    services: Services, actor: Actor, owner: str, slug: str, flow: str, state: str, person: str, cursor: str
) -> dict[str, Any]:
    """Return a page of runs and what they can be narrowed down to."""
    project, frame = read_frame(services, actor, owner, slug)
    wanted = RunFilter(flow[:60], JobState(state) if state in set(JobState) else None, person[:60])
    found = services.run_history.find(actor, project.id, wanted, RUNS, cursor)
    people = services.run_history.people(actor, project.id)
    chosen = {'flow': flow, 'state': state, 'person': person}
    query = {name: value for name, value in chosen.items() if value}
    return {
        **frame,
        **chosen,
        'runs': [shown_run(job, people) for job in found.items],
        'flows': sorted(FLOW_OPTIONS),
        'states': [item.value for item in JobState],
        'people': sorted(people.values()),
        'filtered': bool(query),
        'next_url': f'{project.path}/runs?{urlencode({**query, "cursor": found.next})}' if found.next else '',
    }


def read_run(services: Services, actor: Actor, owner: str, slug: str, number: int) -> dict[str, Any]:
    """Return one run with all that it left."""
    project, frame = read_frame(services, actor, owner, slug)
    details = services.jobs.get_by_number(actor, project.id, number)
    job = details.job
    base = f'/api/v1/projects/{project.id}/jobs/{job.id}'
    envelope = services.reproduction.envelope(actor, project.id, job.id)
    table = services.regressions.table(actor, project.id, job.id) if job.child_count else None
    return {
        **frame,
        **wave_urls(project, details),
        'run': shown_run(job, services.run_history.people(actor, project.id)),
        'live': not JobState(job.state).is_final,
        'may_run': project.allows(actor, Permission.JOB_RUN),
        'steps': [shown_step(step) for step in details.steps],
        'figures': [shown_figure(figure) for figure in compare_figures(job.metrics, {})],
        'diagnostics': sorted(details.diagnostics, key=severity_rank),
        'artifacts': [artifact_row(item, base) for item in details.artifacts],
        'expired': [artifact_row(item, base) for item in details.expired],
        'may_pin': project.allows(actor, Permission.ARTIFACT_PIN),
        'assumptions': envelope.get('assumptions', []),
        'trace': shown_trace(envelope.get('trace', {})),
        'reproduce_url': f'{base}/reproduce' if shown_trace(envelope.get('trace', {})).commands else '',
        'options': job.options,
        'run_key': job.run_key,
        'before': number - 1,
        'table': table,
        'junit_url': f'{base}/junit.xml',
        'result_tables': result_tables(services, actor, details),
        'log_tail': log_tail(services, actor, details),
        'log_url': f'{base}/logs',
    }


def severity_rank(item: Any) -> tuple[int, int]:
    """Return errors before warnings before notes, each as they came."""
    return ['error', 'warning', 'info'].index(item.severity) if item.severity in {'error', 'warning', 'info'} else 3, (
        item.position
    )


def artifact_row(item: Artifact, base: str) -> dict[str, Any]:
    """Return an artifact as the page lists it, with how long it is kept."""
    return {
        'name': item.name,
        'view': item.view,
        'size': item.size,
        'url': f'{base}/artifacts/{item.id}',
        'until': '' if item.pinned else day_of(item),
        'pinned': item.pinned,
    }


def result_tables(services: Services, actor: Actor, details: JobDetails) -> list[Table]:
    """Return what the run left as tables: statistics of a synthesis, results of tests."""
    found: list[Table] = []
    for artifact in details.artifacts:
        if artifact.view in TABLES and artifact.size <= LARGEST:
            found += TABLES[artifact.view](services.artifacts.read(actor, artifact))
    return found


def log_tail(services: Services, actor: Actor, details: JobDetails) -> str:
    """Return the end of the log, for browsers without JavaScript."""
    project_id, job_id = details.job.project_id, details.job.id
    length = services.jobs.read_log(actor, project_id, job_id, 0, 0).total
    tail = services.jobs.read_log(actor, project_id, job_id, max(0, length - LOG_TAIL), LOG_TAIL).data
    return ANSI.sub('', tail.decode(errors='replace'))


def read_comparison(services: Services, actor: Actor, owner: str, slug: str, a: int, b: int) -> dict[str, Any]:
    """Return two runs and in what they differ."""
    project, frame = read_frame(services, actor, owner, slug)
    found = services.run_history.compare(actor, project.id, a, b)
    return {
        **frame,
        'a': shown_run(found.a, found.people),
        'b': shown_run(found.b, found.people),
        'settings': found.settings,
        'versions': found.versions,
        'figures': [shown_figure(figure) for figure in found.figures],
        'diagnostics': found.diagnostics,
        'changed_files': found.files,
        'log': found.log,
    }
