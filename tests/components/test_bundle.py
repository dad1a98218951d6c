"""The committed bundles are what the lock file and the sources give."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob('components/*/package-lock.json'))


def test_the_committed_bundles_are_up_to_date():
    done = subprocess.run([ROOT / 'script/bundle', '--check'], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize('lock', LOCKS, ids=lambda lock: lock.parent.name)
def test_every_package_is_pinned_and_only_one_editor_state_is_bundled(lock):
    packages = json.loads(lock.read_text())['packages']
    wanted = json.loads(lock.with_name('package.json').read_text())
    assert all(version[0].isdigit() for version in (wanted['dependencies'] | wanted['devDependencies']).values())
    assert not [name for name, package in packages.items() if 'resolved' in package]
    assert len([name for name in packages if name.endswith('@codemirror/state')]) <= 1
