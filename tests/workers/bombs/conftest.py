"""Lets programs off that would exhaust the machine, and looks for what is left of them."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import psutil
import pytest

from workers.sandbox import Command, Launcher, Level, Limits, Outcome, describe, remove_folder
from workers.sandbox.probe import why_not
from workers.toolbox import toolbox

LEVELS = (Level.LANDLOCK, Level.NAMESPACES, Level.CGROUPS)
USERS = 3_000_000 + os.getpid() % 100_000 * 20
NUMBERS = count()


class Blast:
    """How a bomb ended, in figures and in words, and what it printed."""

    def __init__(self, outcome: Outcome, limits: Limits, lines: list[str]) -> None:
        self.outcome = outcome
        self.limits = limits
        self.lines = lines
        self.words = describe(outcome, limits, 'It')


SetOff = Callable[..., Blast]


@pytest.fixture(scope='session')
def levels(job_folder: Path) -> dict[Level, str]:
    """Why this machine does not give a level, '' where it does."""
    return {level: why_not(level, job_folder) for level in LEVELS}


@pytest.fixture(params=LEVELS, ids=lambda level: level.name.lower())
def level(request: pytest.FixtureRequest, levels: dict[Level, str]) -> Level:
    if levels[request.param]:
        pytest.skip(f'this machine does not give {request.param.title}: {levels[request.param]}')
    found: Level = request.param
    return found


@pytest.fixture
def set_off(level: Level, job_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetOff]:
    """Set a bomb off at each level: `set_off('sh', '-c', '...', wall_s=1)`."""
    yield from bombing(Launcher(level, job_folder), job_folder, monkeypatch)


@pytest.fixture
def set_off_best(levels: dict[Level, str], job_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetOff]:
    """Set a bomb off at the best level of the machine only."""
    best = max(level for level, reason in levels.items() if not reason)
    yield from bombing(Launcher(best, job_folder), job_folder, monkeypatch)


def bombing(launcher: Launcher, job_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetOff]:
    monkeypatch.setattr('workers.sandbox.uids.FIRST_UID', USERS)
    monkeypatch.setattr('workers.sandbox.uids.COUNT', 20)
    workspace = job_folder / f'bomb-{next(NUMBERS)}'
    (workspace / 'project').mkdir(parents=True)

    def go(*argv: str, files: dict[str, str] | None = None, **given: float) -> Blast:
        for name, text in (files or {}).items():
            (workspace / 'project' / name).write_text(text)
        limits = Limits(**{'wall_s': 40, **given})
        fitted = toolbox().fit(Command(argv))
        command = Command(fitted.argv, fitted.env, fitted.read_only, 'project')
        lines: list[str] = []
        with launcher.open(workspace) as sandbox:
            outcome = sandbox.run(command, limits, lines.extend, threading.Event())
            # While the job holds its user nobody else ends what is left.
            assert not left_over(workspace)
        return Blast(outcome, limits, lines)

    yield go
    remove_folder(workspace)
    assert not workspace.exists()


def left_over(workspace: Path, seconds: float = 5) -> list[psutil.Process]:
    """Return processes of job users, or that work in the workspace, that do not end by themselves."""
    deadline = time.monotonic() + seconds
    while (found := [each for each in psutil.process_iter() if belongs(each, workspace)]) and (
        time.monotonic() < deadline
    ):
        psutil.wait_procs(found, timeout=0.05)
    return found


def belongs(process: psutil.Process, workspace: Path) -> bool:
    with suppress(psutil.Error):
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        if USERS <= process.uids().real < USERS + 20:
            return True
        return process.cwd().startswith((str(workspace), '/job')) and process.uids().real == os.geteuid()
    return False
