"""docs/a6hub-toml.md tells every key, and its example is one that a6hub takes."""

import re
from pathlib import Path

from services.design_config import read_config
from services.flows import SimulateOptions

DOCS = (Path(__file__).parents[1] / 'docs' / 'a6hub-toml.md').read_text()


def test_every_key_is_documented():
    assert re.findall(r'^\| `(\w+)` \|', DOCS, re.MULTILINE) == list(SimulateOptions.model_fields)


def test_the_example_is_taken():
    [example] = re.findall(r'```toml\n(.*?)```', DOCS, re.DOTALL)
    options = read_config(example).simulate
    assert options.top == 'tb_uart'
    assert options.defines == {'FAST': '', 'WIDTH': '16'}
    assert options.time_limit_s == 30
