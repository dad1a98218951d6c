"""What is said of the end of a proof: the words for each state of a statement, and what to do about mistakes."""

import re
from dataclasses import dataclass

from services.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Words:
    """How one outcome is told; `{name}`, `{step}` and `{trace}` are filled in."""

    severity: Severity
    kind: str
    message: str
    cause: str = ''
    hint: str = ''


COUNTEREXAMPLE = Words(
    Severity.ERROR,
    'counterexample',
    'The assertion{name} does not hold: step {step} of a counterexample violates it',
    'Inputs and a start state that nothing forbids lead there; a missing reset or assumption is as likely as a fault',
    'Open {trace}: it shows every signal up to that step. If those inputs cannot happen, exclude them with assume.',
)
INDUCTION = Words(
    Severity.WARNING,
    'induction-failed',
    'The assertion{name} is not proven: it holds from the start, but not from every state that satisfies it',
    'Induction may begin in a state that the design never reaches',
    'Open {trace}, look at its first step, and assert what makes that state impossible; a larger depth or the engine '
    'abc, which needs no induction, may do as well.',
)
UNREACHED = Words(
    Severity.ERROR,
    'cover-unreached',
    'The cover statement{name} is not reached within the depth',
    'The condition contradicts the design or its assumptions, or it takes more steps',
    'Raise depth; if that does not help, cover parts of the condition to see which of them is impossible.',
)
REACHED = Words(
    Severity.INFO,
    'cover-reached',
    'The cover statement{name} is reached in step {step}',
    hint='Open {trace} to see how.',
)

SETUP_HINTS = {
    'sby': 'Check the sections [options], [engines], [script] and [files] of the .sby file against the log.',
    'sva': 'Only clocked assertions of one expression are read, as in assert property (@(posedge clk) disable iff '
    '(rst) a); write a |-> b as !a || b, and a |=> b as an always block: if ($past(a)) assert (b).',
}
SYNTAX = re.compile(r'(?i)syntax error|\bexpected\b')
HINTS = (
    (re.compile(r'sby file syntax error|Unused option|Invalid'), SETUP_HINTS['sby']),
    (
        re.compile(r'no (assert|cover)'),
        'Write assert (...) or cover (...) into an always block of the design, inside `ifdef FORMAL if other tools '
        'read the file; or choose the mode that fits the statements.',
    ),
    (re.compile(r'unsupported SVA|SVA unsupported|unsupported assertion|default clocking'), SETUP_HINTS['sva']),
    (re.compile(r"unexpected '@'|unexpected TOK_(PROPERTY|ELSE)"), SETUP_HINTS['sva']),
    (
        re.compile(r'unknown module|not part of the design|Module .* not found'),
        'Add the file that defines it to the sources, or to [files] and [script] of the .sby file.',
    ),
    (
        re.compile(r'SMT Solver .(?P<solver>[\w-]+). not found'),
        'This server has yices, z3, cvc5 and abc: name one of them in [engines].',
    ),
    (
        re.compile(r'program .* is not on this server'),
        'This server has the engines smtbmc (with yices, z3 and cvc5) and abc: name one of them in [engines].',
    ),
    (
        re.compile(r'Verific'),
        'Full SystemVerilog assertions need that commercial reader: use read_slang, or read -formal with assert in '
        'always blocks.',
    ),
    (
        re.compile(r'No such file|Can.t open input file|could not open'),
        'Paths in [files] count from the folder of the .sby file, those in [script] from the copies that '
        '[files] makes.',
    ),
    (
        re.compile(r'reset .* no input'),
        'Name an input of one bit in the option reset, with ! where it is active low, or none.',
    ),
    (re.compile(r'(?i)syntax error|expected'), 'Look at this line and at the end of the one before it.'),
    (re.compile(r'memory file|readmem'), "Paths of memory files count from the project's root."),
)


def words_of(kind: str, status: str, task_status: str) -> Words | None:
    """Return how the state of a statement is told; nothing where there is nothing to say."""
    if status == 'FAIL':
        return UNREACHED if kind == 'cover' else COUNTEREXAMPLE
    if status == 'INDUCTION':
        return INDUCTION if task_status == 'UNKNOWN' else None
    return REACHED if kind == 'cover' and status == 'PASS' else None


def kind_for(message: str) -> str:
    """Return the kind of a mistake that a reader tells, '' where others know better."""
    if hint_for(message) == SETUP_HINTS['sva']:
        return 'unsupported-construct'
    if message.startswith('no '):
        return 'no-properties'
    return 'syntax' if SYNTAX.search(message) else ''


def hint_for(message: str) -> str:
    """Return what to do about a mistake, '' where that is not known."""
    return next((hint for pattern, hint in HINTS if pattern.search(message)), '')
