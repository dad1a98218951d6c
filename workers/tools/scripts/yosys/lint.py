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

from findings import (
    REPORT,
    Finding,
    as_line,
    conflicts,
    errors_of,
    finding,
    first_name,
    from_slang,
    latches,
    module_of,
    places,
    report,
    source_of_wire,
)
from pyosys import libyosys as yosys
from reading import HERE, READ_OK, WITHOUT_DELAYS, attempt, call, has_only_delays, load_job, read, slang_messages

FINDINGS = HERE / 'findings.json'
UNDRIVEN = re.compile(r'Warning: Wire (?P<module>.+?)\.(?P<wire>\\\S+|\$\S+)(?: \[\d+\])? is used but has no driver')
LOOP = re.compile(r'Warning: found logic loop in module (?P<module>.+):')
LOOP_PART = re.compile(r'    (?P<kind>cell|wire) (?P<name>\S+)(?: \(\S+\))?(?: source: (?P<source>.+))?')
ALWAYS_WRONG = ('UndeclaredIdentifier', 'Redefinition', 'AssignToNet')
"""What slang refuses and Yosys' own reader lets pass, although no Verilog allows it."""


def main() -> None:
    """Try the front ends in turn, then print what was found."""
    job = load_job()
    found: list[Finding] = []
    tried: dict[str, Path] = {}
    for frontend in job['frontends']:
        FINDINGS.unlink(missing_ok=True)
        log = tried[frontend] = HERE / f'lint_{frontend}.txt'
        attempt(partial(check, frontend, job), log)
        if frontend == 'slang' and has_only_delays():
            attempt(partial(check, WITHOUT_DELAYS, job), log)
        if frontend == 'slang':
            found = [beyond(each) for entry in slang_messages() for each in from_slang(entry)]
        if READ_OK.exists():
            break
    if READ_OK.exists():
        found = [milder(each) for each in found]
        found += json.loads(FINDINGS.read_text(encoding='utf-8')) if FINDINGS.exists() else errors_of(log)
    elif not any(each['severity'] == 'error' for each in found):
        found += [each for log in tried.values() for each in errors_of(log)]
    for each in found:
        sys.stdout.write(as_line(each) + '\n')
    sys.stdout.write(f'{len(found)} findings, read by {frontend if READ_OK.exists() else "no front end"}\n')


def check(frontend: str, job: dict[str, Any]) -> None:
    """Read the design, make its processes hardware, and note what is wrong with that."""
    design = yosys.Design()
    read(design, frontend, job)
    call(design, 'proc')
    found = [
        *latches(design, trusts_full_case=True),
        *conflicts(design, report(design)),
        *undriven(design, REPORT.read_text()),
    ]
    call(design, 'flatten')
    found += [*conflicts(design, report(design)), *loops(design, REPORT.read_text())]
    unique = {(each['topic'], each['file'], each['line'], each['message']): each for each in found}
    FINDINGS.write_text(json.dumps(list(unique.values())), encoding='utf-8')


def undriven(design: Any, text: str) -> Iterator[Finding]:
    """Find nets that are read and never written."""
    for match in UNDRIVEN.finditer(text):
        module = module_of(design, match['module'])
        if module is not None and match['wire'].startswith('\\'):
            name = match['wire'][1:].rpartition('.')[2]
            message = f"Signal '{name}' is used but nothing drives it"
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


def beyond(found: Finding) -> Finding:
    """Return a warning for what is right in the language and cannot become hardware, as in a model for simulation."""
    return {**found, 'severity': 'warning'} if found['topic'] == 'parse:user-diag' else found


def milder(found: Finding) -> Finding:
    """Return a warning for what one reader refuses and another takes, unless it is wrong whoever reads it."""
    return found if found['topic'] in ALWAYS_WRONG else {**found, 'severity': 'warning'}


if __name__ == '__main__':
    main()
