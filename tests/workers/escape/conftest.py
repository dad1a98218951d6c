"""Runs each way out bare, where it must succeed, and at every level of the sandbox, where it must not."""

import os
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.workers.escape.scene import Scene, Vector, settle
from workers.sandbox import Command, Launcher, Level, Limits
from workers.sandbox.probe import why_not
from workers.toolbox import toolbox

LIMITS = Limits(wall_s=30)
BARE = 'bare'
LEVELS = (Level.LANDLOCK, Level.NAMESPACES, Level.CGROUPS)
Escape = Callable[[Vector], None]


@pytest.fixture(scope='session')
def launchers(job_folder: Path) -> dict[Level, Launcher | str]:
    """A launcher at each level, or why this machine does not give it."""
    return {level: why_not(level, job_folder) or Launcher(level, job_folder) for level in LEVELS}


@pytest.fixture
def scene(job_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with ExitStack() as stack:
        made = Scene(job_folder / f'scene-{tmp_path.name}', stack)
        monkeypatch.setenv('A6HUB_SECRET_KEY', made.token)
        with made.secret.open() as inherited:
            os.set_inheritable(inherited.fileno(), True)
            yield made
        made.clean()
        shutil.rmtree(made.folder)


@pytest.fixture(scope='session')
def built(job_folder: Path, launchers: dict[Level, Launcher | str]) -> Callable[[Vector, Path], None]:
    """Build what a vector needs, once, in the best sandbox of the machine, and copy it to a project."""
    made: dict[str, Path] = {}
    best = [each for each in launchers.values() if isinstance(each, Launcher)][-1]

    def copy(vector: Vector, project: Path) -> None:
        if vector.build and vector.name not in made:
            workspace = job_folder / f'build-{len(made)}'
            shutil.copytree(project, workspace / 'project')
            lines: list[str] = []
            with best.open(workspace) as sandbox:
                for argv in vector.build:
                    command = in_project(argv)
                    outcome = sandbox.run(command, LIMITS, lines.extend, threading.Event())
                    assert outcome.exit_code == 0, '\n'.join(lines)
            made[vector.name] = workspace / 'project'
        if vector.build:
            shutil.copytree(made[vector.name], project, dirs_exist_ok=True, ignore=lambda *_: vector.files.keys())

    return copy


@pytest.fixture(params=[BARE, *LEVELS], ids=lambda level: level if level == BARE else level.name.lower())
def escape(
    request: pytest.FixtureRequest,
    scene: Scene,
    built: Callable[[Vector, Path], None],
    launchers: dict[Level, Launcher | str],
) -> Escape:
    """Take one way out: bare it leads out, in the sandbox it does not."""

    def bare(vector: Vector) -> None:
        lay_out(vector)
        harm = settle(scene, run_bare(scene, vector), seconds=0)
        if vector.host and not harm:
            pytest.skip('this machine refuses it even without a sandbox')
        assert harm, 'it does no harm without a sandbox, so it shows nothing of one'

    def contained(vector: Vector) -> None:
        launcher = launchers[request.param]
        if isinstance(launcher, str):
            pytest.skip(f'this machine does not give {request.param.title}: {launcher}')
        lay_out(vector)
        harm, lines = run_contained(scene, vector, launcher)
        if vector.gap and request.param is Level.LANDLOCK:
            assert harm, 'a gap that docs/sandbox.md names is closed: say so there'
        else:
            assert harm == [], '\n'.join(lines)

    def lay_out(vector: Vector) -> None:
        scene.lay_out(vector)
        built(vector, scene.workspace / 'project')

    return bare if request.param == BARE else contained


def run_bare(scene: Scene, vector: Vector) -> list[str]:
    lines: list[str] = []
    for argv in vector.commands:
        command = in_project(tuple(map(scene.fill, argv)))
        done = subprocess.run(
            command.argv,
            cwd=scene.workspace / 'project',
            env=os.environ | dict(command.env) | {'PATH': '/usr/bin:/bin'},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            close_fds=False,
            check=False,
            timeout=30,
        )
        lines += (done.stdout + done.stderr).decode(errors='replace').splitlines()
    return lines


def run_contained(scene: Scene, vector: Vector, launcher: Launcher) -> tuple[list[str], list[str]]:
    """Run a vector while another job is alive beside it."""
    lines: list[str] = []
    with neighbour(scene, launcher), launcher.open(scene.workspace) as sandbox:
        for argv in vector.commands:
            command = in_project(tuple(map(scene.fill, argv)))
            sandbox.run(command, LIMITS, lines.extend, threading.Event())
        return settle(scene, lines), lines


def in_project(argv: tuple[str, ...]) -> Command:
    fitted = toolbox().fit(Command(argv))
    return Command(fitted.argv, fitted.env, fitted.read_only, 'project')


class Neighbour:
    """The process of another job."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        return None if psutil.pid_exists(self.pid) else 0


@contextmanager
def neighbour(scene: Scene, launcher: Launcher) -> Iterator[None]:
    """Keep another person's job alive, with a secret in a file and in its environment."""
    folder = scene.folder / 'neighbour'
    (folder / 'project').mkdir(parents=True)
    (folder / 'project' / 'secret.txt').write_text(f'{scene.token}\n')
    folder.chmod(0o700)
    number = f'1000.{secrets.randbelow(10**9)}'
    up, over = threading.Event(), threading.Event()
    command = Command(('sh', '-c', f'echo up; exec sleep {number}'), (('SECRET', scene.token),))

    def run() -> None:
        launcher.run(command, folder, LIMITS, lambda _: up.set(), over)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert up.wait(20)
        scene.tenant = Neighbour(process_of(['sleep', number]))
        scene.tenant_folder = folder / 'project'
        yield
    finally:
        over.set()
        thread.join()
        scene.tenant = scene.worker


def process_of(cmdline: list[str]) -> int:
    """Return the process with this command line, which is about to begin."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for process in psutil.process_iter(['cmdline']):
            if process.info['cmdline'] == cmdline:
                return int(process.pid)
    raise AssertionError(f'{cmdline} did not begin')
