"""The templates in the flow `simulate`: what a new user presses first must work, with and without `a6hub.toml`."""

import tomllib
from pathlib import Path

import pytest

from services.models import JobState

pytestmark = pytest.mark.tool

EXAMPLES = Path(__file__).parents[2] / 'examples'
IDS = sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / 'template.toml').exists())


def files_of(name: str) -> dict[str, bytes]:
    """Return the files that a project made from a template begins with."""
    folder = EXAMPLES / name
    paths = (path for path in folder.rglob('*') if path.is_file() and '__pycache__' not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.name != 'template.toml'}


@pytest.mark.parametrize('name', IDS)
def test_a_template_passes_without_a_complaint_and_shows_its_waveform(simulate, name):
    run = simulate(files_of(name))
    assert run.state is JobState.PASSED
    assert not [found for result in run.results for found in result.diagnostics]
    assert not run.plan.diagnostics
    assert any(line.startswith('PASS') for line in run.lines)
    assert run.vcd.count('$var') >= 4


@pytest.mark.parametrize('name', IDS)
def test_the_testbench_of_a_template_is_found_without_its_a6hub_toml(simulate, name):
    files = files_of(name)
    top = tomllib.loads(files.pop('a6hub.toml').decode())['simulate']['top']
    run = simulate(files)
    assert run.plan.top == top
    assert run.state is JobState.PASSED
