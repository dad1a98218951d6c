"""The sandbox at each level that this machine gives: what works, what is refused, and that every bomb ends."""

import os
import subprocess
import sys
import threading
import time
from contextlib import ExitStack

import psutil
import pytest

from workers.sandbox import MIB, Command, Launcher, Level, Limits, Reason, SandboxError, probe
from workers.sandbox.lines import LineReader
from workers.sandbox.probe import why_not
from workers.sandbox.seccomp import ARCHITECTURES, DENIED, program
from workers.sandbox.uids import UidPool

LEVELS = [Level.CGROUPS, Level.NAMESPACES, Level.LANDLOCK]
USERS = 1_000_000 + os.getpid() % 100_000 * 20


@pytest.fixture(autouse=True)
def own_users(monkeypatch):
    """Take user ids that no other worker of this machine takes."""
    monkeypatch.setattr('workers.sandbox.uids.FIRST_UID', USERS)
    monkeypatch.setattr('workers.sandbox.uids.COUNT', 20)


@pytest.fixture(params=LEVELS, ids=lambda level: level.name.lower())
def contained(request, job_folder):
    reason = why_not(request.param, job_folder)
    if reason:
        pytest.skip(f'this machine does not give {request.param.title}: {reason}')
    return Launcher(request.param, job_folder)


@pytest.fixture
def workspace(job_folder):
    folder = job_folder / f'sandbox-{time.monotonic_ns()}'
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def run(contained, workspace):
    """Run a command: `outcome, lines = run('sh', '-c', '...', wall_s=1)`."""

    def go(*argv, cancel=None, **limits):
        lines = []
        given = Limits(**{'wall_s': 10, **limits})
        outcome = contained.run(Command(argv), workspace, given, lines.extend, cancel or threading.Event())
        assert not leftovers(), 'processes survived'
        return outcome, lines

    return go


def leftovers():
    """Return the processes of the job users of these tests that do not end within a second."""
    deadline = time.monotonic() + 1
    while (found := of_job_users()) and time.monotonic() < deadline:
        os.sched_yield()
    return found


def of_job_users():
    """Return the processes that belong to the job users of these tests."""
    found = []
    for process in psutil.process_iter(['uids', 'cmdline', 'status']):
        uids = process.info['uids']
        if uids and USERS <= uids.real < USERS + 20 and process.info['status'] != psutil.STATUS_ZOMBIE:
            found.append(process.info)
    return found


def test_a_command_reads_and_writes_its_own_folder(run, workspace):
    outcome, lines = run('sh', '-c', 'echo hello > made; cat made; echo oops >&2; exit 3')
    assert (outcome.exit_code, outcome.reason, lines) == (3, Reason.NONE, ['hello', 'oops'])
    assert (workspace / 'made').read_text() == 'hello\n'


def test_a_command_has_no_privileges_and_a_bare_environment(run):
    _, lines = run('sh', '-c', 'id -u; env | cut -d= -f1 | sort | tr "\\n" " "')
    assert lines[0] != '0'
    assert set(lines[1].split()) <= {
        'HOME',
        'LANG',
        'PATH',
        'PWD',
        'TMP',
        'TMPDIR',
        'LD_PRELOAD',
        '_STDBUF_O',
        'SHLVL',
        '_',
    }


def test_a_tool_that_crashes_is_told_from_one_that_fails(run):
    assert run('sh', '-c', 'kill -SEGV $$')[0].reason is Reason.CRASHED
    assert run('sh', '-c', 'exit 3')[0].reason is Reason.NONE


def test_cancelling_ends_the_whole_tree(contained, workspace):
    cancel, began = threading.Event(), []

    def heard(lines):
        began.extend(lines)
        cancel.set()

    outcome = contained.run(
        Command(('sh', '-c', 'sleep 1000 & echo started; sleep 1000')), workspace, Limits(), heard, cancel
    )
    assert (outcome.reason, began) == (Reason.CANCELLED, ['started'])
    assert not leftovers()


def test_a_line_arrives_while_the_command_still_runs(contained, workspace):
    go_on = workspace / 'go-on'
    heard = []

    def on_lines(lines):
        heard.extend(lines)
        # The C program below waits for this file: if its line were held back, it would never end.
        go_on.touch(mode=0o666)

    script = 'awk \'BEGIN { print "first"; while ((getline line < "go-on") < 0) { } }\''
    outcome = contained.run(Command(('sh', '-c', script)), workspace, Limits(wall_s=20), on_lines, threading.Event())
    assert (outcome.reason, heard) == (Reason.NONE, ['first'])


def test_what_a_command_used_is_measured(run):
    outcome, _ = run('python3', '-c', 'x = bytearray(80 << 20); import time; time.sleep(0.3); open("f", "wb").write(x)')
    assert outcome.peak_bytes > 80 * MIB
    assert outcome.cpu_s > 0
    assert outcome.wall_s > 0.3
    assert outcome.disk_bytes >= 80 * MIB


def test_a_worker_that_is_killed_takes_its_commands_with_it(job_folder, workspace):
    script = (
        'import sys, threading\nfrom pathlib import Path\n'
        'from workers.sandbox import *\nfrom workers.sandbox import uids\n'
        f'uids.LOCKS = Path({str(job_folder)!r}) / "users"\n'
        f'uids.FIRST_UID = {USERS}\nuids.COUNT = 20\n'
        f'l = Launcher(Level.NAMESPACES, Path({str(job_folder)!r}))\n'
        f'l.run(Command(("sh", "-c", "echo up; sleep 1000")), Path({str(workspace)!r}), Limits(), '
        'lambda lines: print(*lines, flush=True), threading.Event())\n'
    )
    if reason := why_not(Level.NAMESPACES, job_folder):
        pytest.skip(reason)
    with subprocess.Popen([sys.executable, '-c', script], stdout=subprocess.PIPE) as worker:
        assert worker.stdout.readline() == b'up\n'
        worker.kill()
    assert not leftovers()


def test_the_probe_finds_isolation_here_and_refuses_a_level_that_leaks(job_folder):
    assert probe(job_folder).level >= Level.LANDLOCK
    assert 'leaked' in why_not_open(job_folder)


def why_not_open(folder):
    """Probe the level without isolation, which must fail its own checks."""
    return why_not(Level.NONE, folder, allow_none=True)


def test_without_isolation_designs_run_for_a_single_person_only(job_folder):
    with pytest.raises(SandboxError, match='no isolation'):
        Launcher(Level.NONE, job_folder)
    assert Launcher(Level.NONE, job_folder, allow_none=True).level is Level.NONE


def test_without_isolation_limits_still_hold(job_folder, workspace):
    launcher = Launcher(Level.NONE, job_folder, allow_none=True)
    command = Command(('sh', '-c', 'setsid sleep 1234 & sleep 1234'))
    outcome = launcher.run(command, workspace, Limits(wall_s=0.3), print, threading.Event())
    assert outcome.reason is Reason.WALL
    assert not [process for process in psutil.process_iter(['cmdline']) if process.info['cmdline'] == ['sleep', '1234']]


@pytest.mark.parametrize('machine', sorted(ARCHITECTURES))
def test_the_filter_names_each_call_of_the_architecture_once(machine):
    column = ARCHITECTURES[machine].column
    numbers = [pair[column] for pair in DENIED.values() if pair[column]]
    assert len(numbers) == len(set(numbers))
    assert len(program(machine)) % 8 == 0
    assert len(program(machine, without_namespaces=True)) == len(program(machine)) + 3 * 16


def test_an_unknown_processor_has_no_filter():
    with pytest.raises(OSError, match='system call table'):
        program('pdp11')


def test_bytes_become_readable_lines():
    reader = LineReader(longest=10)
    assert reader.feed(b'one\ntwo\r\nth') == ['one', 'two']
    assert reader.feed(b'ree\n\xff\0x\n') == ['three', '\ufffdx']
    assert reader.feed(b'last') == []
    assert reader.finish() == ['last']


def test_a_line_without_an_end_is_cut_and_says_so():
    reader = LineReader(longest=10)
    lines = [line for _ in range(100) for line in reader.feed(b'abcdefghij' * 10)] + reader.feed(b'\nnext\n')
    assert lines == ['abcdefghij … [line cut: 9990 more bytes]', 'next']


def test_a_worker_reads_from_the_kernel_what_even_a_short_command_used(job_folder, workspace):
    if reason := why_not(Level.NAMESPACES, job_folder):
        pytest.skip(reason)
    script = (
        'import threading\nfrom pathlib import Path\nfrom workers.sandbox import *\nbecome_reaper()\n'
        f'l = Launcher(Level.NAMESPACES, Path({str(job_folder)!r}))\n'
        'c = Command(("python3", "-c", "x = bytearray(90 << 20); sum(range(3000000))"))\n'
        f'o = l.run(c, Path({str(workspace)!r}), Limits(), print, threading.Event())\n'
        'print(o.cpu_s > 0.02, o.peak_bytes > 90 << 20, o.peak_bytes < 200 << 20)\n'
    )
    done = subprocess.run([sys.executable, '-c', script], capture_output=True, text=True, check=True)
    assert done.stdout == 'True True True\n'


def test_no_two_jobs_of_a_host_have_the_same_user_and_nothing_is_left(tmp_path):
    pool, other_server = UidPool(tmp_path / 'users'), UidPool(tmp_path / 'users')
    with ExitStack() as stack:
        held = [stack.enter_context(claimed) for _ in range(10) for claimed in (pool.claim(), other_server.claim())]
        assert len(set(held)) == 20
        with pytest.raises(OSError, match='20 jobs run on this host already'), pool.claim():
            pass
    assert not (tmp_path / 'users').exists()
    with pool.claim() as uid:
        assert USERS <= uid < USERS + 20
