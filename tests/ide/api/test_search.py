"""Searching through REST."""

import httpx

from services.container import Services
from tests.factories import add_person
from tests.services.test_search import UART, publish
from tests.web import registered

PROJECTS = '/api/v1/search/projects'


async def test_anybody_finds_public_projects_with_the_lines_that_match(rest: httpx.AsyncClient, services: Services):
    publish(services, add_person(services), {'uart.v': UART}, name='Serial', topics=['io'])
    answer = await rest.get(PROJECTS, params={'q': 'shift_reg', 'topic': 'io'})
    found = answer.json()['items'][0]
    assert (answer.status_code, found['owner'], found['slug'], found['topics']) == (200, 'ada', 'serial', ['io'])
    assert found['hits'] == [{'path': 'uart.v', 'line': 3, 'text': 'reg [7:0] shift_register;'}]
    assert 'plan' not in found


async def test_pages_follow_each_other(client: httpx.AsyncClient, embedded: Services):
    ada = add_person(embedded)
    for number in range(3):
        publish(embedded, ada, name=f'Port {number}')
    first = (await client.get(PROJECTS, params={'sort': 'name', 'limit': 2})).json()
    second = (await client.get(PROJECTS, params={'sort': 'name', 'limit': 2, 'cursor': first['next']})).json()
    assert [item['name'] for item in first['items'] + second['items']] == ['Port 0', 'Port 1', 'Port 2']
    assert second['next'] is None


async def test_what_cannot_be_used_is_named(client: httpx.AsyncClient):
    for name, value in [('sort', 'colour'), ('limit', '0'), ('limit', 'x'), ('cursor', 'x'), ('q', 'x' * 1001)]:
        answer = await client.get(PROJECTS, params={name: value})
        assert (answer.status_code, answer.json()['error']) == (422, 'invalid')
        assert name in answer.json()['detail']


async def test_a_project_is_searched_and_replaced_in(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    project = (await rest.post('/api/v1/projects', json={'name': 'Adder'}, headers=ada)).json()
    address = f'/api/v1/projects/{project["id"]}'
    await rest.put(f'{address}/tree/rtl/top.v', content=b'module top;\n  wire tx;', headers=ada)
    query = {'q': 't[ox]', 'regex': 'true', 'case': 'true', 'include': 'rtl/*.v'}
    found = await rest.get(f'{address}/search', params=query, headers=ada)
    assert found.json() == {
        'items': [
            {'path': 'rtl/top.v', 'line': 1, 'column': 8, 'length': 2, 'text': 'module top;', 'start': 0},
            {'path': 'rtl/top.v', 'line': 2, 'column': 8, 'length': 2, 'text': '  wire tx;', 'start': 0},
        ],
        'truncated': False,
    }
    body = {'query': 'wire', 'regex': False, 'case': False, 'word': True, 'include': '', 'replacement': 'reg'}
    replaced = (await rest.post(f'{address}/replace', json=body, headers=ada)).json()
    assert (replaced['files'], replaced['replacements']) == (1, 1)
    assert (await rest.get(f'{address}/tree/rtl/top.v', headers=ada)).content == b'module top;\n  reg tx;'
    await rest.post(f'{address}/files/undo', json={'undo': replaced['undo']}, headers=ada)
    assert (await rest.get(f'{address}/tree/rtl/top.v', headers=ada)).content == b'module top;\n  wire tx;'


async def test_a_search_that_cannot_be_done_says_why(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    project = (await client.post('/api/v1/projects', json={'name': 'Adder'}, headers=ada)).json()
    address = f'/api/v1/projects/{project["id"]}'
    await client.put(f'{address}/tree/a.v', content=b'a' * 5000 + b'!', headers=ada)
    cases = [
        ({'q': '(', 'regex': '1'}, 'cannot be read'),
        ({'q': '(a+)+$', 'regex': '1'}, 'takes too long'),
        ({}, 'q'),
        ({'q': ''}, 'Type'),
    ]
    for query, told in cases:
        answer = await client.get(f'{address}/search', params=query, headers=ada)
        assert (answer.status_code, told in answer.json()['detail']) == (422, True), answer.text
    body = {'query': 'a', 'replacement': 'b', 'unknown': 1}
    assert (await client.post(f'{address}/replace', json=body, headers=ada)).status_code == 422
