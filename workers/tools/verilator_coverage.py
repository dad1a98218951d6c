"""Verilator: build testbenches so that they count what they reach, run them, and sum up."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from services.coverage import Coverage, as_lcov, read_data
from services.diagnostics import Diagnostic
from services.metrics import BRANCH_COVERAGE, LINE_COVERAGE, TOGGLE_COVERAGE
from services.views import COVERAGE, COVERAGE_LCOV, SIM, TESTBENCH, View
from workers.builds import is_plain
from workers.sandbox import Command
from workers.step import Files, StepContext, StepOptions, StepResult
from workers.tools.simulating import RunDesign, RunOptions
from workers.tools.verilator import FOLDER, PROGRAM, CompileOptions, runtime_arguments
from workers.tools.verilator import Compile as CompileOne
from workers.tools.verilator import Simulate as SimulateOne
from workers.workspace import Workspace

DATA = 'coverage'
JSON_FILE = f'coverage{COVERAGE.suffix}'
LCOV_FILE = 'coverage.info'
LARGEST_DATA = 256 << 20


class Bench(StepOptions):
    """One testbench with its files and plusargs."""

    top: str
    files: tuple[str, ...]
    plusargs: tuple[str, ...] = ()


class CoverageCompileOptions(CompileOptions):
    """All testbenches, which share how they are read."""

    benches: tuple[Bench, ...] = ()


class Compile(CompileOne):
    """Build a program of each testbench."""

    id = 'coverage.compile'
    title = 'Compile for coverage (Verilator)'
    Options = CoverageCompileOptions
    options: CoverageCompileOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        found: list[Command] = []
        for number, bench in enumerate(self.options.benches):
            own = {'top': bench.top, 'folder': f'{FOLDER}{number}', 'program': f'{PROGRAM}{number}'}
            one = self.options.model_copy(update={**own, 'coverage': True, 'waves': False})
            found += CompileOne(one).commands({TESTBENCH: bench.files}, out)
        return found

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        programs = [workspace.out / f'{PROGRAM}{number}' for number in range(len(self.options.benches))]
        return [file for file in programs if is_plain(file)]

    def restore(self, files: Files, context: StepContext) -> list[str] | None:
        self.lend(context)
        return None

    def store(self, files: Files, context: StepContext, lines: list[str]) -> None:
        self.take(context)


class CoverageRunOptions(RunOptions):
    """What is run, and which files count."""

    benches: tuple[Bench, ...] = ()
    design: tuple[str, ...] = ()
    seed: int = 0
    sources: tuple[str, ...] = ()


class Simulate(RunDesign):
    """Run every testbench and merge what they reached of the design."""

    id = 'coverage.simulate'
    title = 'Run and merge (Verilator)'
    outputs = (COVERAGE, COVERAGE_LCOV)
    tools = ('verilator_bin',)
    metrics = (LINE_COVERAGE.id, TOGGLE_COVERAGE.id, BRANCH_COVERAGE.id)
    Options = CoverageRunOptions
    options: CoverageRunOptions

    def __init__(self, options: StepOptions) -> None:
        super().__init__(options)
        self._reader = SimulateOne(SimulateOne.Options(sources=self.options.sources))
        self._coverage = Coverage()

    def commands(self, files: Files, out: str) -> list[Command]:
        return [
            Command(
                (
                    program,
                    *runtime_arguments(self.options.seed, 'default'),
                    f'+verilator+coverage+file+{out}/{DATA}{number}.dat',
                    *(f'+{plusarg}' for plusarg in bench.plusargs),
                )
            )
            for number, (program, bench) in enumerate(zip(files[SIM], self.options.benches, strict=True))
        ]

    def parse_line(self, line: str) -> Diagnostic | None:
        return self._reader.parse_line(line)

    def conclude(self, workspace: Workspace, result: StepResult) -> None:
        for number in range(len(self.options.benches)):
            data = workspace.out / f'{DATA}{number}.dat'
            if is_plain(data) and data.stat().st_size <= LARGEST_DATA:
                with data.open(encoding='utf-8', errors='replace') as lines:
                    self._coverage.add(self._of_design(read_data(lines), workspace))
        if self._coverage.files:
            (workspace.out / JSON_FILE).write_text(json.dumps(self._coverage.as_json()), encoding='utf-8')
            (workspace.out / LCOV_FILE).write_text(as_lcov(self._coverage), encoding='utf-8')

    def _of_design(self, coverage: Coverage, workspace: Workspace) -> Coverage:
        """Return the part that belongs to the design, each file with the hash of its text."""
        counted = set(self.options.design) & set(workspace.inputs)
        for path, file in coverage.files.items():
            if path in counted:
                file.sha256 = hashlib.sha256((workspace.project / path).read_bytes()).hexdigest()
        return Coverage({path: file for path, file in coverage.files.items() if path in counted})

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        file = workspace.out / (JSON_FILE if view == COVERAGE else LCOV_FILE)
        return [file] if is_plain(file) else []

    def collect_metrics(self, workspace: Workspace, result: StepResult) -> Mapping[str, float]:
        if not self._coverage.files:
            return {}
        totals = self._coverage.totals()
        metrics = {'line': LINE_COVERAGE, 'toggle': TOGGLE_COVERAGE, 'branch': BRANCH_COVERAGE}
        return {metric.id: totals[name].percent for name, metric in metrics.items()}
