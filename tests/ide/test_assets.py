"""Style sheets, fonts and modules under addresses that follow their contents."""

import json
import re

import httpx
import pytest

from ide.assets import asset_url, import_map


@pytest.mark.parametrize(
    ('path', 'kind'),
    [
        ('css/tokens.css', 'text/css; charset=utf-8'),
        ('js/site.js', 'text/javascript; charset=utf-8'),
        ('fonts/inter.woff2', 'font/woff2'),
        ('img/favicon.svg', 'image/svg+xml'),
    ],
)
async def test_a_file_is_kept_by_browsers_for_ever(client: httpx.AsyncClient, path: str, kind: str):
    answer = await client.get(asset_url(path))
    assert answer.status_code == 200
    assert answer.headers['content-type'] == kind
    assert answer.headers['cache-control'] == 'public, max-age=31536000, immutable'


async def test_text_travels_packed_and_a_font_as_it_is(client: httpx.AsyncClient):
    css = await client.get(asset_url('css/base.css'), headers={'Accept-Encoding': 'gzip, br'})
    assert css.headers['content-encoding'] == 'gzip'
    assert css.headers['vary'] == 'accept-encoding'
    plain = await client.get(asset_url('css/base.css'), headers={'Accept-Encoding': 'identity'})
    assert 'content-encoding' not in plain.headers
    assert plain.text == css.text
    assert int(css.headers['content-length']) < int(plain.headers['content-length']) / 2
    font = await client.get(asset_url('fonts/inter.woff2'))
    assert 'content-encoding' not in font.headers


async def test_an_address_from_before_an_update_leads_to_the_present_one(client: httpx.AsyncClient):
    answer = await client.get('/assets/000000000000/css/base.css')
    assert (answer.status_code, answer.headers['location']) == (307, asset_url('css/base.css'))


@pytest.mark.parametrize(
    'path',
    [
        '%2e%2e/app.py',
        'css/%2e%2e/%2e%2e/app.py',
        'kit/..%2f..%2fcomponent.py',
        'css',
        '',
        'nothing.css',
        '/etc/passwd',
    ],
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str):
    assert (await client.get(asset_url(path))).status_code == 404


async def test_every_module_that_the_import_map_names_is_there(client: httpx.AsyncClient):
    folders = json.loads(import_map())['imports']
    assert all(re.fullmatch(r'a6hub-[a-z-]+/', name) for name in folders)
    answer = await client.get(folders['a6hub-kit/'] + 'dom.js')
    assert (answer.status_code, answer.headers['content-type']) == (200, 'text/javascript; charset=utf-8')
