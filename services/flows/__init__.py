"""What can be asked of each flow: its typed options give the validation, the REST schema and the form."""

from typing import Any

from pydantic import ValidationError

from services.errors import InvalidError
from services.flows.fields import FlowOptions, Pairs, Path, Plusarg, Text, explain
from services.flows.simulate import SimulateOptions

__all__ = [
    'FLOW_OPTIONS',
    'FlowOptions',
    'Pairs',
    'Path',
    'Plusarg',
    'SimulateOptions',
    'Text',
    'check_options',
    'explain',
]

FLOW_OPTIONS: dict[str, type[FlowOptions]] = {'simulate': SimulateOptions}


def check_options(flow: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options as they are stored, or raise `InvalidError` that names the flow or the field."""
    if flow not in FLOW_OPTIONS:
        raise InvalidError(f'There is no flow {flow[:60]!r}; there are: {", ".join(FLOW_OPTIONS)}.')
    try:
        model = FLOW_OPTIONS[flow].model_validate(options)
    except ValidationError as error:
        raise InvalidError(f'The options of {flow} cannot be used: {explain(error)}.') from None
    return model.model_dump(mode='json', exclude_unset=True)
