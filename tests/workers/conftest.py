"""What the tests of workers share: a launcher at the best level of this machine, and a way to run a flow on texts."""

import itertools
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from services.diagnostics import Diagnostic, Severity
from services.models import JobState
from services.views import VCD
from workers.builds import Builds
from workers.flow import Plan
from workers.flows import FLOWS
from workers.sandbox import Launcher, Level, Limits, probe
from workers.step import StepContext, StepResult
from workers.workspace import Workspace

LIMITS = Limits(wall_s=20)
NUMBERS = itertools.count()


@dataclass(slots=True)
class Run:
    """A flow that has ended, and what it left."""

    plan: Plan
    workspace: Workspace
    results: list[StepResult] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def state(self) -> JobState:
        return self.results[-1].state

    @property
    def reason(self) -> str:
        return self.results[-1].reason

    @property
    def errors(self) -> list[Diagnostic]:
        return [found for result in self.results for found in result.diagnostics if found.severity is Severity.ERROR]

    @property
    def failed(self) -> bool:
        return not all(result.passed for result in self.results)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return [*self.plan.diagnostics, *(found for result in self.results for found in result.diagnostics)]

    @property
    def vcd(self) -> str:
        [file] = self.results[-1].files[VCD]
        return file.read_text()


RunFlow = Callable[..., Run]


@pytest.fixture(scope='session')
def job_folder() -> Iterator[Path]:
    """A folder that the users of jobs may pass through, which pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix='a6hub-test-jobs-') as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope='session')
def launcher(job_folder: Path) -> Launcher:
    isolation = probe(job_folder)
    assert isolation.level >= Level.LANDLOCK, f'designs of the tests must be contained: {isolation}'
    return Launcher(isolation.level, job_folder)


@pytest.fixture
def simulate(run_flow: RunFlow) -> RunFlow:
    """Simulate files given as path and text: `simulate({'tb.v': '...'}, top='tb')`."""
    return partial(run_flow, 'simulate')


@pytest.fixture
def lint(run_flow: RunFlow) -> RunFlow:
    """Check files given as path and text: `lint({'a.v': '...'}, style='off')`."""
    return partial(run_flow, 'lint', limits=Limits(wall_s=300))


@pytest.fixture
def formal(run_flow: RunFlow) -> RunFlow:
    """Prove files given as path and text: `formal({'a.v': '...'}, mode='prove')`."""
    return partial(run_flow, 'formal')


@pytest.fixture
def run_flow(launcher: Launcher, job_folder: Path) -> RunFlow:
    """Run a flow on files given as path and text: `run_flow('simulate', {'tb.v': '...'}, top='tb')`."""

    def run(
        flow_id: str,
        files: Mapping[str, str | bytes],
        limits: Limits = LIMITS,
        project: str = 'one',
        **options: object,
    ) -> Run:
        workspace = Workspace(job_folder / f'job-{next(NUMBERS)}')
        data = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
        workspace.create()
        for path, content in data.items():
            (workspace.project / path).parent.mkdir(parents=True, exist_ok=True)
            (workspace.project / path).write_bytes(content)
        workspace.know(data)
        workspace.builds = Builds(job_folder / 'builds' / project)
        flow = FLOWS[flow_id]
        plan = flow.prepare(workspace, flow.Options.model_validate(options))
        run = Run(plan, workspace)
        with launcher.open(workspace.folder) as sandbox:
            context = StepContext(sandbox, workspace, limits, run.lines.extend, threading.Event())
            run.results = flow.run(plan, context, lambda *_: None)
        return run

    return run
