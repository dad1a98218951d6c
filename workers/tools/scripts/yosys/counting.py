"""Counts what a netlist is made of: by module and in all, by kind of cell, with areas where a library gives them."""

import re
from pathlib import Path
from typing import Any

FLIP_FLOPS = re.compile(r'\$_S?DFF|\$_ALDFF|\$_FF_|\$(?:s|a|al)?dff|SB_DFF|TRELLIS_FF$')
LATCHES = re.compile(r'\$_DLATCH|\$_SR_|\$(?:a?dlatch|sr)')
KINDS = {
    'flip_flops': FLIP_FLOPS,
    'latches': LATCHES,
    'luts': re.compile(r'\$lut$|SB_LUT4$|LUT4$'),
    'carry': re.compile(r'SB_CARRY$|CCU2C$'),
    'dsp': re.compile(r'SB_MAC16$|MULT18X18D$|MULT9X9D$|ALU54B$'),
    'bram': re.compile(r'SB_RAM40|SB_SPRAM256KA$|DP16KD$|PDPW16KD$'),
    'lutram': re.compile(r'TRELLIS_DPR16X4$'),
}
CELL = re.compile(r'\bcell\s*\(\s*"?([^")\s]+)"?\s*\)\s*\{')
AREA = re.compile(r'\barea\s*:\s*"?([-+\d.eE]+)')
IGNORED = ('$scopeinfo', '$print', '$check')


class Library:
    """The areas of a library's cells, and which of them keep a state."""

    def __init__(self, text: str = '') -> None:
        self.areas: dict[str, float] = {}
        self.kinds: dict[str, str] = {}
        text = re.sub(r'/\*.*?\*/', ' ', text, flags=re.DOTALL)
        starts = [*CELL.finditer(text)]
        for number, match in enumerate(starts):
            end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
            body = text[match.end() : end]
            area = AREA.search(body)
            self.areas[match[1]] = float(area[1]) if area else 0.0
            if re.search(r'\bff(?:_bank)?\s*\(', body):
                self.kinds[match[1]] = 'flip_flops'
            elif re.search(r'\blatch(?:_bank)?\s*\(', body):
                self.kinds[match[1]] = 'latches'

    def kind(self, cell: str) -> str:
        """Return the kind of a cell, '' where it is plain logic."""
        return self.kinds.get(cell) or next((name for name, pattern in KINDS.items() if pattern.match(cell)), '')


def statistics(design: Any, top: str, library: Library | None) -> dict[str, Any]:
    """Return the counts of every module and of the whole below `top`."""
    known = library or Library()
    named = {module.name.str(): module for module in design.modules_.values()}
    own: dict[str, dict[str, Any]] = {name: count(module, named, known) for name, module in named.items()}
    uses = instances(own, f'\\{top}')
    merged: dict[str, dict[str, Any]] = {}
    total = empty()
    for name, times in uses.items():
        add(total, own[name], times)
        group = merged.setdefault(plain(name), {**empty(), 'name': plain(name), 'instances': 0, 'modules': {}})
        group['instances'] += times
        # Copies of one module for several parameters or places are told together, each as often as it is used.
        add(group, own[name], times)
        for child, number in own[name]['children'].items():
            modules = group['modules']
            modules[plain(child)] = modules.get(plain(child), 0) + number * times
    rows = sorted(merged.values(), key=lambda row: (row['name'] != top, row['name']))
    for row in [total, *rows]:
        row.pop('children', None)
        row['area'] = round(row['area'], 6) if library is not None else None
    return {'total': total, 'modules': rows}


def count(module: Any, named: dict[str, Any], library: Library) -> dict[str, Any]:
    """Return the counts of one module without those below it."""
    found = empty()
    for cell in module.cells_.values():
        kind_name = cell.type.str()
        if kind_name in IGNORED:
            continue
        if kind_name in named and not named[kind_name].get_blackbox_attribute():
            found['children'][kind_name] = found['children'].get(kind_name, 0) + 1
            continue
        name = kind_name.removeprefix('\\')
        found['cells'] += 1
        found['by_type'][name] = found['by_type'].get(name, 0) + 1
        found['area'] += library.areas.get(name, 0.0)
        if kind := library.kind(name):
            found[kind] += width_of(cell) if kind in ('flip_flops', 'latches') else 1
    found['wires'] = len(module.wires_)
    return found


def width_of(cell: Any) -> int:
    """Return how many bits a register holds; a cell of a technology holds one."""
    numbers = {name.str(): value for name, value in cell.parameters.items()}
    return int(numbers['\\WIDTH'].as_int()) if '\\WIDTH' in numbers else 1


def empty() -> dict[str, Any]:
    """Return counts of nothing."""
    counts: dict[str, Any] = {'cells': 0, 'area': 0.0, 'wires': 0, 'by_type': {}, 'children': {}}
    return counts | dict.fromkeys(KINDS, 0)


def add(sums: dict[str, Any], part: dict[str, Any], times: int) -> None:
    """Add the counts of a module that is used several times."""
    for key in ('cells', 'area', 'wires', *KINDS):
        sums[key] += part[key] * times
    for name, number in part['by_type'].items():
        sums['by_type'][name] = sums['by_type'].get(name, 0) + number * times


def instances(own: dict[str, dict[str, Any]], top: str) -> dict[str, int]:
    """Return how often each module is used below the top, which is used once; the order is that of a walk down."""
    order: list[str] = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name not in seen and name in own:
            seen.add(name)
            for child in own[name]['children']:
                visit(child)
            order.append(name)

    visit(top)
    uses = dict.fromkeys(reversed(order), 0)
    uses[top] = 1
    for name in list(uses):
        for child, number in own[name]['children'].items():
            uses[child] += uses[name] * number
    return uses


def plain(name: str) -> str:
    """Return the name a person gave to a module, without the parameters or the place that a reader added."""
    name = name.removeprefix('\\')
    if name.startswith('$paramod'):
        parts = name.split('\\')
        return parts[1] if len(parts) > 1 else name
    return name.partition('$')[0] or name


def as_text(stats: dict[str, Any]) -> str:
    """Return the statistics as a table that people read."""
    heads = ['module', 'uses', 'cells', 'area', 'flip-flops', 'latches', 'LUTs', 'carry', 'DSP', 'BRAM', 'LUT RAM']
    keys = ['name', 'instances', 'cells', 'area', 'flip_flops', 'latches', 'luts', 'carry', 'dsp', 'bram', 'lutram']
    rows = [*stats['modules'], {**stats['total'], 'name': 'total', 'instances': ''}]
    lines = [f'{stats["top"]}: {stats["target"]}, read by {stats["frontend"]}', '']
    lines += table(heads, [[as_cell(row[key]) for key in keys] for row in rows])
    kinds = sorted(stats['total']['by_type'].items(), key=lambda item: (-item[1], item[0]))
    lines += ['', *table(['cell', 'number'], [[name, str(number)] for name, number in kinds])]
    if stats['memories']:
        heads = ['memory', 'words', 'bits', 'reads', 'writes', 'mapped to']
        keys = ['name', 'size', 'width', 'read_ports', 'write_ports', 'mapped_to']
        lines += ['', *table(heads, [[as_cell(row[key]) for key in keys] for row in stats['memories']])]
    if stats['latches']:
        lines += ['', *(f'latch: {each["signal"]} at {each["file"]}:{each["line"]}' for each in stats['latches'])]
    return '\n'.join(lines) + '\n'


def as_cell(value: object) -> str:
    """Return a value as the text of a table."""
    if value is None:
        return '-'
    return f'{value:.3f}'.rstrip('0').rstrip('.') if isinstance(value, float) else str(value)


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Return lines with aligned columns, the first to the left and the others to the right."""
    widths = [max(len(line[column]) for line in [heads, *rows]) for column in range(len(heads))]
    return [
        '  '.join(
            cell.ljust(widths[column]) if column == 0 else cell.rjust(widths[column])
            for column, cell in enumerate(line)
        ).rstrip()
        for line in [heads, *rows]
    ]


def read_library(path: str) -> Library | None:
    """Return the library of a file, nothing where none is used."""
    return Library(Path(path).read_text(encoding='utf-8', errors='replace')) if path else None
