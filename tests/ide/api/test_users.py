"""People through REST."""

import httpx
import pytest

from ide.app import create_app
from services.container import Services
from tests.web import client_of, registered

USERS = '/api/v1/users'


async def own_id(client: httpx.AsyncClient, header: dict[str, str]) -> str:
    return (await client.get('/api/v1/auth/me', headers=header)).json()['id']


async def test_a_person_sees_and_changes_the_own_account_only(rest: httpx.AsyncClient):
    ada, eve = await registered(rest, 'ada'), await registered(rest, 'eve')
    ada_id = await own_id(rest, ada)
    assert (await rest.get(f'{USERS}/{ada_id}', headers=ada)).json()['username'] == 'ada'
    changed = await rest.put(f'{USERS}/{ada_id}', json={'full_name': 'Ada L.'}, headers=ada)
    assert changed.json()['full_name'] == 'Ada L.'
    for method, body in [('GET', None), ('PUT', {'bio': 'x'}), ('PATCH', {'bio': 'x'}), ('DELETE', None)]:
        answer = await rest.request(method, f'{USERS}/{ada_id}', json=body, headers=eve)
        assert (answer.status_code, answer.json()['error']) == (404, 'not-found'), method
    assert (await rest.get(USERS, headers=eve)).status_code == 403


async def test_nobody_promotes_themselves(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    answer = await client.patch(f'{USERS}/{await own_id(client, ada)}', json={'kind': 'admin'}, headers=ada)
    assert answer.status_code == 403


async def test_a_renamed_person_keeps_signing_in_and_frees_the_old_name(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    path = f'{USERS}/{await own_id(rest, ada)}'
    assert (await rest.patch(path, json={'username': 'Countess'}, headers=ada)).json()['username'] == 'countess'
    eve = await registered(rest, 'ada', 'eve@example.org')
    taken = await rest.patch(f'{USERS}/{await own_id(rest, eve)}', json={'username': 'COUNTESS'}, headers=eve)
    assert (taken.status_code, taken.json()['error']) == (409, 'conflict')


async def test_administrators_list_change_and_delete(services: Services):
    async with client_of(create_app(services)) as client:
        boss = await registered(client, 'boss')
        services.users.make_administrator('boss')
        names = [f'person-{number}' for number in range(5)]
        for name in names:
            await registered(client, name)
        page = (await client.get(USERS, params={'limit': 4}, headers=boss)).json()
        rest = (await client.get(USERS, params={'limit': 4, 'cursor': page['next']}, headers=boss)).json()
        assert [each['username'] for each in page['items'] + rest['items']] == [*reversed(names), 'boss']
        assert rest['next'] is None
        found = (await client.get(USERS, params={'search': 'PERSON-3'}, headers=boss)).json()['items']
        path = f'{USERS}/{found[0]["id"]}'
        assert (await client.patch(path, json={'plan': 'lab'}, headers=boss)).json()['plan'] == 'lab'
        assert (await client.delete(path, headers=boss)).status_code == 204
        assert (await client.get(path, headers=boss)).status_code == 404


@pytest.mark.parametrize('query', ['limit=0', 'limit=x', 'cursor=x', 'cursor=%00', 'search=%00'])
async def test_a_page_that_cannot_be_is_refused(client: httpx.AsyncClient, embedded: Services, query: str):
    boss = await registered(client, 'boss')
    embedded.users.make_administrator('boss')
    answer = await client.get(f'{USERS}?{query}', headers=boss)
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')
