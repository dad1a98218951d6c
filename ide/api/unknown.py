"""Answers for addresses below /api that are none: NiceGUI, mounted last, would answer them with a page."""

import re

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

router = APIRouter(include_in_schema=False)
EVERY = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']


@router.api_route('/api/{rest:path}', methods=EVERY)
async def unknown(request: Request) -> None:
    """Raise: the address is unknown, or known for other methods."""
    path = request.url.path
    state = request.app.state
    if not hasattr(state, 'rest_patterns'):
        state.rest_patterns = _patterns(request.app)
    known = [methods for pattern, methods in state.rest_patterns if pattern.match(path)]
    if allowed := sorted(set().union(*known)):
        raise HTTPException(405, headers={'Allow': ', '.join(allowed)})
    raise HTTPException(404)


def _patterns(app: FastAPI) -> list[tuple[re.Pattern[str], set[str]]]:
    return [
        (compile_path(str(route.path))[0], set(route.methods or ()))
        for route in iter_route_contexts(app.routes)
        if str(route.path).startswith('/api/v1')
    ]
