"""Runs through REST, with a real worker on the embedded adapters."""

import asyncio
import io
import re
from datetime import datetime, timedelta
from uuid import UUID
from zipfile import ZipFile

import httpx
import pytest

from ide.app import create_app
from services.clock import now
from services.container import build_services
from services.job_drafts import Draft
from tests.designs import DESIGN, ENDLESS, person, project
from tests.web import client_of, registered
from workers.queue import open_queue
from workers.worker import Worker

pytestmark = pytest.mark.tool


@pytest.fixture
def services(embedded_settings):
    built = build_services(embedded_settings, open_queue(embedded_settings))
    yield built
    built.close()


@pytest.fixture
def worker(services, embedded_settings):
    running = Worker(services, embedded_settings)
    running.start()
    yield running
    running.stop(0)


@pytest.fixture
async def client(services):
    async with client_of(create_app(services)) as client:
        yield client


@pytest.fixture
async def ada(client, services):
    """A person who proves who they are, as header and as actor."""
    header = await registered(client, 'ada')
    client.headers.update(header)
    me = (await client.get('/api/v1/auth/me')).json()
    actor = person(services, 'unused')
    return type(actor)(user_id=UUID(me['id']), kind=actor.kind, name='ada')


async def started(client, where, **body):
    answer = await client.post(f'/api/v1/projects/{where}/jobs', json={'flow': 'simulate', **body})
    assert answer.status_code == 202, answer.text
    assert answer.headers['location'] == f'/api/v1/projects/{where}/jobs/{answer.json()["id"]}'
    return f'/api/v1/projects/{where}/jobs/{answer.json()["id"]}'


async def ended(client, path):
    """Follow the log to its end, then return log and run."""
    log = (await client.get(f'{path}/logs', params={'follow': 1})).text
    return log, await settled(client, path)


async def settled(client, path):
    """Wait until the run has ended, and return it."""
    for _ in range(3000):
        job = (await client.get(path)).json()
        if job['finished_at']:
            return job
        await asyncio.sleep(0.01)
    raise AssertionError(job)


async def test_a_run_from_its_start_to_the_waveform(client, services, ada, worker):
    path = await started(client, project(services, ada, DESIGN), options={'top': 'tb'})
    log, job = await ended(client, path)
    assert (job['state'], job['number'], job['flow'], job['options']) == ('passed', 1, 'simulate', {'top': 'tb'})
    assert 'q=10\n' in log
    assert {artifact['view'] for artifact in job['artifacts']} == {'vcd', 'trace', 'log'}
    assert [step['state'] for step in job['steps']] == ['passed', 'passed']
    assert job['metrics']['step__wall_time__s'] > 0
    trace = next(artifact for artifact in job['artifacts'] if artifact['view'] == 'trace')
    hierarchy = (await client.get(f'{path}/waves/{trace["id"]}/hierarchy')).json()
    assert hierarchy['hierarchy']['scopes']['name'] == ['tb', 'dut']


async def test_an_artifact_comes_whole_in_ranges_and_from_the_cache(client, services, ada, worker):
    path = await started(client, project(services, ada, DESIGN))
    _, job = await ended(client, path)
    vcd = next(artifact for artifact in job['artifacts'] if artifact['view'] == 'vcd')
    address = f'{path}/artifacts/{vcd["id"]}'
    whole = await client.get(address)
    assert (len(whole.content), whole.headers['etag']) == (vcd['size'], f'"{vcd["sha256"]}"')
    assert whole.headers['content-disposition'] == "attachment; filename*=UTF-8''tb.vcd"
    part = await client.get(address, headers={'Range': 'bytes=5-9'})
    assert (part.status_code, part.content) == (206, whole.content[5:10])
    assert part.headers['content-range'] == f'bytes 5-9/{vcd["size"]}'
    last = await client.get(address, headers={'Range': 'bytes=-7'})
    assert last.content == whole.content[-7:]
    beyond = await client.get(address, headers={'Range': f'bytes={vcd["size"]}-'})
    assert (beyond.status_code, beyond.json()['error']) == (416, 'range')
    known = await client.get(address, headers={'If-None-Match': whole.headers['etag']})
    assert known.status_code == 304


async def test_an_artifact_shows_until_when_it_is_kept_is_pinned_and_expires(
    client, services, ada, worker, monkeypatch
):
    where = project(services, ada, DESIGN, visibility='public')
    path = await started(client, where)
    _, job = await ended(client, path)
    vcd = next(artifact for artifact in job['artifacts'] if artifact['view'] == 'vcd')
    assert (vcd['pinned'], datetime.fromisoformat(vcd['expires_at']) > now() + timedelta(days=89)) == (False, True)
    [pinned] = (await client.put(f'{path}/artifacts/{vcd["id"]}/pin')).json()
    assert (pinned['id'], pinned['pinned']) == (vcd['id'], True)
    assert not any(each['pinned'] for each in (await client.delete(f'{path}/artifacts/pin')).json())
    await ended(client, await started(client, where, fresh=True))
    monkeypatch.setattr('services.artifacts.now', lambda: now() + timedelta(days=91))
    services.artifacts.expire()
    answer = await client.get(f'{path}/artifacts/{vcd["id"]}')
    assert (answer.status_code, answer.json()['error']) == (410, 'expired')
    assert 'tb.vcd expired on' in answer.json()['detail']
    job = (await client.get(path)).json()
    gone = {each['name'] for each in job['expired_artifacts']}
    assert (job['artifacts'], gone) == ([], {'tb.vcd', 'tb.a6t', 'run.log'})
    assert 'run.log expired on' in (await client.get(f'{path}/logs')).text
    shown = services.projects.get(ada, where)
    page = (await client.get(f'/{shown.owner}/{shown.slug}/runs/1')).text
    assert 'expired on' in page
    assert vcd['id'] not in page


async def test_a_log_is_followed_from_any_offset_until_the_run_has_ended(client, services, ada, worker):
    path = await started(client, project(services, ada, ENDLESS))
    following = asyncio.create_task(client.get(f'{path}/logs', params={'follow': 1, 'offset': 4}))
    for _ in range(500):
        if 'up\n' in (await client.get(f'{path}/logs')).text:
            break
        await asyncio.sleep(0.01)
    assert not following.done()
    assert (await client.delete(path)).status_code == 200
    followed = await following
    whole = (await client.get(f'{path}/logs')).text
    assert (followed.headers['x-log-offset'], followed.text) == ('4', whole[4:])
    assert 'cancelled' in whole
    assert (await client.get(path)).json()['state'] == 'cancelled'


async def test_compile_errors_are_diagnostics_with_file_and_line(client, services, ada, worker):
    files = {**DESIGN, 'rtl/counter.v': 'module counter(input clk, output q)\nendmodule\n'}
    _, job = await ended(client, await started(client, project(services, ada, files)))
    first = job['diagnostics'][0]
    assert (job['state'], first['file'], first['severity']) == ('failed', 'rtl/counter.v', 'error')
    assert first['line'] in {1, 2}


async def test_runs_are_listed_in_pages_and_by_state(client, services, ada):
    where = project(services, ada)
    paths = [await started(client, where) for _ in range(3)]
    await client.delete(paths[0])
    page = (await client.get(f'/api/v1/projects/{where}/jobs', params={'limit': 2})).json()
    assert [job['number'] for job in page['items']] == [3, 2]
    rest = (await client.get(f'/api/v1/projects/{where}/jobs', params={'cursor': page['next']})).json()
    assert ([job['number'] for job in rest['items']], rest['next']) == ([1], None)
    waiting = (await client.get(f'/api/v1/projects/{where}/jobs', params={'state': 'queued'})).json()
    assert [job['number'] for job in waiting['items']] == [3, 2]


async def test_a_run_is_repeated(client, services, ada):
    path = await started(client, project(services, ada), options={'plusargs': ['+a']})
    again = await client.post(f'{path}/retry')
    assert (again.status_code, again.json()['number'], again.json()['options']) == (202, 2, {'plusargs': ['a']})


async def test_a_run_that_nobody_waits_for_is_started_as_batch(client, services, ada):
    where = project(services, ada)
    single, batch = await started(client, where), await started(client, where, priority='batch')
    assert [(await client.get(path)).json()['priority'] for path in (single, batch)] == ['interactive', 'batch']


async def test_a_regression_shows_its_runs_and_repeats_those_that_failed(client, services, ada, worker):
    where = project(services, ada, DESIGN)
    wrong, right = Draft('simulate', {'top': 'nowhere'}, name='no bench'), Draft('simulate', name='bench')
    parent = services.jobs.start_children(ada, where, Draft('simulate'), [wrong, right])
    path = f'/api/v1/projects/{where}/jobs/{parent.id}'
    job = await settled(client, path)
    assert (job['state'], job['child_count'], job['children']) == ('failed', 2, {'failed': 1, 'passed': 1})
    children = (await client.get(f'{path}/children')).json()
    assert [(child['name'], child['state'], child['parent_id']) for child in children] == [
        ('no bench', 'failed', job['id']),
        ('bench', 'passed', job['id']),
    ]
    again = (await client.post(f'{path}/retry', params={'only_failed': True})).json()
    assert (again['child_count'], again['parent_id']) == (1, None)


@pytest.mark.parametrize(
    'body',
    [
        {},
        {'flow': 'simulate', 'priority': 'now'},
        {'flow': 'nope'},
        {'flow': 5},
        {'flow': 'simulate', 'options': []},
        {'flow': 'simulate', 'options': {'no_such': 1}},
        {'flow': 'simulate', 'options': {'sources': ['../x']}},
        {'flow': 'simulate', 'options': {'top': 'a\u0000b'}},
        {'flow': 'simulate', 'more': 1},
    ],
)
async def test_a_body_that_cannot_be_used_is_refused_and_starts_nothing(client, services, ada, body):
    where = project(services, ada)
    answer = await client.post(f'/api/v1/projects/{where}/jobs', json=body)
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')
    assert not (await client.get(f'/api/v1/projects/{where}/jobs')).json()['items']


async def test_foreign_unknown_and_malformed_ids_are_not_found(client, services, ada):
    mine, foreign = project(services, ada), project(services, person(services))
    path = await started(client, mine)
    job = path.rpartition('/')[2]
    for address in (
        f'/api/v1/projects/{foreign}/jobs',
        f'/api/v1/projects/{foreign}/jobs/{job}',
        f'/api/v1/projects/{foreign}/jobs/{job}/logs',
        f'/api/v1/projects/{mine}/jobs/{mine}',
        f'/api/v1/projects/{mine}/jobs/nonsense',
        f'/api/v1/projects/{mine}/jobs/{job}/artifacts/{job}',
        f'/api/v1/projects/{mine}/jobs/{job}/waves/{job}/hierarchy',
        f'/api/v1/projects/nonsense/jobs/{job}',
    ):
        answer = await client.get(address)
        assert (answer.status_code, answer.json()['error']) == (404, 'not-found'), address
    assert (await client.post(f'/api/v1/projects/{foreign}/jobs', json={'flow': 'simulate'})).status_code == 404


async def test_everybody_reads_the_runs_of_a_public_project_without_an_account(client, services, ada, worker):
    path = await started(client, project(services, ada, visibility='public'))
    log, _ = await ended(client, path)
    async with client_of(create_app(services)) as anonymous:
        assert (await anonymous.get(path)).json()['state'] == 'passed'
        assert (await anonymous.get(f'{path}/logs')).text == log
        assert (await anonymous.delete(path)).status_code == 401
        started_by_nobody = await anonymous.post(path.rpartition('/')[0], json={'flow': 'simulate'})
        assert started_by_nobody.status_code == 401


async def test_flows_show_the_schema_of_their_options(client: httpx.AsyncClient):
    flows = {flow['id']: flow for flow in (await client.get('/api/v1/flows')).json()}
    simulate = flows['simulate']
    assert {'top', 'defines', 'plusargs', 'time_limit_s', 'waves'} <= simulate['options']['properties'].keys()
    assert re.search('testbench', simulate['options']['properties']['top']['description'])


async def test_an_equal_run_says_from_which_it_comes_and_can_be_reproduced(client, ada, services, worker):
    where = project(services, ada)
    _, first = await ended(client, await started(client, where))
    path = await started(client, where)
    _, second = await ended(client, path)
    assert (first['cached'], first['from_run']) == (False, None)
    assert (second['cached'], second['from_run']) == (True, 1)
    _, fresh = await ended(client, await started(client, where, fresh=True))
    assert not fresh['cached']
    envelope = (await client.get(f'{path}/envelope')).json()
    assert set(envelope) == {'result', 'assumptions', 'trace', 'from'}
    script = (await client.get(f'{path}/reproduce.sh')).text
    assert script.startswith('#!/usr/bin/env bash')
    bundle = await client.get(f'{path}/reproduce')
    assert bundle.headers['content-type'] == 'application/zip'
    assert 'reproduce.sh' in ZipFile(io.BytesIO(bundle.content)).namelist()
