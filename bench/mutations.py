"""Puts one mistake into a design that works, and remembers the line: what a run must then point to."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from services.verilog import is_verilog
from services.verilog.words import KEYWORDS
from workers.explaining.lexical import code_of

EXAMPLES = Path(__file__).parents[1] / 'examples'
MISSPELLED = {
    'always': 'alwasy',
    'assign': 'asign',
    'begin': 'begn',
    'endcase': 'encase',
    'endmodule': 'endmodul',
    'initial': 'intial',
    'input': 'imput',
    'module': 'modul',
    'output': 'ouput',
    'posedge': 'posege',
    'wire': 'wrie',
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A design with one mistake, and the line where it is."""

    example: str
    operator: str
    file: str
    line: int
    text: str
    lines: frozenset[int]
    """The lines that count as right: the mistake's own, or those where it must show."""


Sites: TypeAlias = Iterator[tuple[int, int, str]]
"""Where characters are replaced: from, to, and by what."""
Operator: TypeAlias = Callable[[str, str], Sites]


def semicolons(code: str, text: str) -> Sites:
    """Delete a semicolon at the end of a line."""
    for match in re.finditer(r';(?=[ \t]*$)', code, re.MULTILINE):
        yield match.start(), match.end(), ''


def ends(code: str, text: str) -> Sites:
    """Delete an `end` that stands alone."""
    for match in re.finditer(r'^[ \t]*(end)[ \t]*$', code, re.MULTILINE):
        yield match.start(1), match.end(1), ''


def begins(code: str, text: str) -> Sites:
    """Delete a `begin` at the end of a line."""
    for match in re.finditer(r'\b(begin)[ \t]*$', code, re.MULTILINE):
        yield match.start(1), match.end(1), ''


def closers(code: str, text: str) -> Sites:
    """Delete an `endmodule`, `endcase`, `endfunction`, `endtask` or `endgenerate`."""
    for match in re.finditer(r'^[ \t]*(endmodule|endcase|endfunction|endtask|endgenerate)\b', code, re.MULTILINE):
        yield match.start(1), match.end(1), ''


def brackets(code: str, text: str) -> Sites:
    """Delete the last closing bracket of a line that has as many as opening ones."""
    for match in re.finditer(r'^.*\(.*(\))[^()\n]*$', code, re.MULTILINE):
        if match[0].count('(') == match[0].count(')'):
            yield match.start(1), match.end(1), ''


def commas(code: str, text: str) -> Sites:
    """Delete a comma at the end of a line."""
    for match in re.finditer(r'(,)[ \t]*$', code, re.MULTILINE):
        yield match.start(1), match.end(1), ''


def quotes(code: str, text: str) -> Sites:
    """Delete the second quote of a string."""
    for match in re.finditer(r'\$display\("[^"\n]*(")', text):
        yield match.start(1), match.end(1), ''


def keywords(code: str, text: str) -> Sites:
    """Misspell a keyword."""
    for match in re.finditer(r'\b(' + '|'.join(MISSPELLED) + r')\b', code):
        yield match.start(), match.end(), MISSPELLED[match[0]]


def names(code: str, text: str) -> Sites:
    """Misspell a name where it is read, on the right of an assignment or in a condition."""
    for match in re.finditer(r'(?:<?=|\bif\s*\(|\+|&)\s*\(?([a-z]\w{3,})\b(?!\s*[(.:])', code):
        if match[1] not in KEYWORDS:
            yield match.start(1), match.end(1), swapped(match[1])


def ports(code: str, text: str) -> Sites:
    """Misspell a port in a connection by name."""
    for match in re.finditer(r'\.([a-z]\w{2,})\s*\(', code):
        yield match.start(1), match.end(1), swapped(match[1])


def modules(code: str, text: str) -> Sites:
    """Misspell the module of an instance."""
    for match in re.finditer(r'^[ \t]+([a-z]\w{3,})\s+(?:#\s*\([^;]*?\)\s*)?\w+\s*\(\s*\.', code, re.MULTILINE):
        if match[1] not in KEYWORDS:
            yield match.start(1), match.end(1), swapped(match[1])


def pasted(code: str, text: str) -> Sites:
    """Replace a quote as word processors do."""
    for match in re.finditer(r'\$display\((")', text):
        yield match.start(1), match.end(1), '\u201c'


OPERATORS: Mapping[str, Operator] = {
    operator.__name__: operator
    for operator in (
        semicolons,
        ends,
        begins,
        closers,
        brackets,
        commas,
        quotes,
        keywords,
        names,
        ports,
        modules,
        pasted,
    )
}


def swapped(name: str) -> str:
    """Return a name with two letters exchanged, or with one doubled where they are the same."""
    half = len(name) // 2
    if name[half] == name[half - 1]:
        return name + name[-1]
    return name[: half - 1] + name[half] + name[half - 1] + name[half + 1 :]


def examples() -> dict[str, dict[str, bytes]]:
    """Return the files of every example."""
    return {
        folder.name: {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob('*'))
            if path.is_file()
        }
        for folder in sorted(EXAMPLES.iterdir())
        if folder.is_dir()
    }


def mutants(designs: Mapping[str, Mapping[str, bytes]], most: int) -> Iterator[Mutant]:
    """Yield at most so many mutants of each design and operator, always the same ones."""
    for design, files in designs.items():
        for name, operator in OPERATORS.items():
            sites = [
                (path, *site)
                for path, content in files.items()
                if is_verilog(path)
                for site in operator(code_of(content.decode()), content.decode())
            ]
            random.Random(f'{design} {name}').shuffle(sites)
            for path, start, end, new in sites[:most]:
                text = files[path].decode()
                line = text.count('\n', 0, start) + 1
                yield Mutant(design, name, path, line, text[:start] + new + text[end:], frozenset({line}))
