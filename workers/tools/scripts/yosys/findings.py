"""What the scripts find out about a design, and how they print it: `file:line:column: severity: message [topic]`."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyosys import libyosys as yosys
from reading import HERE, call, inside, place_of

LATCHES = ('$dlatch', '$adlatch', '$dlatchsr')
SOURCE = re.compile(r'(?P<file>[^|]+?):(?P<line>\d+)\.(?P<column>\d+)(?:-[\d.]+)?')
READER = re.compile(r'(?P<file>[^:\s][^:]*):(?P<line>\d+)(?:\.\d+[-.\d]*)?: ERROR: ?(?P<message>.+)')
ANY_ERROR = re.compile(r'(?:<command line>: )?ERROR: (?P<message>.+)')
ALWAYS_LATCH = 'always_latch'
FULL_CASE = 'full_case'
NEXT_BLOCK = re.compile(r'\s*(?:always|initial|assign|endmodule)')

SOURCE_LINE = re.compile(r'Source line (?P<file>.+):(?P<line>\d+):(?P<column>\d+): ')
UNFINISHED = re.compile(r'Feature unimplemented at|Assert `')
REPORT = HERE / 'check.txt'
CONFLICT = re.compile(
    r'Warning: multiple conflicting drivers for (?P<module>.+?)\.(?P<wire>\\\S+|\$\S+?)(?: \[(?P<bit>\d+)\])?:'
)
DRIVER = re.compile(r'    (?:port \S+?(?:\[\d+\])? of cell (?P<cell>\S+) \(|(?P<port>module input))')

Finding = dict[str, Any]


def latches(design: Any, trusts_full_case: bool = False) -> Iterator[Finding]:
    """Find the latches that nobody asked for; slang makes some of cases that are full by an attribute only."""
    for module in design.modules_.values():
        for cell in module.cells_.values():
            if cell.type.str() in LATCHES:
                where = places(cell.get_src_attribute())
                if where and trusts_full_case and FULL_CASE in block_at(*where[0][:2]):
                    continue
                if not where or ALWAYS_LATCH not in source_line(*where[0][:2]):
                    signal = signal_of(cell, module).rpartition('.')[2]
                    text = f"Latch inferred for signal '{signal}': some path through the block does not assign it"
                    yield finding('warning', 'latch', text, where)


def finding(severity: str, topic: str, message: str, where: list[tuple[str, int, int]]) -> Finding:
    """Return one finding at the first of the places; the second one is told beside it."""
    file, line, column = where[0] if where else ('', 0, 0)
    see = where[1][:2] if len(where) > 1 and where[1][0] else None
    return {
        'severity': severity,
        'topic': topic,
        'message': message,
        'file': file,
        'line': line,
        'column': column,
        'see': see,
    }


def as_line(found: Finding) -> str:
    """Return a finding as a line of the log."""
    message = ' '.join(found['message'].split())
    see = f' (see {found["see"][0]}:{found["see"][1]})' if found['see'] else ''
    return f'{found["file"]}:{found["line"]}:{found["column"]}: {found["severity"]}: {message}{see} [{found["topic"]}]'


def places(source: str) -> list[tuple[str, int, int]]:
    """Return the places of a `src` attribute, which separates them by bars."""
    found = []
    for match in SOURCE.finditer(source or ''):
        found.append((match['file'].removeprefix('./'), int(match['line']), int(match['column'])))
    return found


def signal_of(cell: Any, module: Any) -> str:
    """Return the name that a person gave to what a cell drives."""
    driven = cell.getPort(yosys.IdString('\\Q'))
    name = first_name(driven)
    if name.startswith('\\'):
        return name[1:]
    for left, right in module.connections_:
        if first_name(right) == name and first_name(left).startswith('\\'):
            return first_name(left)[1:]
    for other in module.cells_.values():
        if other.type.str() == '$buf' and first_name(other.getPort(yosys.IdString('\\A'))) == name:
            return first_name(other.getPort(yosys.IdString('\\Y'))).removeprefix('\\')
    return name


def first_name(signal: Any) -> str:
    """Return the name of the first wire of a signal."""
    for bit in signal.bits():
        if bit.wire is not None:
            return str(bit.wire.name.str())
    return ''


def module_of(design: Any, name: str) -> Any:
    """Return the module of that name, which Yosys prints without its backslash."""
    for module in design.modules_.values():
        if module.name.str().removeprefix('\\') == name:
            return module
    return None


def source_of(module: Any, cell: str) -> str:
    """Return where a cell comes from."""
    for name, found in module.cells_.items():
        if name.str().removeprefix('\\') == cell.removeprefix('\\'):
            return str(found.get_src_attribute())
    return ''


def source_of_wire(module: Any, wire: str) -> str:
    """Return where a wire is declared."""
    for name, found in module.wires_.items():
        if name.str() == wire:
            return str(found.get_src_attribute())
    return ''


def source_line(file: str, line: int) -> str:
    """Return one line of a source file."""
    lines = source_lines(file)
    return lines[line - 1] if 0 < line <= len(lines) else ''


def block_at(file: str, line: int) -> str:
    """Return the text from a line to the next block."""
    rest = source_lines(file)[line:]
    end = next((number for number, text in enumerate(rest) if NEXT_BLOCK.match(text)), len(rest))
    return '\n'.join([source_line(file, line), *rest[:end]])


def source_lines(file: str) -> list[str]:
    """Return the lines of a source file."""
    path = Path(inside(file))
    return path.read_text(encoding='utf-8', errors='replace').splitlines() if path.is_file() else []


def errors_of(log: Path) -> Iterator[Finding]:
    """Return the errors in a log of Yosys."""
    return reader_errors(log.read_text(encoding='utf-8', errors='replace').splitlines())


def reader_errors(lines: Iterable[str]) -> Iterator[Finding]:
    """Return the errors in lines of Yosys."""
    place: list[tuple[str, int, int]] = []
    for line in lines:
        if match := SOURCE_LINE.match(line):
            place = [(match['file'].removeprefix('./'), int(match['line']), int(match['column']))]
        elif UNFINISHED.search(line):
            yield finding('error', 'unsupported', 'slang cannot synthesize this construct yet', place)
        elif match := READER.match(line):
            where = match['file'].removeprefix('./'), int(match['line']), 0
            yield finding('error', 'reader', match['message'], [where])
        elif match := ANY_ERROR.match(line):
            yield finding('error', 'reader', match['message'], [])


def from_slang(entry: dict[str, Any]) -> Iterator[Finding]:
    """Return what slang said, but for remarks that belong to another message."""
    if entry.get('severity') not in ('error', 'fatal', 'warning'):
        return
    where = [place_of(str(entry.get('location', '')))]
    notes = entry.get('notes') or []
    where += [place_of(str(note.get('location', ''))) for note in notes]
    code = re.sub(r'[^\w-]', '', str(entry.get('code', '')))
    if code == 'NoTopModules':
        return
    if code == 'Redefinition':
        where = sorted(where, key=lambda place: place[1:], reverse=True)
    # What slang says without naming a place in the hierarchy comes from reading the text.
    topic = f'{code}' if 'symbolPath' in entry else f'parse:{code}'
    yield finding('warning' if entry['severity'] == 'warning' else 'error', topic, str(entry['message']), where)


def report(design: Any) -> str:
    """Let Yosys check the design and return its words."""
    call(design, 'tee', '-q', '-o', str(REPORT), 'check', '-noinit')
    text: str = REPORT.read_text(encoding='utf-8', errors='replace')
    return text


def conflicts(design: Any, text: str) -> Iterator[Finding]:
    """Find signals that several blocks or assignments drive."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not (match := CONFLICT.match(line)):
            continue
        module = module_of(design, match['module'])
        drivers = []
        for following in lines[number + 1 :]:
            if not (driver := DRIVER.match(following)):
                break
            drivers.append(driver)
        if module is None or any(driver['port'] for driver in drivers):
            # An input that the module drives as well: Yosys resolves it, and slang and Verilator tell it better.
            continue
        name = match['wire'].removeprefix('\\')
        where = {place for driver in drivers for place in places(source_of(module, driver['cell']))[:1]}
        if len(where) < len(drivers):
            where |= set(assignments(module, name, int(match['bit'] or 0)))
        ordered = sorted(where) or places(source_of_wire(module, match['wire']))
        text = f"Signal '{name.rpartition('.')[2]}' has several drivers that may disagree"
        yield finding('error', 'multidriven', text, list(reversed(ordered)))


def assignments(module: Any, name: str, bit: int) -> list[tuple[str, int, int]]:
    """Return where a bit is assigned, for a reader that keeps no places of plain assignments."""
    start = places(module.get_src_attribute())[:1]
    if not start:
        return []
    file, first, _ = start[0]
    pattern = re.compile(rf'\bassign\b[^=;]*?\b{re.escape(name)}\b\s*(?:\[(\d+)(?::(\d+))?\])?[^=;]*=')
    found = []
    for number, line in enumerate(source_lines(file)[first - 1 :], start=first):
        match = pattern.search(line)
        if match and (match[1] is None or int(match[2] or match[1]) <= bit <= int(match[1])):
            found.append((file, number, match.start() + 1))
        if line.strip().startswith('endmodule'):
            break
    return found
