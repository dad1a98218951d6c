"""Looks into the waveform of a run: outputs that were never known, and waveforms without signals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from services.diagnostics import Diagnostic, Severity
from services.errors import A6HubError
from services.verilog import Unit
from services.waveform import FileReader, Trace, TraceSummary
from services.waveform.model import Hierarchy
from workers.explaining.model import Answer, explained
from workers.explaining.project import Project
from workers.explaining.sights import outputs_of, port_line
from workers.explaining.themes.runtime import DUMP_DAMAGED, DUMP_EMPTY, UNSET_OUTPUT

MOST_OUTPUTS = 100
MOST_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class Waveform:
    """A waveform that a run left, in the form for the viewer."""

    name: str
    trace: Path
    summary: TraceSummary


def problems_of(name: str, summary: TraceSummary) -> Iterator[Diagnostic]:
    """Tell what could not be read of a waveform."""
    if not summary.variables:
        told = Diagnostic(Severity.WARNING, f'The waveform {name} holds no signals', source='a6hub')
        yield explained(told, DUMP_EMPTY)
        return
    for problem in summary.problems[:MOST_PROBLEMS]:
        told = Diagnostic(Severity.WARNING, f'{name}, line {problem.line}: {problem.message}', source='a6hub')
        yield explained(told, DUMP_DAMAGED)


def unset_outputs(project: Project, top: Unit, trace_file: Path) -> Iterator[Diagnostic]:
    """Tell of outputs of the modules below the testbench that were unknown from the beginning to the end."""
    try:
        trace = Trace(FileReader(trace_file))
        hierarchy = trace.hierarchy()
    except A6HubError:
        return
    numbers = {hierarchy_path(hierarchy, number): number for number in range(len(hierarchy.variables))}
    if trace.end <= trace.start:
        return
    looked = 0
    for instance in top.instances:
        unit = project.design.resolve(instance.module, top.path)
        for name in outputs_of(unit) if unit else []:
            number = numbers.get(f'{top.name}.{instance.name}.{name}')
            looked += 1
            if unit is None or number is None or looked > MOST_OUTPUTS or not always_unknown(trace, number):
                continue
            line = port_line(project, unit, name)
            message = (
                f'Output {name} of {instance.module} ({top.name}.{instance.name}) was unknown (x) during the whole run'
            )
            told = Diagnostic(Severity.WARNING, message, unit.path, line, source='a6hub')
            yield explained(told, UNSET_OUTPUT, Answer(hint=unset_hint(project, unit, name)))


def unset_hint(project: Project, unit: Unit, name: str) -> str:
    """Say whether the output is assigned at all."""
    lines = [line for line in project.words(unit).get(name, []) if line != port_line(project, unit, name)]
    if not lines:
        return f'assign {name} in {unit.name}: nothing does'
    return f'give {name} a value in reset (line {lines[0]} assigns it), or drive the inputs it depends on'


def always_unknown(trace: Trace, number: int) -> bool:
    """Say whether a variable never had a bit that is known."""
    first = islice(trace.edges(number), MOST_OUTPUTS + 1)
    values = [edge.value for edge in first]
    return len(values) <= MOST_OUTPUTS and not set(''.join(values)) - {'x'}


def hierarchy_path(hierarchy: Hierarchy, number: int) -> str:
    """Return the full name of a variable without its range."""
    name = hierarchy.path(number)
    bits = hierarchy.variables[number].bits
    return name.removesuffix(bits) if bits else name


def last_time(waves: Sequence[Path]) -> int:
    """Return the last moment that a VCD holds, 0 where time never went on."""
    last = 0
    for file in waves:
        with file.open('rb') as content:
            content.seek(max(0, file.stat().st_size - (1 << 16)))
            times = [line[1:] for line in content.read().split() if line[:1] == b'#' and line[1:].isdigit()]
            last = max([last, *(int(time) for time in times)])
    return last
