"""One mistake put into a design that works is told at its own line."""

import pytest

from bench.diagnose import diagnoser
from bench.failures import is_right, run
from bench.mutations import OPERATORS, examples, mutants
from services.diagnostics import Severity

pytestmark = pytest.mark.tool

DESIGNS = ('counter', 'uart')
RIGHT = 0.95


def test_each_operator_finds_something_to_spoil():
    found = {mutant.operator for mutant in mutants(examples(), 1)}
    assert found == set(OPERATORS)


def test_the_first_error_stands_at_the_mistake():
    designs = {name: files for name, files in examples().items() if name in DESIGNS}
    wrong, tried = [], 0
    with diagnoser() as tools:
        for mutant in mutants(designs, 1):
            found = run(tools, designs[mutant.example], mutant)
            if not any(item.severity is Severity.ERROR for item in found.diagnostics):
                continue
            tried += 1
            if not is_right(found, mutant):
                wrong.append(f'{mutant.operator} {mutant.example}/{mutant.file}:{mutant.line}: {found.diagnostics[:1]}')
    assert tried >= len(OPERATORS)
    assert len(wrong) <= (1 - RIGHT) * tried, '\n'.join(wrong)
