"""The sandbox at each level of this machine: its price at a start, and how soon a cancelled or endless tool is gone."""

import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench.row import Measure, Row
from workers.sandbox import MIB, Command, Launcher, Level, Limits, Outcome, make_job_folder
from workers.sandbox.probe import why_not

STARTS = 60
CANCELS = 5
LEVELS = (Level.CGROUPS, Level.NAMESPACES, Level.LANDLOCK)
CROWD = 'import os, time\nfor _ in range(20):\n    if os.fork() == 0: break\ntime.sleep(1000)'
WALL_S = 1.0
BOMBS: dict[str, tuple[str, Limits]] = {
    'endless loop': ('while True: pass', Limits(wall_s=WALL_S)),
    'crowd': (CROWD, Limits(wall_s=WALL_S)),
    'signals ignored': (
        'import signal\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: signal.pause()',
        Limits(wall_s=WALL_S),
    ),
    'endless output': (
        'while True: print("x" * 1000)',
        Limits(wall_s=WALL_S, output_bytes=1 << 40, output_lines=1 << 40),
    ),
    'memory': ('x = []\nwhile True: x.append(bytearray(1 << 20))', Limits(wall_s=WALL_S, memory_bytes=1 << 30)),
    'disk': ('f = open("f", "wb")\nwhile True: f.write(bytes(1 << 20))', Limits(wall_s=WALL_S, disk_bytes=300 * MIB)),
    'many files': ('n = 0\nwhile True:\n    n += 1\n    open(str(n), "w").close()', Limits(wall_s=WALL_S)),
    'fork bomb': ('import os\nwhile True: os.fork()', Limits(wall_s=WALL_S)),
}


def sandbox_start() -> Iterator[Row]:
    """Start `true` in the sandbox at each level and bare, in turns."""
    with launchers() as (found, folder):
        bare: list[float] = []
        inside: dict[Level, list[float]] = {level: [] for level in found}
        for _ in range(STARTS):
            bare.append(timed(lambda: subprocess.run(['true'], check=True)))
            for level, launcher in found.items():
                inside[level].append(timed(lambda launcher=launcher: run(launcher, folder, ('true',), Limits())))  # type: ignore[misc]
    for level, times in inside.items():
        added = statistics.median(times) - statistics.median(bare)
        yield Row(
            f'sandbox adds to a start at L{level}, median',
            added,
            'ms',
            '<= 60',
            f'bare: {statistics.median(bare):.1f} ms',
        )


def sandbox_cancel() -> Iterator[Row]:
    """Cancel a crowd of processes and wait until the kernel has none of them any more."""
    with launchers() as (found, folder):
        for level, launcher in found.items():
            times = [cancelled(launcher, folder) for _ in range(CANCELS)]
            yield Row(f'cancel to no process left at L{level}, slowest of {CANCELS}', max(times), 's', '<= 1')


def sandbox_bombs() -> Iterator[Row]:
    """Let bombs off and see how long after the limit of time, which each has, nothing is left of the slowest."""
    with launchers() as (found, folder):
        for level, launcher in found.items():
            over: dict[str, float] = {}
            for name, (script, limits) in BOMBS.items():
                took = timed(lambda: run(launcher, folder, ('python3', '-c', script), limits)) / 1000  # noqa: B023
                over[name] = took - WALL_S
            slowest = max(over, key=lambda name: over[name])
            yield Row(
                f'bomb beyond its limit at L{level}, slowest of {len(BOMBS)}', over[slowest], 's', '<= 1', slowest
            )


@contextmanager
def launchers() -> Iterator[tuple[dict[Level, Launcher], Path]]:
    """Give a launcher at each level that this machine gives, and a workspace."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        make_job_folder(folder)
        (folder / 'workspace').mkdir()
        yield {level: Launcher(level, folder) for level in LEVELS if not why_not(level, folder)}, folder / 'workspace'


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds it takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def run(launcher: Launcher, workspace: Path, argv: tuple[str, ...], limits: Limits) -> Outcome:
    """Run a command to its end."""
    return launcher.run(Command(argv), workspace, limits, lambda _: None, threading.Event())


def cancelled(launcher: Launcher, workspace: Path) -> float:
    """Return how many seconds pass between the wish to cancel and the death of the last process."""
    up, cancel = threading.Event(), threading.Event()
    command = Command(('python3', '-c', f'print("up", flush=True)\n{CROWD}'))

    def go() -> None:
        launcher.run(command, workspace, Limits(), lambda _: up.set(), cancel)

    thread = threading.Thread(target=go)
    thread.start()
    up.wait()
    crowd = psutil.Process().children(recursive=True)
    start = time.perf_counter()
    cancel.set()
    while any(alive(process) for process in crowd):
        time.sleep(0.005)
    took = time.perf_counter() - start
    thread.join()
    return took


def alive(process: psutil.Process) -> bool:
    """Say whether a process still runs; the launcher has to find out itself that it ended."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


MEASURES: list[Measure] = [sandbox_start, sandbox_cancel, sandbox_bombs]
