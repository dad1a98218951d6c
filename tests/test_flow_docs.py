"""docs/flows.md tells of every flow, each of its options and every step."""

import re
from pathlib import Path

import pytest

from services.flows import FLOW_OPTIONS
from workers.flows import FLOWS
from workers.tools import STEPS

DOCS = (Path(__file__).parents[1] / 'docs' / 'flows.md').read_text()
SECTIONS = dict(re.findall(r'^## `([\w-]+)`\n(.*?)(?=^## |\Z)', DOCS, re.DOTALL | re.MULTILINE))


def first_cells(text: str) -> list[str]:
    """Return the names in the first column of the tables."""
    return re.findall(r'^\| `([^`]+)`', text, re.MULTILINE)


def test_every_flow_has_a_section():
    # A regression is made of runs of other flows, so workers have no flow of that name.
    assert set(SECTIONS) == set(FLOWS) | {'regress'} == set(FLOW_OPTIONS)


@pytest.mark.parametrize('flow', FLOW_OPTIONS)
def test_a_section_tells_every_option_and_step_of_its_flow(flow):
    steps = [step.id for step in FLOWS[flow].steps] if flow in FLOWS else []
    assert first_cells(SECTIONS[flow]) == [*FLOW_OPTIONS[flow].model_fields, *steps]


def test_every_step_is_told():
    assert set(STEPS) <= set(first_cells(DOCS))
