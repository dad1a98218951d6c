"""Ways out through what a tool leaves: the worker, which may be root, reads and stores it, and writes beside it."""

import threading

import pytest

from services.bus import MemoryBus
from services.ids import new_id
from services.logs import FileLogStore
from services.models import Job
from services.views import VCD
from tests.workers.escape.conftest import LIMITS
from workers.job_log import JobLog
from workers.outputs import Outputs
from workers.sandbox import Command
from workers.step import StepResult
from workers.workspace import Workspace

LEAVES = {
    'a link to a file': 'import os\nos.symlink("@SECRET@", "../out/wave.vcd")',
    'a link to a folder': 'import os\nos.symlink("@OUTSIDE@", "../out/data")\nos.symlink("@OUTSIDE@", "data")',
    'outputs that are a link': 'import os\nos.rmdir("../out")\nos.symlink("@OUTSIDE@", "../out")',
    'a project that is a link': 'import os\nos.rename("../project", "../gone")\nos.symlink("@OUTSIDE@", "../project")',
    'a place of the trace that is a link': (
        'import os\nos.symlink("@SECRET@", "../out/dump.vcd.a6t")\n'
        'open("dump.vcd", "w").write("$timescale 1ns $end $scope module tb $end $var wire 1 ! a $end $upscope $end "\n'
        '"$enddefinitions $end\\n#0\\n1!\\n#5\\n0!\\n")'
    ),
    'a pipe that is never written': 'import os\nos.mkfifo("wave.vcd")\nos.mkfifo("../out/wave.vcd")',
    'a link to a descriptor of the worker': 'import os\nos.symlink("/proc/self/fd/3", "../out/wave.vcd")',
}


def leave_and_collect(scene, launchers, services, tmp_path, script):
    """Run a tool that leaves something, store its waveforms as a worker does, and return what was stored."""
    launcher = next(each for each in reversed(launchers.values()) if not isinstance(each, str))
    workspace = Workspace(scene.workspace)
    (scene.workspace / 'project' / 'leave.py').write_text(scene.fill(script))
    workspace.know([])
    lines = []
    with launcher.open(scene.workspace) as sandbox:
        command = Command(('python3', 'leave.py'), cwd='project')
        outcome = sandbox.run(command, LIMITS, lines.extend, threading.Event())
    assert outcome.exit_code == 0, lines
    found = [*workspace.written(), *workspace.out.rglob('*')]
    waves = [file for file in found if file.name.endswith('.vcd') and file.is_file()]
    log = JobLog(Job(id=new_id(), project_id=new_id()), FileLogStore(tmp_path / 'logs'), MemoryBus())
    outputs = Outputs(services.blobs, workspace)
    outputs.collect([StepResult(files={VCD: tuple(waves)})], log)
    return [services.blobs.read(artifact.blob.sha256) for artifact in outputs.artifacts]


@pytest.mark.parametrize('script', LEAVES.values(), ids=LEAVES.keys())
def test_what_a_tool_leaves_leads_nowhere(scene, launchers, embedded, tmp_path, script):
    stored = leave_and_collect(scene, launchers, embedded, tmp_path, script)
    assert scene.harm([]) == []
    assert not any(scene.token.encode() in data for data in stored)


def test_without_care_it_would(scene, launchers, embedded, tmp_path, monkeypatch):
    monkeypatch.setattr('workers.sandbox.launcher.disarm', lambda *_: None)
    leave_and_collect(scene, launchers, embedded, tmp_path, LEAVES['a place of the trace that is a link'])
    assert scene.harm([])
