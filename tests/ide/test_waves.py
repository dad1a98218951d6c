"""The waveform routes: permission first, exact answers, answers that may be kept for ever."""

import gzip
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from ide.api.waves import waves_router
from ide.errors import add_error_handlers
from services.errors import NotFoundError
from services.permissions import ANONYMOUS, Actor
from services.waveform import Trace, ingest_vcd
from services.waveform.cache import ByteCache
from services.waveform.reader import BytesReader
from tests.services.waveform.test_ingest import HEAD
from tests.services.waveform.wire import decode_window

PROJECT, JOB, ARTIFACT = uuid4(), uuid4(), uuid4()
BASE = f'/projects/{PROJECT}/jobs/{JOB}/waves/{ARTIFACT}'


@pytest.fixture
def client() -> AsyncClient:
    """The routes over one stored trace, which only this artifact's id opens."""
    sink = BytesIO()
    body = b''.join(b'#%d\n%d!\nb%d "\n' % (time, time % 2, time % 2) for time in range(0, 4000))
    ingest_vcd(BytesIO(HEAD + body), sink)
    cache = ByteCache()

    def open_trace(actor: Actor, project_id: UUID, job_id: UUID, artifact_id: UUID) -> Trace:
        assert actor == ANONYMOUS
        if (project_id, job_id, artifact_id) != (PROJECT, JOB, ARTIFACT):
            raise NotFoundError('There is no such trace, or it is private.')
        return Trace(BytesReader(sink.getvalue()), key=artifact_id, cache=cache)

    app = FastAPI()
    add_error_handlers(app)
    app.include_router(waves_router(lambda: ANONYMOUS, open_trace))
    return AsyncClient(transport=ASGITransport(app), base_url='http://a6hub.test')


async def test_the_hierarchy_names_variables_and_the_time_range(client: AsyncClient) -> None:
    answer = await client.get(f'{BASE}/hierarchy')
    assert answer.headers['cache-control'] == 'private, max-age=31536000, immutable'
    body = answer.json()
    assert (body['start'], body['end']) == ('0', '3999')
    assert body['hierarchy']['timescale'] == {'factor': 10, 'unit': 'ns'}
    assert body['hierarchy']['variables']['name'][:2] == ['clk', 'data']


async def test_a_window_comes_compressed_and_decodes_to_the_columns(client: AsyncClient) -> None:
    answer = await client.get(f'{BASE}/window?v=0,1&t0=0&t1=1024&px=1024')
    assert answer.headers['content-encoding'] == 'gzip'
    clk, data = decode_window(answer.content)
    assert [entry[4] for entry in clk.columns[:3]] == ['0', '1', '0']
    assert data.columns[1][4] == '00000001'
    plain = await client.get(f'{BASE}/window?v=0&t0=0&t1=64&px=8', headers={'accept-encoding': 'identity'})
    assert 'content-encoding' not in plain.headers
    assert decode_window(plain.content)[0].columns[0][1] is True
    assert not plain.content.startswith(gzip.compress(b'')[:2])


async def test_values_and_edges_are_exact(client: AsyncClient) -> None:
    assert (await client.get(f'{BASE}/values?v=0,1,2&t=7')).json() == {'t': '7', 'values': ['1', '00000001', None]}
    assert (await client.get(f'{BASE}/edges?v=0&t=7')).json() == {'edge': {'time': '8', 'value': '0'}}
    assert (await client.get(f'{BASE}/edges?v=0&t=7&direction=previous')).json() == {
        'edge': {'time': '6', 'value': '0'}
    }
    assert (await client.get(f'{BASE}/edges?v=0&t=3999')).json() == {'edge': None}


async def test_an_answer_that_the_browser_still_has_is_not_sent_again(client: AsyncClient) -> None:
    first = await client.get(f'{BASE}/values?v=0&t=7')
    again = await client.get(f'{BASE}/values?v=0&t=7', headers={'if-none-match': first.headers['etag']})
    other = await client.get(f'{BASE}/values?v=0&t=8', headers={'if-none-match': first.headers['etag']})
    assert (again.status_code, again.content, other.status_code) == (304, b'', 200)


async def test_what_one_may_not_see_is_not_found_even_when_the_browser_has_a_copy(client: AsyncClient) -> None:
    etag = (await client.get(f'{BASE}/values?v=0&t=7')).headers['etag']
    foreign = f'/projects/{uuid4()}/jobs/{JOB}/waves/{ARTIFACT}/values?v=0&t=7'
    answer = await client.get(foreign, headers={'if-none-match': etag})
    assert (answer.status_code, answer.json()['error']) == (404, 'not-found')


@pytest.mark.parametrize(
    'query',
    [
        'window?v=0&t0=0&t1=10&px=0',
        'window?v=0&t0=0&t1=10&px=100000',
        'window?v=0&t0=10&t1=10&px=10',
        'window?v=99&t0=0&t1=10&px=10',
        'window?v=a&t0=0&t1=10&px=10',
        'window?v=&t0=0&t1=10&px=10',
        f'window?v=0&t0=0&t1={2**64}&px=10',
        'window?v=' + ','.join(['0'] * 600) + '&t0=0&t1=10&px=10',
        'values?v=0&t=soon',
        'edges?v=0&t=0&direction=sideways',
    ],
)
async def test_a_query_that_makes_no_sense_is_answered_with_a_reason(client: AsyncClient, query: str) -> None:
    answer = await client.get(f'{BASE}/{query}')
    assert (answer.status_code, answer.json()['error']) == (422, 'invalid')
    assert answer.json()['detail']
