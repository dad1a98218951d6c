"""docs/a6hub-toml.md tells every key, and its example is one that a6hub takes."""

import re
from pathlib import Path

import pytest

from services.design_config import ProjectOptions, read_config
from services.flows import FlowOptions, FormalOptions, SimulateOptions

DOCS = (Path(__file__).parents[1] / 'docs' / 'a6hub-toml.md').read_text()


@pytest.mark.parametrize(
    ('table', 'options'), [('project', ProjectOptions), ('simulate', SimulateOptions), ('formal', FormalOptions)]
)
def test_every_key_is_documented(table: str, options: type[FlowOptions]):
    [section] = re.findall(rf'^## \[{table}\]\n(.*?)(?=^## |\Z)', DOCS, re.DOTALL | re.MULTILINE)
    assert re.findall(r'^\| `(\w+)` \|', section, re.MULTILINE) == list(options.model_fields)


def test_the_example_is_taken():
    [example] = re.findall(r'```toml\n(.*?)```', DOCS, re.DOTALL)
    options = read_config(example).simulate
    assert options.top == 'tb_uart'
    assert options.defines == {'FAST': '', 'WIDTH': '16'}
    assert options.time_limit_s == 30
