"""Answers for what went wrong: `{"error", "detail"}` for programs, a page for people."""

import http
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Scope

from ide import templating
from services.errors import A6HubError, NotSignedInError, PreconditionError, RateLimitError
from services.ids import new_id
from services.outages import OUTAGES, outage

log = logging.getLogger('a6hub.web')

CODES = {400: 'invalid', 401: 'not-signed-in', 403: 'not-permitted', 404: 'not-found', 405: 'method-not-allowed'}
TITLES = {
    401: 'Sign in first',
    403: 'Not allowed',
    404: 'Nothing here',
    429: 'Too many requests',
    500: 'Something failed',
}
DETAILS = {
    404: 'There is nothing at {path}.',
    405: '{method} is not possible at {path}.',
}


def add_error_handlers(app: FastAPI) -> None:
    """Answer every failure of a route, expected or not."""
    app.add_exception_handler(A6HubError, _show_expected)
    app.add_exception_handler(RequestValidationError, _show_invalid)
    app.add_exception_handler(HTTPException, show_http)
    for kind in OUTAGES:
        app.add_exception_handler(kind, _show_outage)
    app.add_exception_handler(Exception, _show_unexpected)


def answer(scope: Scope, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as JSON, or as a page where a person's browser asks."""
    if wants_page(scope):
        page = templating.error_page(scope, status, TITLES.get(status, http.HTTPStatus(status).phrase), detail)
        page.headers.update(headers or {})
        return page
    return JSONResponse({'error': code, 'detail': detail}, status, headers=dict(headers or {}))


def wants_page(scope: Scope) -> bool:
    """Return whether the answer is for a person: outside of the API, to a browser that asks for HTML."""
    if scope['path'].startswith(('/api/', '/health')):
        return False
    return any(name == b'accept' and b'text/html' in value for name, value in scope['headers'])


async def _show_expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, A6HubError)
    if isinstance(error, NotSignedInError) and request.method == 'GET' and wants_page(request.scope):
        target = request.url.path + (f'?{request.url.query}' if request.url.query else '')
        return RedirectResponse(f'/login?next={quote(target)}', 303)
    return answer(request.scope, error.status, error.code, str(error), _headers_of(error))


def _headers_of(error: A6HubError) -> dict[str, str]:
    if isinstance(error, NotSignedInError):
        return {'WWW-Authenticate': 'Bearer'}
    if isinstance(error, RateLimitError):
        return {'Retry-After': str(error.retry_after_s)}
    if isinstance(error, PreconditionError) and error.etag:
        return {'ETag': f'"{error.etag}"'}
    return {}


async def _show_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(request.scope, 422, 'invalid', '; '.join(_told(item) for item in error.errors()))


def _told(item: Mapping[str, Any]) -> str:
    if item['type'] == 'json_invalid':
        return f'The body is not valid JSON: {item["ctx"]["error"]} at character {item["loc"][-1]}.'
    place = '.'.join(str(part)[:60] for part in item['loc'][1:]) or 'body'
    return f'{place}: {item["msg"].removeprefix("Value error, ")}'


async def show_http(request: Request, error: Exception) -> Response:
    """Answer an error of the framework: an unknown address, a wrong method, a body that cannot be read."""
    assert isinstance(error, HTTPException)
    status, path = error.status_code, request.url.path
    if status == 404 and path.endswith('/') and not path.startswith(('/api/', '//')) and path != '/':
        return RedirectResponse(path.rstrip('/'), 308)
    told = DETAILS.get(status, str(error.detail)).format(path=request.url.path[:200], method=request.method)
    if status == 400 and 'parsing the body' in told:
        told = 'The body could not be read: it is not valid UTF-8, or not of the form that its Content-Type tells.'
    return answer(request.scope, status, CODES.get(status, 'error'), told, error.headers)


async def _show_outage(request: Request, error: Exception) -> Response:
    told = outage(error)
    if not told:
        return await _show_unexpected(request, error)
    log.error('%s %s met an outage: %s', request.method, request.url.path, error)
    return answer(request.scope, 503, 'unavailable', told, {'Retry-After': '5'})


async def _show_unexpected(request: Request, error: Exception) -> Response:
    mark = str(new_id())
    log.error('%s %s failed (%s)', request.method, request.url.path, mark, exc_info=error)
    detail = f'Something failed in the server; nothing that was saved is lost. The log names it {mark}.'
    return answer(request.scope, 500, 'internal', detail)
