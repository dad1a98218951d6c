"""The flow `formal`: runs the project's own .sby file, or reads the design and proves what it asserts."""

import json
from typing import Any

from services.flows import FlowOptions, FormalOptions
from services.sources import DesignSources, mistake
from services.sources.languages import Language
from services.sources.model import remark
from services.views import RTL
from workers.flow import DesignError, Flow, Plan
from workers.flows.sources import design_sources, merged
from workers.tools import sby
from workers.tools.scripts import place_scripts
from workers.workspace import Workspace

NO_FILE = 'none'
SUFFIX = '.sby'


def prepare(workspace: Workspace, options: FlowOptions) -> Plan:
    """Choose between the project's .sby file and the options; user text goes into a file with a fixed name."""
    if not isinstance(options, FormalOptions):
        raise TypeError(f'{type(options).__name__} are not the options of formal')
    chosen = merged(workspace, options)
    files = sby_files(workspace, chosen.sby)
    return plan_of_file(workspace, chosen, files) if files else plan_of_design(workspace, chosen)


def sby_files(workspace: Workspace, wanted: str) -> list[str]:
    """Return the .sby file that is meant, and those that are there besides."""
    found = sorted(
        (path for path in workspace.inputs if path.endswith(SUFFIX)), key=lambda path: (path.count('/'), path)
    )
    if wanted == NO_FILE:
        return []
    if not wanted:
        return found
    if wanted not in found:
        known = f'; there is {", ".join(found[:8])}' if found else ''
        raise DesignError(mistake(f'There is no .sby file {wanted!r} in this project{known}', 'correct sby'))
    return [wanted]


def plan_of_file(workspace: Workspace, chosen: FormalOptions, files: list[str]) -> Plan:
    """Let SymbiYosys run the tasks of a file."""
    others = (
        remark(
            f'Several .sby files: {files[0]} was run, there is also {", ".join(files[1:6])}',
            'name one in sby of the run or of [formal] in a6hub.toml',
            files[0],
            1,
            'several-sby',
        ),
    )
    write_job(workspace, {'sby': files[0], 'tasks': list(chosen.tasks)})
    text = workspace.text(files[0]) or ''
    return Plan(
        files={},
        options={'time_limit_s': chosen.time_limit_s},
        assumptions=(
            f'{files[0]} says what is proven; sby = "none" proves what the options here say instead',
            *(f'{name} is not on this server: yices answers in its place' for name in sby.replaced_solvers(text)),
        ),
        diagnostics=others if len(files) > 1 else (),
        steps=(sby.ProveFile,),
    )


def plan_of_design(workspace: Workspace, chosen: FormalOptions) -> Plan:
    """Read the design, then prove it as the options say."""
    refuse_impossible(chosen)
    with_macro = chosen.model_copy(update={'defines': {**chosen.defines, 'FORMAL': chosen.defines.get('FORMAL', '')}})
    sources = design_sources(workspace, with_macro)
    refuse_vhdl(sources)
    write_job(
        workspace,
        {
            'sby': '',
            'tasks': [],
            'readers': readers_of(sources),
            'top': sources.top,
            'place': place_of(sources),
            'files': sources.files,
            'include_dirs': sources.include_dirs,
            'defines': dict(sources.defines),
            'parameters': dict(sources.parameters),
            **chosen.model_dump(mode='json', include={'mode', 'depth', 'engines', 'reset', 'multiclock', 'waves'}),
        },
    )
    return Plan(
        files={RTL: sources.files},
        options={'time_limit_s': chosen.time_limit_s},
        top=sources.top,
        assumptions=sources.assumptions,
        diagnostics=sources.diagnostics,
        steps=(sby.Read, sby.Prove),
    )


def refuse_impossible(chosen: FormalOptions) -> None:
    """Refuse what no engine of the run can do."""
    if set(chosen.engines) == {'abc'} and chosen.mode == 'cover':
        raise DesignError(mistake('The engine abc cannot do cover: choose yices, z3 or cvc5', 'change engines'))


def refuse_vhdl(sources: DesignSources) -> None:
    """Refuse a language that the readers do not know."""
    if sources.uses(Language.VHDL):
        first = next(path for path in sources.files if sources.languages[path] is Language.VHDL)
        raise DesignError(mistake('Proofs read Verilog and SystemVerilog only; this file is VHDL', file=first, line=1))


def place_of(sources: DesignSources) -> str:
    """Return where the top module begins."""
    unit = sources.top_unit
    return f'{unit.path}:{unit.line}' if unit else f'{sources.files[0]}:1'


def readers_of(sources: DesignSources) -> list[str]:
    """Return the readers to try: slang knows SystemVerilog, Yosys' own one knows what only Yosys has."""
    return ['slang', 'verilog'] if sources.uses(Language.SYSTEM_VERILOG) else ['verilog', 'slang']


def write_job(workspace: Workspace, job: dict[str, Any]) -> None:
    """Leave the scripts and what they are to do in the outputs."""
    folder = place_scripts(workspace, sby.SCRIPTS)
    (folder / sby.JOB).write_text(json.dumps(job), encoding='utf-8')


FORMAL = Flow('formal', 'Prove', (sby.Read, sby.Prove, sby.ProveFile), FormalOptions, prepare)
