"""Synthesizes a design for a target and leaves the netlist and its statistics.

What Yosys prints goes to the log as it comes; findings follow as `file:line:column: severity: message [topic]`.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from counting import as_text, plain, read_library, statistics
from findings import Finding, as_line, conflicts, finding, from_slang, latches, places, reader_errors, report
from pyosys import libyosys as yosys
from reading import HERE, READ_OK, WITHOUT_DELAYS, call, has_only_delays, load_job, read, slang_messages

OUT = HERE.parent
FACTS = HERE / 'facts.json'
NETLIST = OUT / 'netlist.json'
NETLIST_VERILOG = OUT / 'netlist.v'
STATS = OUT / 'stats.json'
STATS_TEXT = OUT / 'stats.txt'
FAMILY = {'ecp5': ('synth_ecp5',), 'ice40': ('synth_ice40',)}
FIRST_PART = {'ecp5': ('begin:map_ram', 'map_ram:'), 'ice40': ('begin:map_ram', 'map_ram:')}
PARTS = ('begin:fine', 'fine:')
BLOCKS = ('SB_RAM40', 'SB_SPRAM', 'DP16KD', 'PDPW16KD', 'TRELLIS_DPR16X4')
FORMAT = 1
MATTERS = re.compile(r'ERROR|Assert `|Source line ')


def main() -> None:
    """Try the front ends in turn; what the first one refused is told where the second one came through."""
    job = load_job()
    failed: list[tuple[str, list[Finding]]] = []
    for frontend in job['frontends']:
        lines, code = run_child(frontend)
        if code and frontend == 'slang' and has_only_delays():
            lines, code = run_child(WITHOUT_DELAYS)
        if code == 0:
            told = json.loads(FACTS.read_text(encoding='utf-8'))
            print_findings([*[changed(name, found, frontend) for name, found in failed], *told])
            return
        errors = errors_of_reader(frontend, lines)
        failed.append((frontend, errors))
        if READ_OK.exists():
            # It was read; what failed then fails whoever reads it.
            failed = failed[-1:]
            break
    print_findings(joined(failed))
    sys.exit(1)


def joined(failed: list[tuple[str, list[Finding]]]) -> list[Finding]:
    """Return the errors of the reader that tells more places, and beside them what the other one says elsewhere."""
    (_, main_errors), *others = sorted(failed, key=lambda each: -sum(bool(found['column']) for found in each[1]))
    lines = {(found['file'], found['line']) for found in main_errors}
    beside = [
        {**found, 'severity': 'info', 'topic': 'frontend', 'message': f'{title(name)} says: {found["message"]}'}
        for name, errors in others
        for found in errors
        if (found['file'], found['line']) not in lines
    ]
    return [*main_errors, *beside]


def run_child(frontend: str) -> tuple[list[str], int]:
    """Synthesize in a process of its own, since Yosys ends its process at an error; return its errors and its code."""
    READ_OK.unlink(missing_ok=True)
    FACTS.unlink(missing_ok=True)
    argv = [sys.executable, __file__, sys.argv[1], frontend]
    errors: list[str] = []
    streams = {'stdout': subprocess.PIPE, 'stderr': subprocess.STDOUT}
    # The script starts itself, with a word of its own table.
    with subprocess.Popen(argv, text=True, errors='replace', **streams) as child:  # type: ignore[call-overload]  # noqa: S603
        for line in child.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            if MATTERS.search(line):
                errors.append(line.rstrip('\n'))
    return errors[:100], child.returncode


def errors_of_reader(frontend: str, lines: list[str]) -> list[Finding]:
    """Return the errors of a front end: slang's own where it speaks, the log's otherwise."""
    told = [found for entry in slang_messages() for found in from_slang(entry)] if frontend == 'slang' else []
    told = [found for found in told if found['severity'] == 'error']
    return told or list(reader_errors(lines)) or [finding('error', 'reader', 'Yosys ended without a message', [])]


def changed(frontend: str, errors: list[Finding], other: str) -> Finding:
    """Say that the other front end was taken, and why."""
    first = errors[0]
    message = f'Read by {title(other)}, since {title(frontend)} refuses it: {first["message"]}'
    return {**first, 'severity': 'info', 'topic': 'frontend', 'message': message}


def title(frontend: str) -> str:
    """Return what people call a front end."""
    return 'slang' if frontend.startswith('slang') else "Yosys' own reader"


def synthesize(frontend: str, job: dict[str, Any]) -> None:
    """Read, map to the target, and write what came out."""
    design = yosys.Design()
    read(design, frontend, job)
    top = job['top'] or top_of(design)
    for name in job['keep_hierarchy']:
        keep(design, name)
    before, after = FIRST_PART.get(job['target'], PARTS)
    words = [*FAMILY.get(job['target'], ('synth',)), '-top', top, *job['flags']]
    call(design, *words, '-run', before)
    found = [*latches(design), *doubts(frontend), *conflicts(design, report(design))]
    facts = [memory for module in design.modules_.values() for memory in memories(module)]
    refuse_large(facts, job)
    call(design, *words, '-run', after)
    map_to_library(design, job)
    library = read_library(job['liberty'])
    stats = {'format': FORMAT, 'target': job['target'], 'top': top, 'frontend': frontend.split()[0]}
    stats |= statistics(design, top, library)
    stats['memories'] = [{**memory, 'mapped_to': mapped_to(design, memory)} for memory in facts]
    stats['total']['memory_bits'] = sum(memory['bits'] for memory in facts)
    stats['latches'] = [latch_of(each) for each in found if each['topic'] == 'latch']
    write(design, stats)
    FACTS.write_text(json.dumps([*found, *map(told_of_memory, stats['memories'])]), encoding='utf-8')


def doubts(frontend: str) -> Iterator[Finding]:
    """Return what slang's synthesis takes with a doubt."""
    if frontend == WITHOUT_DELAYS:
        yield finding('info', 'delay', 'Delays such as #1 are left out, since hardware cannot keep them', [])
    for entry in slang_messages() if frontend.startswith('slang') else []:
        if entry.get('severity') == 'warning' and entry.get('code') == '<user-diag>':
            yield from from_slang(entry)


def top_of(design: Any) -> str:
    """Return the top module that Yosys chose."""
    return str(design.top_module().name.str()).removeprefix('\\')


def keep(design: Any, name: str) -> None:
    """Let a module keep its place in the hierarchy, in all its copies."""
    found = [module for module in design.modules_.values() if plain(module.name.str()) == name]
    if not found:
        raise RuntimeError(f'keep_hierarchy names {name}, and the design has no such module')
    for module in found:
        module.set_bool_attribute(yosys.IdString('\\keep_hierarchy'), True)


def map_to_library(design: Any, job: dict[str, Any]) -> None:
    """Map flip-flops, latches and logic to the cells of a liberty file."""
    if not job['liberty']:
        return
    call(design, 'dfflibmap', '-liberty', job['liberty'])
    period = ['-D', str(job['period_ps'])] if job['period_ps'] else []
    call(design, 'abc', '-liberty', job['liberty'], *period)
    call(design, 'opt_clean', '-purge')


def memories(module: Any) -> Iterator[dict[str, Any]]:
    """Find the memories of a module before they are mapped."""
    for cell in module.cells_.values():
        if cell.type.str() not in ('$mem', '$mem_v2'):
            continue
        numbers = {name.str(): value for name, value in cell.parameters.items()}
        width, size = numbers['\\WIDTH'].as_int(), numbers['\\SIZE'].as_int()
        where = places(cell.get_src_attribute())
        file, line = where[0][:2] if where else ('', 0)
        yield {
            'name': numbers['\\MEMID'].decode_string().removeprefix('\\'),
            'cell': cell.name.str(),
            'module': plain(module.name.str()),
            'file': file,
            'line': line,
            'width': width,
            'size': size,
            'bits': width * size,
            'read_ports': numbers['\\RD_PORTS'].as_int(),
            'write_ports': numbers['\\WR_PORTS'].as_int(),
        }


def refuse_large(found: list[dict[str, Any]], job: dict[str, Any]) -> None:
    """Refuse memories that no such target holds, before they fill the machine."""
    for memory in found:
        if memory['bits'] > job['most_memory_bits']:
            what = f'Memory {memory["name"]!r} has {memory["bits"]:,} bits, too many for this target'
            place = f'{memory["file"]}:{memory["line"]}: ' if memory['file'] else ''
            raise RuntimeError(f'{place}ERROR: {what} (at most {job["most_memory_bits"]:,} are mapped)')


def mapped_to(design: Any, memory: dict[str, Any]) -> str:
    """Return what a memory became."""
    blocks: dict[str, int] = {}
    start = memory['cell']
    for module in design.modules_.values():
        if plain(module.name.str()) != memory['module']:
            continue
        for name, cell in module.cells_.items():
            kind = cell.type.str().removeprefix('\\')
            if kind.startswith(BLOCKS) and name.str().startswith((f'{start}.', f'\\{memory["name"]}.')):
                blocks[kind] = blocks.get(kind, 0) + 1
    if blocks:
        return ', '.join(f'{number} {kind}' for kind, number in sorted(blocks.items()))
    return 'flip-flops' if memory['write_ports'] else 'logic'


def told_of_memory(memory: dict[str, Any]) -> Finding:
    """Return a remark on a memory."""
    ports = f'{memory["read_ports"]} read and {memory["write_ports"]} write ports'
    size = f'{memory["size"]} words of {memory["width"]} bits, {ports}'
    message = f"Memory '{memory['name']}' ({size}) became {memory['mapped_to']}"
    return finding('info', 'memory', message, [(memory['file'], memory['line'], 0)] if memory['file'] else [])


def latch_of(found: Finding) -> dict[str, Any]:
    """Return a latch as the statistics have it."""
    signal = found['message'].split("'")[1]
    return {'signal': signal, 'file': found['file'], 'line': found['line']}


def write(design: Any, stats: dict[str, Any]) -> None:
    """Write the netlist and the statistics."""
    call(design, 'write_json', str(NETLIST))
    call(design, 'write_verilog', '-noattr', str(NETLIST_VERILOG))
    STATS.write_text(json.dumps(stats, indent=1), encoding='utf-8')
    text = as_text(stats)
    STATS_TEXT.write_text(text, encoding='utf-8')
    yosys.log_flush()
    sys.stdout.write(f'\n{text}\n')
    sys.stdout.flush()


def print_findings(found: list[Finding]) -> None:
    """Print each finding once."""
    for line in dict.fromkeys(map(as_line, found)):
        sys.stdout.write(f'{line}\n')


def child() -> None:
    """Do the work with the front end that the parent names."""
    try:
        synthesize(sys.argv[2], load_job())
    except RuntimeError as error:
        text = str(error)
        sys.stdout.write(text if 'ERROR' in text else f'ERROR: {text}')
        sys.stdout.write('\n')
        sys.stdout.flush()
        os._exit(1)


if __name__ == '__main__':
    child() if len(sys.argv) > 2 else main()
