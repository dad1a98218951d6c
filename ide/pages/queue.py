"""The page of queue and workers, for administrators; to everybody else it is not there."""

from typing import Any

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.formats import memory, period
from ide.forms import see
from ide.templating import page
from services.errors import NotFoundError, NotPermittedError, NotSignedInError
from services.ids import parse_id
from services.queue_overview import JobLine, QueueOverview, Throughput

router = APIRouter(include_in_schema=False)

PAGE = '/admin/queue'
HIDDEN = 'There is no such page.'


@router.get(PAGE)
async def queue(request: Request, actor: CurrentActor) -> Response:
    """Show who waits, what runs where, what is dead, and the workers."""
    try:
        overview = await call(services_of(request).queue_overview.read, actor)
    except (NotPermittedError, NotSignedInError):
        raise NotFoundError(HIDDEN) from None
    return await page(request, 'queue.html', **shown(overview))


@router.post(f'{PAGE}/{{project_id}}/{{job_id}}/retry')
async def retry(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> Response:
    """Try a dead run again for the person whose run it was."""
    ids = parse_id(project_id, 'project'), parse_id(job_id, 'run')
    try:
        await call(services_of(request).run_history.retry_dead, actor, *ids)
    except (NotPermittedError, NotSignedInError):
        raise NotFoundError(HIDDEN) from None
    return see(PAGE)


def shown(overview: QueueOverview) -> dict[str, Any]:
    """Return queue and workers as texts."""
    return {
        'moment': overview.moment,
        'waiting': overview.waiting,
        'places': overview.places,
        'people': [(person, period(person.oldest_s)) for person in overview.people],
        'running': [(line, usage(line)) for line in overview.running],
        'dead': overview.dead,
        'workers': overview.workers,
        'throughput': [(span, sum(span.ended.values()), ended(span), *medians(span)) for span in overview.throughput],
    }


def usage(line: JobLine) -> dict[str, str]:
    """Return what a running job uses."""
    used = line.usage
    return {
        'step': str(used.get('step', '')),
        'time': period(float(used['wall_s'])) if 'wall_s' in used else '',
        'memory': memory(float(used['memory_bytes'])) if 'memory_bytes' in used else '',
        'lease': f'{line.lease_s:.0f} s' if line.lease_s is not None else '',
    }


def ended(span: Throughput) -> list[tuple[str, int]]:
    """Return how many runs ended in each state."""
    return [(state.value, count) for state, count in span.ended.items() if count]


def medians(span: Throughput) -> tuple[str, str]:
    """Return how long runs waited and took."""
    return tuple(period(value) if value is not None else '' for value in (span.wait_s, span.run_s))  # type: ignore[return-value]
