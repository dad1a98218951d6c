"""Reads a design for a proof: leaves it as RTLIL, with the tasks for SymbiYosys that its statements call for.

It runs in the sandbox with nothing but pyosys and knows nothing of a6hub. What people typed reaches Yosys as elements
of an argument list, never as text of a command.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pyosys import libyosys as yosys

KINDS = ('assert', 'assume', 'cover', 'live', 'fair')
FLIP_FLOPS = re.compile(r'\$(a|s|al)?(dff|dffe|sdffce|ldff|ldffe)(sr|sre)?$|\$_DFF')
RESET = re.compile(r'(a|s|sys_?|i_?)?n?(rst|reset|areset)(_?(a|sync|async))?(_?n|_?b|_?ni|_?i|_?in)?', re.IGNORECASE)
ACTIVE_LOW = re.compile(r'n(rst|reset)|.*(n|_b|ni)', re.IGNORECASE)
SAID = re.compile(r'.*\b(ERROR|error)\b')
PLACED = re.compile(r'[^\s:][^:]*:\d+[:.\d-]* ERROR: ')
MOST_LINES = 60


def main() -> None:
    """Try the readers in turn; print what the first one says when none can read the design."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding='utf-8'))
    folder = Path(sys.argv[1]).parent
    for reader in job['readers']:
        log = folder / f'read_{reader}.log'
        if attempt(lambda reader=reader: elaborate(job, reader, folder), log) == 0:  # type: ignore[misc]
            return finish(job, folder, reader)
    said = {reader: complaints(folder / f'read_{reader}.log') for reader in job['readers']}
    # One reader's words are enough: those that name a line, unless it only lacks what the other one knows.
    telling = (reader for reader, lines in said.items() if any(map(is_telling, lines)))
    chosen = next(telling, job['readers'][0])
    sys.stdout.write(f'What {chosen} says:\n')
    sys.stdout.writelines(said[chosen])
    sys.exit(1)


def attempt(work: Callable[[], None], log: Path) -> int:
    """Do the work in a child process, since Yosys ends its process at an error."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(target, 1)
        os.dup2(target, 2)
        code = 1
        try:
            work()
            code = 0
        except Exception as error:
            sys.stdout.write(f'ERROR: {error}\n')
        sys.stdout.flush()
        yosys.log_flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def elaborate(job: dict[str, Any], reader: str, folder: Path) -> None:
    """Read the sources, bring them into the form that proofs begin with, and write that down."""
    design = yosys.Design()
    read_slang(design, job) if reader == 'slang' else read_verilog(design, job)
    call(design, 'prep', '-top', job['top'])
    found = dict.fromkeys(KINDS, 0)
    lacks_start = False
    for module in design.modules_.values():
        for cell in module.cells_.values():
            kind = kind_of(cell)
            found[kind] = found.get(kind, 0) + 1
            lacks_start = lacks_start or starts_anywhere(cell)
    said = {kind: found[kind] for kind in KINDS}
    reset = assume_reset(design, job, lacks_start and not said['assume'])
    call(design, 'write_rtlil', str(folder / 'design.il'))
    (folder / 'design.json').write_text(json.dumps({**said, 'reset': reset}), encoding='utf-8')


def call(design: Any, *words: str) -> None:
    """Run one Yosys command."""
    yosys.Pass.call(design, list(words))


def read_slang(design: Any, job: dict[str, Any]) -> None:
    """Read by slang, which takes all of SystemVerilog and clocked assertions of one expression."""
    words = ['read_slang', '--single-unit', '--timescale', '1ns/1ps', '--allow-use-before-declare']
    words += ['-D', 'FORMAL', '-D', 'YOSYS', '--keep-hierarchy', '--top', job['top']]
    for folder in job['include_dirs']:
        words += ['-I', inside(folder)]
    for name, value in job['defines'].items():
        words += ['-D', f'{name}={value}']
    for name, value in job['parameters'].items():
        words += ['-G', f'{name}={value}']
    call(design, *words, *map(inside, job['files']))


def read_verilog(design: Any, job: dict[str, Any]) -> None:
    """Read by Yosys' own reader: Verilog-2005, some SystemVerilog, and what only Yosys knows, such as $anyconst."""
    for name, value in job['defines'].items():
        call(design, 'verilog_defines', f'-D{name}={value}' if value else f'-D{name}')
    folders = [f'-I{inside(folder)}' for folder in job['include_dirs']]
    for file in job['files']:
        words = ['-sv'] if file.endswith('.sv') else []
        call(design, 'read_verilog', '-defer', '-formal', *words, *folders, inside(file))
    chosen = [word for name, value in job['parameters'].items() for word in ('-chparam', name, value)]
    call(design, 'hierarchy', '-check', '-top', job['top'], *chosen)


def inside(path: str) -> str:
    """Return a path that no command takes for an option or a here-document."""
    return path if path.startswith('../') else f'./{path}'


def kind_of(cell: Any) -> str:
    """Return the kind of statement that a cell stands for."""
    name = str(cell.type.str()).removeprefix('$')
    if name == 'check':
        name = str(cell.getParam(yosys.IdString('\\FLAVOR')).decode_string())
    return name


def starts_anywhere(cell: Any) -> bool:
    """Say whether a cell is a flip-flop of which a bit has no initial value."""
    if not FLIP_FLOPS.match(cell.type.str()):
        return False
    start = yosys.IdString('\\init')
    bits = cell.getPort(yosys.IdString('\\Q')).bits()
    return any(bit.wire is not None and not bit.wire.has_attribute(start) for bit in bits)


def assume_reset(design: Any, job: dict[str, Any], is_wanted: bool) -> str:
    """Let the reset be active in the first step; return how that is said, '' where nothing is assumed."""
    module = design.top_module()
    wanted = job['reset']
    if wanted == 'none' or (wanted == 'auto' and not is_wanted):
        return ''
    name = wanted.removeprefix('!')
    if wanted == 'auto':
        name = next(iter(sorted(resets(module))), '')
        if not name:
            return ''
    is_low = bool(ACTIVE_LOW.fullmatch(name)) if wanted == 'auto' else wanted.startswith('!')
    wire = module.wire(yosys.IdString(f'\\{name}'))
    if wire is None or not wire.port_input or wire.width != 1:
        raise ValueError(f'the reset {name!r} is no input of one bit of {job["top"]}')
    signal = yosys.SigSpec(wire)
    active = module.Not(yosys.IdString('$a6_reset'), signal) if is_low else signal
    start = module.Initstate(yosys.IdString('$a6_start'))
    module.addAssume(yosys.IdString('$a6_in_reset'), active, start)
    return f'!{name}' if is_low else name


def resets(module: Any) -> Iterator[str]:
    """Yield the inputs of one bit whose name says that they are a reset."""
    for name, wire in module.wires_.items():
        text = str(name.str()).removeprefix('\\')
        if wire.port_input and wire.width == 1 and RESET.fullmatch(text):
            yield text


def finish(job: dict[str, Any], folder: Path, reader: str) -> None:
    """Say what was found, and write the tasks."""
    found = json.loads((folder / 'design.json').read_text(encoding='utf-8'))
    counts = ', '.join(f'{found[kind]} {kind}' for kind in KINDS if found[kind])
    sys.stdout.write(f'{job["top"]}, read by {reader}: {counts or "no statements"}\n')
    if found['reset']:
        sys.stdout.write(f'assumed: {found["reset"]} in the first step\n')
    modes = [job['mode']]
    if job['mode'] == 'auto':
        modes = ['bmc'] * bool(found['assert']) + ['cover'] * bool(found['cover'])
    needed = {'bmc': 'assert', 'prove': 'assert', 'cover': 'cover'}
    lacking = [needed[mode] for mode in modes if not found[needed[mode]]] or ([] if modes else ['assert or cover'])
    for statement in lacking:
        sys.stdout.write(f'{job["place"]}: error: no {statement} statement was found in {job["top"]}\n')
    if lacking:
        sys.exit(1)
    (folder / 'formal.sby').write_text(configuration(job, modes), encoding='utf-8')


def configuration(job: dict[str, Any], modes: list[str]) -> str:
    """Return what SymbiYosys is asked to do; all values are numbers or words of ours."""
    lines = ['[tasks]', *modes, '', '[options]']
    lines += [f'{mode}: mode {mode}' for mode in modes]
    lines += [f'depth {int(job["depth"])}', f'multiclock {"on" if job["multiclock"] else "off"}']
    lines += [f'vcd {"on" if job["waves"] else "off"}', '', '[engines]']
    lines += [f'{mode}: {engine_of(mode, engine)}' for mode in modes for engine in job['engines'] if can(mode, engine)]
    return '\n'.join([*lines, '', '[script]', 'read_rtlil design.il', '', '[files]', 'design.il', ''])


def can(mode: str, engine: str) -> bool:
    """Say whether an engine does what a mode asks."""
    return not (engine == 'abc' and mode == 'cover')


def engine_of(mode: str, engine: str) -> str:
    """Return the line of an engine; all violations are looked for, not only the first."""
    if engine == 'abc':
        return 'abc pdr' if mode == 'prove' else 'abc bmc3'
    return f'smtbmc --keep-going {engine}' if mode == 'bmc' else f'smtbmc {engine}'


def is_telling(line: str) -> bool:
    """Say whether a line names a place and a mistake that every reader would find."""
    return bool(PLACED.match(line)) and "unknown system name '$" not in line


def complaints(log: Path) -> list[str]:
    """Return what a reader says from its first error on."""
    lines = [line for line in log.read_text(encoding='utf-8', errors='replace').splitlines() if line.strip()]
    first = next((number for number, line in enumerate(lines) if SAID.match(line)), max(0, len(lines) - 5))
    return [f'{line}\n' for line in lines[first : first + MOST_LINES]]


if __name__ == '__main__':
    main()
