"""What can be asked of each flow: its typed options give the validation, the REST schema and the form."""

from typing import Any

from pydantic import ValidationError

from services.errors import InvalidError
from services.flows.coverage import CoverageOptions
from services.flows.fields import FlowOptions, Pairs, Path, Plusarg, Text, explain
from services.flows.formal import FormalOptions
from services.flows.lint import LintOptions
from services.flows.regress import RegressOptions
from services.flows.simulate import BenchOptions, SimulateOptions
from services.flows.synthesize import SynthesizeOptions

__all__ = [
    'FLOW_OPTIONS',
    'BenchOptions',
    'CoverageOptions',
    'FlowOptions',
    'FormalOptions',
    'LintOptions',
    'Pairs',
    'Path',
    'Plusarg',
    'RegressOptions',
    'SimulateOptions',
    'SynthesizeOptions',
    'Text',
    'check_options',
    'explain',
    'option_errors',
]

FLOW_OPTIONS: dict[str, type[FlowOptions]] = {
    'lint': LintOptions,
    'simulate': SimulateOptions,
    'coverage': CoverageOptions,
    'synthesize': SynthesizeOptions,
    'regress': RegressOptions,
    'formal': FormalOptions,
}


def check_options(flow: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options as they are stored, or raise `InvalidError` that names the flow or the field."""
    if flow not in FLOW_OPTIONS:
        raise InvalidError(f'There is no flow {flow[:60]!r}; there are: {", ".join(FLOW_OPTIONS)}.')
    try:
        model = FLOW_OPTIONS[flow].model_validate(options)
    except ValidationError as error:
        raise InvalidError(f'The options of {flow} cannot be used: {explain(error)}.') from None
    return model.model_dump(mode='json', exclude_unset=True)


def option_errors(flow: str, options: dict[str, Any]) -> dict[str, str]:
    """Return what is wrong with options by the name of the field, '' for the whole; empty where they can be used."""
    if flow not in FLOW_OPTIONS:
        return {'': f'There is no flow {flow[:60]!r}.'}
    try:
        FLOW_OPTIONS[flow].model_validate(options)
    except ValidationError as error:
        found: dict[str, str] = {}
        for item in error.errors():
            name = str(item['loc'][0]) if item['loc'] else ''
            found.setdefault(name, str(item['msg']).removeprefix('Value error, '))
        return found
    return {}
