"""The cocotb tests of the templates, run as a person would: with make and Icarus."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

EXAMPLES = Path(__file__).parents[2] / 'examples'


def verdicts(folder: Path) -> dict[str, bool]:
    """Run a template's cocotb test and return which of its tests passed."""
    path = f'{Path(sys.executable).parent}{os.pathsep}{os.environ["PATH"]}'
    environment = {'PATH': path, 'HOME': str(folder)}
    command = ['make', '-C', str(folder / 'test')]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    results = folder / 'test' / 'results.xml'
    assert results.exists(), done.stdout + done.stderr
    cases = ElementTree.parse(results).getroot().iter('testcase')
    return {case.attrib['name']: case.find('failure') is None and case.find('error') is None for case in cases}


@pytest.mark.tool
@pytest.mark.parametrize(('name', 'tests'), [('cocotb', 6), ('tinytapeout', 10)])
def test_every_cocotb_test_passes(tmp_path: Path, name: str, tests: int):
    result = verdicts(shutil.copytree(EXAMPLES / name, tmp_path / name))
    assert len(result) == tests
    assert all(result.values()), result


@pytest.mark.tool
def test_a_wrong_crc_is_noticed(tmp_path: Path):
    folder = shutil.copytree(EXAMPLES / 'cocotb', tmp_path / 'cocotb')
    design = folder / 'rtl' / 'crc32.sv'
    design.write_text(design.read_text().replace('~crc', 'crc'))
    assert not any(verdicts(folder).values())


@pytest.mark.tool
def test_a_die_that_shows_a_seven_of_six_is_noticed(tmp_path: Path):
    folder = shutil.copytree(EXAMPLES / 'tinytapeout', tmp_path / 'tinytapeout')
    design = folder / 'src' / 'project.v'
    design.write_text(design.read_text().replace('face >= sides', 'face > sides'))
    failed = [test for test, passed in verdicts(folder).items() if not passed]
    assert len(failed) >= 7
    assert 'a_dash_stands_before_the_first_throw' not in failed
