"""Each of many small mistakes is told once, on its line and under its name."""

import pytest

from services.diagnostics import Severity
from tests.workers.conftest import RunFlow
from tests.workers.linting.mistake import Mistake
from tests.workers.linting.mistakes import MISTAKES
from tests.workers.linting.mistakes_of_form import MISTAKES_OF_FORM

pytestmark = pytest.mark.tool


@pytest.mark.parametrize('mistake', MISTAKES + MISTAKES_OF_FORM, ids=lambda mistake: mistake.name)
def test_a_mistake_has_one_message_on_its_line(mistake: Mistake, lint: RunFlow):
    path = mistake.name + mistake.suffix
    text = mistake.text.replace(' //!', '')
    run = lint({path: text})
    told = [found for found in run.diagnostics if found.severity is not Severity.INFO and found.file == path]
    assert len(told) == 1, [(found.line, found.kind, found.source, found.message) for found in told]
    assert abs(told[0].line - mistake.line) <= mistake.tolerance, told
    assert told[0].kind == mistake.topic, told
    assert told[0].hint
    assert run.failed == (told[0].severity is Severity.ERROR), [result.reason for result in run.results]
