"""Reads one VHDL file into the same units as a Verilog file; names are in lower case, as the language takes them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from services.verilog.model import Direction, Instance, Port, SourceFile, Unit, UnitKind

SUFFIXES = ('.vhd', '.vhdl')
BLANKS = re.compile(r'--[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
STRING = re.compile(r'"(?:""|[^"\n])*"?')
CHARACTER = re.compile(r"'(?:.)'")
NAME = r'[a-z]\w*'
HEAD = re.compile(
    rf'\b(?:(entity)\s+({NAME})\s+is\b|(architecture)\s+({NAME})\s+of\s+(?:work\s*\.\s*)?({NAME})\s+is\b|'
    rf'(package)\s+(body\s+)?({NAME})\s+is\b|(configuration)\s+({NAME})\s+of\s+({NAME})\s+is\b|'
    rf'(context)\s+({NAME})\s+is\b)'
)
CONTEXT = re.compile(rf'\b(?:use|context)\s+((?:{NAME}\s*\.\s*)+{NAME}(?:\s*,\s*(?:{NAME}\s*\.\s*)+{NAME})*)')
INSTANCE = re.compile(
    rf'\b({NAME})\s*:\s*(?:(?:entity|configuration)\s+(?:{NAME}\s*\.\s*)?({NAME})|component\s+({NAME})|'
    rf'({NAME})(?=\s*(?:generic|port)\s+map\b))'
)
DECLARED = re.compile(rf'({NAME}(?:\s*,\s*{NAME})*)\s*:\s*(in|out|inout|buffer|linkage)?\b\s*([^;:=]*)')
WORK = re.compile(rf'\bwork\s*\.\s*({NAME})')
ENDS = re.compile(r'\b(?:std\s*\.\s*env\s*\.\s*)?(finish|stop)\s*(?:\(|;)')
MEMORY_FILE = re.compile(r'"([\w./-]+\.(?:hex|mem|bin|dat|coe|mif))"')
MODES = {'out': Direction.OUTPUT, 'inout': Direction.INOUT, 'buffer': Direction.OUTPUT}
FOREIGN = frozenset({'ieee', 'std', 'vunit_lib', 'osvvm', 'unisim', 'unimacro', 'altera_mf', 'lpm'})


def is_vhdl(path: str) -> bool:
    """Say whether a file's name is one of VHDL."""
    return path.lower().endswith(SUFFIXES)


@lru_cache(maxsize=400)
def scan_vhdl(path: str, text: str) -> SourceFile:
    """Read one file; an architecture whose entity lies elsewhere becomes a unit of its own."""
    bare = BLANKS.sub(_blank, text)
    memories = frozenset(MEMORY_FILE.findall(bare))
    plain = CHARACTER.sub("' '", STRING.sub('""', bare)).lower()
    heads = list(HEAD.finditer(plain))
    units: dict[str, Unit] = {}
    for number, head in enumerate(heads):
        start = _context_start(plain, heads[number - 1].end() if number else 0, head.start())
        end = heads[number + 1].start() if number + 1 < len(heads) else len(plain)
        end = _own_end(plain, head.end(), end)
        unit = _unit(path, plain, head, plain[start:end], end)
        _join(units, replace(unit, memory_files=memories))
    return SourceFile(path, tuple(units.values()))


def link(files: Iterable[SourceFile]) -> list[SourceFile]:
    """Let entities and packages lean on their architectures and bodies in other files."""
    found = list(files)
    secondary: dict[str, list[Unit]] = {}
    for file in found:
        for unit in file.units:
            if unit.kind is UnitKind.ARCHITECTURE:
                secondary.setdefault(unit.name.partition('(')[0], []).append(unit)
    if not secondary:
        return found
    return [
        replace(file, units=tuple(_linked(unit, secondary.get(unit.name, [])) for unit in file.units)) for file in found
    ]


def _linked(unit: Unit, parts: list[Unit]) -> Unit:
    for part in parts:
        unit = _with_part(unit, part)
    return replace(unit, references=unit.references | {part.name for part in parts})


def _blank(comment: 're.Match[str]') -> str:
    return '\n' * comment[0].count('\n') or ' '


def _context_start(text: str, after: int, head: int) -> int:
    """Return where the `library` and `use` clauses of a unit begin: after the unit before it has ended."""
    ends = [found.end() for found in re.finditer(r'\bend\b[^;]*;', text[after:head])]
    return after + ends[-1] if ends else after


def _own_end(text: str, start: int, end: int) -> int:
    """Return where a unit ends that may be followed by the clauses of the next one."""
    clause = re.search(r'\bend\b[^;]*;\s*(?:(?:library|use|context)\b[^;]*;\s*)+\Z', text[start:end])
    return start + clause.start() if clause else end


def _unit(path: str, text: str, head: 're.Match[str]', body: str, end: int) -> Unit:
    line, last = text.count('\n', 0, head.start()) + 1, text.count('\n', 0, end) + 1
    references = frozenset(_references(body))
    if head[1]:
        ports = tuple(_ports(body))
        return Unit(UnitKind.MODULE, head[2], path, line, last, ports=ports, references=references)
    if head[3]:
        return _architecture(path, text, head, body, (line, last))
    if head[6]:
        kind = UnitKind.ARCHITECTURE if head[7] else UnitKind.PACKAGE
        name = f'{head[8]}(body)' if head[7] else head[8]
        return Unit(kind, name, path, line, last, references=references | ({head[8]} if head[7] else set()))
    name, target = (head[10], {head[11]}) if head[9] else (head[13], set())
    return Unit(UnitKind.PACKAGE, name, path, line, last, references=references | target)


def _architecture(path: str, text: str, head: 're.Match[str]', body: str, lines: tuple[int, int]) -> Unit:
    first = text.count('\n', 0, head.end())
    instances = []
    inside = text[head.end() : head.end() + len(body)]
    for found in INSTANCE.finditer(inside):
        name = found[2] or found[3] or found[4]
        instances.append(Instance(name, found[1], first + inside.count('\n', 0, found.start()) + 1))
    tasks = {f'${found}' for found in ENDS.findall(body)}
    if re.search(r'\bseverity\s+failure\b', body):
        tasks.add('$fatal')
    return Unit(
        UnitKind.ARCHITECTURE,
        f'{head[5]}({head[4]})',
        path,
        *lines,
        instances=tuple(instances),
        references=frozenset(_references(body)) | {head[5]},
        tasks=frozenset(tasks),
        has_processes=bool(re.search(r'\bprocess\b|<=', body)) or bool(instances),
    )


def _join(units: dict[str, Unit], unit: Unit) -> None:
    """Add a unit; an architecture or a body becomes part of what it belongs to where that is in the same file."""
    primary = units.get(unit.name.partition('(')[0]) if unit.kind is UnitKind.ARCHITECTURE else None
    if primary is None:
        units[unit.name] = unit
        return
    units[primary.name] = replace(_with_part(primary, unit), end_line=unit.end_line)


def _with_part(unit: Unit, part: Unit) -> Unit:
    """Return an entity or a package with what its architecture or body does."""
    return replace(
        unit,
        instances=unit.instances + part.instances,
        references=(unit.references | part.references) - {unit.name},
        tasks=unit.tasks | part.tasks,
        has_processes=unit.has_processes or part.has_processes,
    )


def _references(body: str) -> Iterator[str]:
    """Yield what is named in libraries that a project can hold: packages by `use`, and all that is in `work`."""
    yield from (found[1] for found in WORK.finditer(body))
    for clause in CONTEXT.finditer(body):
        for name in clause[1].split(','):
            parts = [part.strip() for part in name.split('.')]
            if parts[0] not in FOREIGN and len(parts) > 1:
                yield parts[1]


def _ports(body: str) -> Iterator[Port]:
    start = re.search(r'\bport\s*\(', body)
    if start is None:
        return
    depth, at = 1, start.end()
    while at < len(body) and depth:
        depth += (body[at] == '(') - (body[at] == ')')
        at += 1
    for declared in DECLARED.finditer(body[start.end() : at - 1]):
        bounds = re.search(r'\(.*\)', declared[3])
        for name in declared[1].split(','):
            yield Port(name.strip(), MODES.get(declared[2], Direction.INPUT), bounds[0] if bounds else '')
