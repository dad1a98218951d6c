"""Accounts through REST."""

import io
import json
import re
import zipfile

import httpx
import pytest

from tests.web import ORIGIN, PASSWORD, registered, signed_in

AUTH = '/api/v1/auth'


async def test_a_program_registers_signs_in_and_asks_who_it_is(rest: httpx.AsyncClient):
    typed = {'email': 'Ada@Example.org', 'username': 'Ada', 'password': PASSWORD, 'full_name': 'Ada L.'}
    answer = await rest.post(f'{AUTH}/register', json=typed)
    assert answer.status_code == 201
    user = answer.json()
    assert (user['email'], user['username'], user['full_name']) == ('ada@example.org', 'ada', 'Ada L.')
    assert 'password' not in answer.text
    tokens = (await rest.post(f'{AUTH}/login', json={'email': 'ada@example.org', 'password': PASSWORD})).json()
    assert set(tokens) == {'access_token', 'refresh_token', 'token_type', 'expires_in'}
    assert (tokens['token_type'], tokens['expires_in']) == ('bearer', 1800)
    me = await rest.get(f'{AUTH}/me', headers={'Authorization': f'Bearer {tokens["access_token"]}'})
    assert me.json() == {**user, 'last_seen_at': me.json()['last_seen_at']}


async def test_rest_sets_no_cookie(client: httpx.AsyncClient):
    await registered(client, 'ada')
    assert not client.cookies


async def test_without_a_token_one_is_nobody(client: httpx.AsyncClient):
    answer = await client.get(f'{AUTH}/me')
    assert answer.status_code == 401
    assert answer.json()['error'] == 'not-signed-in'
    assert answer.headers['www-authenticate'] == 'Bearer'


@pytest.mark.parametrize('token', ['', 'nonsense', 'a6h_nonsense', 'a.b.c', '\xff', 'a6r_x'])
async def test_a_token_of_no_use_is_refused_even_where_none_is_needed(client: httpx.AsyncClient, token: str):
    headers = {'Authorization': f'Bearer {token}'.encode('latin-1')}
    answer = await client.get(f'{AUTH}/me', headers=headers)
    assert (answer.status_code, answer.json()['error']) == (401, 'not-signed-in')


async def test_a_refresh_token_works_once_and_its_reuse_ends_the_family(rest: httpx.AsyncClient):
    await registered(rest, 'ada')
    first = (await rest.post(f'{AUTH}/login', json={'email': 'ada', 'password': PASSWORD})).json()
    second = (await rest.post(f'{AUTH}/refresh', json={'refresh_token': first['refresh_token']})).json()
    header = {'Authorization': f'Bearer {second["access_token"]}'}
    assert (await rest.get(f'{AUTH}/me', headers=header)).status_code == 200
    again = await rest.post(f'{AUTH}/refresh', json={'refresh_token': first['refresh_token']})
    assert (again.status_code, again.json()['error']) == (401, 'not-signed-in')
    assert 'used before' in again.json()['detail']
    assert (await rest.get(f'{AUTH}/me', headers=header)).status_code == 401
    assert (await rest.post(f'{AUTH}/refresh', json={'refresh_token': second['refresh_token']})).status_code == 401


async def test_a_sign_out_ends_the_access_token_at_once(rest: httpx.AsyncClient):
    header = await registered(rest, 'ada')
    assert (await rest.get(f'{AUTH}/me', headers=header)).status_code == 200
    assert (await rest.post(f'{AUTH}/logout', headers=header)).status_code == 204
    assert (await rest.get(f'{AUTH}/me', headers=header)).status_code == 401


async def test_a_personal_token_does_what_its_scopes_say_and_no_more(rest: httpx.AsyncClient):
    header = await registered(rest, 'ada')
    body = {'name': 'build machine', 'scopes': ['project:read', 'account:read'], 'days': 30}
    made = (await rest.post(f'{AUTH}/tokens', json=body, headers=header)).json()
    assert made['token'].startswith('a6h_')
    machine = {'Authorization': f'Bearer {made["token"]}'}
    assert (await rest.get(f'{AUTH}/me', headers=machine)).json()['username'] == 'ada'
    for method, path, body in [
        ('PATCH', '/me', {'bio': 'x'}),
        ('POST', '/tokens', {'name': 'more'}),
        ('GET', '/export', None),
        ('GET', '/tokens', None),
    ]:
        answer = await rest.request(method, f'{AUTH}{path}', json=body, headers=machine)
        assert answer.status_code == 403, (path, answer.text)
    listed = (await rest.get(f'{AUTH}/tokens', headers=header)).json()['items']
    assert [(each['name'], each['hint'][:4]) for each in listed] == [('build machine', 'a6h_')]
    assert 'token' not in listed[0]
    assert (await rest.delete(f'{AUTH}/tokens/{made["id"]}', headers=header)).status_code == 204
    assert (await rest.get(f'{AUTH}/me', headers=machine)).status_code == 401


async def test_a_token_cannot_make_a_stronger_one(client: httpx.AsyncClient):
    header = await registered(client, 'ada')
    body = {'name': 'keys', 'scopes': ['token:manage', 'project:read']}
    made = (await client.post(f'{AUTH}/tokens', json=body, headers=header)).json()
    keys = {'Authorization': f'Bearer {made["token"]}'}
    stronger = await client.post(f'{AUTH}/tokens', json={'name': 'x', 'scopes': ['file:write']}, headers=keys)
    assert (stronger.status_code, stronger.json()['error']) == (403, 'not-permitted')
    for scope in ('user:manage', 'user:list'):
        answer = await client.post(f'{AUTH}/tokens', json={'name': 'x', 'scopes': [scope]}, headers=header)
        assert answer.status_code == 403
    unknown = await client.post(f'{AUTH}/tokens', json={'name': 'x', 'scopes': ['all']}, headers=header)
    assert unknown.status_code == 422


async def test_sign_ins_are_listed_and_can_be_ended(rest: httpx.AsyncClient):
    here = await registered(rest, 'ada')
    there = await signed_in(rest, 'ada')
    listed = (await rest.get(f'{AUTH}/sessions', headers=here)).json()['items']
    assert sorted(each['current'] for each in listed) == [False, True]
    other = next(each['id'] for each in listed if not each['current'])
    assert (await rest.delete(f'{AUTH}/sessions/{other}', headers=here)).status_code == 204
    assert (await rest.get(f'{AUTH}/me', headers=there)).status_code == 401
    assert (await rest.get(f'{AUTH}/me', headers=here)).status_code == 200
    assert (await rest.delete(f'{AUTH}/sessions/{other}', headers=here)).status_code == 404


async def test_the_password_is_changed_and_the_old_one_forgotten(client: httpx.AsyncClient):
    header = await registered(client, 'ada')
    body = {'current_password': PASSWORD, 'new_password': 'blue-heron-43'}
    assert (await client.post(f'{AUTH}/password', json=body, headers=header)).status_code == 204
    assert (await client.post(f'{AUTH}/login', json={'email': 'ada', 'password': PASSWORD})).status_code == 401
    new = await client.post(f'{AUTH}/login', json={'email': 'ada', 'password': 'blue-heron-43'})
    assert new.status_code == 200


async def test_own_acts_are_listed(rest: httpx.AsyncClient):
    header = await registered(rest, 'ada')
    page = (await rest.get(f'{AUTH}/events', params={'limit': 1}, headers=header)).json()
    assert [each['action'] for each in page['items']] == ['account.signed-in']
    assert page['items'][0]['address'] == '192.0.2.7'
    rest_of_it = await rest.get(f'{AUTH}/events', params={'cursor': page['next']}, headers=header)
    assert [each['action'] for each in rest_of_it.json()['items']] == ['account.registered']


async def test_a_new_address_needs_the_password_and_is_unproven(rest: httpx.AsyncClient):
    header = await registered(rest, 'ada')
    refused = await rest.patch(f'{AUTH}/me', json={'email': 'new@example.org'}, headers=header)
    assert refused.status_code == 422
    body = {'email': 'new@example.org', 'password': PASSWORD, 'full_name': 'Ada Lovelace', 'bio': 'Engines.\nNotes.'}
    changed = (await rest.patch(f'{AUTH}/me', json=body, headers=header)).json()
    assert (changed['email'], changed['bio'], changed['email_verified_at']) == (
        'new@example.org',
        'Engines.\nNotes.',
        None,
    )


@pytest.mark.parametrize(
    'body',
    [
        {'email': 1, 'username': 'ada', 'password': PASSWORD},
        {'email': 'ada@example.org', 'username': ['ada'], 'password': PASSWORD},
        {'email': 'ada@example.org', 'username': 'ada'},
        {'email': 'ada@example.org', 'username': 'ada', 'password': PASSWORD, 'kind': 'admin'},
        {'email': 'ada@example.org', 'username': 'ada', 'password': PASSWORD, 'full_name': 'a\0b'},
        {'email': 'ada@example.org', 'username': 'ada', 'password': PASSWORD, 'full_name': 'a\nb'},
        {'email': 'ada@example.org', 'username': 'ada', 'password': PASSWORD, 'full_name': 'x' * 201},
        {
            'email': 'ada@example.org',
            'username': 'ada',
            'password': PASSWORD,
            'full_name': json.loads('[' * 300 + ']' * 300),
        },
        [],
        'text',
        None,
    ],
)
async def test_a_body_of_the_wrong_form_is_refused(client: httpx.AsyncClient, body: object):
    answer = await client.post(f'{AUTH}/register', json=body)
    assert answer.status_code == 422
    assert set(answer.json()) == {'error', 'detail'}
    assert answer.json()['error'] == 'invalid'


@pytest.mark.parametrize(
    'body',
    [
        b'{',
        b'\xff\xfe',
        b'{"email": "\xff"}',
        b'{"email": "a@b.org", "password": "\\ud800"}',
        b'"' * 5000,
        b'[' * 100_000,
    ],
)
async def test_bytes_that_are_no_json_are_refused(client: httpx.AsyncClient, body: bytes):
    answer = await client.post(f'{AUTH}/login', content=body, headers={'Content-Type': 'application/json'})
    assert answer.status_code in {400, 422}
    assert answer.json()['error'] == 'invalid'


async def test_an_account_is_deleted_with_the_name_set_free(rest: httpx.AsyncClient):
    header = await registered(rest, 'ada')
    user_id = (await rest.get(f'{AUTH}/me', headers=header)).json()['id']
    assert (await rest.delete(f'/api/v1/users/{user_id}', headers=header)).status_code == 204
    assert (await rest.get(f'{AUTH}/me', headers=header)).status_code == 401
    assert (await rest.post(f'{AUTH}/login', json={'email': 'ada', 'password': PASSWORD})).status_code == 401
    await registered(rest, 'ada')


async def test_a_guest_cookie_needs_an_origin_to_change_anything(client: httpx.AsyncClient, embedded):
    client.cookies.set('a6hub_session', embedded.auth.create_guest().cookie)
    assert (await client.get(f'{AUTH}/me')).json()['kind'] == 'guest'
    without = await client.patch(f'{AUTH}/me', json={'bio': 'x'})
    assert (without.status_code, without.json()['error']) == (403, 'foreign-origin')
    foreign = await client.patch(f'{AUTH}/me', json={'bio': 'x'}, headers={'Origin': 'https://evil.example'})
    assert foreign.status_code == 403
    own = await client.patch(f'{AUTH}/me', json={'bio': 'x'}, headers=ORIGIN)
    assert own.status_code == 200


async def test_preferences_are_nested_only_so_deep(client: httpx.AsyncClient):
    header = await registered(client, 'ada')
    deep: dict = {}
    for _ in range(500):
        deep = {'more': deep}
    answer = await client.patch(f'{AUTH}/me', json={'preferences': deep}, headers=header)
    assert (answer.status_code, 'nested deeper' in answer.json()['detail']) == (422, True)
    assert (
        await client.patch(f'{AUTH}/me', json={'preferences': {'theme': 'dark'}}, headers=header)
    ).status_code == 200


async def test_a_password_reset_by_mail_ends_tokens_as_well(rest: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    header = await registered(rest, 'ada')
    made = (await rest.post(f'{AUTH}/tokens', json={'name': 'old key'}, headers=header)).json()
    caplog.clear()
    assert (await rest.post(f'{AUTH}/forgot', json={'email': 'ada@example.org'})).status_code == 202
    token = re.search(r'token=(\S+)', caplog.text)[1]
    body = {'token': token, 'password': 'blue-heron-43'}
    assert (await rest.post(f'{AUTH}/reset', json=body)).status_code == 204
    for old in (header, {'Authorization': f'Bearer {made["token"]}'}):
        assert (await rest.get(f'{AUTH}/me', headers=old)).status_code == 401
    assert (await rest.post(f'{AUTH}/reset', json=body)).status_code == 422


async def test_all_of_ones_data_comes_as_one_archive(rest: httpx.AsyncClient):
    header = await registered(rest, 'ada')
    answer = await rest.get(f'{AUTH}/export', headers=header)
    assert answer.headers['content-type'] == 'application/zip'
    assert 'filename="a6hub-ada-' in answer.headers['content-disposition']
    account = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read('account.json'))
    assert account['account']['username'] == 'ada'
