"""Yosys: elaborate RTL as for synthesis and check what that gives."""

from services.diagnostics import Diagnostic
from services.views import RTL
from workers.sandbox import Command
from workers.step import Files, Step
from workers.tools.yosys_scripts import FOLDER, diagnostic_in


class Check(Step):
    """Report latches, signals with several drivers or none, and combinational loops."""

    id = 'yosys.check'
    title = 'Check (Yosys)'
    inputs = (RTL,)
    tools = ('pyosys',)
    ends_flow = False

    def commands(self, files: Files, out: str) -> list[Command]:
        return [Command(('pyosys', f'{out}/{FOLDER}/lint.py', f'{out}/{FOLDER}/lint.json'))]

    def parse_line(self, line: str) -> Diagnostic | None:
        return diagnostic_in(line)
