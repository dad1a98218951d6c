"""Puts the explanation of one run together: its messages, its limits, its waveform, and what it did not say."""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.diagnostics import Diagnostic, Severity
from services.models import JobState
from services.verilog import Unit
from services.views import VCD
from workers.explaining import sights, waves
from workers.explaining.explain import Evidence, Found, explain, is_syntax, without_doubles
from workers.explaining.model import Answer, explained
from workers.explaining.project import Project
from workers.explaining.second_opinion import Said, second_opinion
from workers.explaining.syntax import SyntaxDoctor
from workers.explaining.themes import limits, runtime, setup
from workers.explaining.themes.support import UNSUPPORTED, other_tool
from workers.explaining.waves import Waveform
from workers.flow import Plan
from workers.sandbox import Reason
from workers.step import OUT_FROM_PROJECT, StepContext, StepResult
from workers.workspace import Workspace

logger = logging.getLogger(__name__)

LOG_TAIL = 400_000
MOST_ASKED = 200
LAST_LINES = 60
PLACED = re.compile(r'(?P<file>[^\s:]+):(?P<line>\d+):')
SAYS_ERROR = re.compile(r'(?i)\berror\b')
PUZZLED = frozenset({setup.NO_TESTBENCH.id, setup.EMPTY.id, setup.WRONG_TOP.id, setup.NO_DESIGN.id})
SIMULATIONS = ('.simulate', '.run', '.test')


class Explainer:
    """Explains one run; asks its second parser while the sandbox is open, and answers when the run has ended."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._opinion: tuple[Said, ...] | None = None
        self.project = self._project_of(())

    def _project_of(self, macros: Iterable[str]) -> Project:
        names = [macro.partition('=')[0] for macro in macros]
        return Project(self._workspace.inputs, self._workspace.source_text, names)

    def ask(self, context: StepContext, plan: Plan, results: Sequence[StepResult]) -> None:
        """Ask the second parser about the plan's sources if a tool could not read them."""
        told = [item for result in results for item in result.diagnostics if is_syntax(item)]
        if not told or context.cancel.is_set():
            return
        folders = plan.options.get('include_dirs', ())
        folders = folders if isinstance(folders, tuple | list) else ()
        self._opinion = second_opinion(context, compiled_files(plan) or self.project.verilog, folders, macros_of(plan))

    def before_run(self, context: StepContext, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Explain why nothing could be run; a source that cannot be read comes first, since it hides its modules."""
        given = list(found)
        try:
            return self._before_run(context, given)
        except Exception:  # whatever a design does to the explaining, its run has its own end
            logger.exception('Why nothing could be run is not explained')
            return given

    def _before_run(self, context: StepContext, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        evidence = Evidence(self.project)
        answers = [item for _, item in explain([('', item) for item in found], evidence)]
        if not any(item.kind in PUZZLED for item in answers) or not self.project.verilog:
            return answers
        files = [path for path in self.project.verilog if not path.lower().endswith(('.vh', '.svh'))][:MOST_ASKED]
        folders = dict.fromkeys(path.rpartition('/')[0] or '.' for path in self.project.verilog)
        opinion = second_opinion(context, files, folders)
        broken = dict.fromkeys(said.file for said in opinion if said.file in self.project)
        return [item for path in broken for item in self._mistakes(path, opinion)] or answers

    def _mistakes(self, path: str, opinion: Sequence[Said]) -> list[Diagnostic]:
        told = [
            Diagnostic(
                Severity.ERROR, said.message, path, said.line, source='slang', raw=f'{path}:{said.line}: {said.message}'
            )
            for said in opinion
            if said.file == path
        ]
        return SyntaxDoctor(self.project, path, told, opinion).mistakes()

    def after_run(
        self,
        plan: Plan,
        steps: Sequence[tuple[str, StepResult]],
        found: Iterable[Found],
        log: bytes,
        waveforms: Sequence[Waveform] = (),
    ) -> list[Found]:
        """Return the diagnostics of a run, explained, and those that no tool has told."""
        given = list(found)
        try:
            return self._after_run(plan, steps, given, lines_of(log), waveforms)
        except Exception:  # as above
            logger.exception('A run is not explained')
            return given

    def _after_run(
        self,
        plan: Plan,
        steps: Sequence[tuple[str, StepResult]],
        found: Sequence[Found],
        lines: tuple[str, ...],
        waveforms: Sequence[Waveform],
    ) -> list[Found]:
        self.project = self._project_of(macros_of(plan))
        answers = explain(found, Evidence(self.project, lines, self._opinion, compiled_files(plan)))
        units = self._units(plan.top)
        for step, result in steps:
            answers = grave_where_failed(step, result, answers)
            answers += [(step, item) for item in self._ending(step, result, answers, units, lines)]
        compiled = any(result.passed for _, result in steps)
        if compiled and any(step.endswith(SIMULATIONS) for step, _ in steps):
            answers += [('', item) for item in self._afterwards(units, steps, waveforms)]
        return without_doubles(answers)

    def _units(self, top: str) -> list[Unit]:
        unit = self.project.unit(top) if top else None
        return self.project.design.closure(unit).units if unit else []

    def _ending(
        self, step: str, result: StepResult, told: Sequence[Found], units: list[Unit], log: Sequence[str]
    ) -> Iterable[Diagnostic]:
        """Yield what a step's end says beside its messages."""
        if result.passed or result.state is JobState.CANCELLED or result.stopped is Reason.CANCELLED:
            return
        if result.stopped is not Reason.NONE:
            yield self._limit(step, result, units)
        elif not any(item.severity is Severity.ERROR for _, item in told):
            stop = sights.stop_place(self.project, units) if step.endswith(SIMULATIONS) else None
            if spoken := self._from_log(step, log):
                yield spoken
                return
            last = next((line for line in reversed(log) if line.strip() and not line.startswith('\x1b')), '')
            message = result.reason + (f' Its last line: {last.strip()}' if last else '')
            ending = Diagnostic(Severity.ERROR, message, source=step.partition('.')[0], raw=last)
            yield stop or explained(ending, runtime.EXIT)

    def _from_log(self, step: str, log: Sequence[str]) -> Diagnostic | None:
        """Return the last line of the log that a rule knows, though the step took it for no message."""
        for line in reversed(log[-LAST_LINES:]):
            place = PLACED.match(line)
            file, number = (place['file'], int(place['line'])) if place and place['file'] in self.project else ('', 0)
            bare = Diagnostic(Severity.ERROR, line.strip(), file, number, source=step.partition('.')[0], raw=line)
            _, item = (
                explain([('', bare)], Evidence(self.project, tuple(log)))[0] if SAYS_ERROR.search(line) else ('', bare)
            )
            if item.kind:
                return item
        return None

    def _limit(self, step: str, result: StepResult, units: list[Unit]) -> Diagnostic:
        kind = limits.BY_REASON.get(result.stopped, limits.TIME)
        ended = Diagnostic(Severity.ERROR, result.reason, source=step.partition('.')[0], raw=result.reason)
        if result.stopped is Reason.CRASHED:
            return explained(ended, kind, Answer(hint=f'try another tool: {other_tool(ended.source)}'))
        if step.endswith(SIMULATIONS) and result.stopped in (Reason.WALL, Reason.DISK, Reason.OUTPUT):
            stood = waves.last_time(result.files.get(VCD, ())) == 0
            if why := sights.never_ended(self.project, units, stood):
                if result.stopped is Reason.WALL:
                    return explained(ended, *why)
                return explained(
                    ended, kind, Answer(file=why[1].file, line=why[1].line, cause=why[0].cause, hint=why[1].hint)
                )
        return explained(ended, kind, sights.largest_cause(self.project, units, kind))

    def _afterwards(
        self, units: list[Unit], steps: Sequence[tuple[str, StepResult]], waveforms: Sequence[Waveform]
    ) -> Iterable[Diagnostic]:
        yield from sights.mixed_timescales(self.project, units)
        cut = any(result.stopped is not Reason.NONE for _, result in steps)
        for waveform in waveforms if not cut else ():
            if waveform.summary.variables or any(unit.tasks & {'$dumpvars', '$dumpfile'} for unit in units):
                yield from waves.problems_of(waveform.name, waveform.summary)
            if units and waveform.summary.variables:
                yield from waves.unset_outputs(self.project, units[0], waveform.trace)


def lines_of(log: bytes) -> tuple[str, ...]:
    """Return the last lines of a log."""
    return tuple(log[-LOG_TAIL:].decode(errors='replace').splitlines())


def macros_of(plan: Plan) -> tuple[str, ...]:
    """Return the macros with which the sources were read."""
    given = plan.options.get('defines', {})
    named = given.items() if isinstance(given, dict) else ()
    macros = tuple(f'{name}={value}' if value else name for name, value in named)
    return (*macros, 'FORMAL') if any(step.id.startswith('sby.') for step in plan.steps) else macros


def compiled_files(plan: Plan) -> tuple[str, ...]:
    """Return the project's own files among those of a plan, in their order."""
    every = (path for paths in plan.files.values() for path in paths)
    return tuple(dict.fromkeys(path for path in every if not path.startswith(OUT_FROM_PROJECT)))


def grave_where_failed(step: str, result: StepResult, told: Sequence[Found]) -> list[Found]:
    """Make an error of what a tool was sorry about, where nothing else can have failed the step."""
    failed = result.state is JobState.FAILED and result.stopped is Reason.NONE
    if not failed or any(origin == step and item.severity is Severity.ERROR for origin, item in told):
        return list(told)
    return [
        (origin, replace(item, severity=Severity.ERROR) if (origin, item.kind) == (step, UNSUPPORTED.id) else item)
        for origin, item in told
    ]


def own_fault(told: str, of_tool: bool) -> Diagnostic:
    """Return the diagnostic of a run that the server could not carry out."""
    kind = limits.TOOL_MISSING if of_tool else limits.SERVER
    return explained(Diagnostic(Severity.ERROR, told, source='a6hub'), kind)
