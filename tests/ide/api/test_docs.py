"""The page about REST tells the truth."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from services import errors
from tests.web import routes_of

PAGE = (Path(__file__).parents[3] / 'docs/api.md').read_text()
VARIABLES = {'$PROJECT': '{project_id}', '$JOB': '{job_id}'}


def test_every_route_that_the_page_names_exists(app: FastAPI):
    known = {re.sub(r':path}', '}', route.path) for route in routes_of(app)}
    named = set(re.findall(r'`(?:GET|PUT|POST|DELETE|PATCH) (/[^`\s]+)', PAGE))
    assert len(named) > 15
    assert not {path for path in named if f'/api/v1{path}' not in known}


def test_every_address_of_the_examples_exists(app: FastAPI):
    patterns = [
        re.compile(re.sub(r'{[^}]+:path}', '.+', re.sub(r'{\w+}', '[^/]+', route.path))) for route in routes_of(app)
    ]
    used = re.findall(r'\$API(/[^\s"?|]+)', PAGE)
    assert len(used) > 8
    assert not [path for path in used if not any(pattern.fullmatch(f'/api/v1{path}') for pattern in patterns)]


@pytest.mark.parametrize(
    'kind', [kind for kind in vars(errors).values() if isinstance(kind, type) and kind is not errors.A6HubError]
)
def test_every_error_is_explained(kind: type[errors.A6HubError]):
    assert f'| {kind.status} | `{kind.code}` |' in PAGE
