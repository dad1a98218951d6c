"""The page that describes REST; it needs nothing from elsewhere."""

from fastapi import APIRouter, Request, Response

from ide.api.reference import resources
from ide.context import services_of
from ide.templating import page

router = APIRouter(include_in_schema=False)


@router.get('/docs')
async def reference(request: Request) -> Response:
    """Describe every operation: address, permission, input, output."""
    per_minute = services_of(request).settings.requests_per_minute
    found = resources(request.app.openapi())
    return await page(request, 'reference.html', resources=found, per_minute=per_minute)
