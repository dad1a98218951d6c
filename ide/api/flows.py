"""REST of flows: what can be run, and with which options."""

from typing import Any

from fastapi import APIRouter

from ide.api.actor import PUBLIC
from ide.api.schemas import Answer
from services.flows import FLOW_OPTIONS

router = APIRouter(prefix='/flows', tags=['runs'])


class FlowAnswer(Answer):
    """A flow, and the JSON schema of its options."""

    id: str
    title: str
    options: dict[str, Any]


@router.get('', openapi_extra=PUBLIC)
async def flows() -> list[FlowAnswer]:
    """Return the flows that can be started."""
    return [
        FlowAnswer(id=flow, title=flow.capitalize(), options=options.model_json_schema())
        for flow, options in FLOW_OPTIONS.items()
    ]
