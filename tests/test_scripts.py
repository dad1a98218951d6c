"""The scripts that a person runs: they start quickly, explain themselves and leave nothing behind."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

import main
from tests.servers.app import ROOT, answers
from tests.servers.process import ServerProcess, free_port, server_folder

SCRIPTS = sorted(path.name for path in (ROOT / 'script').iterdir() if os.access(path, os.X_OK) and path.is_file())


@pytest.fixture
def folder():
    with server_folder('script') as folder:
        yield folder


def start(folder: Path, *options: str, stop_signal: signal.Signals = signal.SIGINT) -> tuple[ServerProcess, str]:
    """Start script/server with a data folder of this test and wait until it answers."""
    port = free_port()
    argv = [str(ROOT / 'script/server'), '--port', str(port), '--data', str(folder / 'data'), *options]
    server = ServerProcess(argv, folder, 'server', stop_signal=stop_signal)
    url = f'http://127.0.0.1:{port}'
    server.wait_until(lambda: answers(f'{url}/health'))
    return server, url


def run(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script to its end."""
    argv = [ROOT / 'script' / script, *arguments]
    return subprocess.run(argv, env=os.environ | environment, capture_output=True, text=True, timeout=120)


def processes_of(server: ServerProcess) -> list[psutil.Process]:
    """Return the server's process and all below it."""
    parent = psutil.Process(server.pid)
    return [parent, *parent.children(recursive=True)]


@pytest.mark.parametrize('script', SCRIPTS)
def test_every_script_explains_itself(script):
    done = run(script, '--help')
    assert done.returncode == 0
    assert len(done.stdout) > 40
    assert done.stdout[0].isupper()


def test_a_second_start_answers_in_full_health(folder):
    for _ in range(2):
        server, url = start(folder)
        with urllib.request.urlopen(f'{url}/health/detailed') as answer:
            assert json.load(answer)['status'] == 'ok'
        server.stop()


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process(folder, number):
    server, _ = start(folder, stop_signal=number)
    processes = processes_of(server)
    assert len(processes) >= 3
    assert server.stop() == 0
    assert not [process for process in processes if process.is_running()]


def test_no_process_outlives_a_killed_server(folder):
    server, _ = start(folder)
    processes = processes_of(server)
    os.kill(server.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(processes[1:], timeout=10)
    assert not alive
    server.kill()


def test_a_killed_web_or_worker_is_started_again(folder):
    server, url = start(folder)
    children = psutil.Process(server.pid).children()
    # What dies as soon as it has begun is not started again, so both must be older than that.
    old = time.monotonic() + main.SHORTEST_LIFE_S
    server.wait_until(lambda: time.monotonic() > old)
    for child in children:
        child.kill()
    server.wait_until(lambda: len(psutil.Process(server.pid).children()) == 2 and healthy(url))
    assert server.stop() == 0


def healthy(url: str) -> bool:
    """Return whether every part works, a worker among them."""
    try:
        with urllib.request.urlopen(f'{url}/health/detailed') as answer:
            return json.load(answer)['status'] == 'ok'
    except OSError:
        return False


def test_the_server_prints_its_address(folder):
    server, url = start(folder)
    server.stop()
    assert url in server.log.read_text()


def test_a_port_in_use_is_named():
    with socket.create_server(('127.0.0.1', 0)) as other:
        port = str(other.getsockname()[1])
        done = run('server', '--port', port)
    assert done.returncode == 1
    assert f'Port {port} on 127.0.0.1 is in use' in done.stderr
    assert '--port' in done.stderr


def test_a_folder_that_cannot_be_written_is_named():
    done = run('server', '--data', '/proc/a6hub')
    assert done.returncode == 1
    assert 'The data folder /proc/a6hub cannot be written' in done.stderr


@pytest.mark.parametrize(
    ('arguments', 'message'),
    [
        (['--port', '70000'], "'70000' is not a port"),
        (['--port'], '--port needs a value'),
        (['--prot', '1'], 'unknown option: --prot'),
    ],
)
def test_a_wrong_option_is_named(arguments, message):
    done = run('server', *arguments)
    assert done.returncode == 1
    assert message in done.stderr


def test_without_rights_the_missing_packages_and_their_cost_are_named(folder):
    programs = {
        'bash',
        'dirname',
        'readlink',
        'id',
        'cut',
        'sed',
        'sha256sum',
        'basename',
        'cat',
        'mkdir',
        'touch',
        'rm',
    }
    for name in programs:
        (folder / name).symlink_to(f'/usr/bin/{name}')
    (folder / 'id').unlink()
    (folder / 'id').write_text('#!/usr/bin/bash\necho 1000\n')
    (folder / 'id').chmod(0o755)
    script = f'PATH={folder}; source script/setup.sh; install_packages server; echo went on'
    done = subprocess.run(['/usr/bin/bash', '-euc', script], cwd=ROOT, capture_output=True, text=True)
    assert 'iverilog: simulations end with an error' in done.stdout
    assert re.search('apt-get install --no-install-recommends iverilog .*bubblewrap', done.stdout)
    assert done.stdout.endswith('went on\n')
