"""REST of the choice of a simulator."""

from fastapi import APIRouter, Request

from ide.api.actor import CurrentActor, needs
from ide.api.schemas import Answer
from ide.context import call, services_of
from services.ids import parse_id
from services.permissions import Permission
from services.simulators import Simulator

router = APIRouter(prefix='/projects/{project_id}/simulator', tags=['runs'])


class ChoiceAnswer(Answer):
    """The simulator that a run with `simulator: auto` would take, and why."""

    simulator: Simulator
    reason: str


@router.get('', openapi_extra=needs(Permission.FILE_READ))
async def simulator(
    request: Request, actor: CurrentActor, project_id: str, top: str = '', time_limit_s: float = 0
) -> ChoiceAnswer:
    """Return which simulator would be taken for the project's present files, and why."""
    options = {name: value for name, value in {'top': top, 'time_limit_s': time_limit_s}.items() if value}
    chosen = await call(services_of(request).simulators.choose, actor, parse_id(project_id, 'project'), options)
    return ChoiceAnswer(simulator=chosen.simulator, reason=chosen.reason)
