"""Which parameters of a run or a manifest the chosen top module has."""

import re

from services.sources import DesignSources, mistake
from workers.flow import DesignError
from workers.workspace import Workspace

PARAMETER = re.compile(r'\bparameter\b[^;=]*?\b(\w+)\s*=')


def fitting_parameters(
    workspace: Workspace, sources: DesignSources, given: dict[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the parameters that the top module has, and what is to be said of the others.

    A parameter that a person gave and the module lacks is refused; slang would pass over it without a word.
    One that a manifest gives was meant for another top.
    """
    unit = sources.top_unit
    text = (workspace.source_text(unit.path) or '') if unit else ''
    if unit is None:
        return dict(sources.parameters), ()
    lines = '\n'.join(text.splitlines()[unit.line - 1 : unit.end_line])
    unknown = [name for name in sources.parameters if not re.search(rf'(?<![\w$]){re.escape(name)}(?![\w$])', lines)]
    wrong = [name for name in unknown if name in given]
    if wrong and '`include' not in text:
        known = dict.fromkeys(PARAMETER.findall(lines))
        hint = f'it has {", ".join(known)}' if known else 'it has none'
        raise DesignError(mistake(f'Module {unit.name} has no parameter {wrong[0]!r}', hint, unit.path, unit.line))
    left_out = [name for name in unknown if name not in given]
    said = (f'not given to {unit.name}, which has no such parameter: {", ".join(left_out)}',) if left_out else ()
    return {name: value for name, value in sources.parameters.items() if name not in left_out}, said
