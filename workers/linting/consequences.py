"""Leaves out what only follows from another mistake, so that each mistake has one message."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from services.diagnostics import Diagnostic, Severity

TextOf = Callable[[str], str | None]
NAME = re.compile(r"[`'\"\\]+([A-Za-z_][\w$]*)")
BLOCK = re.compile(r'\s*(?:always\w*|initial|assign|endmodule|module|function|task|generate)\b')
WORD = re.compile(r'\s*[A-Za-z_]\w*')
MEANT = "did you mean '{}'?"
KEYWORDS = """
always always_comb always_ff always_latch assign begin case default else end endcase endfunction endgenerate
endmodule endtask function generate genvar initial inout input integer localparam logic module negedge output
parameter posedge signed typedef wire reg
"""
ON_SAME_LINE = {
    'bad-port': {'open-port', 'implicit-net'},
    'missing-module': {'implicit-net', 'open-port'},
    'undeclared': {'undriven', 'unused', 'implicit-net', 'width'},
    'undefined-macro': {'syntax', 'undeclared'},
    'literal': {'syntax', 'width'},
    'syntax': {'undeclared', 'redefinition', 'missing-module', 'literal'},
    'range': {'width'},
    'wire-assigned': {'blocking'},
    'multidriven': {'blocking'},
}
"""What another mistake on the same line brings with it."""
IN_SAME_FILE = {
    'missing-include': {'undefined-macro', 'undeclared', 'syntax', 'missing-module'},
    'syntax': {'redefinition', 'implicit-net', 'unused', 'undriven'},
}
"""What another mistake in the same file, before it, brings with it."""
ALIKE = 0.7


def without_consequences(found: list[Diagnostic], text_of: TextOf) -> list[Diagnostic]:
    """Return the mistakes without their consequences."""
    found = [_keyword(each, text_of) for each in found]
    found = _without_typos(found)
    found = _without_latches_of_cases(found, text_of)
    found = _without_cascades(found)
    return [
        each
        for each in found
        if not any(_brings(other, each) or _opens(other, each, text_of) for other in found if other is not each)
    ]


def name_in(message: str) -> str:
    """Return the first name that a message quotes."""
    match = NAME.search(message)
    return match[1] if match else ''


def _brings(cause: Diagnostic, other: Diagnostic) -> bool:
    """Say whether the second mistake follows from the first."""
    if cause.kind == 'open-port' and other.kind == 'undriven' and name_in(cause.message) == name_in(other.message):
        return True  # the same input, seen from inside
    if cause.file != other.file:
        return False
    if cause.line == other.line and other.kind in ON_SAME_LINE.get(cause.kind, ()):
        return not (other.severity is Severity.ERROR and cause.severity is not Severity.ERROR)
    if cause.kind == 'syntax' and cause.hint.startswith(MEANT[:8]) and cause.line <= other.line:
        # Nothing of a module is read whose first word is none; any other word ends the block it should have begun.
        return other.kind == 'syntax' or cause.hint == MEANT.format('module')
    if cause.kind == 'syntax' and other.kind == 'unused' and name_in(other.message).startswith('__'):
        return True  # a name of Verilator's own, for a port that has none
    if cause.line <= other.line and other.kind in IN_SAME_FILE.get(cause.kind, ()):
        return cause.severity is Severity.ERROR
    same_name = name_in(cause.message) == name_in(other.message) != ''
    if cause.kind in ('implicit-net', 'undeclared') and other.kind in ('unused', 'undriven'):
        return same_name
    if cause.kind == 'latch' and other.kind == 'loop':
        # A latch feeds its own value back.
        return set(NAME.findall(other.message)) == {name_in(cause.message)}
    # What is cut off by a width or a range is not used elsewhere either.
    cut = cause.kind in ('width', 'range') and other.kind == 'unused' and 'Bits of signal' in other.message
    return cut and f"'{name_in(other.message)}'" in cause.message


def _keyword(found: Diagnostic, text_of: TextOf) -> Diagnostic:
    """Tell a keyword that was misspelt, which tools take for the name of a type or a module."""
    if found.kind not in ('undeclared', 'missing-module', 'syntax') or found.severity is not Severity.ERROR:
        return found
    name = name_in(found.message)
    if found.kind == 'syntax':
        line = ((text_of(found.file) or '').splitlines()[found.line - 1 : found.line] or [''])[0]
        name = (WORD.match(line) or [''])[0].strip()
    words = KEYWORDS.split()
    if len(name) <= 2 or name in words:
        return found
    swapped = [word for word in words if sorted(word) == sorted(name)]
    meant = swapped or difflib.get_close_matches(name, words, n=1, cutoff=0.8)
    return replace(found, kind='syntax', hint=MEANT.format(meant[0])) if meant else found


def _without_typos(found: list[Diagnostic]) -> list[Diagnostic]:
    """Join a name that was mistyped with the net that has no driver or reader therefore."""
    left = list(found)
    for number, each in enumerate(found):
        if each.kind not in ('implicit-net', 'undeclared'):
            continue
        name = name_in(each.message)
        lonely = [
            other
            for other in left
            if other.kind in ('undriven', 'unused') and other.file == each.file and _alike(name, name_in(other.message))
        ]
        if lonely:
            meant = name_in(lonely[0].message)
            found[number] = replace(each, hint=MEANT.format(meant))
            left = [found[number] if other is each else other for other in left if other not in lonely]
    return left


def _without_cascades(found: list[Diagnostic]) -> list[Diagnostic]:
    """Keep the first of the syntax errors that a reader prints while it looks for the end of one."""
    left: list[Diagnostic] = []
    last: Diagnostic | None = None
    for each in sorted(found, key=lambda each: (each.file, each.line, each.column)):
        if each.kind == 'syntax':
            if last is not None and last.file == each.file and each.line <= last.line + 1:
                continue
            last = each
        left.append(each)
    return left


def _opens(cause: Diagnostic, other: Diagnostic, text_of: TextOf) -> bool:
    """Say whether a port is open because the same instance names one that does not exist."""
    if (cause.kind, other.kind) != ('bad-port', 'open-port') or cause.file != other.file:
        return False
    lines = (text_of(cause.file) or '').splitlines()[other.line - 1 : cause.line - 1]
    return other.line <= cause.line and not any(';' in line.partition('//')[0] for line in lines)


def _alike(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return False
    return sorted(one) == sorted(other) or difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE


def _without_latches_of_cases(found: list[Diagnostic], text_of: TextOf) -> list[Diagnostic]:
    """Join a case that leaves values out with the latches that its block gets by that."""
    cases = [each for each in found if each.kind == 'case']
    lines = {each.file: (text_of(each.file) or '').splitlines() for each in cases}
    joined: dict[int, Diagnostic] = {}
    left = []
    for each in found:
        case = next((case for case in cases if each.kind == 'latch' and _in_block(each, case, lines[case.file])), None)
        if case is None:
            left.append(each)
        else:
            told = joined.get(id(case), case)
            joined[id(case)] = _with_latch(told, each)
    return [joined.get(id(each), each) for each in left]


def _with_latch(case: Diagnostic, latch: Diagnostic) -> Diagnostic:
    name = name_in(latch.message)
    if f"'{name}'" in case.message:
        return case
    text = f"{case.message}; a latch for '{name}' follows from that"
    return replace(case, message=text, severity=Severity.WARNING)


def _in_block(latch: Diagnostic, case: Diagnostic, lines: list[str]) -> bool:
    if latch.file != case.file or not latch.line <= case.line:
        return False
    return not _begins_block(lines[latch.line : case.line])


def _begins_block(lines: Iterable[str]) -> bool:
    return any(BLOCK.match(line) for line in lines)
