"""Clients of the web application, in the same process, without a socket."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from ide.api.actor import PERMISSION
from ide.app import create_app
from services.container import Services

PASSWORD = 'green-heron-42'
ORIGIN = {'Origin': 'http://testserver'}


def client_of(app: FastAPI, **options: Any) -> httpx.AsyncClient:
    """Return a client like a browser without any cookie; pages are never followed by themselves."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=('192.0.2.7', 1234))
    return httpx.AsyncClient(transport=transport, base_url='http://testserver', **options)


async def registered(client: httpx.AsyncClient, username: str, email: str = '') -> dict[str, str]:
    """Register a person through REST and return the header that proves who it is."""
    typed = {'email': email or f'{username}@example.org', 'username': username, 'password': PASSWORD}
    answer = await client.post('/api/v1/auth/register', json=typed)
    assert answer.status_code == 201, answer.text
    return await signed_in(client, username)


async def signed_in(client: httpx.AsyncClient, username: str) -> dict[str, str]:
    """Sign a person in through REST and return the header that proves who it is."""
    answer = await client.post('/api/v1/auth/login', json={'email': username, 'password': PASSWORD})
    assert answer.status_code == 200, answer.text
    return {'Authorization': f'Bearer {answer.json()["access_token"]}'}


@pytest.fixture
def app(embedded: Services) -> FastAPI:
    """The web application without NiceGUI, on the embedded adapters."""
    return create_app(embedded)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application on the embedded adapters."""
    async with client_of(app) as client:
        yield client


@pytest.fixture
async def rest(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application, once for each set of adapters."""
    async with client_of(create_app(services)) as client:
        yield client


@dataclass(frozen=True, slots=True)
class RouteInfo:
    """A way into the application."""

    method: str
    path: str
    permission: str


def routes_of(app: FastAPI) -> list[RouteInfo]:
    """Return every route with its method, those of included routers as well."""
    found = []
    for route in iter_route_contexts(app.routes):
        permission = (getattr(route, 'openapi_extra', None) or {}).get(PERMISSION, '')
        for method in sorted((route.methods or set()) - {'HEAD'}):
            found.append(RouteInfo(method, str(route.path), permission))
    return found


def sample_of(app: FastAPI, route: RouteInfo) -> dict[str, Any]:
    """Return the arguments of a request with the body and the query that the route's description asks for."""
    operation = app.openapi()['paths'].get(route.path, {}).get(route.method.lower(), {})
    content = operation.get('requestBody', {}).get('content', {})
    needed = [each for each in operation.get('parameters', ()) if each['in'] == 'query' and each.get('required')]
    query = {'params': {each['name']: _sample(app, each['schema']) for each in needed}}
    if 'application/json' in content:
        return {**query, 'json': _sample(app, content['application/json']['schema'])}
    if 'multipart/form-data' in content:
        return {**query, 'files': {'file': ('x.v', b'module x; endmodule')}}
    return {**query, 'content': b'x'} if route.method in {'PUT', 'POST'} else query


def _sample(app: FastAPI, schema: dict[str, Any]) -> Any:
    if '$ref' in schema:
        return _sample(app, app.openapi()['components']['schemas'][schema['$ref'].rpartition('/')[2]])
    for choice in ('anyOf', 'oneOf', 'allOf'):
        if choice in schema:
            return _sample(app, schema[choice][0])
    if 'const' in schema or 'enum' in schema:
        return schema.get('const', schema.get('enum', [None])[0])
    if 'pattern' in schema:
        return '1'
    if schema.get('type') == 'object':
        required = schema.get('required', [])
        return {name: _sample(app, schema['properties'][name]) for name in required}
    return {'integer': schema.get('minimum', 1), 'number': 1.0, 'boolean': True, 'array': [], 'null': None}.get(
        str(schema.get('type')), 'sample'
    )
