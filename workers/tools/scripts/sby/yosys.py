"""Stands for the command `yosys`, as SymbiYosys and its tools call it: runs scripts and commands with pyosys."""

import argparse
import os
import sys
from pathlib import Path

from pyosys import libyosys

SAID = ('ERROR:', 'Warning:')


def main() -> None:
    """Do the work in a child, since Yosys ends its process at an error; pass on what went wrong."""
    parser = argparse.ArgumentParser('yosys')
    parser.add_argument('-q', action='store_true')
    parser.add_argument('-l', dest='log')
    parser.add_argument('-s', dest='scripts', action='append', default=[])
    parser.add_argument('-p', dest='commands', action='append', default=[])
    parser.add_argument('files', nargs='*')
    given = parser.parse_args()
    child = os.fork()
    if child == 0:
        work(given)
        libyosys.log_flush()
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if given.q and given.log:
        tell(Path(given.log))
    sys.exit(code if code >= 0 else 1)


def work(given: argparse.Namespace) -> None:
    """Run what the command line names: scripts first, then commands, as Yosys does."""
    design = libyosys.Design()
    quietly = ['tee', '-q', *(['-o', given.log] if given.log else [])] if given.q else []
    for script in (*given.scripts, *given.files):
        libyosys.Pass.call(design, [*quietly, 'script', script])
    for command in given.commands:
        libyosys.Pass.call(design, command)


def tell(log: Path) -> None:
    """Print the errors and warnings of a run that was quiet; an error may go on in the lines after it."""
    lines = log.read_text(encoding='utf-8', errors='replace').splitlines() if log.exists() else []
    for number, line in enumerate(lines):
        if SAID[0] in line:
            sys.stdout.write('\n'.join(lines[number:]) + '\n')
            return
        if line.startswith(SAID[1]):
            sys.stdout.write(f'{line}\n')


if __name__ == '__main__':
    main()
