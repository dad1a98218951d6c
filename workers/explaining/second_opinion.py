"""Asks a second parser for the place of a syntax error: slang names where something is missing, not the next token."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.verilog import is_verilog
from workers.sandbox import Command
from workers.step import OUT_FROM_PROJECT, StepContext, in_project

SCRIPT = 'a6_second_opinion.py'
FILELIST = 'a6_second_opinion.f'
MOST_SECONDS = 20.0
MOST_FILES = 500
PLAIN_PATH = re.compile(r'[\w+][\w./+-]*')
PLAIN_MACRO = re.compile(r'\w+(=[\w.+-]*)?')
SAID = re.compile(r'(?P<file>[^:]+):(?P<line>\d+): ERROR: (?P<message>.+)')
SYNTAX = re.compile(
    r'expected|unexpected|missing|invalid (token|digit|character|real|exponent)|extraneous|unknown (macro|directive)|'
    r'block comment|unterminated|misplaced|embedded NUL|UTF-8|non-printable|not allowed (here|in this context)|'
    r'digit|vector literal|unmatched|mismatch|instance name is required|attributes are not|'
    r'implicit|unknown (class or )?package|too many errors|must be|literal|escape|directive|header name|macro'
)
TEXT = """import sys
from pyosys import libyosys
libyosys.run_pass('read_slang --ast-compilation-only --no-synthesis-define --single-unit --threads 1 '
                  '--error-limit 64 --allow-use-before-declare -f ' + sys.argv[1], libyosys.Design())
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the second parser."""

    file: str
    line: int
    message: str


def second_opinion(
    context: StepContext, files: Iterable[str], include_dirs: Iterable[str] = (), defines: Iterable[str] = ()
) -> tuple[Said, ...]:
    """Return what slang says of the syntax of files, in its order; nothing where the machine has no slang."""
    plain = [path for path in files if is_verilog(path) and PLAIN_PATH.fullmatch(path)][:MOST_FILES]
    if not plain or context.tools.find('pyosys') is None:
        return ()
    folders = [f'-I {folder}' for folder in include_dirs if PLAIN_PATH.fullmatch(folder) or folder == '.']
    macros = [f'-D {macro}' for macro in defines if PLAIN_MACRO.fullmatch(macro)]
    (context.workspace.out / FILELIST).write_text('\n'.join([*folders, *macros, *plain]) + '\n', encoding='utf-8')
    (context.workspace.out / SCRIPT).write_text(TEXT, encoding='utf-8')
    command = Command(('pyosys', f'{OUT_FROM_PROJECT}/{SCRIPT}', f'{OUT_FROM_PROJECT}/{FILELIST}'))
    lines: list[str] = []
    limits = replace(context.limits, wall_s=min(context.limits.wall_s, MOST_SECONDS))
    context.sandbox.run(context.tools.fit(in_project(command)), limits, lines.extend, context.cancel)
    return tuple(said for line in lines if (said := read(line)) is not None)


def read(line: str) -> Said | None:
    """Return the message about syntax in one line."""
    match = SAID.match(line)
    if match is None or not SYNTAX.search(match['message']):
        return None
    return Said(posixpath.normpath(match['file']), int(match['line']), match['message'])
