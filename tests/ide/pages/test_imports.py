"""An archive that is given to the page for new projects."""

import httpx

from tests.factories import zip_of
from tests.services.archives.test_tiny_tapeout import FILES


async def imported(client: httpx.AsyncClient, data: bytes) -> httpx.Response:
    form = {'name': '', 'visibility': 'private', 'template': ''}
    return await client.post(
        '/new', data=form, files={'archive': ('adder.zip', data)}, headers={'Sec-Fetch-Site': 'none'}
    )


async def test_an_archive_without_a_catch_opens_at_once(client: httpx.AsyncClient):
    answer = await imported(client, zip_of({'top.v': b'module top;'}))
    assert answer.status_code == 303
    assert answer.headers['location'].endswith('/adder/edit')


async def test_what_was_left_out_and_added_is_told_first(client: httpx.AsyncClient):
    answer = await imported(client, zip_of({**FILES, '<img src=x>.v ': b'x'}))
    assert answer.status_code == 200
    assert 'test/tb_a6hub.v was added' in answer.text
    assert '&lt;img src=x&gt;' in answer.text
    assert '<img src=x>' not in answer.text
    assert '/counter-tile/edit' in answer.text


async def test_a_hostile_archive_keeps_the_form_and_says_why(client: httpx.AsyncClient):
    answer = await imported(client, zip_of({'../evil.v': b''}))
    assert answer.status_code == 422
    assert 'outside of the project' in answer.text
