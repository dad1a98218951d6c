"""Elaborates a design as for synthesis and prints what is wrong with it, one line for each finding.

The lines read `file:line:column: severity: message [topic]`; a second place follows as `(see file:line)`.
"""

import json
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pyosys import libyosys as yosys
from reading import HERE, READ_OK, attempt, call, inside, load_job, place_of, read, slang_messages

FINDINGS = HERE / 'findings.json'
REPORT = HERE / 'check.txt'
LATCHES = ('$dlatch', '$adlatch', '$dlatchsr')
SOURCE = re.compile(r'(?P<file>[^|]+?):(?P<line>\d+)\.(?P<column>\d+)(?:-[\d.]+)?')
CONFLICT = re.compile(
    r'Warning: multiple conflicting drivers for (?P<module>.+?)\.(?P<wire>\\\S+|\$\S+?)(?: \[(?P<bit>\d+)\])?:'
)
DRIVER = re.compile(r'    (?:port \S+?(?:\[\d+\])? of cell (?P<cell>\S+) \(|(?P<port>module input))')
UNDRIVEN = re.compile(r'Warning: Wire (?P<module>.+?)\.(?P<wire>\\\S+|\$\S+)(?: \[\d+\])? is used but has no driver')
LOOP = re.compile(r'Warning: found logic loop in module (?P<module>.+):')
LOOP_PART = re.compile(r'    (?P<kind>cell|wire) (?P<name>\S+)(?: \(\S+\))?(?: source: (?P<source>.+))?')
READER = re.compile(r'(?P<file>[^:\s][^:]*):(?P<line>\d+)(?:\.\d+[-.\d]*)?: ERROR: (?P<message>.+)')
ANY_ERROR = re.compile(r'(?:<command line>: )?ERROR: (?P<message>.+)')
ALWAYS_WRONG = ('UndeclaredIdentifier', 'Redefinition', 'AssignToNet')
"""What slang refuses and Yosys' own reader lets pass, although no Verilog allows it."""
ALWAYS_LATCH = 'always_latch'

Finding = dict[str, Any]


def main() -> None:
    """Try the front ends in turn, then print what was found."""
    job = load_job()
    found: list[Finding] = []
    tried: dict[str, Path] = {}
    for frontend in job['frontends']:
        FINDINGS.unlink(missing_ok=True)
        log = tried[frontend] = HERE / f'lint_{frontend}.txt'
        attempt(partial(check, frontend, job), log)
        if frontend == 'slang':
            found = [finding for entry in slang_messages() for finding in from_slang(entry)]
        if READ_OK.exists():
            break
    if READ_OK.exists():
        found = [milder(finding) for finding in found]
        found += json.loads(FINDINGS.read_text(encoding='utf-8')) if FINDINGS.exists() else errors_of(log)
    elif not any(finding['severity'] == 'error' for finding in found):
        found += [finding for log in tried.values() for finding in errors_of(log)]
    for finding in found:
        sys.stdout.write(as_line(finding) + '\n')
    sys.stdout.write(f'{len(found)} findings, read by {frontend if READ_OK.exists() else "no front end"}\n')


def check(frontend: str, job: dict[str, Any]) -> None:
    """Read the design, make its processes hardware, and note what is wrong with that."""
    design = yosys.Design()
    read(design, frontend, job)
    call(design, 'proc')
    found = [*latches(design), *conflicts(design, report(design)), *undriven(design, REPORT.read_text())]
    call(design, 'flatten')
    found += [*conflicts(design, report(design)), *loops(design, REPORT.read_text())]
    unique = {(each['topic'], each['file'], each['line'], each['message']): each for each in found}
    FINDINGS.write_text(json.dumps(list(unique.values())), encoding='utf-8')


def report(design: Any) -> str:
    """Let Yosys check the design and return its words."""
    call(design, 'tee', '-q', '-o', str(REPORT), 'check', '-noinit')
    text: str = REPORT.read_text(encoding='utf-8', errors='replace')
    return text


def latches(design: Any) -> Iterator[Finding]:
    """Find the latches that nobody asked for."""
    for module in design.modules_.values():
        for cell in module.cells_.values():
            if cell.type.str() in LATCHES:
                where = places(cell.get_src_attribute())
                if not where or ALWAYS_LATCH not in source_line(*where[0][:2]):
                    signal = signal_of(cell, module)
                    text = f"Latch inferred for signal '{signal}': some path through the block does not assign it"
                    yield finding('warning', 'latch', text, where)


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


def undriven(design: Any, text: str) -> Iterator[Finding]:
    """Find nets that are read and never written."""
    for match in UNDRIVEN.finditer(text):
        module = module_of(design, match['module'])
        if module is not None and match['wire'].startswith('\\'):
            message = f"Signal '{match['wire'][1:]}' is used but nothing drives it"
            yield finding('warning', 'undriven', message, places(source_of_wire(module, match['wire'])))


def loops(design: Any, text: str) -> Iterator[Finding]:
    """Find rings of logic without a flip-flop."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not (match := LOOP.match(line)):
            continue
        cells: list[tuple[str, int, int]] = []
        wires: list[tuple[str, int, int]] = []
        names: list[str] = []
        for following in lines[number + 1 :]:
            if not following.startswith('    '):
                break
            if part := LOOP_PART.match(following):
                (cells if part['kind'] == 'cell' else wires).extend(places(part['source'] or '')[:1])
                names += [part['name'][1:]] if part['kind'] == 'wire' and part['name'].startswith('\\') else []
        known = short_names(module_of(design, match['module']))
        names = sorted({known.get(name, name) for name in names})
        through = f' through {", ".join(map(repr, names))}' if names else ''
        message = f'Combinational loop{through}: the logic depends on its own result'
        yield finding('warning', 'loop', message, sorted(set(cells)) + sorted(set(wires)))


def short_names(module: Any) -> dict[str, str]:
    """Return for each wire the shortest name of the net it belongs to, which is that of the module furthest up."""
    groups: dict[str, set[str]] = {}
    for left, right in module.connections_ if module is not None else ():
        if left.is_wire() and right.is_wire():
            one, other = first_name(left), first_name(right)
            group = groups.get(one, {one}) | groups.get(other, {other})
            groups.update(dict.fromkeys(group, group))
    named = {name: [each[1:] for each in group if each.startswith('\\')] for name, group in groups.items()}
    return {name[1:]: min(found, key=lambda each: (each.count('.'), each)) for name, found in named.items() if found}


def from_slang(entry: dict[str, Any]) -> Iterator[Finding]:
    """Return what slang said, but for remarks that belong to another message."""
    if entry.get('severity') not in ('error', 'fatal', 'warning'):
        return
    where = [place_of(str(entry.get('location', '')))]
    notes = entry.get('notes') or []
    where += [place_of(str(note.get('location', ''))) for note in notes]
    code = str(entry.get('code', ''))
    if code == 'NoTopModules':
        return
    if code == 'Redefinition':
        where = sorted(where, key=lambda place: place[1:], reverse=True)
    # What slang says without naming a place in the hierarchy comes from reading the text.
    topic = f'{code}' if 'symbolPath' in entry else f'parse:{code}'
    yield finding('warning' if entry['severity'] == 'warning' else 'error', topic, str(entry['message']), where)


def errors_of(log: Path) -> Iterator[Finding]:
    """Return the errors in a log of Yosys."""
    for line in log.read_text(encoding='utf-8', errors='replace').splitlines():
        if match := READER.match(line):
            place = match['file'].removeprefix('./'), int(match['line']), 0
            yield finding('error', 'reader', match['message'], [place])
        elif match := ANY_ERROR.match(line):
            yield finding('error', 'reader', match['message'], [])


def milder(found: Finding) -> Finding:
    """Return a warning for what one reader refuses and another takes, unless it is wrong whoever reads it."""
    return found if found['topic'] in ALWAYS_WRONG else {**found, 'severity': 'warning'}


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


def source_line(file: str, line: int) -> str:
    """Return one line of a source file."""
    lines = source_lines(file)
    return lines[line - 1] if 0 < line <= len(lines) else ''


def source_lines(file: str) -> list[str]:
    """Return the lines of a source file."""
    path = Path(inside(file))
    return path.read_text(encoding='utf-8', errors='replace').splitlines() if path.is_file() else []


if __name__ == '__main__':
    main()
