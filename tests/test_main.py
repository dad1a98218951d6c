"""The processes behind the scripts."""

import os
import subprocess
import sys
from pathlib import Path

from services.container import Services
from services.permissions import ActorKind
from tests.people import member

ROOT = Path(__file__).parents[1]


def run_main(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, 'A6HUB_DATA_DIR': str(data_dir)}
    argv = [sys.executable, str(ROOT / 'main.py'), *arguments]
    return subprocess.run(argv, env=env, capture_output=True, text=True, timeout=60)


def test_a_member_becomes_an_administrator_by_the_command_line(embedded: Services):
    ada = member(embedded, 'ada')
    done = run_main(embedded.settings.data_dir, 'admin', 'ada@example.org')
    assert (done.returncode, 'ada is an administrator now' in done.stderr) == (0, True)
    assert embedded.users.me(ada).kind == ActorKind.ADMIN


def test_nobody_unknown_becomes_an_administrator(embedded: Services):
    done = run_main(embedded.settings.data_dir, 'admin', 'eve')
    assert (done.returncode, 'register first' in done.stderr) == (1, True)
    assert run_main(embedded.settings.data_dir, 'admin').returncode == 2
    assert run_main(embedded.settings.data_dir, 'web', 'eve').returncode == 2
