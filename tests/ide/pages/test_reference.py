"""The page that describes REST."""

import httpx
from fastapi import FastAPI

from tests.web import routes_of


async def test_every_operation_is_described_with_its_permission(app: FastAPI, client: httpx.AsyncClient):
    page = (await client.get('/docs')).text
    for route in routes_of(app):
        if route.path.startswith('/api/v1'):
            path = route.path.replace(':path}', '}')
            assert f'>{route.method}</span> <code>{path}</code>' in page
    assert '<span class="chip">token:manage</span>' in page
    assert '&#34;full_name?&#34;: &#34;text&#34;' in page


async def test_the_page_needs_nothing_from_elsewhere(client: httpx.AsyncClient):
    page = (await client.get('/docs')).text
    assert 'https://' not in page


async def test_the_description_for_machines_tells_the_form_of_errors(client: httpx.AsyncClient):
    description = (await client.get('/openapi.json')).json()
    answers = description['paths']['/api/v1/auth/login']['post']['responses']
    assert {'200', '401', '422', '429'} <= set(answers)
    assert answers['422']['content']['application/json']['schema']['$ref'].endswith('/ErrorAnswer')


async def test_the_description_for_machines_tells_which_operations_take_a_token(client: httpx.AsyncClient):
    for _ in range(2):
        description = (await client.get('/openapi.json')).json()
    assert description['components']['securitySchemes']['token']['scheme'] == 'bearer'
    assert description['paths']['/api/v1/auth/me']['get']['security'] == [{'token': []}]
    assert 'security' not in description['paths']['/api/v1/auth/login']['post']
