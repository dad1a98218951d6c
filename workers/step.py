"""The Step: one use of one EDA tool, from declared views to declared views."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, TypeAlias, final

from pydantic import BaseModel, ConfigDict

from services.diagnostics import Diagnostic, Severity
from services.metrics import CPU_TIME, PEAK_MEMORY, WALL_TIME
from services.models import JobState
from services.views import View
from workers.sandbox import Command, Limits, Outcome, Reason, Sandbox, Usage, describe
from workers.toolbox import Toolbox, toolbox
from workers.workspace import OUT, PROJECT, Workspace

Files: TypeAlias = Mapping[View, tuple[str, ...]]
OUT_FROM_PROJECT = f'../{OUT}'
MOST_DIAGNOSTICS = 1000
MOST_LINES = 2000
NOT_INSTALLED = 127
COMMON_METRICS = frozenset({WALL_TIME.id, CPU_TIME.id, PEAK_MEMORY.id})


class ToolError(Exception):
    """The tool could not do its work: it is missing, or it left out what it promises."""


class StepOptions(BaseModel):
    """A step's options; subclasses add typed fields with defaults."""

    model_config = ConfigDict(frozen=True, extra='forbid')


@dataclass(frozen=True, slots=True)
class StepContext:
    """Where and within what a step runs, and who hears its lines."""

    sandbox: Sandbox
    workspace: Workspace
    limits: Limits
    on_lines: Callable[[list[str]], None]
    cancel: threading.Event
    tools: Toolbox = field(default_factory=toolbox)
    on_usage: Callable[[Usage], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One command that was run, by the names of the toolbox, and how it ended."""

    argv: tuple[str, ...]
    env: tuple[tuple[str, str], ...]
    cwd: str
    exit_code: int
    wall_s: float
    limit_s: float


@dataclass(slots=True)
class StepResult:
    """What a step gave: files by view, metrics, diagnostics, and how it ended."""

    state: JobState = JobState.PASSED
    reason: str = ''
    exit_code: int = 0
    commands: list[CommandRun] = field(default_factory=list)
    files: dict[View, tuple[Path, ...]] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    stopped: Reason = Reason.NONE

    @property
    def passed(self) -> bool:
        """Whether the design came through."""
        return self.state is JobState.PASSED


class Step(ABC):
    """One use of one tool: what goes in, what comes out, and the commands that do it.

    Paths of inputs are relative to the project's root, where the commands run; `out` is reached from there.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    inputs: ClassVar[tuple[View, ...]] = ()
    outputs: ClassVar[tuple[View, ...]] = ()
    metrics: ClassVar[tuple[str, ...]] = ()
    tools: ClassVar[tuple[str, ...]] = ()
    """Names of `workers.toolbox` whose versions decide what the step gives."""
    reads_comments: ClassVar[bool] = True
    """Whether a comment of the source can change what it gives."""
    searches: ClassVar[bool] = False
    """Whether the mere presence of a file that it does not open can change what it gives."""
    builds: ClassVar[bool] = False
    """Whether it makes a program or a netlist, which may take longer than a run of the design."""
    ends_flow: ClassVar[bool] = True
    """Whether the steps after it are left out when it does not pass."""
    Options: ClassVar[type[StepOptions]] = StepOptions

    def __init__(self, options: StepOptions) -> None:
        self.options = options

    @abstractmethod
    def commands(self, files: Files, out: str) -> list[Command]:
        """Return the commands to run; no side effects."""

    def parse_line(self, line: str) -> Diagnostic | None:
        """Return the diagnostic in one line of the log, if there is one."""
        return None

    def explain(self, outcome: Outcome, limits: Limits) -> str:
        """Say why a command that a limit ended may have run into it."""
        return ''

    def limits(self, given: Limits) -> Limits:
        """Return the limits of this step, which are never wider than the given ones."""
        return given

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        """Return the files in which the step left `view`."""
        return sorted(workspace.out.glob(f'*{view.suffix}'))

    def required(self, view: View) -> bool:
        """Return whether the step must leave `view`."""
        return True

    def conclude(self, workspace: Workspace, result: StepResult) -> None:  # noqa: B027 - few steps have more to say
        """Add to the result what the tool left in files: diagnostics, and a reason or a state that says more.

        It is asked however the commands ended, and what it reads was written inside the sandbox: trust nothing.
        """

    def collect_metrics(self, workspace: Workspace, result: StepResult) -> Mapping[str, float]:
        """Return the metrics that the tool left."""
        return {}

    def restore(self, files: Files, context: StepContext) -> list[str] | None:
        """Lay out what an equal step left before and return the lines it printed; None where the commands must run."""
        return None

    def store(self, files: Files, context: StepContext, lines: list[str]) -> None:  # noqa: B027 - most keep nothing
        """Keep what an equal step may use again; called when the commands have passed, before any other step runs."""

    @final
    def run(self, files: Files, context: StepContext) -> StepResult:
        """Check the inputs, run the commands, gather the declared outputs and metrics."""
        missing = [view.title for view in self.inputs if not files.get(view)]
        if missing:
            raise ToolError(f'{self.id} needs {", ".join(missing)}.')
        result = StepResult()
        started = time.monotonic()
        commands = self.commands(files, OUT_FROM_PROJECT)
        lines = self.restore(files, context)
        if lines is None:
            self._execute_all(commands, files, context, result)
        else:
            self._repeat(commands, lines, context, result)
        self._gather(context.workspace, result)
        result.metrics[WALL_TIME.id] = time.monotonic() - started
        return result

    def _execute_all(self, commands: list[Command], files: Files, context: StepContext, result: StepResult) -> None:
        printed: list[str] = []
        for command in commands:
            self._execute(command, context, result, printed)
            if not result.passed:
                return
        self.store(files, context, printed)

    def _repeat(self, commands: list[Command], lines: list[str], context: StepContext, result: StepResult) -> None:
        """Say again what the commands said when they were run."""
        self._hear(lines, context, result)
        limit_s = self.limits(context.limits).wall_s
        result.commands += [CommandRun(command.argv, command.env, PROJECT, 0, 0.0, limit_s) for command in commands]

    def _hear(self, lines: list[str], context: StepContext, result: StepResult) -> int:
        """Hand lines on and note what they say; return the number of errors among them."""
        errors = 0
        context.on_lines(lines)
        for line in lines:
            if (diagnostic := self.parse_line(line)) is not None:
                errors += diagnostic.severity is Severity.ERROR
                if len(result.diagnostics) < MOST_DIAGNOSTICS:
                    result.diagnostics.append(replace(diagnostic, raw=diagnostic.raw or line))
        return errors

    def _execute(self, command: Command, context: StepContext, result: StepResult, printed: list[str]) -> None:
        errors = 0

        def hear(lines: list[str]) -> None:
            nonlocal errors
            errors += self._hear(lines, context, result)
            printed.extend(lines[: MOST_LINES - len(printed)] if len(printed) < MOST_LINES else ())

        limits = self.limits(context.limits.for_build if self.builds else context.limits)
        fitted = context.tools.fit(in_project(command))
        outcome = context.sandbox.run(fitted, limits, hear, context.cancel, context.on_usage)
        if outcome.exit_code == NOT_INSTALLED:
            raise ToolError(f'{command.argv[0]} is not installed on this server.')
        result.exit_code, result.stopped = outcome.exit_code, outcome.reason
        ran = (outcome.exit_code, outcome.wall_s, limits.wall_s)
        result.commands.append(CommandRun(command.argv, command.env, PROJECT, *ran))
        result.metrics[CPU_TIME.id] = result.metrics.get(CPU_TIME.id, 0.0) + outcome.cpu_s
        result.metrics[PEAK_MEMORY.id] = max(result.metrics.get(PEAK_MEMORY.id, 0.0), float(outcome.peak_bytes))
        result.state = verdict(outcome, errors)
        if outcome.reason is not Reason.NONE:
            hint = self.explain(outcome, limits)
            result.reason = f'{describe(outcome, limits, self.title)} {hint}'.strip()
        elif not result.passed:
            result.reason = failure(self.title, outcome, errors)

    def _gather(self, workspace: Workspace, result: StepResult) -> None:
        self.conclude(workspace, result)
        for view in self.outputs:
            if found := self.output_files(view, workspace):
                result.files[view] = tuple(found)
            elif result.passed and self.required(view):
                raise ToolError(f'{self.id} ended well but left no {view.title}.')
        result.metrics |= self.collect_metrics(workspace, result)
        if undeclared := set(result.metrics) - set(self.metrics) - COMMON_METRICS:
            raise ToolError(f'{self.id} gave undeclared metrics {sorted(undeclared)}.')


def in_project(command: Command) -> Command:
    """Let the command run in the project's root."""
    return Command(command.argv, command.env, command.read_only, PROJECT)


def verdict(outcome: Outcome, errors: int) -> JobState:
    """Return the state that follows from how a command ended and from the errors it printed."""
    by_reason = {
        Reason.WALL: JobState.TIMED_OUT,
        Reason.CANCELLED: JobState.CANCELLED,
        Reason.CRASHED: JobState.CRASHED,
        Reason.NONE: JobState.PASSED,
    }
    state = by_reason.get(outcome.reason, JobState.FAILED)
    return JobState.FAILED if state is JobState.PASSED and (outcome.exit_code or errors) else state


def failure(title: str, outcome: Outcome, errors: int) -> str:
    """Say how a command failed that ended by itself."""
    if errors:
        return f'{title} reported {errors} error{"s" if errors > 1 else ""}.'
    return f'{title} ended with exit code {outcome.exit_code}.'
