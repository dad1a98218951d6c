"""Runs the tests of the viewers' JavaScript, which need no browser, with Node's own test runner."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / 'tests' / 'components').rglob('*.test.*js'))


@pytest.mark.parametrize('path', FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_javascript(path):
    done = subprocess.run(['node', '--test', path], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
