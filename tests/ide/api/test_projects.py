"""Projects through REST."""

import httpx
import pytest

from services.container import Services
from tests.web import registered

PROJECTS = '/api/v1/projects'


async def test_a_program_creates_reads_changes_and_deletes_a_project(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    answer = await rest.post(PROJECTS, headers=ada, json={'name': 'My UART!', 'description': 'serial'})
    assert answer.status_code == 201
    project = answer.json()
    assert (project['owner'], project['slug'], project['visibility'], project['role']) == (
        'ada',
        'my-uart',
        'private',
        'owner',
    )
    address = answer.headers['location']
    found = await rest.get(address, headers=ada)
    assert found.json() == project
    assert found.headers['etag'] == f'"{project["etag"]}"'
    unchanged = await rest.get(address, headers={**ada, 'If-None-Match': found.headers['etag']})
    assert unchanged.status_code == 304
    change = {'name': 'UART', 'topics': ['Serial', 'serial'], 'visibility': 'public'}
    changed = (await rest.put(address, headers={**ada, 'If-Match': found.headers['etag']}, json=change)).json()
    assert (changed['name'], changed['topics'], changed['slug']) == ('UART', ['serial'], 'my-uart')
    late = await rest.patch(address, headers={**ada, 'If-Match': found.headers['etag']}, json={'name': 'Late'})
    assert (late.status_code, late.json()['error'], late.headers['etag']) == (
        412,
        'changed-meanwhile',
        f'"{changed["etag"]}"',
    )
    assert (await rest.delete(address, headers=ada)).status_code == 204
    assert (await rest.get(address, headers=ada)).status_code == 404
    deleted = (await rest.get(f'{PROJECTS}/deleted', headers=ada)).json()['items']
    assert [item['id'] for item in deleted] == [project['id']]
    restored = await rest.post(f'{address}/restore', headers=ada)
    assert (restored.status_code, restored.json()['slug']) == (200, 'my-uart')


async def test_a_project_begins_as_a_template(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    names = [item['name'] for item in (await rest.get('/api/v1/templates')).json()['items']]
    assert {'counter', 'uart', 'fifo'} <= set(names)
    project = (await rest.post(PROJECTS, headers=ada, json={'name': 'Mine', 'template': 'uart'})).json()
    assert (project['name'], project['template']) == ('Mine', 'uart')
    files = (await rest.get(f'{PROJECTS}/{project["id"]}/files', headers=ada)).json()['items']
    assert {'rtl', 'rtl/uart.v', 'README.md', 'a6hub.toml'} <= {item['path'] for item in files}
    assert project['file_count'] == sum(not item['folder'] for item in files)
    unknown = await rest.post(PROJECTS, headers=ada, json={'name': 'x', 'template': '../uart'})
    assert (unknown.status_code, unknown.json()['error']) == (404, 'not-found')


@pytest.mark.parametrize(
    ('body', 'field'),
    [
        ({}, 'name'),
        ({'name': ''}, 'name'),
        ({'name': '   '}, 'name'),
        ({'name': 'x' * 101}, 'name'),
        ({'name': 7}, 'name'),
        ({'name': 'a\nb'}, 'name'),
        ({'name': 'x', 'visibility': 'secret'}, 'visibility'),
        ({'name': 'x', 'topics': ['<b>']}, 'topic'),
        ({'name': 'x', 'topics': 'serial'}, 'topics'),
        ({'name': 'x', 'slug': '../x'}, 'slug'),
        ({'name': 'x', 'owner': 'eve'}, 'owner'),
    ],
)
async def test_a_wrong_property_is_named(client: httpx.AsyncClient, body: dict, field: str):
    ada = await registered(client, 'ada')
    answer = await client.post(PROJECTS, headers=ada, json=body)
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')
    assert field in answer.json()['detail']


async def test_markup_in_a_name_is_only_text(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    answer = await client.post(PROJECTS, headers=ada, json={'name': '<script>alert(1)</script>'})
    assert answer.json()['name'] == '<script>alert(1)</script>'
    assert answer.json()['slug'] == 'script-alert-1-script'


async def test_two_projects_of_one_name_get_two_addresses(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    slugs = [(await client.post(PROJECTS, headers=ada, json={'name': 'UART'})).json()['slug'] for _ in range(3)]
    assert slugs == ['uart', 'uart-2', 'uart-3']
    taken = await client.post(PROJECTS, headers=ada, json={'name': 'x', 'slug': 'uart'})
    assert (taken.status_code, taken.json()['error']) == (409, 'conflict')


async def test_who_has_no_account_creates_nothing(client: httpx.AsyncClient):
    answer = await client.post(PROJECTS, json={'name': 'x'})
    assert (answer.status_code, answer.json()['error']) == (401, 'not-signed-in')
    assert (await client.get(PROJECTS)).status_code == 401


async def test_a_private_project_does_not_exist_for_others(client: httpx.AsyncClient):
    ada, eve = await registered(client, 'ada'), await registered(client, 'eve')
    project = (await client.post(PROJECTS, headers=ada, json={'name': 'Secret'})).json()
    address = f'{PROJECTS}/{project["id"]}'
    for headers in (eve, {}):
        assert (await client.get(address, headers=headers)).status_code == 404
        assert (await client.delete(address, headers=headers)).status_code == 404
        assert (await client.put(address, headers=headers, json={'name': 'Mine'})).status_code == 404
        assert (await client.post(f'{address}/restore', headers=headers)).status_code == 404
    await client.patch(address, headers=ada, json={'visibility': 'unlisted'})
    assert (await client.get(address)).json()['role'] == 'reader'
    assert (await client.patch(address, headers=eve, json={'name': 'Mine'})).status_code == 403
    assert (await client.patch(address, json={'name': 'Mine'})).status_code == 401


@pytest.mark.parametrize('identity', ['1', 'nonsense', '00000000-0000-0000-0000-000000000000', "' OR 1=1 --"])
async def test_an_unknown_id_is_not_found(client: httpx.AsyncClient, identity: str):
    answer = await client.get(f'{PROJECTS}/{identity}')
    assert (answer.status_code, answer.json()['error']) == (404, 'not-found')


async def test_pages_of_projects_follow_each_other(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    for number in range(5):
        await rest.post(PROJECTS, headers=ada, json={'name': f'Project {number}'})
    for sort in ('updated', 'created', 'stars', 'name'):
        seen, cursor = [], ''
        while cursor is not None:
            query = {'sort': sort, 'limit': 2, 'cursor': cursor}
            page = (await rest.get(PROJECTS, headers=ada, params=query)).json()
            seen += [item['name'] for item in page['items']]
            cursor = page['next']
        assert sorted(seen) == [f'Project {number}' for number in range(5)]
        assert sort != 'name' or seen == sorted(seen)


@pytest.mark.parametrize('query', [{'cursor': 'nonsense'}, {'cursor': 'WzEsMl0'}, {'limit': 0}, {'limit': 'x'}])
async def test_a_wrong_page_is_invalid(client: httpx.AsyncClient, query: dict):
    ada = await registered(client, 'ada')
    answer = await client.get(PROJECTS, headers=ada, params=query)
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')


async def test_the_limits_are_data(client: httpx.AsyncClient, embedded: Services):
    limits = (await client.get('/api/v1/limits')).json()
    assert (limits['files_per_project'], limits['bytes_per_project'], limits['editor_file_bytes']) == (
        10_000,
        100_000_000,
        10_000_000,
    )
    assert limits['plans']['free']['job_time_s'] == 600
