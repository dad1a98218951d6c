"""SymbiYosys: prove what a design asserts, or show how it fails."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from services.diagnostics import Diagnostic, Severity
from services.metrics import FORMAL_COVERED, FORMAL_DEPTH, FORMAL_FAILED, FORMAL_PROPERTIES, FORMAL_PROVEN, WAVES_SIZE
from services.models import JobState
from services.views import MODEL, RTL, VCD, View
from workers.sandbox import Command, Limits, Outcome, Reason
from workers.step import Files, Step, StepOptions, StepResult
from workers.tools.sby_words import SETUP_HINTS, hint_for, kind_for, words_of
from workers.workspace import Workspace

SCRIPTS = 'sby'
JOB = 'job.json'
RESULTS = 'results.json'
LARGEST_RESULTS = 4 << 20
MOST_WAVES = 64
READ_TIME_S = 120.0
OWN_TASKS = ('', 'bmc', 'prove', 'cover')
STEP = re.compile(r'.*## +[\d: ]+ +(?:Checking|Trying|Solving).* in step (?P<step>\d+)\.\.')
TASK = re.compile(r'== (?P<task>\S+)')
PLACED = re.compile(
    r'(?P<file>[^\s:][^:]*):(?P<line>\d+)(?:[.:](?P<column>\d+))?(?:-[\d.]+)?: '
    r'(?P<severity>ERROR|error): (?P<message>.+)'
)
PLAIN = re.compile(r'(?:ERROR|error): (?P<message>.+)')


class Property(BaseModel):
    """What a task says of one statement of the design."""

    kind: str
    name: str = ''
    module: str = ''
    file: str = ''
    line: int = 0
    column: int = 0
    status: str = 'UNKNOWN'
    step: int = 0
    trace: str = ''


class Fault(BaseModel):
    """Why a task could not do its work."""

    message: str
    file: str = ''
    line: int = 0


class TaskResult(BaseModel):
    """What one task of a .sby file found."""

    task: str = ''
    mode: str = ''
    status: str
    is_expected: bool
    properties: list[Property] = []
    errors: list[Fault] = []


class Read(Step):
    """Read the design with its assertions into the form that proofs begin with."""

    id = 'sby.read'
    title = 'Read (Yosys)'
    inputs = (RTL,)
    outputs = (MODEL,)
    tools = ('pyosys',)

    def commands(self, files: Files, out: str) -> list[Command]:
        return [Command(('pyosys', f'{out}/{SCRIPTS}/elaborate.py', f'{out}/{SCRIPTS}/{JOB}'))]

    def limits(self, given: Limits) -> Limits:
        return replace(given, wall_s=min(given.wall_s, READ_TIME_S))

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        return sorted((workspace.out / SCRIPTS).glob('*.il'))

    def parse_line(self, line: str) -> Diagnostic | None:
        match = PLACED.match(line)
        if match:
            file = posixpath.normpath(match['file'])
            place = file, int(match['line']), int(match['column'] or 0)
            kind = kind_for(match['message'])
            return Diagnostic(
                Severity.ERROR, match['message'], *place, source='yosys', hint=hint_for(match['message']), kind=kind
            )
        match = PLAIN.match(line)
        if match is None or match['message'].startswith('Design elaboration failed'):
            return None
        return Diagnostic(Severity.ERROR, match['message'], source='yosys', hint=hint_for(match['message']))


class ProveOptions(StepOptions):
    """How long the engines may take."""

    time_limit_s: float = 0


class Prove(Step):
    """Search for a violation of each assertion and a way to each cover statement."""

    id = 'sby.prove'
    title = 'Prove (SymbiYosys)'
    outputs = (VCD,)
    tools = ('sby', 'pyosys', 'yices-smt2', 'z3', 'cvc5')
    metrics = tuple(
        metric.id
        for metric in (
            FORMAL_PROPERTIES,
            FORMAL_PROVEN,
            FORMAL_FAILED,
            FORMAL_COVERED,
            FORMAL_DEPTH,
            WAVES_SIZE,
        )
    )
    Options = ProveOptions
    options: ProveOptions

    def __init__(self, options: StepOptions) -> None:
        super().__init__(options)
        self._task = ''
        self._reached = -1
        self._found: list[TaskResult] = []

    def commands(self, files: Files, out: str) -> list[Command]:
        return [Command(('sby', f'{out}/{SCRIPTS}/prove.py', f'{out}/{SCRIPTS}/{JOB}'))]

    def limits(self, given: Limits) -> Limits:
        return replace(given, wall_s=min(given.wall_s, self.options.time_limit_s or given.wall_s))

    def parse_line(self, line: str) -> Diagnostic | None:
        if match := TASK.fullmatch(line):
            self._task, self._reached = match['task'], -1
        elif 'induction' not in line and (match := STEP.match(line)):
            self._reached = max(self._reached, int(match['step']))
        elif not self._task and (match := PLAIN.match(line)):
            return Diagnostic(
                Severity.ERROR, match['message'], source='sby', hint=SETUP_HINTS['sby'], kind='formal-setup'
            )
        return None

    def explain(self, outcome: Outcome, limits: Limits) -> str:
        if outcome.reason is Reason.MEMORY:
            return 'Solvers remember every step: lower depth, or make memories and counters of the design smaller.'
        if outcome.reason is Reason.WALL:
            reached = (
                f'Steps 0 to {self._reached} of {self._task} were begun' if self._reached >= 0 else 'No step ended'
            )
            return f'{reached}: lower depth, try another of the engines, or prove smaller modules one by one.'
        return ''

    def required(self, view: View) -> bool:
        return False

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        return [file for file in sorted(workspace.out.glob(f'*{VCD.suffix}')) if not file.is_symlink()][:MOST_WAVES]

    def conclude(self, workspace: Workspace, result: StepResult) -> None:
        self._found = read_results(workspace.out / RESULTS)
        told = [diagnostic for task in self._found for diagnostic in diagnostics_of(task)]
        result.diagnostics += told
        if result.state is not JobState.FAILED or result.stopped is not Reason.NONE:
            return
        wrong = [task for task in self._found if not task.is_expected]
        if wrong:
            result.reason = ' '.join(summary(task) for task in wrong)
        elif not self._found:
            result.reason = f'{self.title} could not begin: the .sby file was not taken.'

    def collect_metrics(self, workspace: Workspace, result: StepResult) -> Mapping[str, float]:
        every = [found for task in self._found for found in task.properties if counts(task, found)]
        waves = result.files.get(VCD, ())
        sizes = {WAVES_SIZE.id: float(sum(file.stat().st_size for file in waves))} if waves else {}
        if not self._found:
            return sizes
        depth = {FORMAL_DEPTH.id: float(self._reached + 1)} if self._reached >= 0 else {}
        return {
            **sizes,
            **depth,
            FORMAL_PROPERTIES.id: len(every),
            FORMAL_PROVEN.id: sum(found.kind == 'assert' and found.status == 'PASS' for found in every),
            FORMAL_FAILED.id: sum(found.status == 'FAIL' for found in every),
            FORMAL_COVERED.id: sum(found.kind == 'cover' and found.status == 'PASS' for found in every),
        }


class ProveFile(Prove):
    """Run the tasks of the project's own .sby file, whose script may read any file of the project."""

    id = 'sby.tasks'
    title = 'Prove (.sby)'
    searches = True


def replaced_solvers(text: str) -> list[str]:
    """Return the solvers that a .sby file names and that another one stands for."""
    return [
        name for name in ('boolector', 'bitwuzla') if re.search(rf'^[^#]*\bsmtbmc\b.*\b{name}\b', text, re.MULTILINE)
    ]


def counts(task: TaskResult, found: Property) -> bool:
    """Say whether a task looks at that statement: covering leaves assertions alone, and the other way round."""
    return (found.kind == 'cover') == (task.mode == 'cover')


def read_results(file: Path) -> list[TaskResult]:
    """Return what the tasks found, as far as they came; what is not of that form was not written by us."""
    if file.is_symlink() or not file.is_file() or file.stat().st_size > LARGEST_RESULTS:
        return []
    try:
        return TypeAdapter(list[TaskResult]).validate_json(file.read_bytes())
    except ValidationError:
        return []


def diagnostics_of(task: TaskResult) -> Iterator[Diagnostic]:
    """Return what a task found about the lines of the design."""
    for fault in task.errors:
        yield Diagnostic(
            Severity.ERROR,
            fault.message,
            fault.file,
            fault.line,
            source='sby',
            hint=hint_for(fault.message),
            kind='formal-setup',
        )
    for found in task.properties:
        words = words_of(found.kind, found.status, task.status) if counts(task, found) else None
        if words is None:
            continue
        name = f' {found.name}' if found.name else ''
        within = f' (task {task.task})' if task.task not in OWN_TASKS else ''
        yield Diagnostic(
            Severity.INFO if task.is_expected else words.severity,
            words.message.format(name=name, step=found.step) + within,
            found.file,
            found.line,
            found.column,
            source='sby',
            kind=words.kind,
            cause=words.cause,
            hint=words.hint.format(trace=found.trace or 'the waveform'),
        )


def summary(task: TaskResult) -> str:
    """Say in one sentence why a task did not pass."""
    name = f'Task {task.task}: ' if task.task not in OWN_TASKS else ''
    failed = [found for found in task.properties if found.status == 'FAIL' and counts(task, found)]
    if task.status == 'FAIL' and failed:
        first = failed[0]
        place = f'{first.file}:{first.line}' if first.file else first.name
        more = f' and {len(failed) - 1} more' if len(failed) > 1 else ''
        if task.mode == 'cover':
            return f'{name}The cover statement at {place}{more} cannot be reached within the depth.'
        return (
            f'{name}The assertion at {place}{more} does not hold: a counterexample of {first.step + 1} steps was found.'
        )
    if task.status == 'UNKNOWN':
        return f'{name}Neither proven nor refuted: no violation was found, but the induction does not close.'
    if task.status == 'PASS':
        return f'{name}Passed, although the .sby file expects something else.'
    said = task.errors[0].message if task.errors else f'it ended as {task.status}'
    return f'{name}It could not be decided: {said.rstrip(".")}.'
