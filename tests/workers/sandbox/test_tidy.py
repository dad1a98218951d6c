"""What a hostile tool leaves behind: nothing of it leads the worker astray, and all of it can be removed."""

import os
import stat

import pytest

from workers.sandbox.disk import DEEPEST, disk_usage
from workers.sandbox.tidy import disarm, remove_folder

DEEP = 3000


@pytest.fixture
def workspace(tmp_path):
    for name in ('project', 'out'):
        (tmp_path / 'job' / name).mkdir(parents=True)
    return tmp_path / 'job'


def nest(folder, depth):
    """Make folders below each other, deeper than a path can name."""
    here = os.open(folder, os.O_DIRECTORY)
    for _ in range(depth):
        os.mkdir('d', dir_fd=here)
        below = os.open('d', os.O_DIRECTORY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


def test_links_that_lead_out_are_removed_and_those_inside_stay(workspace, tmp_path):
    (tmp_path / 'secret').write_text('secret')
    (workspace / 'project' / 'mine').write_text('mine')
    targets = {
        'absolute': tmp_path / 'secret',
        'relative': '../../secret',
        'gone': 'nowhere',
        'chain': 'absolute',
        'inside': 'mine',
        'around': '../project/mine',
    }
    for name, target in targets.items():
        (workspace / 'project' / name).symlink_to(target)
    (workspace / 'project' / 'folder').symlink_to(tmp_path)
    disarm(workspace)
    left = {path.name for path in (workspace / 'project').iterdir() if path.exists()}
    assert left == {'mine', 'inside', 'around'}
    assert (tmp_path / 'secret').read_text() == 'secret'


def test_a_folder_that_was_swapped_for_a_link_or_a_file_is_a_folder_again(workspace, tmp_path):
    (workspace / 'out').rmdir()
    (workspace / 'out').symlink_to(tmp_path)
    (workspace / 'project').rmdir()
    (workspace / 'project').write_text('no folder')
    disarm(workspace, ['out', 'project'])
    assert [path.is_dir() and not path.is_symlink() for path in (workspace / 'out', workspace / 'project')] == [
        True
    ] * 2
    assert list((workspace / 'out').iterdir()) == []


def test_pipes_and_sockets_go_and_closed_files_are_opened(workspace):
    os.mkfifo(workspace / 'out' / 'waits.vcd')
    os.mknod(workspace / 'out' / 'socket', stat.S_IFSOCK | 0o600)
    closed = workspace / 'out' / 'closed'
    closed.mkdir()
    (closed / 'file').write_text('text')
    (closed / 'file').chmod(0)
    closed.chmod(0)
    disarm(workspace)
    assert sorted(path.name for path in (workspace / 'out').rglob('*')) == ['closed', 'file']
    assert (closed / 'file').stat().st_mode & 0o600 == 0o600


def test_folders_nested_too_deep_are_noticed_cut_and_removed(workspace):
    nest(workspace / 'out', DEEP)
    assert disk_usage(workspace).too_deep
    disarm(workspace)
    assert not disk_usage(workspace).too_deep
    assert len(list(workspace.rglob('*'))) <= DEEPEST + 2
    nest(workspace / 'project', DEEP)
    remove_folder(workspace)
    assert not workspace.exists()


def test_counting_follows_no_link_and_finds_the_largest_file(workspace, tmp_path):
    (tmp_path / 'big').write_bytes(bytes(1 << 20))
    (workspace / 'out' / 'link').symlink_to(tmp_path)
    (workspace / 'out' / 'wave.vcd').write_bytes(b'x' * 100_000)
    found = disk_usage(workspace)
    assert (found.largest, found.total < 1 << 20) == ('out/wave.vcd', True)
    assert 100_000 <= found.waves < 200_000
