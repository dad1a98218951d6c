"""Merges the diagnostics of several linters: the same mistake at the same place is told once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from services.diagnostics import Diagnostic, Severity
from workers.linting.consequences import without_consequences
from workers.linting.topics import BY_ID, STYLE
from workers.linting.waivers import Waivers

TextOf = Callable[[str], str | None]
QUOTED = re.compile(r"[`'\"\\]+([A-Za-z_][\w$.]*)'?")
BEST = {'yosys': 0, 'verilator': 1, 'verible': 2}
"""Who says it best, of errors: slang, whose words the step of Yosys passes on, knows the true place."""
BEST_OF_WARNINGS = {'verilator': 0, 'yosys': 1, 'verible': 2}
FOUND_BY_PLACE = frozenset({'loop', 'multidriven'})
"""Topics of which Yosys knows the place where they arise, and Verilator only where the signal is declared."""
ONE_BY_ONE = frozenset({'unused', 'undriven', 'implicit-net', 'undeclared', 'latch', 'open-port', 'missing-module'})
"""Topics of which one line may hold several, each of another name."""
IN_BENCHES = frozenset({'implicit-net', 'open-port', 'bad-port', 'range'})
"""What is worth a warning in a testbench; the rest of style and synthesis does not matter there."""
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Rules:
    """What a person wants to hear."""

    disabled: frozenset[str] = frozenset()
    style: str = 'info'
    benches: frozenset[str] = frozenset()
    is_free_of_loops: bool = False
    """Whether Yosys has looked at the design and found no ring of logic."""
    read_well: frozenset[str] = frozenset()
    """Files that another tool than Verible has read without an error."""


def merged_diagnostics(found: Sequence[Diagnostic], rules: Rules, text_of: TextOf) -> list[Diagnostic]:
    """Return the list without doubles, consequences, waived and unwanted ones, in the order of the sources."""
    waivers = Waivers(text_of)
    wanted = [judged for each in found if (judged := _judged(each, rules)) is not None and not waivers.cover(judged)]
    kept: list[Diagnostic] = []
    for each in sorted(wanted, key=_preference):
        same = next((number for number, other in enumerate(kept) if _is_same(other, each)), None)
        if same is None:
            kept.append(each)
        else:
            kept[same] = _joined(kept[same], each)
    kept = without_consequences(_one_tool_by_syntax_error(kept), text_of)
    return sorted(kept, key=lambda each: (each.file, each.line, each.column, ORDER[each.severity]))


def names_in(message: str) -> frozenset[str]:
    """Return the names that a message quotes, without their path in the hierarchy."""
    return frozenset(name.rpartition('.')[2] for name in QUOTED.findall(message))


def tools_of(diagnostic: Diagnostic) -> list[str]:
    """Return the tools that agree on a diagnostic, the one whose words it bears first."""
    return diagnostic.source.split(', ')


def _judged(each: Diagnostic, rules: Rules) -> Diagnostic | None:
    """Return a diagnostic with the severity that it has for this person, or nothing."""
    if each.severity is Severity.ERROR:
        hard = each.kind not in BY_ID or BY_ID[each.kind].is_hard
        if {each.rule, each.kind} & rules.disabled and not hard:
            return None
        if each.rule == 'syntax-error' and each.source == 'verible' and each.file in rules.read_well:
            message = f'Verible cannot check the style of this file: {each.message}'
            return replace(each, severity=Severity.INFO, message=message, hint='', kind='style')
        return each
    if {each.rule, each.kind} & rules.disabled:
        return None
    if each.file in rules.benches and each.kind not in IN_BENCHES:
        return None
    if each.kind == 'loop' and rules.is_free_of_loops and each.source == 'verilator':
        message = f'No loop of gates, but slow to simulate: {each.message}'
        return replace(each, severity=Severity.INFO, message=message, hint='', kind='slow-simulation')
    if each.rule in STYLE or each.kind in STYLE or each.source == 'verible':
        if rules.style == 'off':
            return None
        return replace(each, severity=Severity(rules.style))
    return each


def _preference(each: Diagnostic) -> tuple[int, int]:
    is_error = each.severity is Severity.ERROR or each.kind in FOUND_BY_PLACE
    tool = tools_of(each)[0]
    return (0 if is_error else 1, (BEST if is_error else BEST_OF_WARNINGS).get(tool, len(BEST)))


def _is_same(one: Diagnostic, other: Diagnostic) -> bool:
    """Say whether two diagnostics tell of the same mistake."""
    names, others = names_in(one.message), names_in(other.message)
    if one.kind == other.kind and one.kind in FOUND_BY_PLACE and (one.file == other.file or one.kind == 'loop'):
        return bool(names & others) or (one.file, one.line) == (other.file, other.line)
    if (one.file, one.line) != (other.file, other.line):
        return False
    if one.kind == other.kind:
        if one.source == other.source and one.message == other.message:
            return True
        if one.kind in ONE_BY_ONE:
            return bool(names & others) or not (names and others)
        return tools_of(one) != tools_of(other) or one.column == other.column
    both_errors = one.severity is Severity.ERROR and other.severity is Severity.ERROR
    return both_errors and not set(tools_of(one)) & set(tools_of(other))


def _joined(one: Diagnostic, other: Diagnostic) -> Diagnostic:
    """Return the first with the graver severity, a column where one has it, and all tools that agree."""
    severity = min(one.severity, other.severity, key=lambda each: ORDER[each])
    tools = ', '.join(dict.fromkeys([*tools_of(one), *tools_of(other)]))
    same_line = one.line == other.line
    column = one.column or (other.column if same_line else 0)
    return replace(one, severity=severity, source=tools, column=column, kind=one.kind or other.kind)


def _one_tool_by_syntax_error(found: list[Diagnostic]) -> list[Diagnostic]:
    """Keep the syntax errors of the best tool of each file: another sees the same one a line later."""
    best: dict[str, str] = {}
    for each in found:
        if each.kind in ('syntax', 'literal', 'undefined-macro') and each.severity is Severity.ERROR:
            best.setdefault(each.file, tools_of(each)[0])
    kept: list[Diagnostic] = []
    agreeing: dict[str, list[str]] = {}
    for each in found:
        if each.kind == 'syntax' and tools_of(each)[0] != best.get(each.file, tools_of(each)[0]):
            agreeing.setdefault(each.file, []).extend(tools_of(each))
        else:
            kept.append(each)
    for number, each in enumerate(kept):
        if each.kind == 'syntax' and (more := agreeing.pop(each.file, [])):
            kept[number] = replace(each, source=', '.join(dict.fromkeys([*tools_of(each), *more])))
    return kept
