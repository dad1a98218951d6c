"""REST of `a6hub.toml`: schema, settings, changes with `If-Match`."""

import httpx

from tests.web import registered


async def test_the_schema_is_for_everybody(client: httpx.AsyncClient):
    schema = (await client.get('/api/v1/a6hub-toml/schema')).json()
    assert schema['title'] == 'a6hub.toml'
    assert schema['$defs']['SimulateOptions']['properties']['top']['description']


async def test_settings_are_read_and_changed(rest: httpx.AsyncClient):
    headers = await registered(rest, 'ada')
    made = await rest.post('/api/v1/projects', json={'name': 'Chip'}, headers=headers)
    url = f'/api/v1/projects/{made.json()["id"]}'
    empty = (await rest.get(f'{url}/a6hub-toml', headers=headers)).json()
    assert (empty['etag'], empty['settings'], empty['mistakes']) == ('', {}, [])

    body = {'table': 'simulate', 'changes': {'top': 'tb', 'waves': False}}
    changed = await rest.patch(f'{url}/a6hub-toml', json=body, headers=headers)
    assert changed.json()['settings'] == {'simulate': {'top': 'tb', 'waves': False}}
    stored = await rest.get(f'{url}/tree/a6hub.toml', headers=headers)
    assert stored.text == '[simulate]\ntop = "tb"\nwaves = false\n'
    assert changed.headers['etag'] == stored.headers['etag']

    old = {**headers, 'If-Match': '"0"'}
    refused = await rest.patch(f'{url}/a6hub-toml', json=body, headers=old)
    assert (refused.status_code, refused.json()['error']) == (412, 'changed-meanwhile')
    wrong = {'table': 'simulate', 'changes': {'waves': 'perhaps'}}
    answer = await rest.patch(f'{url}/a6hub-toml', json=wrong, headers=headers)
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')


async def test_mistakes_are_told_with_their_places(client: httpx.AsyncClient):
    headers = await registered(client, 'ada')
    made = await client.post('/api/v1/projects', json={'name': 'Chip'}, headers=headers)
    url = f'/api/v1/projects/{made.json()["id"]}'
    await client.put(f'{url}/tree/a6hub.toml', content='[simulate]\n tpo = 1\n', headers=headers)
    [mistake] = (await client.get(f'{url}/a6hub-toml', headers=headers)).json()['mistakes']
    assert (mistake['severity'], mistake['line'], mistake['column']) == ('error', 2, 2)
    assert "is 'top' meant?" in mistake['hint']
