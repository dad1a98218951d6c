"""docs/a6hub-toml.md tells every key, and its example is one that a6hub takes."""

import re
from pathlib import Path

import pytest

from services.design_config import DesignConfig, read_config

DOCS = (Path(__file__).parents[1] / 'docs' / 'a6hub-toml.md').read_text()


@pytest.mark.parametrize('table', DesignConfig.model_fields)
def test_every_key_of_every_table_is_documented(table: str):
    [section] = re.findall(rf'^## \[{table}\]\n(.*?)(?=^## |\Z)', DOCS, re.DOTALL | re.MULTILINE)
    keys = DesignConfig.model_fields[table].annotation.model_fields
    assert [key for key in keys if f'`{key}`' not in section] == []


def test_the_example_is_taken():
    [example] = re.findall(r'```toml\n(.*?)```', DOCS, re.DOTALL)
    options = read_config(example).simulate
    assert options.top == 'tb_uart'
    assert options.defines == {'FAST': '', 'WIDTH': '16'}
    assert options.time_limit_s == 30
