"""The messages in real logs of the tools become diagnostics; excerpts, advice and summaries do not."""

from pathlib import Path

import pytest

from services.diagnostics import Severity
from workers.step import Step
from workers.tools import verible, verilator_lint, yosys, yosys_check

LOGS = Path(__file__).parents[2] / 'data' / 'logs'
E, W = Severity.ERROR, Severity.WARNING

EXPECTED = [
    (
        verilator_lint.Lint(verilator_lint.LintOptions()),
        'verilator_lint.log',
        [
            (W, 'student.v', 7, 8, 'declfilename'),
            (W, 'student.v', 3, 27, 'width'),
            (W, 'student.v', 3, 27, 'blocking'),
            (W, 'student.v', 1, 49, 'unused'),
            (W, 'student.v', 2, 8, 'undriven'),
            (W, 'student.v', 4, 3, 'latch'),
        ],
    ),
    (
        verible.Lint(verible.LintOptions()),
        'verible.log',
        [(W, 'student.v', 4, 3, 'style'), (E, 'broken.v', 9, 1, 'syntax')],
    ),
    (
        yosys_check.Check(yosys_check.Check.Options()),
        'yosys_check.log',
        [
            (W, 'student.v', 4, 3, 'latch'),
            (W, 'student.v', 2, 8, 'undriven'),
            (E, 'broken.v', 8, 19, 'syntax'),
        ],
    ),
    (
        yosys.Synthesize(yosys.SynthesizeOptions()),
        'yosys_synthesize.log',
        [(W, 'student.v', 4, 3, 'latch')],
    ),
]


@pytest.mark.parametrize(('step', 'log', 'expected'), EXPECTED, ids=[log for _, log, _ in EXPECTED])
def test_a_real_log_becomes_these_diagnostics(step: Step, log: str, expected: list[tuple[object, ...]]):
    lines = (LOGS / log).read_text().splitlines()
    found = [each for line in lines if (each := step.parse_line(line)) is not None]
    assert [(each.severity, each.file, each.line, each.column, each.kind) for each in found] == expected
