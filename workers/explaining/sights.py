"""What can be seen of a run that says nothing itself: why it never ended, what it left unknown, what was left out."""

import re
from collections.abc import Iterator
from itertools import pairwise

from services.diagnostics import Diagnostic, Severity
from services.verilog import Direction, Unit
from services.verilog.tokens import Token
from workers.explaining.model import Answer, Kind, explained
from workers.explaining.project import Place, Project
from workers.explaining.themes.limits import DISK, ENDLESS, MEMORY, OUTPUT
from workers.explaining.themes.lint import TIMESCALE
from workers.explaining.themes.runtime import NO_DELAY, STOP

LOOPS = frozenset({'forever', 'while', 'repeat', 'always', 'do'})
WAITS = frozenset({'#', '@', 'wait', 'wait_order', '##'})
ENDINGS = frozenset({'$finish', '$stop'})
CLOCK = re.compile(r'\bforever\b|\balways\b\s*(begin\s*)?#|\balways\b\s*@')
ASSIGN = re.compile(r'^\s*assign\s+(?:#\s*0\s+)?([A-Za-z_]\w*)\s*(?:\[[^\]]*\])?\s*=\s*([^;]*);')


def never_ended(project: Project, units: list[Unit], time_stood: bool) -> tuple[Kind, Answer] | None:
    """Say why a simulation ran into its time limit, if the sources show it."""
    if place := loop_without_delay(project, units):
        text = project.line(place.file, place.line).strip()
        return NO_DELAY, Answer(
            '', place.file, place.line, hint=f'put a delay such as #1 or an event such as @(posedge clk) into `{text}`'
        )
    if time_stood and (place := loop_of_assigns(project, units)):
        text = project.line(place.file, place.line).strip()
        return NO_DELAY, Answer(
            '', place.file, place.line, hint=f'`{text}` depends on itself: put a register or a delay into the loop'
        )
    if any(unit.tasks & ENDINGS for unit in units):
        return None
    place = clock_of(project, units)
    bench = units[0] if units else None
    if place is None or bench is None:
        return None
    return ENDLESS, Answer(
        '', place.file, place.line, hint=f'add `initial begin #1000 $finish; end` to {bench.name} in {bench.path}'
    )


def loop_without_delay(project: Project, units: list[Unit]) -> Place | None:
    """Return the first loop of a process in which nothing waits."""
    for unit in units:
        tokens = [token for token in project.tokens(unit.path) if unit.line <= token.line <= unit.end_line]
        for at, token in enumerate(tokens):
            if (
                token.text == 'forever'
                or is_endless_while(tokens, at)
                or (token.text == 'always' and after(tokens, at) not in WAITS)
            ):
                body = statement(tokens, at + 1)
                if not any(
                    inner.text in WAITS or inner.text in ('$finish', 'disable', 'break') for inner in body
                ) and not calls_task(body):
                    return Place(unit.path, token.line)
    return None


def calls_task(body: list[Token]) -> bool:
    """Say whether a task is called, which may wait."""
    return any(
        first.text.isidentifier() and second.text == ';' and before.text in (';', 'begin', 'forever', ')', 'else')
        for before, first, second in zip(body, body[1:], body[2:], strict=False)
    ) or any(
        before.text in (';', 'begin', ')')
        and name.text.isidentifier()
        and sign.text == '('
        and name.text not in ('if', 'for', 'while', 'case', 'repeat')
        for before, name, sign in zip(body, body[1:], body[2:], strict=False)
    )


def is_endless_while(tokens: list[Token], at: int) -> bool:
    """Say whether a `while` waits for a condition, which nothing changes if nothing in it waits."""
    return tokens[at].text == 'while' and after(tokens, at) == '(' and tokens[at - 1].text != 'end'


def after(tokens: list[Token], at: int) -> str:
    """Return the text of the next token."""
    return tokens[at + 1].text if at + 1 < len(tokens) else ''


def statement(tokens: list[Token], at: int) -> list[Token]:
    """Return the tokens of the statement that begins there."""
    depth = parens = 0
    for end in range(at, len(tokens)):
        text = tokens[end].text
        depth += (text in ('begin', 'fork', 'case', 'casex', 'casez')) - (
            text in ('end', 'join', 'join_any', 'join_none', 'endcase')
        )
        parens += (text in ('(', '[', '{')) - (text in (')', ']', '}'))
        ends = depth <= 0 and parens <= 0 and text in (';', 'end', 'join', 'join_any', 'join_none')
        if ends and after(tokens, end) != 'else':
            return tokens[at : end + 1]
    return tokens[at:]


def loop_of_assigns(project: Project, units: list[Unit]) -> Place | None:
    """Return an `assign` of a module whose value goes back into itself through assigns alone."""
    for unit in units:
        reads: dict[str, tuple[int, set[str]]] = {}
        for number in range(unit.line, unit.end_line + 1):
            if match := ASSIGN.match(project.line(unit.path, number).split('//')[0]):
                reads[match[1]] = number, set(re.findall(r'[A-Za-z_]\w*', match[2]))
        for name, (number, _) in reads.items():
            if name in reached(name, reads):
                return Place(unit.path, number)
    return None


def reached(name: str, reads: dict[str, tuple[int, set[str]]]) -> set[str]:
    """Return the names on which one depends."""
    seen: set[str] = set()
    pending = [name]
    while pending:
        for other in reads.get(pending.pop(), (0, set()))[1] - seen:
            seen.add(other)
            pending.append(other)
    return seen


def clock_of(project: Project, units: list[Unit]) -> Place | None:
    """Return where a clock is made that runs for ever."""
    for unit in units:
        for number in range(unit.line, unit.end_line + 1):
            text = project.line(unit.path, number).split('//')[0]
            if re.search(r'\bforever\b|\balways\b\s*(begin\s*)?#', text):
                return Place(unit.path, number)
    return None


def mixed_timescales(project: Project, units: list[Unit]) -> Iterator[Diagnostic]:
    """Tell of modules with delays whose file has no timescale while others have one."""
    paths = list(dict.fromkeys(unit.path for unit in units))
    has = {path: bool(re.search(r'`timescale\b|\btimeunit\b', project.text(path))) for path in paths}
    with_one = next((path for path in paths if has[path]), '')
    if not with_one:
        return
    scale = re.search(r'`timescale[^\n/]*(?:/[^\n/]*)?', project.text(with_one))
    for path in paths:
        tokens = [] if has[path] else project.tokens(path)
        delay = next(
            (
                token.line
                for token, sign in pairwise(tokens)
                if token.text == '#' and (sign.text[:1].isdigit() or sign.text == '(') and is_delay(tokens, token)
            ),
            0,
        )
        if delay:
            told = Diagnostic(
                Severity.WARNING,
                f'{path} has delays but no `timescale, while {with_one} has one',
                path,
                delay,
                source='a6hub',
            )
            hint = f'write `{scale[0].strip() if scale else "`timescale 1ns/1ps"}` at the top of {path}'
            yield explained(told, TIMESCALE, Answer(hint=hint))


def is_delay(tokens: list[Token], token: Token) -> bool:
    """Say whether a # begins a delay and not a list of parameters."""
    at = next(at for at, other in enumerate(tokens) if other is token)
    before, following = tokens[at - 1].text if at else '', after(tokens, at)
    if following != '(':
        return True
    return before in (';', 'begin', 'always', 'forever', 'initial', ')', '<=', '=', 'assign')


def stop_place(project: Project, units: list[Unit]) -> Diagnostic | None:
    """Return the only $stop of the sources, which ended a run."""
    places = [
        (unit.path, token.line)
        for unit in units
        for token in project.tokens(unit.path)
        if token.text == '$stop' and unit.line <= token.line <= unit.end_line
    ]
    if not places:
        return None
    path, line = places[0]
    hint = f'write $finish instead of $stop in {path}:{line}, or $fatal if the run has failed there'
    return explained(Diagnostic(Severity.ERROR, STOP.title, path, line, source='icarus'), STOP, Answer(hint=hint))


def outputs_of(unit: Unit) -> list[str]:
    """Return the names of a module's outputs."""
    return [port.name for port in unit.ports if port.direction is Direction.OUTPUT]


def port_line(project: Project, unit: Unit, name: str) -> int:
    """Return where a port is declared."""
    return project.declared(unit).get(name, unit.line)


LARGE = {
    MEMORY.id: re.compile(
        r'\b(?:reg|logic|bit|byte|int|integer|wire)\b[^;]*\[[^\]]*(?:\d{6,}|<<|\*\*)[^\]]*\]|\bfor\s*\('
    ),
    OUTPUT.id: re.compile(r'\$(?:display|write|monitor|strobe|info)\b'),
    DISK.id: re.compile(r'\$dumpvars\b|\$fwrite\b|\$fdisplay\b'),
}


def largest_cause(project: Project, units: list[Unit], kind: Kind) -> Answer:
    """Return the line that most likely used up a limit."""
    pattern = LARGE.get(kind.id)
    for unit in units if pattern else []:
        for number in range(unit.line, unit.end_line + 1):
            text = project.line(unit.path, number).split('//')[0]
            if pattern and pattern.search(text):
                return Answer('', unit.path, number, hint=f'{kind.hint}; look at `{text.strip()}`')
    return Answer()
