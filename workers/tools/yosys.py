"""Yosys: make a netlist of RTL."""

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from services.diagnostics import Diagnostic, Severity
from services.metrics import (
    AREA,
    BRAM_CELLS,
    CARRY_CELLS,
    CELLS,
    DSP_CELLS,
    FLIP_FLOPS,
    LATCHES,
    LUTS,
    MEMORY_BITS,
)
from services.views import NETLIST, NETLIST_VERILOG, RTL, STATISTICS, STATISTICS_TEXT, View
from workers.sandbox import Command, Limits, Outcome, Reason
from workers.step import Files, Step, StepOptions, StepResult
from workers.tools.yosys_scripts import FOLDER, diagnostic_in
from workers.workspace import Workspace

IMPLICIT = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): Warning: Identifier `\\(?P<name>\S+)' is implicitly declared\.")
LIBERTY_LINE = re.compile(r'liberty file on line (?P<line>\d+)')
COUNTED = {
    CELLS: 'cells',
    FLIP_FLOPS: 'flip_flops',
    LATCHES: 'latches',
    LUTS: 'luts',
    CARRY_CELLS: 'carry',
    DSP_CELLS: 'dsp',
    BRAM_CELLS: 'bram',
    MEMORY_BITS: 'memory_bits',
}
HINTS = (
    (r'unsynthesizable timing control|event control', 'describe one edge of one clock in always @(posedge clk)'),
    (r'Multiple edge sensitive|edge sensitive event', 'use one edge of one clock, and at most one asynchronous reset'),
    (r'wait statement|wait', 'hardware cannot wait: use a state machine'),
    (r'unroll limit|[Ww]hile loops', 'give the loop a bound that is constant'),
    (r'too many for this target', 'make it smaller, use the target of an FPGA with block RAM, or a macro beside it'),
    (r'Can not open file|failed to open file', "the path counts from the project's root, not from the source file"),
    (r'recursive instantiation', 'end the recursion by a generate if on a parameter'),
    (r'does not exist|has no parameter|[Uu]nknown parameter', 'look at the names in the header of the module'),
    (r'liberty', 'give a liberty file with flip-flops, or leave liberty empty for the library of a6hub'),
    (r'cannot be legalized', 'the library lacks such a flip-flop: add one, or use another reset'),
    (
        r'unsupported|not support|cannot synthesize|syntax error',
        'write it in the part of the language that becomes gates',
    ),
    (r'not part of the design|unknown module', 'add the file that defines it, or list it in sources of a6hub.toml'),
    (r'Latch inferred', 'assign it in every path, or give it a value at the start of the block'),
)


class SynthesizeOptions(StepOptions):
    """What the step has to know to understand the tool's words."""

    liberty: str = ''


class Synthesize(Step):
    """Elaborate RTL and map it to the cells of a target."""

    id = 'yosys.synthesize'
    title = 'Synthesize (Yosys)'
    inputs = (RTL,)
    outputs = (NETLIST, NETLIST_VERILOG, STATISTICS, STATISTICS_TEXT)
    metrics = (AREA.id, *(metric.id for metric in COUNTED))
    tools = ('pyosys',)
    Options = SynthesizeOptions
    options: SynthesizeOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        return [Command(('pyosys', f'{out}/{FOLDER}/synthesize.py', f'{out}/{FOLDER}/synthesize.json'))]

    def parse_line(self, line: str) -> Diagnostic | None:
        found = diagnostic_in(line)
        if found is None:
            return implicit_in(line)
        if not found.file and (match := LIBERTY_LINE.search(found.message)):
            found = replace(found, file=self.options.liberty, line=int(match['line']))
        hint = next((text for pattern, text in HINTS if re.search(pattern, found.message)), found.hint)
        return replace(found, hint=hint if found.severity is not Severity.INFO else '')

    def explain(self, outcome: Outcome, limits: Limits) -> str:
        if outcome.reason in (Reason.WALL, Reason.MEMORY):
            return (
                'Most likely a memory, a multiplier or a divider becomes very many gates: '
                'choose a target with block RAM and multipliers, or synthesize a smaller top.'
            )
        return ''

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        return [file for file in [workspace.out / view.suffix] if file.is_file() and not file.is_symlink()]

    def collect_metrics(self, workspace: Workspace, result: StepResult) -> Mapping[str, float]:
        if STATISTICS not in result.files:
            return {}
        try:
            total: dict[str, Any] = json.loads(result.files[STATISTICS][0].read_text(encoding='utf-8'))['total']
            found = {metric.id: float(total[key]) for metric, key in COUNTED.items()}
            return found if total['area'] is None else found | {AREA.id: float(total['area'])}
        except (ValueError, KeyError, TypeError):
            return {}


def implicit_in(line: str) -> Diagnostic | None:
    """Return the finding in a line that tells of a name which nobody declared, and which Yosys takes as a wire."""
    match = IMPLICIT.fullmatch(line)
    if match is None:
        return None
    return Diagnostic(
        Severity.WARNING,
        f'{match["name"]} is not declared: it becomes a wire of one bit that nothing drives',
        posixpath.normpath(match['file']),
        int(match['line']),
        source='yosys',
        hint='declare it, or correct its name',
        kind='undeclared',
    )
