"""Every route of REST names its permission, and no route gives one tenant anything of another.

Both walk the routes of the application, so that a new one is held to this by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import FastAPI
from itsdangerous import URLSafeTimedSerializer

from ide.app import create_app
from services.container import Services
from services.permissions import Actor, Permission
from tests.factories import add_project
from tests.people import PASSWORD, add_run, member
from tests.web import RouteInfo, client_of, routes_of, sample_of

MARK = 'known-to-ada-only'

# Whoever adds a route here says that a stranger without an account may call it.
PUBLIC = {
    ('POST', '/api/v1/auth/register'),
    ('POST', '/api/v1/auth/login'),
    ('POST', '/api/v1/auth/refresh'),
    ('POST', '/api/v1/auth/logout'),
    ('POST', '/api/v1/auth/forgot'),
    ('POST', '/api/v1/auth/reset'),
    ('POST', '/api/v1/auth/verify'),
    ('GET', '/api/v1/limits'),
    ('GET', '/api/v1/templates'),
    ('GET', '/api/v1/flows'),
    ('GET', '/api/v1/a6hub-toml/schema'),
    ('GET', '/api/v1/projects/public'),
}


def rest_routes(app: FastAPI) -> list[RouteInfo]:
    return [route for route in routes_of(app) if route.path.startswith('/api/v1')]


@dataclass
class Tenant:
    """A person, and the ids of what they own by the names that routes give them."""

    actor: Actor
    ids: dict[str, str] = field(default_factory=dict)


def tenant(services: Services, name: str) -> Tenant:
    actor = member(services, name)
    project = add_project(services, actor, {'uart.v': MARK.encode()}, name=f'{MARK} {name}', description=MARK)
    job_id, artifact_id = add_run(services, actor, project.id)
    token, _ = services.tokens.create(actor, MARK)
    [file] = services.files.all(actor, project.id)
    ids = {
        'user_id': actor.user_id,
        'session_id': actor.session_id,
        'token_id': token.id,
        'project_id': project.id,
        'file_id': file.id,
        'job_id': job_id,
        'artifact_id': artifact_id,
        'batch_id': job_id,
        'snapshot_id': job_id,
        'path': 'uart.v',
        'number': 1,
        'owner': name,
        'username': name,
        'slug': project.slug,
    }
    return Tenant(actor, {key: str(value) for key, value in ids.items()})


def filled(route: RouteInfo, ids: dict[str, str]) -> str:
    """Return the route's path with these ids; a test that misses a name fails, so that nobody forgets it."""
    path = route.path.replace(':path}', '}')
    return path.format(**ids)


def access_token(services: Services, name: str) -> str:
    return services.auth.sign_in_api(name, PASSWORD, '192.0.2.8').access_token


async def ask(app: FastAPI, route: RouteInfo, path: str, token: str = '') -> httpx.Response:
    headers = {'Authorization': f'Bearer {token}'} if token else {}
    async with client_of(app) as client:
        return await client.request(route.method, path, headers=headers, **sample_of(app, route))


def test_every_route_names_its_permission(app: FastAPI):
    routes = rest_routes(app)
    assert len(routes) > 20
    unnamed = [(route.method, route.path) for route in routes if route.permission not in {*Permission, 'public'}]
    assert unnamed == []
    assert {(route.method, route.path) for route in routes if route.permission == 'public'} <= PUBLIC


async def test_no_route_gives_or_changes_anything_of_another_tenant(embedded: Services):
    app = create_app(embedded)
    ada, eve = tenant(embedded, 'ada'), tenant(embedded, 'eve')
    for route in rest_routes(app):
        if '{' not in route.path:
            continue
        answer = await ask(app, route, filled(route, ada.ids), access_token(embedded, 'eve'))
        assert answer.status_code in {403, 404}, (route, answer.text)
        assert MARK not in answer.text
    assert embedded.files.read(ada.actor, embedded.projects.find(ada.actor, 'ada', ada.ids['slug']).id, 'uart.v')
    assert eve.ids


async def test_an_own_project_opens_no_door_to_what_belongs_to_another(embedded: Services):
    app = create_app(embedded)
    ada, eve = tenant(embedded, 'ada'), tenant(embedded, 'eve')
    mixed = {**ada.ids, 'project_id': eve.ids['project_id'], 'path': 'no-such-file.v', 'number': '9'}
    routes = [route for route in rest_routes(app) if '{project_id}' in route.path and route.path.count('{') > 1]
    for route in routes:
        if route.method == 'PUT' and '{path' in route.path:
            continue
        answer = await ask(app, route, filled(route, mixed), access_token(embedded, 'eve'))
        assert answer.status_code in {403, 404, 422}, (route, answer.text)
        assert 'passed' not in answer.text


async def test_lists_hold_nothing_of_another_tenant(embedded: Services):
    app = create_app(embedded)
    tenant(embedded, 'ada')
    member(embedded, 'eve')
    lists = [route for route in rest_routes(app) if route.method == 'GET' and '{' not in route.path]
    for route in lists:
        for token in ('', access_token(embedded, 'eve')):
            answer = await ask(app, route, route.path, token)
            assert answer.status_code < 500, (route, answer.text)
            assert MARK.encode() not in answer.content, route


def expired(services: Services, tenant: Tenant) -> str:
    class Past(URLSafeTimedSerializer):
        class default_signer(URLSafeTimedSerializer.default_signer):  # noqa: N801
            def get_timestamp(self) -> int:
                return super().get_timestamp() - 31 * 60

    claims = [tenant.actor.user_id.hex, 1, tenant.actor.session_id.hex]
    return str(Past(services.settings.signing_key(), salt='a6hub.access').dumps(claims))


def forged(services: Services, tenant: Tenant) -> str:
    claims = [tenant.actor.user_id.hex, 1, tenant.actor.session_id.hex]
    return str(URLSafeTimedSerializer('another key', salt='a6hub.access').dumps(claims))


def of_another_purpose(services: Services, tenant: Tenant) -> str:
    claims = [tenant.actor.user_id.hex, 1, tenant.actor.session_id.hex]
    return str(URLSafeTimedSerializer(services.settings.signing_key(), salt='a6hub.reset').dumps(claims))


def signed_out(services: Services, tenant: Tenant) -> str:
    pair = services.auth.sign_in_api(tenant.actor.name, PASSWORD, '192.0.2.9')
    services.sessions.end_family_of(pair.refresh_token)
    return pair.access_token


def revoked(services: Services, tenant: Tenant) -> str:
    token, secret = services.tokens.create(tenant.actor, 'revoked')
    services.tokens.revoke(tenant.actor, token.id)
    return secret


def a_cookie(services: Services, tenant: Tenant) -> str:
    return services.auth.sign_in_browser(tenant.actor.name, PASSWORD, '192.0.2.9', '').cookie


def a_refresh_token(services: Services, tenant: Tenant) -> str:
    return services.auth.sign_in_api(tenant.actor.name, PASSWORD, '192.0.2.9').refresh_token


@pytest.mark.parametrize('make', [expired, forged, of_another_purpose, signed_out, revoked, a_cookie, a_refresh_token])
async def test_a_token_that_is_no_longer_or_never_was_good_opens_nothing(
    embedded: Services, make: Callable[[Services, Tenant], str]
):
    app = create_app(embedded)
    ada = tenant(embedded, 'ada')
    token = make(embedded, ada)
    for route in rest_routes(app):
        if route.permission == 'public':
            continue
        answer = await ask(app, route, filled(route, ada.ids), token)
        assert (answer.status_code, answer.json()['error']) == (401, 'not-signed-in'), route
        assert MARK not in answer.text


async def test_a_stranger_without_a_token_sees_nothing_private(embedded: Services):
    app = create_app(embedded)
    ada = tenant(embedded, 'ada')
    for route in rest_routes(app):
        if '{' not in route.path or route.permission == 'public':
            continue
        answer = await ask(app, route, filled(route, ada.ids))
        assert answer.status_code in {401, 404}, (route, answer.text)
        assert MARK not in answer.text


async def test_a_token_with_one_scope_opens_nothing_else(embedded: Services):
    app = create_app(embedded)
    ada = tenant(embedded, 'ada')
    _, secret = embedded.tokens.create(ada.actor, 'reader', [Permission.ACCOUNT_READ])
    for route in rest_routes(app):
        if route.permission in {'public', Permission.ACCOUNT_READ}:
            continue
        answer = await ask(app, route, filled(route, ada.ids), secret)
        if route.method == 'GET' and '{' not in route.path and answer.status_code == 200:
            assert MARK.encode() not in answer.content, route
        else:
            assert answer.status_code in {401, 403, 404}, (route, answer.text)
