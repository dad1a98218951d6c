"""A part of the server that is down is answered as such, and nothing is half done."""

import httpx
import pytest
from sqlalchemy import text

from ide.app import create_app
from services.container import Services, build_services
from services.settings import Settings
from tests.servers.postgres import PostgresServer
from tests.servers.process import free_port
from tests.web import client_of, registered

PROJECTS = '/api/v1/projects'


def is_outage(answer: httpx.Response) -> bool:
    return (answer.status_code, answer.json()['error'], answer.headers['retry-after']) == (503, 'unavailable', '5')


async def test_a_save_without_the_object_store_is_refused_and_nothing_changes(embedded_settings: Settings):
    nobody = f'http://access:secret@127.0.0.1:{free_port()}/bucket'
    services = build_services(embedded_settings.model_copy(update={'s3_url': nobody}))
    async with client_of(create_app(services)) as client:
        ada = await registered(client, 'ada')
        project = f'{PROJECTS}/{(await client.post(PROJECTS, headers=ada, json={"name": "x"})).json()["id"]}'
        assert is_outage(await client.put(f'{project}/tree/top.v', headers=ada, content=b'text'))
        assert (await client.get(f'{project}/files', headers=ada)).json()['items'] == []
    services.close()


@pytest.mark.postgres
async def test_a_request_without_the_database_is_told_to_come_back(
    embedded_settings: Settings, postgres_server: PostgresServer, migrated_postgres: str
):
    name = postgres_server.create(migrated_postgres)
    url = postgres_server.url(name)
    services = build_services(embedded_settings.model_copy(update={'database_url': url}))
    async with client_of(create_app(services)) as client:
        ada = await registered(client, 'ada')
        postgres_server.drop(name)
        assert is_outage(await client.get(PROJECTS, headers=ada))
        assert is_outage(await client.post(PROJECTS, headers=ada, json={'name': 'x'}))
    services.close()


async def test_a_fault_of_ours_is_no_outage(embedded: Services):
    with embedded.database.write() as session:
        session.execute(text('DROP TABLE stars'))
        session.execute(text('DROP TABLE project_members'))
    async with client_of(create_app(embedded)) as client:
        answer = await client.get(f'{PROJECTS}/00000000-0000-0000-0000-000000000000')
    assert (answer.status_code, answer.json()['error']) == (500, 'internal')
