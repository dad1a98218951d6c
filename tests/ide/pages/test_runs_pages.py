"""The pages of runs: what they show, to whom, and that what people wrote is text."""

import httpx
import pytest

from ide.app import create_app
from services.container import Services
from services.models import Artifact, JobDiagnostic
from services.permissions import Actor
from tests.factories import add_project
from tests.people import add_run, member
from tests.web import ORIGIN, client_of

PAGES = ('/runs', '/runs/1', '/runs/compare?a=1&b=2')


@pytest.fixture
def services(embedded: Services) -> Services:
    return embedded


@pytest.fixture
def ada(services: Services) -> Actor:
    return member(services, 'ada')


@pytest.fixture
async def visitor(services: Services):
    async with client_of(create_app(services), headers={**ORIGIN, 'accept': 'text/html'}) as client:
        yield client


def project_of(services: Services, actor: Actor, visibility: str) -> str:
    project = add_project(services, actor, {'uart.v': b'module uart; endmodule\n'}, name='uart', visibility=visibility)
    job_id, _ = add_run(services, actor, project.id)
    with services.database.write() as session:
        session.add(
            JobDiagnostic(
                job_id=job_id,
                position=1,
                severity='error',
                message='<script>alert(1)</script>',
                file='uart.v',
                line=1,
                cause='<i>cause</i>',
                hint='add a <b>',
                raw='<raw>',
            )
        )
    add_run(services, actor, project.id)
    return project.path


async def test_everybody_reads_the_runs_of_a_public_project(visitor: httpx.AsyncClient, services: Services, ada: Actor):
    path = project_of(services, ada, 'public')
    for page in PAGES:
        answer = await visitor.get(path + page)
        assert answer.status_code == 200, page
        assert '<script>alert(1)' not in answer.text
        assert '<raw>' not in answer.text
    text = (await visitor.get(f'{path}/runs/1')).text
    assert 'add a &lt;b&gt;' in text
    assert 'data-testid="retry"' not in text


async def test_nobody_else_finds_those_of_a_private_one(visitor: httpx.AsyncClient, services: Services, ada: Actor):
    path = project_of(services, ada, 'private')
    for page in PAGES:
        assert (await visitor.get(path + page)).status_code == 404, page
    assert (await visitor.post(f'{path}/runs/1/retry')).status_code == 404


async def test_only_who_may_run_repeats_a_run(visitor: httpx.AsyncClient, services: Services, ada: Actor):
    path = project_of(services, ada, 'public')
    assert (await visitor.post(f'{path}/runs/1/retry')).status_code in {303, 401, 403}
    project = services.projects.find(ada, *path.strip('/').split('/'))
    assert services.jobs.list(ada, project.id).items[0].number == 2


async def test_a_filter_keeps_what_fits(visitor: httpx.AsyncClient, services: Services, ada: Actor):
    path = project_of(services, ada, 'public')
    assert '/runs/2"' in (await visitor.get(f'{path}/runs?state=passed&person=ada&flow=simulate')).text
    assert 'No run is like that' in (await visitor.get(f'{path}/runs?state=failed')).text
    assert '/runs/2"' in (await visitor.get(f'{path}/runs?state=nonsense')).text


@pytest.mark.parametrize('query', ['', '?a=1', '?a=1&b=x', '?a=1&b=99', '?a=1&b=²'])
async def test_a_comparison_with_nothing_is_not_found(
    visitor: httpx.AsyncClient, services: Services, ada: Actor, query
):
    path = project_of(services, ada, 'public')
    assert (await visitor.get(f'{path}/runs/compare{query}')).status_code == 404


async def test_what_a_run_left_is_pinned_by_who_may(visitor: httpx.AsyncClient, services: Services, ada: Actor):
    path = project_of(services, ada, 'public')
    project = services.projects.find(ada, *path.strip('/').split('/'))
    assert (await visitor.post(f'{path}/runs/1/pin', data={'pinned': 'yes'})).status_code in {303, 401, 403}
    details = services.jobs.get_by_number(ada, project.id, 1)
    assert not any(item.pinned for item in details.artifacts)
    assert 'data-testid="pin"' not in (await visitor.get(f'{path}/runs/1')).text


async def test_results_are_shown_as_tables(visitor: httpx.AsyncClient, services: Services, ada: Actor):
    path = project_of(services, ada, 'public')
    project = services.projects.find(ada, *path.strip('/').split('/'))
    job = services.jobs.get_by_number(ada, project.id, 1).job
    results = services.blobs.put(
        b'<testsuite><testcase name="test_reset" classname="&lt;b&gt;" time="0.5"/></testsuite>'
    )
    with services.database.write() as session:
        session.add(
            Artifact(
                job_id=job.id,
                project_id=project.id,
                name='results.xml',
                view='tests',
                size=results.size,
                sha256=results.sha256,
            )
        )
    text = (await visitor.get(f'{path}/runs/1')).text
    assert 'test_reset' in text
    assert '&lt;b&gt;' in text
