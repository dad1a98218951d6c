"""cocotb: tests in Python drive the design while a simulator runs it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from services.diagnostics import Diagnostic, Severity
from services.metrics import TESTS, TESTS_FAILED, TESTS_PASSED, TESTS_SKIPPED, WAVES_SIZE
from services.models import JobState
from services.views import TEST_RESULTS, VCD, View
from workers.sandbox import Command, Limits, Outcome, Reason
from workers.step import Files, StepOptions, StepResult
from workers.tools import icarus, verilator
from workers.tools.cocotb_results import Case, Traceback, hint_of, place_in, read_results
from workers.tools.simulating import RunDesign, RunOptions
from workers.workspace import Workspace

SCRIPTS = 'cocotb'
JOB = 'job.json'
RESULTS = 'results.xml'
RUNNING = re.compile(r'.*\bcocotb\.regression\b.*\brunning (?P<test>\S+) \(\d+/\d+\)')
CRITICAL = re.compile(r'.*\b(?:CRITICAL|ERROR) +(?:gpi|pygpi|cocotb)\S* +(?:\S+:\d+ +in \S+ +)?(?P<message>.+)')
LONGEST_MESSAGE = 600


class RunTests(RunDesign):
    """Run the tests in Python against the compiled design."""

    id = 'cocotb.test'
    title = 'Test (cocotb)'
    outputs = (VCD, TEST_RESULTS)
    tools = ('cocotb', 'vvp', 'verilator_bin')
    searches = True
    metrics = (TESTS.id, TESTS_PASSED.id, TESTS_FAILED.id, TESTS_SKIPPED.id, WAVES_SIZE.id)
    options: RunOptions

    def __init__(self, options: StepOptions) -> None:
        super().__init__(options)
        self._running = ''
        self._traceback = Traceback()
        self._cases: list[Case] = []

    def commands(self, files: Files, out: str) -> list[Command]:
        return [Command(('cocotb', f'{out}/{SCRIPTS}/run_tests.py', f'{out}/{SCRIPTS}/{JOB}'))]

    def parse_line(self, line: str) -> Diagnostic | None:
        if match := RUNNING.match(line):
            self._running = match['test']
        elif not self._running:
            self._traceback.hear(line)
            if match := CRITICAL.match(line):
                message = match['message'].strip()
                return Diagnostic(Severity.ERROR, message, source='cocotb', hint=hint_of(message))
        if match := icarus.SIMULATED.match(line):
            return icarus.diagnostic(match, icarus.SEVERITIES.get(match['kind'], Severity.ERROR))
        if match := verilator.RUN.match(line):
            return verilator.diagnostic(match, verilator.RUN_SEVERITIES[match['kind']])
        return None

    def explain(self, outcome: Outcome, limits: Limits) -> str:
        if outcome.reason is Reason.WALL:
            where = f'The test {self._running} was running: it' if self._running else 'No test had begun: the design'
            return (
                f'{where} most likely waits for something that never happens, or loops without await; '
                'give it an end with @cocotb.test(timeout_time=1, timeout_unit="ms"), or raise time_limit_s.'
            )
        if outcome.reason is Reason.DISK:
            return 'Record less: set waves to false, or name wave_scopes.'
        return super().explain(outcome, limits)

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        if view == TEST_RESULTS:
            file = workspace.out / RESULTS
            return [file] if file.is_file() and not file.is_symlink() else []
        return super().output_files(view, workspace)

    def conclude(self, workspace: Workspace, result: StepResult) -> None:
        self._cases = read_results(workspace.out / RESULTS)
        failed = [case for case in self._cases if case.failure]
        result.diagnostics += [self._told(case, workspace) for case in failed]
        if result.stopped is not Reason.NONE or result.state not in (JobState.PASSED, JobState.FAILED):
            return
        if not self._cases:
            result.state = JobState.FAILED
            result.diagnostics += self._why_nothing_ran(workspace, bool(result.diagnostics))
            result.reason = f'No test ran: {result.diagnostics[-1].message}'
        elif failed:
            result.state = JobState.FAILED
            names = ', '.join(case.name for case in failed[:5]) + (' and more' if len(failed) > 5 else '')
            result.reason = f'{len(failed)} of {len(self._cases)} tests failed: {names}.'

    def collect_metrics(self, workspace: Workspace, result: StepResult) -> Mapping[str, float]:
        sizes = super().collect_metrics(workspace, result)
        if not self._cases:
            return sizes
        skipped = sum(case.is_skipped for case in self._cases)
        failed = sum(bool(case.failure) for case in self._cases)
        return {
            **sizes,
            TESTS.id: len(self._cases),
            TESTS_PASSED.id: len(self._cases) - failed - skipped,
            TESTS_FAILED.id: failed,
            TESTS_SKIPPED.id: skipped,
        }

    def _told(self, case: Case, workspace: Workspace) -> Diagnostic:
        """Return a failed test as an error on the line of the project that failed."""
        places = place_in(case.trace, workspace), place_in(f'File "{case.file}", line {case.line}', workspace)
        file, line = next((place for place in places if place[0]), ('', 0))
        at = f' at {case.ended_at}' if case.ended_at else ''
        message = f'{case.name} failed{at}: {case.error}: {case.failure}'[:LONGEST_MESSAGE]
        hint = hint_of(f'{case.error}: {case.failure}') or 'Look at the waveform at that time.'
        return Diagnostic(Severity.ERROR, message, file, line, source='cocotb', hint=hint)

    def _why_nothing_ran(self, workspace: Workspace, is_told: bool) -> Iterator[Diagnostic]:
        """Return why no test ran: most likely Python could not import the tests."""
        if self._traceback.error:
            place = place_in(self._traceback.text, workspace)
            yield Diagnostic(
                Severity.ERROR,
                self._traceback.error,
                *place,
                source='cocotb',
                hint=hint_of(self._traceback.error),
            )
        elif self._running:
            yield Diagnostic(
                Severity.ERROR,
                f'the test {self._running} ended the simulator, so that there are no results',
                source='cocotb',
                hint='Let a test end by returning or by an exception; sys.exit and os.kill end everything.',
            )
        elif not is_told:
            yield Diagnostic(
                Severity.ERROR,
                'no test was found in the test modules, or none fits testcases',
                source='cocotb',
                hint='A test is an async function below @cocotb.test(); check testcases and test_modules.',
            )
