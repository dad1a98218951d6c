"""Runs a flow on a wrong design with the real tools and returns the diagnostics that a person would see."""

import itertools
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from services.diagnostics import Diagnostic
from services.models import JobState
from services.views import VCD
from services.waveform import ingest_vcd
from workers.explaining import Explainer
from workers.explaining.waves import Waveform
from workers.flow import DesignError
from workers.flows import FLOWS
from workers.sandbox import Launcher, Limits, probe
from workers.step import StepContext
from workers.workspace import Workspace

LIMITS = Limits(wall_s=20)


@dataclass(slots=True)
class Diagnosis:
    """How a run ended and what it says."""

    state: JobState
    diagnostics: list[Diagnostic]
    log: list[str] = field(default_factory=list)


class Diagnoser:
    """Runs flows in workspaces of one folder."""

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self._numbers = itertools.count()

    def diagnose(
        self, files: Mapping[str, bytes], flow: str, options: Mapping[str, object], limits: Limits = LIMITS
    ) -> Diagnosis:
        """Run a flow on the files as a worker does, and explain what happened."""
        workspace = Workspace(self._launcher.folder / f'diagnosis-{next(self._numbers)}')
        workspace.create()
        try:
            for path, content in files.items():
                (workspace.project / path).parent.mkdir(parents=True, exist_ok=True)
                (workspace.project / path).write_bytes(content)
            workspace.know(files)
            return self._run(workspace, flow, options, limits)
        finally:
            workspace.remove()

    def _run(self, workspace: Workspace, name: str, options: Mapping[str, object], limits: Limits) -> Diagnosis:
        flow, explainer, log = FLOWS[name], Explainer(workspace), list[str]()
        try:
            plan = flow.prepare(workspace, flow.Options.model_validate(options))
        except DesignError as error:
            with self._launcher.open(workspace.folder) as sandbox:
                context = StepContext(sandbox, workspace, limits, log.extend, threading.Event())
                return Diagnosis(JobState.FAILED, explainer.before_run(context, error.diagnostics), log)
        with self._launcher.open(workspace.folder) as sandbox:
            context = StepContext(sandbox, workspace, limits, log.extend, threading.Event())
            results = flow.run(plan, context, lambda *_: None)
            explainer.ask(context, plan, results)
        steps = [(step.id, result) for step, result in zip(flow.steps_of(plan), results, strict=False)]
        found = [('', item) for item in plan.diagnostics]
        found += [(step, item) for step, result in steps for item in result.diagnostics]
        waves = [waveform(file, workspace) for result in results for file in result.files.get(VCD, ())]
        answers = explainer.after_run(plan, steps, found, '\n'.join(log).encode(), waves)
        state = next((result.state for result in results if not result.passed), JobState.PASSED)
        return Diagnosis(state, [item for _, item in answers], log)


def waveform(file: Path, workspace: Workspace) -> Waveform:
    """Read a waveform as the runner does."""
    trace = workspace.out / f'{file.name}.a6t'
    return Waveform(file.name, trace, ingest_vcd(file, trace))


@contextmanager
def diagnoser() -> Iterator[Diagnoser]:
    """Offer a diagnoser in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix='a6hub-diagnoses-') as folder:
        Path(folder).chmod(0o711)
        yield Diagnoser(Launcher(probe(Path(folder)).level, Path(folder)))
