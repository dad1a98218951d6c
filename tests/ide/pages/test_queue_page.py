"""The page of queue and workers: there for administrators, for nobody else."""

import httpx
import pytest
from sqlalchemy import update

from ide.app import create_app
from services.container import Services
from services.models import Job, JobState
from services.worker_board import WorkerStatus
from tests.factories import add_project
from tests.people import add_run, member
from tests.web import client_of, registered, signed_in

PAGE = '/admin/queue'


@pytest.fixture
async def client(embedded: Services):
    async with client_of(create_app(embedded), headers={'accept': 'text/html'}) as client:
        yield client


async def test_only_administrators_find_the_page(client: httpx.AsyncClient, embedded: Services):
    embedded.workers.post(WorkerStatus('worker<1>', 2, 1, 'L2', 2, tools={'iverilog': '11.0'}))
    header = await registered(client, 'ada')
    retry = f'{PAGE}/00000000-0000-0000-0000-000000000000/00000000-0000-0000-0000-000000000000/retry'
    for headers in ({}, header):
        assert (await client.get(PAGE, headers=headers)).status_code == 404
        assert (await client.post(retry, headers=headers)).status_code == 404
    embedded.users.make_administrator('ada')
    answer = await client.get(PAGE, headers=await signed_in(client, 'ada'))
    assert answer.status_code == 200
    assert 'worker&lt;1&gt;' in answer.text
    assert '11.0' in answer.text


async def test_an_administrator_tries_a_dead_run_again(client: httpx.AsyncClient, embedded: Services):
    bob = member(embedded, 'bob')
    project = add_project(embedded, bob, {'uart.v': b'module uart; endmodule\n'}, name='uart')
    job_id, _ = add_run(embedded, bob, project.id)
    with embedded.database.write() as session:
        session.execute(update(Job).where(Job.id == job_id).values(state=JobState.DEAD, reason='Three workers died.'))
    await registered(client, 'ada')
    embedded.users.make_administrator('ada')
    header = await signed_in(client, 'ada')
    page = await client.get(PAGE, headers=header)
    assert 'Three workers died.' in page.text
    assert (await client.post(f'{PAGE}/{project.id}/{job_id}/retry', headers=header)).status_code == 303
    newest = embedded.jobs.list(bob, project.id).items[0]
    assert (newest.number, newest.state, newest.created_by) == (2, JobState.QUEUED, bob.user_id)
    again = await client.post(f'{PAGE}/{project.id}/{newest.id}/retry', headers=header)
    assert again.status_code == 404
