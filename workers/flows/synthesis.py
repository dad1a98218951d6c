"""The flow `synthesize`: makes a netlist for a target, and says what it is made of."""

import posixpath
import shutil
from pathlib import Path

from services.flows import FlowOptions, SynthesizeOptions
from services.sources import DesignSources, mistake
from services.sources.languages import Language
from services.views import RTL
from workers.flow import DesignError, Flow, Plan
from workers.flows.parameters import fitting_parameters
from workers.flows.sources import design_sources, merged
from workers.step import OUT_FROM_PROJECT
from workers.tools import yosys
from workers.tools.scripts import HERE
from workers.tools.yosys_scripts import FOLDER, give_scripts
from workers.workspace import Workspace

CELLS_FILE = 'cells.lib'
OWN_LIBRARY = 'simple.lib'
LARGEST_LIBRARY = 256 << 20
MOST_MEMORY_BITS = {'generic': 1 << 17, 'liberty': 1 << 17, 'ice40': 1 << 21, 'ecp5': 1 << 23}
"""Memories with more bits fill the machine with flip-flops, or no device of the family has as much."""
GATES = frozenset({'booth', 'noalumacc', 'nofsm', 'nordff', 'noshare'})
FLAGS = {
    'generic': GATES,
    'liberty': GATES,
    'ice40': frozenset({'dff', 'dsp', 'nobram', 'nocarry', 'nodffe', 'spram'}),
    'ecp5': frozenset({'asyncprld', 'nobram', 'noccu2', 'nodffe', 'nodsp', 'nolutram', 'nowidelut', 'noabc9'}),
}


def prepare(workspace: Workspace, options: FlowOptions) -> Plan:
    """Find the design and write down what the script is to do with it."""
    if not isinstance(options, SynthesizeOptions):
        raise TypeError(f'{type(options).__name__} are not the options of synthesize')
    chosen = merged(workspace, options)
    sources = design_sources(workspace, chosen)
    refuse_vhdl(sources)
    parameters, unfitting = fitting_parameters(workspace, sources, chosen.parameters)
    liberty = library_of(workspace, chosen)
    place = f'{OUT_FROM_PROJECT}/{FOLDER}/{CELLS_FILE}' if liberty else ''
    give_scripts(workspace, 'synthesize', job_of(chosen, sources) | {'parameters': parameters, 'liberty': place})
    if liberty:
        shutil.copyfile(liberty, workspace.out / FOLDER / CELLS_FILE)
    return Plan(
        files={RTL: sources.files},
        options={'liberty': chosen.liberty},
        top=sources.top,
        assumptions=(*sources.assumptions, *unfitting, *assumptions_of(chosen)),
        diagnostics=sources.diagnostics,
    )


def job_of(chosen: SynthesizeOptions, sources: DesignSources) -> dict[str, object]:
    """Return what the script is to do."""
    return {
        'files': sources.files,
        'top': sources.top,
        'include_dirs': sources.include_dirs,
        'defines': dict(sources.defines),
        'frontends': frontends_of(chosen, sources),
        'systemverilog': sources.uses(Language.SYSTEM_VERILOG),
        'keeps_modules': not chosen.flatten or bool(chosen.keep_hierarchy),
        'keep_hierarchy': chosen.keep_hierarchy,
        'target': chosen.target,
        'flags': flags_of(chosen),
        'period_ps': round(chosen.clock_period_ns * 1000),
        'most_memory_bits': MOST_MEMORY_BITS[chosen.target],
    }


def frontends_of(chosen: SynthesizeOptions, sources: DesignSources) -> list[str]:
    """Return the readers in the order in which they are tried."""
    if chosen.frontend != 'auto':
        return [chosen.frontend]
    return ['slang', 'verilog'] if sources.uses(Language.SYSTEM_VERILOG) else ['verilog', 'slang']


def flags_of(chosen: SynthesizeOptions) -> list[str]:
    """Return the switches of the target's script; refuse one that it does not know."""
    known = FLAGS[chosen.target]
    wrong = [flag for flag in chosen.extra if flag not in known]
    if wrong:
        raise DesignError(
            mistake(
                f'extra: {", ".join(wrong)} does not fit the target {chosen.target}',
                f'it takes {", ".join(sorted(known))}',
            )
        )
    flags = [f'-{flag}' for flag in dict.fromkeys(chosen.extra)]
    if chosen.target in ('ice40', 'ecp5'):
        # These scripts dissolve modules by themselves, and take a latch for an error, which we tell with its line.
        return [*flags, '-latches', 'warn', *([] if chosen.flatten else ['-noflatten'])]
    return [*flags, *(['-flatten'] if chosen.flatten else [])]


def library_of(workspace: Workspace, chosen: SynthesizeOptions) -> Path | None:
    """Return the file with the standard cells; the script gets a copy under a fixed name."""
    if chosen.target != 'liberty':
        return None
    if not chosen.liberty:
        return HERE / FOLDER / OWN_LIBRARY
    path = posixpath.normpath(chosen.liberty)
    if path not in workspace.inputs:
        known = [other for other in workspace.inputs if other.endswith('.lib')]
        hint = f'there is {", ".join(known[:5])}' if known else 'upload one, or leave liberty empty'
        raise DesignError(mistake(f'There is no liberty file {chosen.liberty!r} in this project', hint))
    if (workspace.project / path).stat().st_size > LARGEST_LIBRARY:
        raise DesignError(mistake(f'{path} is larger than {LARGEST_LIBRARY >> 20} MiB', 'take a smaller library'))
    return workspace.project / path


def assumptions_of(chosen: SynthesizeOptions) -> tuple[str, ...]:
    """Return what was taken without being told."""
    own = chosen.target == 'liberty' and not chosen.liberty
    return ("no liberty file was given: the cells are those of a6hub's small library",) if own else ()


def refuse_vhdl(sources: DesignSources) -> None:
    """Refuse what Yosys cannot read."""
    vhdl = [path for path in sources.files if sources.languages.get(path) is Language.VHDL]
    if vhdl:
        raise DesignError(
            mistake(
                f'{vhdl[0]} is VHDL, which the synthesis does not read',
                'convert it with ghdl --synth --out=verilog, or name a top module in Verilog',
                vhdl[0],
                1,
            )
        )


SYNTHESIZE = Flow('synthesize', 'Synthesize', (yosys.Synthesize,), SynthesizeOptions, prepare)
