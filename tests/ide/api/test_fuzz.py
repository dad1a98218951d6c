"""Whatever is sent for a project: an answer with a reason, never a failure of the server."""

import asyncio
import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ide.app import create_app
from services.container import Services
from tests.factories import add_project
from tests.people import member
from tests.web import client_of

HOSTILE = ['..', '.git', 'a/../b', 'CON', 'a\\b', '', '/', '\x7f', '\ud800', 'é', '%2e%2e', '%', 'a' * 600]
FIELDS = ('path', 'content', 'source', 'target', 'paths', 'undo', 'name', 'topics', 'username', 'role', 'visibility')

names = st.text(max_size=30) | st.sampled_from(HOSTILE)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
bodies = values | st.dictionaries(st.sampled_from(FIELDS), values)
places = st.sampled_from(['', '/files', '/folders', '/files/move', '/files/duplicate', '/files/delete', '/files/undo'])


class Bench:
    """One project of one person, for many examples."""

    def __init__(self, services: Services) -> None:
        ada = member(services, 'ada')
        self.project = f'/api/v1/projects/{add_project(services, ada, {"top.v": b"module top;"}).id}'
        self._headers = {'Authorization': f'Bearer {services.tokens.create(ada, "fuzz")[1]}'}
        self._app: FastAPI = create_app(services)

    def ask(self, method: str, place: str, **sent: Any) -> httpx.Response:
        """Return an answer that is either fine or an error with its reason."""

        async def asked() -> httpx.Response:
            async with client_of(self._app, headers=self._headers) as client:
                return await client.request(method, place, **sent)

        answer = asyncio.run(asked())
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert set(answer.json()) == {'error', 'detail'}
        return answer


@pytest.fixture
def bench(embedded: Services) -> Bench:
    return Bench(embedded)


FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def test_any_bytes_at_any_path_are_stored_or_refused(bench: Bench):
    @FUZZ
    @given(names, st.binary(max_size=50))
    def check(path: str, data: bytes) -> None:
        place = f'{bench.project}/tree/{quote(path.encode("utf-8", "surrogatepass"))}'
        if bench.ask('PUT', place, content=data).status_code < 300:
            assert bench.ask('GET', place).content == data

    check()


def test_any_body_is_understood_or_refused(bench: Bench):
    @FUZZ
    @given(st.sampled_from(['POST', 'PATCH']), places, bodies)
    def check(method: str, place: str, body: object) -> None:
        if not place:
            method = 'PATCH'
        headers = {'Content-Type': 'application/json'}
        bench.ask(method, f'{bench.project}{place}', content=json.dumps(body), headers=headers)

    check()


def test_any_query_is_understood_or_refused(bench: Bench):
    listings = st.sampled_from(['/api/v1/projects', '/api/v1/projects/public', f'{bench.project}/files'])
    keys = st.sampled_from(['limit', 'cursor', 'sort', 'q', 'topic'])

    @FUZZ
    @given(listings, st.dictionaries(keys, st.text(st.characters(exclude_categories=['Cs']), max_size=40)))
    def check(place: str, query: dict[str, str]) -> None:
        bench.ask('GET', place, params=query)

    check()
