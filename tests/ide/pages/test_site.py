"""The plain pages: readable by everybody who may see them, without JavaScript."""

import re

import httpx
import pytest

from services.container import Services
from services.permissions import Actor
from services.project_fields import ProjectChange
from tests.web import ORIGIN


@pytest.fixture
def visitor(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers.update({'accept': 'text/html'})
    return client


@pytest.fixture
def owner(embedded: Services) -> Actor:
    return embedded.auth.create_guest().actor


@pytest.mark.parametrize('path', ['/', '/explore', '/templates', '/new', '/projects', '/login', '/register', '/help'])
async def test_every_page_opens_without_an_account(visitor: httpx.AsyncClient, path: str):
    answer = await visitor.get(path)
    assert answer.status_code == 200
    assert '<main' in answer.text


async def test_a_project_page_shows_readme_files_and_what_link_previews_need(
    visitor: httpx.AsyncClient, embedded: Services, owner: Actor
):
    change = ProjectChange(name='My UART', description='A <b>serial</b> port', visibility='unlisted')
    project = embedded.projects.create(owner, change)
    embedded.files.write(owner, project.id, 'README.md', b'# Hello\n\n<script>alert(1)</script>[a](rtl/a.v)')
    embedded.files.write(owner, project.id, 'rtl/a.v', b'module a; endmodule // <script>\n')
    page = (await visitor.get(project.path)).text
    assert '<h1>Hello</h1>' in page
    assert 'alert(1)' not in page
    assert 'A &lt;b&gt;serial&lt;/b&gt; port' in page
    assert f'property="og:title" content="{project.owner}/my-uart"' in page
    source = (await visitor.get(f'{project.path}/files/rtl/a.v')).text
    assert '<span class="k">module</span>' in source
    assert '// &lt;script&gt;' in source
    picture = await visitor.get(f'{project.path}/preview.png')
    assert picture.content.startswith(b'\x89PNG')


@pytest.mark.parametrize('rest', ['', '/files', '/files/a.v', '/runs', '/runs/1', '/preview.png', '/archive.zip'])
async def test_a_private_project_is_not_found_on_any_page(
    visitor: httpx.AsyncClient, embedded: Services, owner: Actor, rest: str
):
    project = embedded.projects.create(owner, ProjectChange(name='secret'))
    embedded.files.write(owner, project.id, 'a.v', b'module a; endmodule')
    answer = await visitor.get(project.path + rest)
    assert answer.status_code == 404
    assert 'secret' not in answer.text.replace(project.path, '')


@pytest.mark.parametrize('path', ['/nobody-here', '/nobody/nothing', '/nobody/nothing/files/../../etc/passwd'])
async def test_what_is_not_there_is_told_so(visitor: httpx.AsyncClient, path: str):
    answer = await visitor.get(path)
    assert answer.status_code == 404
    assert '<main' in answer.text


async def test_trying_a_template_opens_a_copy_for_a_guest(visitor: httpx.AsyncClient):
    answer = await visitor.post('/try/uart', headers=ORIGIN)
    assert answer.status_code == 303
    assert answer.headers['location'].endswith('/uart/edit')
    assert 'httponly' in answer.headers['set-cookie'].lower()
    assert 'UART' in (await visitor.get('/projects')).text


async def test_a_foreign_page_cannot_make_a_guest_try_something(visitor: httpx.AsyncClient):
    answer = await visitor.post('/try/uart', headers={'origin': 'https://evil.example'})
    assert answer.status_code == 403


async def test_a_new_project_keeps_what_was_typed_when_it_is_refused(visitor: httpx.AsyncClient):
    data = {'name': 'x' * 300, 'description': 'my words', 'visibility': 'private'}
    answer = await visitor.post('/new', data=data, headers=ORIGIN)
    assert answer.status_code == 422
    assert 'my words' in answer.text
    assert 'role="alert"' in answer.text


async def own_project(visitor: httpx.AsyncClient) -> str:
    visitor.headers.update(ORIGIN)
    answer = await visitor.post('/new', data={'name': 'My UART', 'visibility': 'private'})
    return answer.headers['location'].removesuffix('/edit')


async def test_settings_rename_and_keep_what_was_typed_when_refused(visitor: httpx.AsyncClient):
    path = await own_project(visitor)
    assert 'Settings</a>' in (await visitor.get(path)).text
    typed = {'name': 'Serial port', 'slug': 'serial', 'visibility': 'unlisted', 'topics': 'uart, serial'}
    answer = await visitor.post(f'{path}/settings', data=typed)
    assert answer.status_code == 303
    renamed = answer.headers['location'].partition('?')[0]
    assert renamed.endswith('/serial/settings')
    assert 'Serial port' in (await visitor.get(renamed)).text
    refused = await visitor.post(renamed, data={**typed, 'slug': 'NOT / a slug', 'description': 'my words'})
    assert refused.status_code == 422
    assert 'my words' in refused.text


async def test_a_project_is_deleted_by_who_types_its_address_and_brought_back(visitor: httpx.AsyncClient):
    path = await own_project(visitor)
    assert (await visitor.post(f'{path}/settings/delete', data={'typed': 'wrong'})).status_code == 422
    assert (await visitor.post(f'{path}/settings/delete', data={'typed': 'my-uart'})).status_code == 303
    assert (await visitor.get(path)).status_code == 404
    listed = (await visitor.get('/projects')).text
    restore = re.search(r'action="(/projects/[0-9a-f-]+/restore)"', listed)
    assert restore is not None
    assert (await visitor.post(restore[1])).status_code == 303
    assert (await visitor.get(path)).status_code == 200


async def test_a_project_is_duplicated(visitor: httpx.AsyncClient):
    path = await own_project(visitor)
    answer = await visitor.post(f'{path}/settings/duplicate')
    assert answer.status_code == 303
    assert answer.headers['location'] != f'{path}/edit'


@pytest.mark.parametrize('act', ['', '/members', '/members/ada/remove', '/duplicate', '/delete'])
async def test_a_reader_changes_no_settings(visitor: httpx.AsyncClient, embedded: Services, owner: Actor, act: str):
    project = embedded.projects.create(owner, ProjectChange(name='shared', visibility='unlisted'))
    data = {'name': 'mine', 'slug': 'mine', 'typed': 'shared', 'username': 'ada', 'role': 'editor'}
    answer = await visitor.post(f'{project.path}/settings{act}', data=data, headers=ORIGIN)
    assert answer.status_code in {401, 403, 404}
    assert embedded.projects.get(owner, project.id).name == 'shared'
