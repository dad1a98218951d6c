"""The flow `lint`: three tools look at the design, and one list says what they found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from services.diagnostics import Diagnostic, Severity
from services.flows import FlowOptions, LintOptions
from services.models import JobState
from services.sources import DesignSources, Purpose, mistake
from services.sources.languages import Language, is_header, language_of
from services.views import RTL, TESTBENCH
from workers.flow import DesignError, Flow, Plan
from workers.flows.parameters import fitting_parameters
from workers.flows.sources import design_sources, merged
from workers.linting import Rules, merged_diagnostics
from workers.linting.topics import BY_ID
from workers.step import Step, StepResult
from workers.tools import verible, verilator_lint, yosys_check
from workers.tools.yosys_scripts import FOLDER, give_scripts
from workers.workspace import Workspace

RULES_FILE = '.rules.verible_lint'
WAIVER_SUFFIXES = ('.vlt', '.vbl')
WAIVED = re.compile(r'--rule="?([\w-]+)')
UVM = 'uvm_'
FINDINGS = 'findings.json'
"""What the script of Yosys leaves once it has looked at the whole design."""
MEAN_VERIBLE = 'verible'


def prepare(workspace: Workspace, options: FlowOptions) -> Plan:
    """Find the design and, where there is one, the testbench around it."""
    if not isinstance(options, LintOptions):
        raise TypeError(f'{type(options).__name__} are not the options of lint')
    chosen = merged(workspace, options)
    sources = sources_to_check(workspace, chosen)
    files = verilog_of(sources, sources.files)
    parameters, unfitting = fitting_parameters(workspace, sources, chosen.parameters)
    bench = testbench_of(workspace, chosen, files)
    languages = set(sources.languages.values())
    wishes = {'style': chosen.style, 'disable': chosen.disable, 'waivers': chosen.waivers}
    give_scripts(workspace, 'lint', yosys_job(sources, files) | {'parameters': parameters, 'told': wishes})
    waivers = chosen.waivers or tuple(path for path in workspace.inputs if path.endswith(WAIVER_SUFFIXES))
    return Plan(
        files={RTL: files, TESTBENCH: bench.files},
        options={
            'lint_top': sources.top,
            'bench_top': bench.top,
            'include_dirs': sources.include_dirs,
            'defines': dict(sources.defines),
            'parameters': parameters,
            'enable': chosen.enable,
            'disable': chosen.disable,
            'has_rules_file': any(Path(path).name == RULES_FILE for path in workspace.inputs),
            'systemverilog': Language.SYSTEM_VERILOG in languages,
            'verilator_waivers': tuple(path for path in waivers if path.endswith('.vlt')),
            'verible_waivers': (
                style := tuple(path for path in waivers if not path.endswith('.vlt') and ',' not in path)
            ),
            'waived': waived_rules(workspace, style),
        },
        top=sources.top,
        assumptions=(*sources.assumptions, *unfitting, *bench.assumptions),
        diagnostics=sources.diagnostics,
        steps=steps_of(chosen),
        settle=Merging(workspace, chosen, frozenset(bench.files), frozenset((*files, *bench.files))),
    )


def waived_rules(workspace: Workspace, files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rules that waiver files of Verible name."""
    named = [rule for path in files for rule in WAIVED.findall(workspace.text(path) or '')]
    return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Bench:
    """The testbench that is looked at beside the design."""

    top: str = ''
    files: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(slots=True)
class Merging:
    """Makes one list of what the steps found so far; it is asked again after each of them."""

    workspace: Workspace
    chosen: LintOptions
    benches: frozenset[str]
    files: frozenset[str]
    _texts: dict[str, str | None] = field(default_factory=dict)

    def __call__(self, results: Sequence[StepResult]) -> None:
        """Spread the one list over the results again, each diagnostic to the tool whose words it bears."""
        owner: dict[str, StepResult] = {}
        found: list[Diagnostic] = []
        for result in results:
            for each in result.diagnostics:
                owner.setdefault(each.source.split(', ')[0], result)
                found.append(each)
        kept = merged_diagnostics(found, self._rules(results, found), self._text)
        for result in results:
            result.diagnostics = [each for each in kept if owner.get(each.source.split(', ')[0]) is result]
        last = results[-1]
        agreed = any(MEAN_VERIBLE in each.source for each in kept if each.severity is Severity.ERROR)
        if last.state is JobState.FAILED and last.exit_code == 0 and not agreed and not has_errors(last):
            last.state, last.reason = JobState.PASSED, ''

    def _rules(self, results: Sequence[StepResult], found: list[Diagnostic]) -> Rules:
        others = [each for each in found if each.severity is Severity.ERROR and each.source != MEAN_VERIBLE]
        looked = any(result is not results[-1] for result in results)
        unreadable = {each.file for each in others}
        hard = any(each.kind in BY_ID and BY_ID[each.kind].is_hard for each in others)
        well = self.files - unreadable if looked and not hard else frozenset[str]()
        has_loop = any(each.kind == 'loop' and 'yosys' in each.source for each in found)
        free = (self.workspace.out / FOLDER / FINDINGS).is_file() and not has_loop
        return Rules(frozenset(self.chosen.disable), self.chosen.style, self.benches, free, well)

    def _text(self, path: str) -> str | None:
        if path not in self._texts:
            self._texts[path] = self.workspace.source_text(path)
        return self._texts[path]


def has_errors(result: StepResult) -> bool:
    """Say whether a step still has an error of its own."""
    return any(each.severity is Severity.ERROR for each in result.diagnostics)


def sources_to_check(workspace: Workspace, chosen: LintOptions) -> DesignSources:
    """Return the design, or all Verilog of a project in which no top module can be told, often for its mistakes."""
    try:
        return design_sources(workspace, chosen)
    except DesignError as error:
        files = tuple(path for path in workspace.inputs if is_plain_source(path))
        if not files or chosen.top or chosen.sources:
            raise
        told = tuple(replace(each, severity=Severity.WARNING) for each in error.diagnostics)
        return DesignSources(
            Purpose.DESIGN,
            files=files,
            include_dirs=(*chosen.include_dirs, '.'),
            defines=chosen.defines,
            languages={path: language_of(path) or Language.VERILOG for path in files},
            assumptions=('no top module was found: every Verilog file is checked',),
            diagnostics=told,
        )


def is_plain_source(path: str) -> bool:
    """Say whether a file is Verilog that can be read by itself."""
    return language_of(path) in (Language.VERILOG, Language.SYSTEM_VERILOG) and not is_header(path)


def verilog_of(sources: DesignSources, files: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files in Verilog; these tools do not read VHDL."""
    found = tuple(path for path in files if sources.languages.get(path) is not Language.VHDL)
    if not found:
        raise DesignError(
            mistake(
                'This design is VHDL only, which none of the linters reads',
                'run simulate with ghdl, which checks it first',
            )
        )
    return found


def testbench_of(workspace: Workspace, chosen: LintOptions, files: tuple[str, ...]) -> Bench:
    """Return the likeliest testbench and the files that only it needs."""
    if not chosen.testbenches:
        return Bench()
    try:
        found = design_sources(workspace, chosen.model_copy(update={'top': '', 'parameters': {}}), Purpose.SIMULATE)
    except DesignError:
        return Bench()
    if Language.VHDL in found.languages.values():
        return Bench()
    beside = tuple(path for path in found.files if path not in files)
    if any(UVM in (workspace.source_text(path) or '') for path in beside):
        return Bench(assumptions=(f'testbench {found.top} is not checked: it needs UVM, which is not here',))
    return Bench(found.top, beside, (f'testbench {found.top}: only its errors are told',)) if beside else Bench()


def steps_of(chosen: LintOptions) -> tuple[type[Step], ...]:
    """Return the tools that are switched on, in the order in which each may trust the ones before it."""
    tools = (
        (chosen.verilator, verilator_lint.Lint),
        (chosen.yosys, yosys_check.Check),
        (chosen.verible, verible.Lint),
    )
    steps = tuple(step for is_on, step in tools if is_on)
    if not steps:
        raise DesignError(
            mistake('No linter is switched on', 'switch on verilator, yosys or verible in [lint] of a6hub.toml')
        )
    return steps


def yosys_job(sources: DesignSources, files: tuple[str, ...]) -> dict[str, object]:
    """Return what the script of Yosys is to do; slang reads first, since it knows the true place of a mistake."""
    plain = all(sources.languages.get(path) is Language.VERILOG for path in files)
    return {
        'files': files,
        'top': sources.top,
        'include_dirs': sources.include_dirs,
        'defines': dict(sources.defines),
        'keeps_modules': False,
        'frontends': ['slang', 'verilog'] if plain else ['slang'],
    }


LINT = Flow('lint', 'Lint', (verilator_lint.Lint, yosys_check.Check, verible.Lint), LintOptions, prepare)
