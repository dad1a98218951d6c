"""Queue and workers through REST."""

import pytest

from ide.app import create_app
from services.worker_board import WorkerStatus
from tests.web import client_of, registered, signed_in


@pytest.fixture
async def client(embedded):
    async with client_of(create_app(embedded)) as client:
        yield client


async def test_an_administrator_sees_the_workers_and_nobody_else_does(client, embedded):
    embedded.workers.post(WorkerStatus('w', 2, 0, 'L2', 2))
    header = await registered(client, 'ada')
    assert (await client.get('/api/v1/queue')).status_code == 401
    assert (await client.get('/api/v1/queue', headers=header)).status_code == 403
    embedded.users.make_administrator('ada')
    answer = await client.get('/api/v1/queue', headers=await signed_in(client, 'ada'))
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert ([worker['name'] for worker in found['workers']], found['places'], found['waiting']) == (['w'], 2, 0)
