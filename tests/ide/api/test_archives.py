"""Archives through REST."""

import io
import zipfile

import httpx

from services.container import Services
from tests.factories import add_person, add_project, tar_of, zip_of
from tests.web import registered

IMPORT = '/api/v1/projects/import'


async def test_a_public_project_is_downloaded_as_a_zip(rest: httpx.AsyncClient, services: Services):
    project = add_project(services, add_person(services), {'rtl/top.v': b'module top;'}, visibility='public')
    answer = await rest.get(f'/api/v1/projects/{project.id}/archive.zip')
    assert answer.headers['content-type'] == 'application/zip'
    assert answer.headers['content-disposition'] == 'attachment; filename="adder.zip"'
    assert zipfile.ZipFile(io.BytesIO(answer.content)).read('rtl/top.v') == b'module top;'


async def test_a_private_project_has_no_zip_for_others(client: httpx.AsyncClient, embedded: Services):
    project = add_project(embedded, add_person(embedded), {'top.v': b'x'})
    for address in (project.id, 'nonsense'):
        answer = await client.get(f'/api/v1/projects/{address}/archive.zip')
        assert (answer.status_code, answer.json()['error']) == (404, 'not-found')


def upload(data: bytes, filename: str = 'adder.zip') -> dict[str, tuple[str, bytes]]:
    return {'archive': (filename, data)}


async def test_an_uploaded_archive_becomes_a_project(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    data = zip_of({'adder/rtl/top.v': b'module top;', 'adder/.git/HEAD': b'x'})
    fields = {'name': '', 'description': 'Adds', 'visibility': 'public'}
    answer = await rest.post(IMPORT, files=upload(data), data=fields, headers=ada)
    assert answer.status_code == 201, answer.text
    report = answer.json()
    project = report['project']
    assert (project['name'], project['description'], project['visibility']) == ('adder', 'Adds', 'public')
    assert (report['stored'], [item['name'] for item in report['skipped']]) == (1, ['adder/.git'])
    assert answer.headers['location'] == f'/api/v1/projects/{project["id"]}'
    assert (await rest.get(f'{answer.headers["location"]}/tree/rtl/top.v', headers=ada)).content == b'module top;'


async def test_an_uploaded_archive_is_added_to_a_project(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    address = f'/api/v1/projects/{(await new_project(client, ada))["id"]}'
    await client.put(f'{address}/tree/top.v', content=b'old', headers=ada)
    answer = await client.post(f'{address}/import', files=upload(tar_of({'top.v': b'new'}), 'x.tgz'), headers=ada)
    assert (answer.status_code, answer.json()['stored']) == (200, 1)
    undone = await client.post(f'{address}/files/undo', json={'undo': answer.json()['undo']}, headers=ada)
    assert undone.status_code == 200, undone.text
    assert (await client.get(f'{address}/tree/top.v', headers=ada)).content == b'old'


async def test_what_is_no_archive_is_answered_with_the_reason(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    cases = [
        ({'files': upload(b'module top;')}, 422, 'no archive'),
        ({'files': upload(zip_of({'../x.v': b''}))}, 422, 'outside of the project'),
        ({'files': upload(zip_of({'zeros': bytes(30_000_000)}))}, 413, 'archive_ratio'),
        ({'data': {'name': 'x'}, 'files': {'name': (None, 'x')}}, 422, 'no file'),
        ({'json': {}}, 422, 'multipart/form-data'),
        ({'files': upload(zip_of({'x.v': b''})), 'data': {'visibility': 'mine'}}, 422, 'visibility'),
        ({'files': upload(zip_of({'x.v': b''})), 'data': {'name': 'x' * 200}}, 422, 'name'),
        ({'content': b'x' * 100, 'headers': {'content-length': str(10**12)}}, 413, 'MB'),
    ]
    for options, status, told in cases:
        answer = await client.post(IMPORT, **{**options, 'headers': {**ada, **options.get('headers', {})}})
        assert (answer.status_code, told in answer.json()['detail']) == (status, True), answer.text
    assert (await client.get('/api/v1/projects', headers=ada)).json()['items'] == []


async def test_strangers_import_nothing(client: httpx.AsyncClient):
    ada, eve = await registered(client, 'ada'), await registered(client, 'eve')
    secret = (await new_project(client, ada))['id']
    data = upload(zip_of({'x.v': b''}))
    assert (await client.post(IMPORT, files=data)).status_code == 401
    assert (await client.post(f'/api/v1/projects/{secret}/import', files=data, headers=eve)).status_code == 404


async def new_project(client: httpx.AsyncClient, headers: dict[str, str]) -> dict[str, str]:
    return (await client.post('/api/v1/projects', json={'name': 'Adder'}, headers=headers)).json()


async def test_an_export_is_imported_again(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    address = f'/api/v1/projects/{(await new_project(client, ada))["id"]}'
    await client.put(f'{address}/tree/top.v', content=b'module top;', headers=ada)
    exported = await client.get(f'{address}/export', headers=ada)
    assert exported.headers['content-disposition'] == 'attachment; filename="adder.a6hub.zip"'
    answer = await client.post(IMPORT, files=upload(exported.content), headers=ada)
    assert (answer.status_code, answer.json()['stored'], answer.json()['runs']) == (201, 1, 0)
    assert answer.json()['project']['slug'] == 'adder-2'
    assert (await client.get(f'{address}/export')).status_code == 404
