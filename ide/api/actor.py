"""Who asks, and which permission a route needs."""

from typing import Annotated, Any, TypeAlias

from fastapi import Depends

from ide.context import actor_of
from services.permissions import Actor, Permission

CurrentActor: TypeAlias = Annotated[Actor, Depends(actor_of)]
"""The actor of a request: `async def read(actor: CurrentActor)`."""

PERMISSION = 'x-permission'


def needs(permission: Permission) -> dict[str, Any]:
    """Name the permission that a route's service checks: `@router.get('/x', openapi_extra=needs(Permission.X))`.

    It is shown in the API's description, and tests hold every route against it; the check itself is the service's.
    """
    return {PERMISSION: str(permission)}


PUBLIC: dict[str, Any] = {PERMISSION: 'public'}
"""The mark of a route for everybody, such as signing in."""
