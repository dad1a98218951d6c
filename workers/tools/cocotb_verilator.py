"""Verilator for cocotb: the design becomes a program that tests in Python drive."""

from importlib import resources
from pathlib import Path

from workers.step import Files
from workers.tools import verilator

START = 'start.cpp'
MAIN = 'verilator.cpp'
FROM_BUILD = '../cocotb'
"""The sources of the main program, seen from the folder in which they are compiled."""


class CompileForTests(verilator.Compile):
    """Build a program of the design, with all its signals within reach of the tests."""

    id = 'cocotb.compile'
    title = 'Compile (Verilator)'
    tools = (*verilator.Compile.tools, 'cocotb')

    def _translate(self, files: Files, out: str) -> tuple[str, ...]:
        plain = super()._translate(files, out)
        at = plain.index('--main')
        # The main program is cocotb's own; without -rdynamic its library would not find the simulator's functions.
        main = ('--vpi', '--public-flat-rw', '-LDFLAGS', '-rdynamic -ldl')
        return (*plain[:at], *main, *plain[at + 1 :], f'{FROM_BUILD}/{MAIN}', f'{FROM_BUILD}/{START}')


def lay_out_main(folder: Path) -> None:
    """Put the main program beside the scripts: cocotb's own, and what loads cocotb into it."""
    own = resources.files('workers.tools.scripts.cocotb') / START
    theirs = resources.files('cocotb') / 'share' / 'lib' / 'verilator' / MAIN
    for source in (own, theirs):
        (folder / source.name).write_text(source.read_text(encoding='utf-8'), encoding='utf-8')
