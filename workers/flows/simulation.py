"""The flow `simulate`: finds the testbench and its sources, compiles, runs, and always gives a waveform."""

import fnmatch
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.design_config import CONFIG_FILE, ConfigError, read_config
from services.diagnostics import Diagnostic, Severity
from services.flows import FlowOptions, SimulateOptions
from services.verilog import Closure, Design, Dump, Unit, is_verilog
from services.views import TESTBENCH
from workers.flow import DesignError, Flow, Plan
from workers.step import OUT_FROM_PROJECT
from workers.tools import icarus
from workers.workspace import Workspace

DUMP_MODULE = '__a6_dump'
DUMP_FILE = 'a6_dump.v'
DUMP_TEXT = """// Records every signal of the testbench, which does not do so itself.
module {module};
  initial begin
    $dumpfile("{name}.vcd");
    $dumpvars(0, {top});
  end
endmodule
"""
PLAIN = re.compile(r'[A-Za-z_]\w*')
UNWRITABLE = re.compile(r'["\\\x00-\x1f\x7f]')
HEADERS = ('.vh', '.svh')


def prepare(workspace: Workspace, options: FlowOptions) -> Plan:
    """Read `a6hub.toml` and the sources, choose the top, and see to it that waves are recorded."""
    if not isinstance(options, SimulateOptions):
        raise TypeError(f'{type(options).__name__} are not the options of simulate')
    chosen = merged(workspace, options)
    sources = workspace.sources()
    listed = matching(chosen.sources, sources) if chosen.sources else None
    choice = Choice(Design.read(sources, chosen.defines, only=listed, others=workspace.inputs.keys() - sources.keys()))
    top = choice.top(chosen.top)
    closure = choice.design.closure(top)
    files = listed or choice.files(closure)
    refuse_unwritable(files)
    waves = choice.waves(closure, chosen, workspace)
    return Plan(
        files={TESTBENCH: (*files, *waves.files)},
        options={
            'tops': (top.name, *waves.tops),
            'include_dirs': tuple(dict.fromkeys([*chosen.include_dirs, '.', *closure.include_dirs])),
            'defines': dict(chosen.defines),
            'parameters': dict(chosen.parameters),
            'plusargs': (*chosen.plusargs, *waves.plusargs),
            'waves': chosen.waves,
            'time_limit_s': chosen.time_limit_s,
        },
        top=top.name,
        assumptions=tuple(choice.assumptions),
        diagnostics=tuple(choice.diagnostics),
    )


def merged(workspace: Workspace, options: SimulateOptions) -> SimulateOptions:
    """Return what `a6hub.toml` says, overridden by what this run was given."""
    text = workspace.text(CONFIG_FILE)
    if text is None:
        return options
    try:
        config = read_config(text).simulate
    except ConfigError as error:
        raise DesignError(error.diagnostic) from None
    given = options.model_dump(exclude_unset=True)
    return SimulateOptions.model_validate(config.model_dump() | given)


@dataclass(slots=True)
class Waves:
    """What has to be added so that the run leaves a waveform."""

    files: tuple[str, ...] = ()
    tops: tuple[str, ...] = ()
    plusargs: tuple[str, ...] = ()


@dataclass(slots=True)
class Choice:
    """The decisions of one run, with a note for each that was not told by the person."""

    design: Design
    assumptions: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def top(self, wanted: str) -> Unit:
        """Return the module that `wanted` names, or the likeliest testbench."""
        if wanted:
            return self._named(wanted)
        benches = self.design.testbenches()
        if not benches:
            raise DesignError(self._no_testbench())
        self.assumptions.append(f'top module {benches[0].name} ({benches[0].path}:{benches[0].line})')
        if len(benches) > 1:
            self._several(benches)
        return benches[0]

    def _named(self, wanted: str) -> Unit:
        if is_verilog(wanted):
            benches = [unit for unit in self.design.testbenches() if unit.path == posixpath.normpath(wanted)]
            if benches:
                return benches[0]
        elif units := self.design.likeliest(self.design.units.get(wanted, ())):
            if len(units) > 1:
                self._several(units)
            return units[0]
        known = ', '.join(unit.name for unit in self.design.roots()[:8]) or 'no module at all'
        raise DesignError(mistake(f'There is no top module {wanted!r} in this project; there is {known}'))

    def _several(self, benches: list[Unit]) -> None:
        others = ', '.join(f'{unit.name} ({unit.path})' for unit in benches[1:6])
        message = f'Several testbenches: {benches[0].name} ({benches[0].path}) was taken, there is also {others}'
        hint = 'name one in top of a6hub.toml or in the run bar'
        self.diagnostics.append(
            Diagnostic(
                Severity.INFO, message, benches[0].path, benches[0].line, rule='several-tops', source='a6hub', hint=hint
            )
        )

    def _no_testbench(self) -> Diagnostic:
        modules = [unit.name for unit in self.design.roots()]
        if not modules:
            return mistake('No module was found in this project: it needs a Verilog file (.v or .sv) with a testbench')
        return mistake(
            f'No testbench was found: none of {", ".join(modules[:8])} is without ports and drives signals. '
            'Add a module without ports that instantiates the design and calls $finish, '
            'or name it in top of a6hub.toml'
        )

    def files(self, closure: Closure) -> tuple[str, ...]:
        """Return the files that the top needs."""
        for name, paths in closure.ambiguous.items():
            used = next(unit.path for unit in closure.units if unit.name == name)
            self.assumptions.append(f'module {name} from {used}, the nearest of {len(paths)} files that define it')
        self.assumptions.append(f'{len(closure.files)} source files: {", ".join(closure.files[:12])}')
        return tuple(closure.files)

    def waves(self, closure: Closure, chosen: SimulateOptions, workspace: Workspace) -> Waves:
        """Record a waveform where the testbench does not, without touching its files."""
        if not chosen.waves:
            return Waves()
        dumps = [dump for unit in closure.units for dump in unit.dumps]
        if any(not dump.plusarg for dump in dumps):
            return Waves()
        if dumps:
            return self._with_plusarg(dumps[0], chosen)
        if not PLAIN.fullmatch(closure.top.name):
            return Waves()
        text = DUMP_TEXT.format(module=DUMP_MODULE, name=closure.top.name, top=closure.top.name)
        (workspace.out / DUMP_FILE).write_text(text, encoding='utf-8')
        self.assumptions.append(f'the testbench has no $dumpvars: all of it is recorded to {closure.top.name}.vcd')
        return Waves(files=(f'{OUT_FROM_PROJECT}/{DUMP_FILE}',), tops=(DUMP_MODULE,))

    def _with_plusarg(self, dump: Dump, chosen: SimulateOptions) -> Waves:
        name, _, form = dump.plusarg.partition('=')
        if any(given.partition('=')[0] == name for given in chosen.plusargs):
            return Waves()
        value = {'': '', '%s': f'={name}.vcd', '%0s': f'={name}.vcd'}.get(form, '=1')
        self.assumptions.append(f'+{name}{value} is given, since $dumpvars waits for it')
        return Waves(plusargs=(f'{name}{value}',))


def matching(patterns: tuple[str, ...], sources: Mapping[str, str]) -> tuple[str, ...]:
    """Return the Verilog files that the patterns name, in their order; headers are only ever included."""
    found: dict[str, None] = {}
    for pattern in patterns:
        matches = sorted(path for path in sources if matches_pattern(path, pattern))
        if not matches:
            raise DesignError(mistake(f'sources: {pattern!r} matches no Verilog file of this project'))
        found.update(dict.fromkeys(matches))
    return tuple(path for path in found if not path.endswith(HEADERS))


def refuse_unwritable(files: tuple[str, ...]) -> None:
    """Refuse names that would end a string in the compiled program, into which Icarus copies them."""
    for path in files:
        if UNWRITABLE.search(path):
            raise DesignError(
                mistake(f'Icarus cannot take a file named {path!r}: rename it without quotes or backslashes')
            )


def matches_pattern(path: str, pattern: str) -> bool:
    """Compare a path with a pattern in which `*` stays in one folder and `**` goes through all."""
    expression = ''.join(
        {'**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]'}.get(part) or re.escape(part)
        for part in re.split(r'(\*\*/|\*\*|\*|\?)', posixpath.normpath(pattern))
    )
    return re.fullmatch(expression, path) is not None or fnmatch.fnmatchcase(path, f'{pattern.rstrip("/")}/*.[sv]*')


def mistake(message: str) -> Diagnostic:
    """Return an error about the project as a whole."""
    return Diagnostic(Severity.ERROR, message, rule='setup', source='a6hub')


SIMULATE = Flow('simulate', 'Simulate', (icarus.Compile, icarus.Simulate), SimulateOptions, prepare)
