"""Health for load balancers and people: each part, its state and how long it took to answer."""

import time
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ide.context import call, services_of
from services.errors import A6HubError

router = APIRouter(tags=['health'])


@router.get('/health')
async def health() -> dict[str, str]:
    """Answer that this process serves requests."""
    return {'status': 'ok'}


@router.get('/health/db')
async def health_db(request: Request) -> JSONResponse:
    """Answer whether the database does."""
    part = await call(measure, services_of(request).health.database)
    return JSONResponse(part, status_code=200 if part['state'] == 'ok' else 503)


@router.get('/health/detailed')
async def health_detailed(request: Request) -> JSONResponse:
    """Answer for each part, with its state, latency in milliseconds and what it says of itself."""
    parts = {name: await call(measure, check) for name, check in services_of(request).health.checks().items()}
    healthy = all(part['state'] != 'down' for part in parts.values())
    body = {'status': 'ok' if healthy else 'degraded', 'parts': parts}
    return JSONResponse(body, status_code=200 if healthy else 503)


def measure(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run one check; a failure is its state, never an exception."""
    start = time.perf_counter()
    try:
        found = {'state': 'ok', **check()}
    except A6HubError as error:
        found = {'state': 'down', 'detail': str(error)}
    return {**found, 'latency_ms': round((time.perf_counter() - start) * 1000, 2)}
