"""Includes and macros that are not there."""

import posixpath
import re

from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.project import Project, nearest

INCLUDE = Kind(
    'missing-include',
    'An included file is not found',
    'Tools look beside the project root and in the folders of include_dirs.',
    'add its folder to include_dirs of a6hub.toml',
)
MACRO = Kind(
    'undefined-macro',
    'A macro is used that nobody defines',
    'The file with its `define is not included before, or the name is misspelled.',
    'include the file that defines it, or give it in defines of a6hub.toml',
)
MACRO_ARGUMENTS = Kind(
    'macro-arguments',
    'A macro is used with the wrong number of arguments',
    'Its `define lists other arguments than this use gives.',
    'compare with the line of its `define',
)
INCLUDE_LOOP = Kind(
    'include-loop',
    'Files include each other without end',
    'A header without guard includes itself, directly or through another one.',
    'put `ifndef NAME, `define NAME at the top of the header and `endif at its end',
)

KINDS = (INCLUDE, MACRO, MACRO_ARGUMENTS, INCLUDE_LOOP)


def missing_include(case: Case) -> Answer:
    """Say where a file of that name lies, or which one is spelled alike."""
    name, project = case['name'], case.project
    place = include_line(project, case.found.file, name)
    message = f'The included file {name} is not found'
    if found := project.files_named(name):
        folder = found[0].removesuffix(posixpath.normpath(name)).rstrip('/')
        if found[0].endswith(posixpath.normpath(name)):
            hint = f'{found[0]} is there: write include_dirs = ["{folder or "."}"] into a6hub.toml'
        else:
            hint = f'write `include "{found[0]}"`, or correct the folder in the name'
    elif like := project.like_file(name):
        hint = f'there is {like}: write `include "{posixpath.basename(like)}"`'
    else:
        hint = f'add the file {name} to the project'
    return Answer(message, place[0], place[1], hint=hint)


def include_line(project: Project, file: str, name: str) -> tuple[str, int]:
    """Return where a file is included; some tools name the line after."""
    pattern = re.compile(rf'`include\s+["<]{re.escape(name)}[">]')
    for path in dict.fromkeys([file, *project.verilog]):
        for number, line in enumerate(project.lines(path), start=1):
            if pattern.search(line):
                return path, number
    return file, 0


def unknown_macro(project: Project, name: str, file: str = '', line: int = 0) -> Answer:
    """Say where the macro is defined, or which one is spelled alike."""
    message = f'The macro `{name} is not defined'
    if place := project.macros.get(name):
        hint = f'write `include "{posixpath.basename(place.file)}"` at the top of {file}: it defines `{name}'
        if place.file == file:
            hint = f'move its `define from line {place.line} to a line before this one'
    elif near := nearest(name, project.macros):
        hint = f'write `{near}, which {project.macros[near].file} defines'
    elif project.find_declaration(file, line, name):
        hint = f'{name} is a parameter: write it without the backtick'
    else:
        hint = f'write `define {name} before it, or {name} = "..." into defines of a6hub.toml'
    return Answer(message, file, line, hint=hint)


def undefined_macro(case: Case) -> Answer:
    """Explain a macro that a tool does not know."""
    return unknown_macro(case.project, case['name'], case.found.file, case.found.line)


RULES = (
    Rule(
        INCLUDE,
        (
            r'Include file (?P<name>\S+) not found',
            r"Cannot find include file: '?(?P<name>[^']+)'?",
            r"Can't open include file `(?P<name>[^']+)'",
            r"^'(?P<name>[^']+)': No such file or directory",
        ),
        missing_include,
    ),
    Rule(
        MACRO,
        (
            r'macro (?P<name>\w+) undefined',
            r"Define or directive not defined: '?`(?P<name>\w+)",
            r'Unimplemented compiler directive or undefined macro `(?P<name>\w+)',
            r"unknown macro or compiler directive '`(?P<name>\w+)",
        ),
        undefined_macro,
    ),
    Rule(
        MACRO_ARGUMENTS,
        (
            r'(?i)wrong number of arguments for macro',
            r'Define passed too (many|few) arguments',
            r'Macro .* requires .* arguments',
            r'(?i)macro .*argument',
        ),
    ),
    Rule(
        INCLUDE_LOOP,
        (
            r'[Rr]ecursive inclusion',
            r'[Ii]nclude recursion',
            r'[Ii]ncludes? nested too deep',
            r'exceeded max include depth',
            r'Recursive `define',
        ),
    ),
)
