"""REST of the limits: what the plans allow, as data."""

from dataclasses import asdict

from fastapi import APIRouter, Response

from ide.api.actor import PUBLIC
from ide.api.schemas import Json
from services.limits import limits_of, plans

router = APIRouter(tags=['limits'])


@router.get('/limits', openapi_extra=PUBLIC)
async def limits() -> Response:
    """Return the limits of the free plan, and those of each plan by its name."""
    every = {name: asdict(values) for name, values in plans().items()}
    return Json({**asdict(limits_of()), 'plans': every})
