"""The page of a run, after a real one."""

import asyncio

import httpx
import pytest

from ide.app import create_app
from services.container import build_services
from services.events import JobStatusChanged
from services.identity import COOKIE
from services.models import JobState
from tests.web import ORIGIN, client_of
from workers.queue import open_queue
from workers.worker import Worker

pytestmark = pytest.mark.tool


@pytest.fixture
def services(embedded_settings):
    built = build_services(embedded_settings, open_queue(embedded_settings))
    worker = Worker(built, embedded_settings)
    worker.start()
    yield built
    worker.stop(0)
    built.close()


@pytest.fixture
async def visitor(services):
    async with client_of(create_app(services), headers={**ORIGIN, 'accept': 'text/html'}) as client:
        yield client


async def test_a_run_shows_state_log_and_artifacts(visitor: httpx.AsyncClient, services):
    path = (await visitor.post('/try/counter')).headers['location'].removesuffix('/edit')
    _, owner, slug = path.split('/')
    actor = services.identity.resolve(COOKIE + visitor.cookies['a6hub_session'], '')
    project = services.projects.find(actor, owner, slug)
    await simulated(services, actor, project.id)
    page = (await visitor.get(f'{path}/runs/1')).text
    assert 'passed' in page
    assert 'PASS' in page
    assert '\x1b' not in page
    assert '.vcd' in page
    assert 'a6hub-waveform/waveform.js' in page
    overview = (await visitor.get(path)).text
    assert 'data-base="/api/v1/projects/' in overview


async def simulated(services, actor, project_id) -> None:
    """Run the testbench to its end."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()

    def listen(event: object) -> None:
        if isinstance(event, JobStatusChanged) and JobState(event.state).is_final:
            loop.call_soon_threadsafe(ended.set)

    services.bus.subscribe(listen)
    services.jobs.start(actor, project_id, 'simulate')
    await asyncio.wait_for(ended.wait(), 60)
