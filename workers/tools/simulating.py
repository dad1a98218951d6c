"""What the last steps of all simulators share: they run the design, and it writes waveforms where it likes."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from services.metrics import WAVES_SIZE
from services.views import SIM, VCD, View
from workers.sandbox import Limits, Outcome, Reason
from workers.step import Step, StepOptions, StepResult
from workers.workspace import Workspace

VCD_HEAD = re.compile(rb'\s*\$(date|version|timescale|comment|scope)\b')
MOST_WAVES = 16


class RunOptions(StepOptions):
    """How the compiled design runs."""

    plusargs: tuple[str, ...] = ()
    waves: bool = True
    time_limit_s: float = 0


class RunDesign(Step):
    """Run what was compiled; whatever VCD it writes is the waveform."""

    inputs = (SIM,)
    outputs: ClassVar[tuple[View, ...]] = (VCD,)
    metrics: ClassVar[tuple[str, ...]] = (WAVES_SIZE.id,)
    Options = RunOptions

    def limits(self, given: Limits) -> Limits:
        asked = self.options.time_limit_s if isinstance(self.options, RunOptions) else 0
        return replace(given, wall_s=min(given.wall_s, asked or given.wall_s))

    def explain(self, outcome: Outcome, limits: Limits) -> str:
        if outcome.reason is Reason.WALL:
            return (
                'Most likely nothing calls $finish while a clock runs on, or a loop has no delay: '
                'end the testbench with $finish, or raise time_limit_s.'
            )
        if outcome.reason is Reason.DISK:
            return (
                'Most likely nothing calls $finish; otherwise record less: '
                '$dumpvars(1, top) takes one level only, $dumpoff pauses.'
            )
        if outcome.reason is Reason.OUTPUT:
            return 'Print less often, or only while something goes wrong.'
        return 'A memory or an array of the design is very large.' if outcome.reason is Reason.MEMORY else ''

    def required(self, view: View) -> bool:
        return False

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        return [file for file in workspace.written() if is_vcd(file)][:MOST_WAVES]

    def collect_metrics(self, workspace: Workspace, result: StepResult) -> Mapping[str, float]:
        waves = result.files.get(VCD, ())
        return {WAVES_SIZE.id: float(sum(file.stat().st_size for file in waves))} if waves else {}


def is_vcd(file: Path) -> bool:
    """Say whether a file begins as a VCD does; its name does not matter."""
    with file.open('rb') as content:
        return bool(VCD_HEAD.match(content.read(64)))
