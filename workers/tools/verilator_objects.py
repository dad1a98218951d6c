"""The compiled objects of Verilator's own library: made once for the machine from the server's own files.

They take most of the time of a small build. They come from a design of ours, so they are the only objects that builds
of different projects share; all others stay with their project (`workers.builds`).
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from workers.builds import give_tree
from workers.sandbox import Command
from workers.step import StepContext
from workers.toolbox import Toolbox

CACHE = '.cache/ccache'
"""Where ccache keeps its objects below the folder that a job has for its home."""
JOBS = 2
DESIGN = 'module warm; reg c = 0; initial begin #1 c = 1; #1 $finish; end endmodule\n'
VARIANTS = (('--trace-vcd',), (), ('--trace-vcd', '--coverage-line', '--coverage-toggle'), ('--coverage-line',))
LOOK_S = 0.2


def make_arguments(folder: str) -> tuple[str, ...]:
    """Return the command that compiles and links what Verilator wrote, with the machine's own compiler."""
    return (
        *('make', '-s', '-C', folder, '-f', 'Vtop.mk', f'-j{JOBS}'),
        *('OBJCACHE=ccache', 'CXX=g++', 'LINK=g++', 'AR=ar', 'PYTHON3=/usr/bin/python3'),
    )


def lay_out(folder: Path, uid: int | None) -> None:
    """Hand the objects to the job's user, with the folders above them."""
    folder.mkdir(parents=True, exist_ok=True)
    give_tree(folder.parent, uid)


def first_objects(context: StepContext) -> Path | None:
    """Return the folder of the shared objects; it is made the first time that anybody on this machine builds."""
    folder = shared_folder(context.tools)
    if (folder / 'done').exists():
        return folder / CACHE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_owner(folder)
    with (folder / 'lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / 'done').exists():
            context.on_lines(['- compiling the library of Verilator, once for this server'])
            if not all(_build(folder, flags, context) for flags in VARIANTS):
                return None
            (folder / 'done').touch()
    return folder / CACHE


def shared_folder(tools: Toolbox) -> Path:
    """Return a folder for this user and these tools; others cannot write to it."""
    state = [str(tools.find(name)) + tools.version(name) for name in ('verilator_bin', 'g++', 'ccache')]
    name = hashlib.sha256('\n'.join(state).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f'a6hub-verilator-{os.geteuid()}-{name}'


def check_owner(folder: Path) -> None:
    """Refuse a folder that somebody else made under this name."""
    found = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise PermissionError(f'{folder} belongs to somebody else: remove it.')


def _build(folder: Path, flags: tuple[str, ...], context: StepContext) -> bool:
    """Build our own design, whose objects then lie in the cache; return whether it was done."""
    work = Path(tempfile.mkdtemp(dir=folder))
    (work / 'warm.sv').write_text(DESIGN, encoding='utf-8')
    translate = ('verilator_bin', '--cc', '--exe', '--main', '--timing', '--assert', *flags)
    options = ('-CFLAGS', '-std=gnu++20 -fcoroutines', '--Mdir', 'out', '--prefix', 'Vtop', '-o', '../warm', 'warm.sv')
    try:
        commands = (Command((*translate, *options)), Command(make_arguments('out')))
        return all(_run(context.tools.fit(command), work, folder, context.cancel) for command in commands)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _run(command: Command, work: Path, home: Path, cancel: threading.Event) -> bool:
    """Run one command on our own design, which needs no sandbox; end it where the job is cancelled."""
    environment = {'PATH': '/usr/bin:/bin', 'HOME': str(home), 'CCACHE_NOHASHDIR': '1', **dict(command.env)}
    process = subprocess.Popen(  # noqa: S603 - fixed arguments
        command.argv,
        cwd=work,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while True:
        try:
            return process.wait(LOOK_S) == 0
        except subprocess.TimeoutExpired:
            if cancel.is_set():
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return False
