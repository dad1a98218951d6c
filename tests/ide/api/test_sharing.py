"""Stars, forks, copies and members through REST."""

import httpx
import pytest

from tests.web import registered

PROJECTS = '/api/v1/projects'


async def shared(client: httpx.AsyncClient, headers: dict, **fields: str) -> str:
    body = {'name': 'Adder', 'visibility': 'public', **fields}
    project = (await client.post(PROJECTS, headers=headers, json=body)).json()
    return f'{PROJECTS}/{project["id"]}'


async def test_a_star_counts_once(rest: httpx.AsyncClient):
    ada, eve = await registered(rest, 'ada'), await registered(rest, 'eve')
    project = await shared(rest, ada)
    for headers in (eve, eve, ada):
        answer = await rest.put(f'{project}/star', headers=headers)
    assert answer.json()['star_count'] == 2
    assert (await rest.delete(f'{project}/star', headers=eve)).json()['star_count'] == 1
    assert (await rest.put(f'{project}/star')).status_code == 401


async def test_a_fork_knows_its_origin_and_goes_its_own_way(rest: httpx.AsyncClient):
    ada, eve = await registered(rest, 'ada'), await registered(rest, 'eve')
    origin = await shared(rest, ada)
    await rest.put(f'{origin}/tree/top.v', headers=ada, content=b'original')
    answer = await rest.post(f'{origin}/fork', headers=eve)
    assert answer.status_code == 201
    fork = answer.json()
    assert (fork['owner'], fork['forked_from'], fork['visibility']) == ('eve', 'ada/adder', 'private')
    address = answer.headers['location']
    await rest.put(f'{address}/tree/top.v', headers=eve, content=b'changed')
    assert (await rest.get(f'{origin}/tree/top.v')).content == b'original'
    assert (await rest.get(origin)).json()['fork_count'] == 1


async def test_a_duplicate_stands_for_itself(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    project = await shared(rest, ada)
    await rest.put(f'{project}/tree/rtl/top.v', headers=ada, content=b'original')
    copy = (await rest.post(f'{project}/duplicate', headers=ada)).json()
    assert (copy['name'], copy['slug'], copy['forked_from'], copy['file_count']) == ('Adder copy', 'adder-copy', '', 1)
    named = await rest.post(f'{project}/duplicate', headers=ada, json={'name': 'Other'})
    assert named.json()['name'] == 'Other'
    assert (await rest.get(project)).json()['fork_count'] == 0


async def test_a_member_may_do_what_the_role_allows(rest: httpx.AsyncClient):
    ada, eve = await registered(rest, 'ada'), await registered(rest, 'eve')
    project = await shared(rest, ada, visibility='private')
    allowed = {}
    for role in ('viewer', 'editor', 'maintainer'):
        added = await rest.post(f'{project}/members', headers=ada, json={'username': 'Eve', 'role': role})
        assert (added.status_code, added.json()['role']) == (201, role)
        statuses = (
            (await rest.get(project, headers=eve)).status_code,
            (await rest.put(f'{project}/tree/top.v', headers=eve, content=b'x')).status_code,
            (await rest.patch(project, headers=eve, json={'name': 'New'})).status_code,
            (await rest.delete(project, headers=eve)).status_code,
        )
        allowed[role] = [status < 400 for status in statuses]
    assert allowed == {
        'viewer': [True, False, False, False],
        'editor': [True, True, False, False],
        'maintainer': [True, True, True, False],
    }
    assert [item['id'] for item in (await rest.get(PROJECTS, headers=eve)).json()['items']] == [project[-36:]]
    members = (await rest.get(f'{project}/members', headers=eve)).json()['items']
    assert [(item['username'], item['role']) for item in members] == [('ada', 'owner'), ('eve', 'maintainer')]
    changed = await rest.put(f'{project}/members/eve', headers=ada, json={'role': 'viewer'})
    assert changed.json()['role'] == 'viewer'
    assert (await rest.delete(f'{project}/members/eve', headers=eve)).status_code == 204
    assert (await rest.get(project, headers=eve)).status_code == 404


async def test_the_owner_is_neither_changed_nor_removed(client: httpx.AsyncClient):
    ada, eve = await registered(client, 'ada'), await registered(client, 'eve')
    project = await shared(client, ada)
    await client.post(f'{project}/members', headers=ada, json={'username': 'eve', 'role': 'maintainer'})
    for headers in (ada, eve):
        answer = await client.delete(f'{project}/members/ada', headers=headers)
        assert (answer.status_code, answer.json()['error']) == (409, 'conflict')
        answer = await client.post(f'{project}/members', headers=headers, json={'username': 'ada', 'role': 'viewer'})
        assert answer.status_code == 409


@pytest.mark.parametrize(
    ('body', 'status'),
    [
        ({'username': 'nobody', 'role': 'editor'}, 404),
        ({'username': 'eve', 'role': 'owner'}, 422),
        ({'username': 'eve', 'role': 'king'}, 422),
        ({'username': 'eve'}, 422),
    ],
)
async def test_a_wrong_member_is_refused(client: httpx.AsyncClient, body: dict, status: int):
    ada = await registered(client, 'ada')
    await registered(client, 'eve')
    answer = await client.post(f'{await shared(client, ada)}/members', headers=ada, json=body)
    assert answer.status_code == status


async def test_readers_neither_manage_nor_see_members(client: httpx.AsyncClient):
    ada, eve = await registered(client, 'ada'), await registered(client, 'eve')
    await registered(client, 'bob')
    project = await shared(client, ada)
    await client.post(f'{project}/members', headers=ada, json={'username': 'bob', 'role': 'editor'})
    body = {'username': 'eve', 'role': 'editor'}
    assert (await client.post(f'{project}/members', headers=eve, json=body)).status_code == 403
    assert (await client.post(f'{project}/members', json=body)).status_code == 401
    assert (await client.delete(f'{project}/members/bob', headers=eve)).status_code == 403
    seen = (await client.get(f'{project}/members')).json()['items']
    assert [item['username'] for item in seen] == ['ada']


async def test_everybody_lists_public_projects_only(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    await shared(rest, ada, name='Shown')
    await shared(rest, ada, name='Unlisted', visibility='unlisted')
    await shared(rest, ada, name='Secret', visibility='private')
    for headers in ({}, ada):
        items = (await rest.get(f'{PROJECTS}/public', headers=headers)).json()['items']
        assert [item['name'] for item in items] == ['Shown']
