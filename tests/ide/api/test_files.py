"""Files through REST: by path as raw bytes, and by id."""

import hashlib

import httpx
import pytest

from tests.web import registered

PROJECTS = '/api/v1/projects'


async def project_of(client: httpx.AsyncClient, headers: dict, **fields: str) -> str:
    project = (await client.post(PROJECTS, headers=headers, json={'name': 'Adder', **fields})).json()
    return f'{PROJECTS}/{project["id"]}'


async def test_raw_bytes_come_back_as_they_were_sent(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    project = await project_of(rest, ada)
    data = bytes(range(256)) * 8000
    created = await rest.put(f'{project}/tree/roms/boot%20rom.bin', headers=ada, content=data)
    assert created.status_code == 201
    assert created.headers['etag'] == f'"{hashlib.sha256(data).hexdigest()}"'
    again = await rest.put(f'{project}/tree/roms/boot%20rom.bin', headers=ada, content=data)
    assert again.status_code == 200
    found = await rest.get(f'{project}/tree/roms/boot%20rom.bin', headers=ada)
    assert found.content == data
    head = await rest.head(f'{project}/tree/roms/boot%20rom.bin', headers=ada)
    assert (head.headers['content-length'], head.content) == (str(len(data)), b'')


@pytest.mark.parametrize(
    ('asked', 'start', 'end'), [('bytes=0-0', 0, 1), ('bytes=5-', 5, 26), ('bytes=-3', 23, 26), ('bytes=20-99', 20, 26)]
)
async def test_a_range_is_part_of_the_file(client: httpx.AsyncClient, asked: str, start: int, end: int):
    ada = await registered(client, 'ada')
    project = await project_of(client, ada)
    letters = b'abcdefghijklmnopqrstuvwxyz'
    await client.put(f'{project}/tree/letters.txt', headers=ada, content=letters)
    answer = await client.get(f'{project}/tree/letters.txt', headers={**ada, 'Range': asked})
    assert (answer.status_code, answer.content) == (206, letters[start:end])
    assert answer.headers['content-range'] == f'bytes {start}-{end - 1}/26'


async def test_a_range_outside_of_the_file_is_an_error(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    project = await project_of(client, ada)
    await client.put(f'{project}/tree/x.txt', headers=ada, content=b'abc')
    answer = await client.get(f'{project}/tree/x.txt', headers={**ada, 'Range': 'bytes=9-'})
    assert (answer.status_code, answer.json()['error']) == (416, 'range')


async def test_a_range_of_absurd_digits_gives_the_whole_file(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    project = await project_of(client, ada)
    await client.put(f'{project}/tree/x.txt', headers=ada, content=b'abc')
    answer = await client.get(f'{project}/tree/x.txt', headers={**ada, 'Range': f'bytes={"9" * 5000}-'})
    assert (answer.status_code, answer.content) == (200, b'abc')


@pytest.mark.parametrize('name', ['%ff%fe', 'caf%e9.v', 'two%0d%0alines', '%7f'])
async def test_an_address_that_is_no_text_is_refused(client: httpx.AsyncClient, name: str):
    ada = await registered(client, 'ada')
    project = await project_of(client, ada)
    answer = await client.put(f'{project}/tree/{name}', headers=ada, content=b'x')
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')
    assert (await client.get(f'{project}/files', headers=ada)).json()['items'] == []


async def test_a_name_may_hold_the_replacement_character_itself(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    answer = await client.put(f'{await project_of(client, ada)}/tree/%ef%bf%bd.v', headers=ada, content=b'x')
    assert (answer.status_code, answer.json()['path']) == (201, '\ufffd.v')


async def test_an_etag_guards_each_write(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    address = f'{await project_of(rest, ada)}/tree/rtl/top.v'
    first = (await rest.put(address, headers={**ada, 'If-None-Match': '*'}, content=b'first')).headers['etag']
    second = await rest.put(address, headers={**ada, 'If-Match': first}, content=b'second')
    assert second.status_code == 200
    for guard in ({'If-Match': first}, {'If-None-Match': '*'}):
        late = await rest.put(address, headers={**ada, **guard}, content=b'late')
        assert (late.status_code, late.json()['error']) == (412, 'changed-meanwhile')
        assert late.headers['etag'] == second.headers['etag']
    assert (await rest.delete(address, headers={**ada, 'If-Match': first})).status_code == 412
    assert (await rest.get(address, headers=ada)).content == b'second'


async def test_a_page_in_a_project_never_runs_as_ours(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    address = f'{await project_of(client, ada)}/tree/index.html'
    await client.put(address, headers=ada, content=b'<script>alert(1)</script>')
    answer = await client.get(address, headers=ada)
    assert answer.headers['content-type'] == 'text/plain; charset=utf-8'
    assert answer.headers['x-content-type-options'] == 'nosniff'
    assert 'sandbox' in answer.headers['content-security-policy']
    download = await client.get(address, headers=ada, params={'download': 1})
    assert download.headers['content-disposition'].startswith('attachment; filename="index.html"')


async def test_a_name_in_any_alphabet_and_with_quotes_is_downloaded(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    address = f'{await project_of(client, ada)}/tree/%22gr%C3%BC%C3%9F%22.bin'
    await client.put(address, headers=ada, content=b'\0')
    answer = await client.get(address, headers=ada)
    assert answer.headers['content-disposition'] == (
        'attachment; filename="_gr___.bin"; filename*=UTF-8\'\'%22gr%C3%BC%C3%9F%22.bin'
    )


@pytest.mark.parametrize(
    'path',
    ['..%2Fsecret', 'rtl%2F..%2F..%2Fx', '%2Fetc%2Fpasswd', '.git/config', 'a%5Cb', 'CON', 'a%00b', 'x.'],
)
async def test_a_hostile_path_is_refused(client: httpx.AsyncClient, path: str):
    ada = await registered(client, 'ada')
    answer = await client.put(f'{await project_of(client, ada)}/tree/{path}', headers=ada, content=b'x')
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')


async def test_a_text_file_is_added_read_changed_and_moved_by_its_id(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    project = await project_of(rest, ada)
    created = await rest.post(f'{project}/files', headers=ada, json={'path': 'top.v', 'content': 'module top;'})
    assert created.status_code == 201
    address = f'{project}/files/{created.json()["id"]}'
    assert (await rest.get(address, headers=ada)).json()['content'] == 'module top;'
    assert (await rest.get(f'{address}/raw', headers=ada)).content == b'module top;'
    taken = await rest.post(f'{project}/files', headers=ada, json={'path': 'top.v', 'content': 'other'})
    assert (taken.status_code, taken.json()['error']) == (409, 'conflict')
    change = {'path': 'rtl/top.v', 'content': 'module top; endmodule'}
    changed = await rest.put(address, headers={**ada, 'If-Match': created.headers['etag']}, json=change)
    assert (changed.status_code, changed.json()['path']) == (200, 'rtl/top.v')
    assert (await rest.get(f'{project}/tree/rtl/top.v', headers=ada)).text == 'module top; endmodule'
    late = await rest.put(address, headers={**ada, 'If-Match': created.headers['etag']}, json={'content': 'late'})
    assert late.status_code == 412
    raw = await rest.put(address, headers=ada, content=b'raw bytes')
    assert raw.json()['sha256'] == hashlib.sha256(b'raw bytes').hexdigest()
    deletion = (await rest.delete(address, headers=ada)).json()
    assert deletion['paths'] == ['rtl/top.v']
    assert (await rest.get(address, headers=ada)).status_code == 404
    restored = (await rest.post(f'{project}/files/undo', headers=ada, json={'undo': deletion['undo']})).json()
    assert [item['path'] for item in restored['items']] == ['rtl/top.v']


async def test_files_are_uploaded_as_a_form(rest: httpx.AsyncClient):
    ada = await registered(rest, 'ada')
    project = await project_of(rest, ada)
    large = bytes(range(256)) * 8000
    upload = [('file', ('top.v', b'module top;')), ('file', ('rom.bin', large))]
    answer = await rest.post(f'{project}/files', headers=ada, data={'folder': 'rtl'}, files=upload)
    assert answer.status_code == 201
    assert [item['path'] for item in answer.json()['items']] == ['rtl/top.v', 'rtl/rom.bin']
    assert (await rest.get(f'{project}/tree/rtl/rom.bin', headers=ada)).content == large
    assert answer.json()['undo'] is None
    again = await rest.post(f'{project}/files', headers=ada, data={'folder': 'rtl'}, files={'file': ('top.v', b'new')})
    await rest.post(f'{project}/files/undo', headers=ada, json={'undo': again.json()['undo']})
    assert (await rest.get(f'{project}/tree/rtl/top.v', headers=ada)).content == b'module top;'
    named = {'path': 'doc/read me.md'}
    answer = await rest.post(f'{project}/files', headers=ada, data=named, files={'file': ('x', b'# Read me')})
    assert answer.json()['path'] == 'doc/read me.md'


async def test_folders_moves_and_copies(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    project = await project_of(client, ada)
    folder = await client.post(f'{project}/folders', headers=ada, json={'path': 'rtl'})
    assert (folder.status_code, folder.json()['folder']) == (201, True)
    await client.put(f'{project}/tree/rtl/a.v', headers=ada, content=b'a')
    await client.post(f'{project}/files/move', headers=ada, json={'source': 'rtl', 'target': 'src'})
    await client.post(f'{project}/files/duplicate', headers=ada, json={'source': 'src/a.v'})
    items = (await client.get(f'{project}/files', headers=ada)).json()['items']
    assert [item['path'] for item in items] == ['src', 'src/a copy.v', 'src/a.v']
    deletion = await client.post(f'{project}/files/delete', headers=ada, json={'paths': ['src/a.v', 'src']})
    assert sorted(deletion.json()['paths']) == ['src', 'src/a copy.v', 'src/a.v']
    assert (await client.get(f'{project}/files', headers=ada)).json() == {'items': [], 'next': None}


@pytest.mark.parametrize(
    ('method', 'place', 'body'),
    [
        ('POST', 'files', {'content': 'x'}),
        ('POST', 'files', {'path': 7}),
        ('POST', 'files', {'path': '../x', 'content': ''}),
        ('POST', 'files', []),
        ('POST', 'folders', {'path': ''}),
        ('POST', 'files/move', {'source': 'x'}),
        ('POST', 'files/delete', {'paths': []}),
        ('POST', 'files/undo', {'undo': 7}),
    ],
)
async def test_a_wrong_body_is_invalid(client: httpx.AsyncClient, method: str, place: str, body: object):
    ada = await registered(client, 'ada')
    answer = await client.request(method, f'{await project_of(client, ada)}/{place}', headers=ada, json=body)
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')


async def test_a_body_that_is_no_json_is_invalid(client: httpx.AsyncClient):
    ada = {**await registered(client, 'ada'), 'Content-Type': 'application/json'}
    answer = await client.post(f'{await project_of(client, ada)}/files', headers=ada, content=b'{"path": ')
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')


async def test_a_body_over_the_limit_is_refused_before_it_is_read(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    address = f'{await project_of(client, ada)}/tree/large.bin'
    read = 0

    async def body():
        nonlocal read
        for _ in range(200):
            read += 1
            yield b'\0' * 1_000_000

    headers = {**ada, 'Content-Length': '200000000'}
    answer = await client.put(address, headers=headers, content=body())
    assert (answer.status_code, answer.json()['error']) == (413, 'limit')
    assert '100.0 MB' in answer.json()['detail']


async def test_a_text_too_long_for_the_editor_is_refused_with_its_size(client: httpx.AsyncClient):
    ada = await registered(client, 'ada')
    project = await project_of(client, ada)
    body = {'path': 'long.v', 'content': 'x' * 10_000_001}
    answer = await client.post(f'{project}/files', headers=ada, json=body)
    assert (answer.status_code, answer.json()['error']) == (413, 'limit')
    assert 'editor_file_bytes' in answer.json()['detail']
    assert (await client.put(f'{project}/tree/long.v', headers=ada, content=b'x' * 10_000_001)).status_code == 201


async def test_anybody_reads_a_public_project_and_nobody_else_writes(client: httpx.AsyncClient):
    ada, eve = await registered(client, 'ada'), await registered(client, 'eve')
    project = await project_of(client, ada, visibility='public')
    await client.put(f'{project}/tree/top.v', headers=ada, content=b'open')
    assert (await client.get(f'{project}/tree/top.v')).content == b'open'
    assert (await client.put(f'{project}/tree/top.v', headers=eve, content=b'evil')).status_code == 403
    assert (await client.put(f'{project}/tree/top.v', content=b'evil')).status_code == 401
    assert (await client.delete(f'{project}/tree/top.v', headers=eve)).status_code == 403
