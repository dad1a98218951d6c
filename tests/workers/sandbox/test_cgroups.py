"""Control groups: what a host's files say, what is refused and why, and the real groups of this machine."""

import os
import subprocess
import threading
from pathlib import Path

import pytest

from workers.sandbox import MIB, Command, Launcher, Level, Limits, Reason
from workers.sandbox.cgroup import UnifiedGroup
from workers.sandbox.cgroup_host import CgroupError, UnifiedGroups, hierarchies, open_groups
from workers.sandbox.probe import why_not

UNIFIED = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n'
LEGACY = (
    '31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n'
    '33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n'
    '35 31 0:32 /docker/7f /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n'
    '40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n'
)


def folders(found):
    return {(each.version, name): str(each.own) for each in found for name in each.controllers or ('',)}


def test_a_process_finds_its_group_in_version_2():
    found = hierarchies(UNIFIED, '0::/system.slice/a6hub-worker.service\n')
    assert [(each.version, str(each.own)) for each in found] == [
        (2, '/sys/fs/cgroup/system.slice/a6hub-worker.service')
    ]


def test_a_process_finds_its_groups_in_version_1():
    cgroup = '4:memory:/docker/7f/worker\n2:cpu,cpuacct:/\n1:name=systemd:/init.scope\n8:pids:/\n'
    assert folders(hierarchies(LEGACY, cgroup)) == {
        (1, 'memory'): '/sys/fs/cgroup/memory/worker',
        (1, 'cpu'): '/sys/fs/cgroup/cpu,cpuacct',
        (1, 'cpuacct'): '/sys/fs/cgroup/cpu,cpuacct',
        (1, 'name=systemd'): '/sys/fs/cgroup/systemd/init.scope',
    }


def test_a_group_outside_of_what_is_mounted_is_not_ours():
    assert hierarchies(UNIFIED.replace(' / ', ' /docker/7f ', 1), '0::/elsewhere\n') == []


def test_a_host_without_controllers_is_refused_with_the_reason(tmp_path):
    (tmp_path / 'mountinfo').write_text(LEGACY)
    (tmp_path / 'cgroup').write_text('4:memory:/docker/7f\n')
    with pytest.raises(CgroupError, match='no control group hierarchy with the pids controller is mounted'):
        open_groups(tmp_path)


def test_a_group_that_lacks_a_controller_is_refused_with_the_reason(tmp_path):
    (tmp_path / 'cgroup.controllers').write_text('cpu pids\n')
    with pytest.raises(CgroupError, match='has no memory controller'):
        UnifiedGroups(tmp_path)


@pytest.fixture
def level_3(job_folder):
    if reason := why_not(Level.CGROUPS, job_folder):
        pytest.skip(f'this machine does not give control groups: {reason}')
    return Launcher(Level.CGROUPS, job_folder)


def groups_left():
    return [path for path in Path('/sys/fs/cgroup').rglob(f'a6hub-{os.getpid()}-*') if path.is_dir()]


def test_what_lies_in_memory_without_a_process_counts_and_no_group_is_left(level_3, job_folder):
    workspace = job_folder / 'tmpfs-bomb'
    workspace.mkdir()
    command = Command(('sh', '-c', 'for i in 1 2 3 4; do head -c 20000000 /dev/zero > /tmp/$i; done'))
    outcome = level_3.run(command, workspace, Limits(memory_bytes=40 * MIB), print, threading.Event())
    assert outcome.reason is Reason.MEMORY
    assert outcome.peak_bytes >= 40 * MIB
    assert groups_left() == []


def unified_mount():
    """Return a writable mount of version 2, which may be there beside version 1, with or without controllers."""
    for line in Path('/proc/self/mountinfo').read_text().splitlines():
        if ' - cgroup2 ' in line:
            return Path(line.split()[4])
    return None


def test_a_group_of_version_2_ends_all_that_is_in_it(monkeypatch):
    mount = unified_mount()
    folder = mount / 'a6hub-test-of-kill' if mount else Path('/nowhere')
    monkeypatch.setattr(UnifiedGroup, 'limit', lambda *_: None)
    try:
        group = UnifiedGroup([folder], Limits())
    except OSError as error:
        pytest.skip(f'this machine does not let us make groups of version 2: {error}')
    script = 'setsid sleep 1000 & setsid setsid sleep 1000 & echo up; wait'
    with subprocess.Popen([*group.joining, 'sh', '-c', script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == 'up\n'
        assert process.pid in group.pids()
        assert group.cpu_s() > 0
        group.close()
    assert process.returncode == -9
    assert not folder.exists()
