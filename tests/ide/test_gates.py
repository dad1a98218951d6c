"""What is refused before any route sees it: foreign origins, large bodies, floods, broken addresses."""

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import StreamingResponse

from ide.app import create_app
from ide.limits import MAX_FORM
from services.container import Services, build_services
from services.settings import Settings
from tests.web import PASSWORD, client_of, registered

LOGIN = '/api/v1/auth/login'


async def cookie_post(app: FastAPI, services: Services, **headers: str) -> httpx.Response:
    cookie = services.auth.create_guest().cookie
    async with client_of(app, cookies={'a6hub_session': cookie}) as client:
        return await client.post('/api/v1/auth/verification', headers=headers)


@pytest.mark.parametrize(
    'headers',
    [
        {'Origin': 'http://testserver'},
        {'Sec-Fetch-Site': 'same-origin'},
        {'Origin': 'http://127.0.0.1:8080'},
        {'Host': 'localhost:9000', 'Origin': 'http://localhost:9000'},
    ],
)
async def test_a_cookie_acts_from_this_site(app: FastAPI, embedded: Services, headers: dict[str, str]):
    assert (await cookie_post(app, embedded, **headers)).status_code == 202


@pytest.mark.parametrize(
    'headers',
    [
        {},
        {'Origin': 'null'},
        {'Authorization': 'Basic eDp5'},
        {'Origin': 'https://testserver.evil.example'},
        {'Origin': 'http://testserver:81'},
        {'Sec-Fetch-Site': 'cross-site'},
        {'Sec-Fetch-Site': 'same-site'},
        {'Sec-Fetch-Site': 'none'},
        {'Origin': 'https://evil.example', 'Authorization': 'Basic YTpi'},
        {'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'same-origin'},
    ],
)
async def test_a_cookie_does_nothing_from_elsewhere(app: FastAPI, embedded: Services, headers: dict[str, str]):
    answer = await cookie_post(app, embedded, **headers)
    assert (answer.status_code, answer.json()['error']) == (403, 'foreign-origin')


async def test_a_token_needs_no_origin(client: httpx.AsyncClient):
    header = await registered(client, 'ada')
    answer = await client.post('/api/v1/auth/logout', headers={**header, 'Origin': 'https://tool.example'})
    assert answer.status_code == 204


async def test_a_name_that_a_stranger_may_own_is_no_address_of_a_personal_server(client: httpx.AsyncClient):
    rebound = {'Host': 'evil.example:8080', 'Origin': 'http://evil.example:8080'}
    answer = await client.get('/health', headers=rebound)
    assert answer.status_code == 403
    for host in ('localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'a6hub.localhost'):
        assert (await client.get('/health', headers={'Host': host})).status_code == 200


async def test_a_public_server_takes_its_public_origin_only(embedded_settings: Settings):
    settings = embedded_settings.model_copy(update={'public_url': 'https://a6hub.example', 'host': '10.0.0.1'})
    services = build_services(settings)
    app = create_app(services)
    own = {'Host': 'a6hub.example', 'Origin': 'https://a6hub.example'}
    assert (await cookie_post(app, services, **own)).status_code == 202
    plain = {'Host': 'a6hub.example', 'Origin': 'http://a6hub.example'}
    assert (await cookie_post(app, services, **plain)).status_code == 403
    services.close()


@pytest.mark.parametrize(('origin', 'accepted'), [('http://testserver', True), ('https://evil.example', False)])
async def test_a_websocket_of_another_site_is_refused(app: FastAPI, origin: str, accepted: bool):
    sent = []

    async def receive() -> dict:
        return {'type': 'websocket.connect'}

    async def send(message: dict) -> None:
        sent.append(message)

    async def reached(scope: object, receive: object, send: object) -> None:
        await send({'type': 'websocket.accept'})

    app.mount('/socket', reached)
    headers = [(b'host', b'testserver'), (b'origin', origin.encode())]
    scope = {'type': 'websocket', 'path': '/socket/x', 'query_string': b'', 'headers': headers, 'subprotocols': []}
    await app(scope, receive, send)
    assert [message['type'] for message in sent] == ['websocket.accept' if accepted else 'websocket.close']


async def test_a_body_that_is_too_large_is_refused_unread(client: httpx.AsyncClient):
    answer = await client.post(LOGIN, content=b'x' * (MAX_FORM + 1), headers={'Content-Type': 'application/json'})
    assert (answer.status_code, answer.json()['error']) == (413, 'limit')


async def test_a_body_of_untold_size_is_refused_once_it_is_too_large(client: httpx.AsyncClient):
    taken = 0

    async def endless():
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield b'x' * 100_000

    answer = await client.post(LOGIN, content=endless(), headers={'Content-Type': 'application/json'})
    assert (answer.status_code, answer.json()['error']) == (413, 'limit')
    assert taken < 100


async def test_a_streaming_route_stops_at_the_limit_too(app: FastAPI):
    @app.post('/stream')
    async def stream(request: Request) -> dict[str, int]:
        return {'size': sum([len(piece) async for piece in request.stream()])}

    async with client_of(app) as client:
        assert (await client.post('/stream', content=b'x' * 1000)).json() == {'size': 1000}
        pieces = (b'x' * 100_000 for _ in range(100))

        async def endless():
            for piece in pieces:
                yield piece

        assert (await client.post('/stream', content=endless())).status_code == 413


@pytest.mark.parametrize(
    ('method', 'path', 'status', 'code'),
    [
        ('GET', '/api/v1/nothing', 404, 'not-found'),
        ('GET', '/api/nothing', 404, 'not-found'),
        ('DELETE', LOGIN, 405, 'method-not-allowed'),
        ('GET', '/api/v1/users/%00', 422, 'invalid'),
        ('GET', '/api/v1/users?search=%00', 422, 'invalid'),
        ('GET', '/api/v1/users/not-an-id', 404, 'not-found'),
        ('GET', '/api/v1/users/' + 'x' * 5000, 404, 'not-found'),
    ],
)
async def test_every_error_of_rest_has_one_form(client: httpx.AsyncClient, method, path, status, code):
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()) == {'error', 'detail'}
    assert answer.json()['error'] == code


async def test_an_unexpected_failure_is_told_without_its_inside(
    client: httpx.AsyncClient, embedded: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(_actor: object) -> None:
        raise RuntimeError('a secret of the inside')

    header = await registered(client, 'ada')
    monkeypatch.setattr(embedded.users, 'me', fail)
    answer = await client.get('/api/v1/auth/me', headers=header)
    assert (answer.status_code, answer.json()['error']) == (500, 'internal')
    assert 'secret' not in answer.text
    assert 'a secret of the inside' in caplog.text


@pytest.mark.parametrize('path', ['/health', '/login', '/docs', '/api/v1/limits', '/robots.txt'])
async def test_head_gives_the_headers_of_get(client: httpx.AsyncClient, path: str):
    head, get = await client.head(path), await client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b'')
    assert head.headers['content-type'] == get.headers['content-type']


@pytest.mark.parametrize('path', ['/', '/login', '/projects', '/nowhere', '/api/v1/auth/me', '/api/v1/limits'])
async def test_no_proxy_keeps_what_depends_on_who_asks(client: httpx.AsyncClient, path: str):
    answer = await client.get(path, headers={'Accept': 'text/html'})
    assert answer.headers['cache-control'] == 'private, no-cache'


async def test_head_ends_an_answer_that_streams_for_ever(app: FastAPI):
    async def endless():
        while True:
            yield b'x'

    router = APIRouter()
    router.add_api_route('/health/endless', lambda: StreamingResponse(endless()))
    app.router.routes.insert(0, router.routes[0])
    async with client_of(app) as client:
        assert (await client.head('/health/endless')).status_code == 200


@pytest.fixture
def strict(embedded_settings: Settings):
    """Services of a server for many people that allows 20 requests in a minute."""
    settings = embedded_settings.model_copy(update={'rate_limit_per_minute': 20, 'host': '10.0.0.1'})
    services = build_services(settings)
    yield services
    services.close()


async def test_whoever_asks_too_often_waits(strict: Services):
    async with client_of(create_app(strict)) as client:
        first = await client.get('/api/v1/auth/me')
        assert (first.headers['ratelimit-limit'], first.headers['ratelimit-remaining']) == ('20', '19')
        answers = [await client.get('/api/v1/auth/me') for _ in range(20)]
        assert [answer.status_code for answer in answers] == [401] * 19 + [429]
        assert answers[-1].json()['error'] == 'rate-limit'
        assert 1 <= int(answers[-1].headers['retry-after']) <= 60
        assert (await client.get('/health')).status_code == 200


async def test_signing_in_is_limited_more_than_the_rest(strict: Services):
    async with client_of(create_app(strict)) as client:
        tried = [await client.post(LOGIN, json={'email': f'x{n}', 'password': 'y' * 8}) for n in range(11)]
        assert [answer.status_code for answer in tried] == [401] * 10 + [429]
        assert (await client.get('/api/v1/auth/me')).status_code == 401


async def test_people_behind_one_address_have_limits_of_their_own(strict: Services):
    async with client_of(create_app(strict)) as client:
        ada, bob = await registered(client, 'ada'), await registered(client, 'bob')
        for header in (ada, bob):
            # The first request proves who asks, the others are counted for that person.
            statuses = [(await client.get('/api/v1/auth/me', headers=header)).status_code for _ in range(16)]
            assert statuses == [200] * 16


async def test_a_failing_sign_in_says_when_to_come_back(client: httpx.AsyncClient):
    await registered(client, 'ada')
    wrong = [await client.post(LOGIN, json={'email': 'ada', 'password': 'a wrong one'}) for _ in range(11)]
    assert [answer.status_code for answer in wrong] == [401] * 10 + [429]
    assert int(wrong[-1].headers['retry-after']) > 0
    right = await client.post(LOGIN, json={'email': 'ada', 'password': PASSWORD})
    assert right.status_code == 429
