"""The pages of accounts as a browser without JavaScript uses them."""

import logging
import re

import httpx
import pytest

from services.container import Services
from tests.web import ORIGIN, PASSWORD

TYPED = {'email': 'ada@example.org', 'username': 'ada', 'password': PASSWORD, 'full_name': 'Ada L.'}


@pytest.fixture
def visitor(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers.update(
        {
            **ORIGIN,
            'Accept': 'text/html',
            'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        }
    )
    return client


async def register(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post('/register', data=TYPED)
    assert (answer.status_code, answer.headers['location']) == (303, '/projects'), answer.text


async def mailed_link(caplog: pytest.LogCaptureFixture) -> str:
    links = re.findall(r'http://127\.0\.0\.1:8080(/\S+)', caplog.text)
    return links[-1]


async def test_a_person_registers_looks_at_the_account_and_signs_out_and_in(visitor: httpx.AsyncClient):
    assert 'autocomplete="new-password"' in (await visitor.get('/register')).text
    await register(visitor)
    account = await visitor.get('/account')
    assert account.status_code == 200
    assert 'Ada L.' in account.text
    assert 'Firefox on Linux' in account.text
    assert (await visitor.post('/logout')).headers['location'] == '/'
    assert not visitor.cookies
    assert (await visitor.get('/account')).headers['location'] == '/login?next=/account'
    answer = await visitor.post('/login', data={'name': 'ada', 'password': PASSWORD, 'next': '/account#tokens'})
    assert answer.headers['location'] == '/account#tokens'
    assert (await visitor.get('/login')).headers['location'] == '/projects'


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: httpx.AsyncClient):
    answer = await visitor.post('/register', data=TYPED)
    cookie = answer.headers['set-cookie']
    assert cookie.startswith('a6hub_session=')
    assert {'HttpOnly', 'SameSite=lax', 'Path=/', 'Max-Age=2592000'} <= set(cookie.split('; '))


async def test_a_failed_form_keeps_what_was_typed_except_the_password(visitor: httpx.AsyncClient):
    answer = await visitor.post('/register', data={**TYPED, 'username': 'Not A Name"><script>'})
    assert answer.status_code == 422
    assert 'value="ada@example.org"' in answer.text
    assert 'Not A Name&#34;&gt;&lt;script&gt;' in answer.text
    assert 'href="#username"' in answer.text
    assert PASSWORD not in answer.text
    wrong = await visitor.post('/login', data={'name': 'ada', 'password': 'a wrong one'})
    assert wrong.status_code == 401
    assert 'value="ada"' in wrong.text
    assert 'role="alert"' in wrong.text


@pytest.mark.parametrize(
    'target', ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:1', '/a\nb']
)
async def test_signing_in_never_leads_to_another_site(visitor: httpx.AsyncClient, target: str):
    answer = await visitor.post('/register', data={**TYPED, 'next': target})
    assert answer.headers['location'] == '/projects'


async def test_a_guest_registers_and_keeps_the_same_account(visitor: httpx.AsyncClient, embedded: Services):
    guest = embedded.auth.create_guest()
    visitor.cookies.set('a6hub_session', guest.cookie, domain='testserver.local')
    assert 'stay yours' in (await visitor.get('/register')).text
    await register(visitor)
    assert visitor.cookies['a6hub_session'] != guest.cookie
    assert embedded.identity.resolve(f'cookie {guest.cookie}', '').user_id is None
    cookie = visitor.cookies['a6hub_session']
    assert embedded.identity.resolve(f'cookie {cookie}', '').user_id == guest.actor.user_id


async def test_a_guest_on_a_single_persons_machine_lasts_and_is_told_so(visitor: httpx.AsyncClient, embedded: Services):
    guest = embedded.auth.create_guest()
    visitor.cookies.set('a6hub_session', guest.cookie)
    for path in ('/login', '/register', '/account'):
        answer = await visitor.get(path)
        assert 'You work here as the only person; nothing needs an account' in answer.text
    assert f'Max-Age={3650 * 86400}' in answer.headers['set-cookie']


async def test_a_forgotten_password_is_set_by_a_mailed_link_once(
    visitor: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING)
    await register(visitor)
    visitor.cookies.clear()
    caplog.clear()
    known = await visitor.post('/forgot', data={'email': 'ADA@example.org'})
    link = await mailed_link(caplog)
    unknown = await visitor.post('/forgot', data={'email': 'bob@example.org'})
    without_nonce = [re.sub(r'nonce="[^"]*"', '', text) for text in (known.text, unknown.text)]
    assert without_nonce[0].replace('ADA', 'bob') == without_nonce[1]
    assert (await visitor.get(link)).status_code == 200
    token = link.partition('token=')[2]
    short = await visitor.post('/reset', data={'token': token, 'password': 'short'})
    assert (short.status_code, 'at least 8' in short.text) == (422, True)
    done = await visitor.post('/reset', data={'token': token, 'password': 'blue-heron-43'})
    assert done.headers['location'] == '/account?done=password'
    assert 'confirmed' in (await visitor.get('/account')).text
    again = await visitor.post('/reset', data={'token': token, 'password': 'red-heron-44'})
    assert (again.status_code, 'used already' in again.text) == (422, True)
    visitor.cookies.clear()
    assert (await visitor.post('/login', data={'name': 'ada', 'password': 'blue-heron-43'})).status_code == 303


async def test_an_address_is_confirmed_by_a_click(visitor: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    await register(visitor)
    link = await mailed_link(caplog)
    assert 'not confirmed' in (await visitor.get('/account')).text
    assert 'Yes, this address is mine' in (await visitor.get(link)).text
    done = await visitor.post('/verify', data={'token': link.partition('token=')[2]})
    assert 'ada@example.org is yours' in done.text
    assert 'not confirmed' not in (await visitor.get('/account')).text
    assert (await visitor.post('/verify', data={'token': 'forged'})).status_code == 422


async def test_the_account_page_changes_profile_password_and_address(visitor: httpx.AsyncClient):
    await register(visitor)
    profile = {'username': 'countess', 'full_name': 'Ada King', 'bio': '<script>alert(1)</script>'}
    assert (await visitor.post('/account/profile', data=profile)).headers['location'] == '/account?done=profile'
    page = await visitor.get('/account?done=profile')
    assert 'Your profile is saved.' in page.text
    assert '&lt;script&gt;alert(1)' in page.text
    taken = await visitor.post('/account/profile', data={**profile, 'username': 'account'})
    assert (taken.status_code, 'kept for a6hub' in taken.text) == (422, True)
    wrong = await visitor.post('/account/email', data={'email': 'king@example.org', 'email_password': 'no'})
    assert (wrong.status_code, 'href="#email_password"' in wrong.text) == (422, True)
    right = {'email': 'king@example.org', 'email_password': PASSWORD}
    assert (await visitor.post('/account/email', data=right)).status_code == 303
    passwords = {'current_password': PASSWORD, 'new_password': 'blue-heron-43'}
    assert (await visitor.post('/account/password', data=passwords)).status_code == 303
    assert 'king@example.org' in (await visitor.get('/account')).text


async def test_a_token_is_shown_once(visitor: httpx.AsyncClient):
    await register(visitor)
    body = {'token_name': 'build machine', 'days': '30', 'scopes': ['project:read', 'account:read']}
    made = await visitor.post('/account/tokens', data=body)
    assert made.status_code == 201
    assert made.headers['cache-control'] == 'no-store'
    secret = re.search(r'a6h_[\w-]{40,}', made.text)[0]
    page = await visitor.get('/account')
    assert 'build machine' in page.text
    assert secret not in page.text
    header = {'Authorization': f'Bearer {secret}'}
    assert (await visitor.get('/api/v1/auth/me', headers=header)).json()['username'] == 'ada'
    token_id = re.search(r'/account/tokens/([\w-]+)/revoke', page.text)[1]
    await visitor.post(f'/account/tokens/{token_id}/revoke')
    assert (await visitor.get('/api/v1/auth/me', headers=header)).status_code == 401


async def test_an_account_is_deleted_only_with_its_password(visitor: httpx.AsyncClient):
    await register(visitor)
    wrong = await visitor.post('/account/delete', data={'delete_password': 'no'})
    assert (wrong.status_code, 'not your current password' in wrong.text) == (422, True)
    gone = await visitor.post('/account/delete', data={'delete_password': PASSWORD})
    assert (gone.status_code, gone.headers['location']) == (303, '/')
    assert (await visitor.post('/login', data={'name': 'ada', 'password': PASSWORD})).status_code == 401


async def test_pages_answer_for_people_what_went_wrong(visitor: httpx.AsyncClient):
    missing = await visitor.get('/login/nowhere')
    assert missing.status_code == 404
    assert missing.headers['content-type'].startswith('text/html')
    foreign = await visitor.post('/login', data={'name': 'x'}, headers={'Origin': 'https://evil.example'})
    assert foreign.status_code == 403
    assert 'another site' in foreign.text


async def test_every_script_of_a_page_carries_the_nonce_of_its_answer(visitor: httpx.AsyncClient):
    first, second = await visitor.get('/login'), await visitor.get('/login')
    nonce = re.search(r"'nonce-([\w-]+)'", first.headers['content-security-policy'])[1]
    assert (
        "'unsafe-inline'" not in first.headers['content-security-policy'].partition('script-src')[2].partition(';')[0]
    )
    assert first.text.count('<script') == first.text.count(f'<script nonce="{nonce}"') > 1
    assert nonce not in second.text
