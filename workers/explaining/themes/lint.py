"""What works in a simulator and not in hardware, or not as it was meant: latches, loops, widths, assignments."""

import re

from workers.explaining.model import Answer, Case, Kind, Rule

WIDTH = Kind(
    'width-mismatch',
    'The two sides of an assignment or operation differ in width',
    'Bits are cut off, or zeros are added, without a word.',
    'give both sides the same width',
)
LATCH = Kind(
    'latch',
    'A combinational block leaves a signal without a value in some case, so it becomes a latch',
    'An if without else, or a case without default, does not say what the signal is then.',
    'give it a value at the top of the block',
)
LOOP = Kind(
    'combinational-loop',
    'A signal depends on itself without a register between',
    'Its new value goes back into its own logic in the same moment.',
    'put a register into the loop, or break it',
)
BLOCKING = Kind(
    'blocking-in-sequential',
    'A clocked block assigns with =',
    'Other blocks see the new value or the old one by chance.',
    'write <= in clocked blocks',
)
NONBLOCKING = Kind(
    'nonblocking-in-combinational',
    'A combinational block assigns with <=',
    'The value comes one step later than meant.',
    'write = in combinational blocks',
)
MIXED = Kind(
    'mixed-assignments',
    'A signal is assigned with = and with <=',
    'Which one wins depends on the order of the blocks.',
    'use <= in clocked blocks and = elsewhere, and one block for each signal',
)
CASE = Kind(
    'incomplete-case',
    'A case does not cover every value',
    'For the other values the outputs keep what they had.',
    'add a default',
)
OVERLAP = Kind(
    'case-overlap',
    'Two items of a case fit the same value',
    'Only the first of them is ever taken.',
    'make the items exclusive',
)
SENSITIVITY = Kind(
    'sensitivity-list',
    'A block does not wake up for everything that it reads',
    'The list after @ was not changed when the block was.',
    'write always @(*) or always_comb',
)
SIGN = Kind(
    'signed-compare',
    'A comparison is always true, always false, or mixes signed and unsigned',
    'One unsigned operand makes the whole comparison unsigned.',
    'declare both signed, or use $signed()',
)
UNUSED = Kind(
    'unused-signal',
    'A signal is never used',
    'It was left over, or a connection is missing.',
    'use it, or delete its declaration',
)
FILE_NAME = Kind(
    'file-name',
    'A file bears another name than its module',
    'Tools look for a module in the file of its name.',
    'rename the file or the module',
)
DELAY = Kind(
    'delay-in-design',
    'A delay in code that is to become hardware',
    'Synthesis passes over delays; the chip has its own.',
    'remove the delay, or keep the code in a testbench',
)
INITIAL_VALUE = Kind(
    'reset-by-initial',
    'A register gets its first value by initial or in its declaration',
    'FPGAs can do so; standard cells begin with an unknown value.',
    'add a reset',
)
TIMESCALE = Kind(
    'missing-timescale',
    'Some modules have a timescale and some have none',
    'A module without one takes that of the file before it, so delays change with the order of files.',
    'write `timescale 1ns/1ps at the top of each file',
)
STYLE = Kind(
    'style',
    'A rule of style',
    'The code does what it says; the rule asks for another form.',
    'follow the rule, or turn it off in the options of lint',
)
SEMICOLON = Kind(
    'suspicious-semicolon',
    'A semicolon makes a statement empty',
    'It stands after the condition of an if or a loop, whose body is then nothing.',
    'delete the semicolon',
)
KINDS = (
    SEMICOLON,
    WIDTH,
    LATCH,
    LOOP,
    BLOCKING,
    NONBLOCKING,
    MIXED,
    CASE,
    OVERLAP,
    SENSITIVITY,
    SIGN,
    UNUSED,
    FILE_NAME,
    DELAY,
    INITIAL_VALUE,
    TIMESCALE,
    STYLE,
)
CASE_HEAD = re.compile(r'\bcase[xz]?\s*\(([^)]*)\)')


def width(case: Case) -> Answer:
    """Name the two widths and what to write."""
    want, got = case['want'], case['got']
    text = case.text.split('//')[0].strip()
    target = re.match(r'(?:assign\s+)?([\w.]+)(?:\s*\[[^\]]*\])?\s*<?=', text)
    name = target[1] if target else ''
    line = case.project.find_declaration(case.found.file, case.found.line, name) if name else 0
    where = f' (declared in line {line})' if line else ''
    if want and got:
        goal = name or 'the target'
        hint = f'declare {goal} with {got} bits{where}, or select {want} bits on the right'
        return Answer(hint=hint)
    return Answer(hint=f'give both sides of `{text}` the same width{where}' if text else '')


def latch(case: Case) -> Answer:
    """Name the signal and give it a default."""
    name = case['name'].rpartition('.')[2] or assigned_in(case)
    return Answer(
        f'{name} keeps its old value in some case, so a latch is made' if name else '',
        hint=f"write `{name} = '0;` (or its default) as the first statement of the block" if name else '',
    )


def assigned_in(case: Case) -> str:
    """Return the first signal that is assigned at or below the told line."""
    for number in range(case.found.line, case.found.line + 12):
        match = re.match(
            r'\s*(?:\w+\s*:)?\s*(\w+)(?:\s*\[[^\]]*\])?\s*=(?!=)', case.project.line(case.found.file, number)
        )
        if match:
            return match[1]
    return ''


def loop(case: Case) -> Answer:
    """Name the signal that depends on itself, at one of its assignments."""
    name, found, project = case['name'].rpartition('.')[2], case.found, case.project
    unit = project.unit_at(found.file, found.line)
    line = 0
    if name and unit:
        pattern = re.compile(rf'(?<![\w$.]){re.escape(name)}\s*(\[[^\]]*\]\s*)?(<=|=)(?!=)')
        numbers = range(unit.line, unit.end_line + 1)
        line = next((n for n in numbers if pattern.search(project.line(unit.path, n).split('//')[0])), 0)
    return Answer(
        f'{name} depends on itself without a register between' if name else '',
        found.file,
        line,
        hint=f'assign {name} in a clocked block, or take {name} out of its own logic' if name else '',
    )


def blocking(case: Case) -> Answer:
    """Write the line with the other assignment."""
    text = case.text.split('//')[0].strip()
    better = re.sub(r'(?<![<>=!])=(?!=)', '<=', text, count=1)
    return Answer(hint=f'write `{better}`' if better != text else '')


def nonblocking(case: Case) -> Answer:
    """Write the line with the other assignment."""
    text = case.text.split('//')[0].strip()
    better = text.replace('<=', '=', 1)
    return Answer(hint=f'write `{better}`' if better != text else '')


def incomplete_case(case: Case) -> Answer:
    """Name what is decided about."""
    head = CASE_HEAD.search(case.text)
    return Answer(hint=f'add `default:` to the case over {head[1].strip()}' if head else '')


def sensitivity(case: Case) -> Answer:
    """Write the head of the block."""
    return Answer(hint=f'write `always @(*)` instead of `{case.text.strip()}`' if 'always' in case.text else '')


def unused(case: Case) -> Answer:
    """Name the signal."""
    name = case['name']
    return Answer(hint=f'use {name}, or delete its declaration' if name else '')


RULES = (
    Rule(
        WIDTH,
        (
            r'expects (?P<want>\d+) bits.* generates (?P<got>\d+)(?: or more)? bits',
            r'(?P<got>\d+) bits? (?:to|into|truncated to) (?P<want>\d+)',
            r'Pruning|Padding',
            r'(?:Bit extraction|Unsized constants|Value too large|Unsized)',
        ),
        width,
        checks=('WIDTH', 'WIDTHTRUNC', 'WIDTHEXPAND', 'WIDTHXZEXPAND', 'WIDTHCONCAT'),
    ),
    Rule(
        LATCH,
        (
            r"Latch inferred for signal [`']?\\?(?P<name>[\w.\\]+?)'",
            r"Latch inferred for signal '?(?P<name>[\w.]+)'?",
            r'(?i)inferred latch(?:es)? for .*?\\?(?P<name>\w+)',
            r'(?i)latch (?:was )?inferred',
            r'(?i)not all control paths .*assign',
        ),
        latch,
        checks=('LATCH', 'COMBDLY_LATCH', 'NOLATCH'),
    ),
    Rule(
        LOOP,
        (
            r"(?:circular combinational logic|combinational loop|Circular logic).*: '?(?P<name>[\w.]+)'?",
            r"Combinational loop through '(?P<name>[^']+)'",
            r'found logic loop in module (?P<inside>\w+)',
            r'(?i)(?:logic|combinational) loop',
            r'Feedback to (?:public )?clock',
            r'(?:Settle|Active|Input combinational) region did not converge',
        ),
        loop,
        checks=('UNOPTFLAT', 'UNOPT', 'ALWCOMBORDER', 'DIDNOTCONVERGE', 'IMPERFECTSCH'),
    ),
    Rule(
        BLOCKING,
        (r"Blocking assignments? '?='? in sequential", r'(?i)use only non-?blocking'),
        blocking,
        checks=('BLKSEQ', 'always-ff-non-blocking'),
    ),
    Rule(
        NONBLOCKING,
        (r'(?i)non-?blocking assignment.*combinational|Delayed assignments.*non-clocked', r'(?i)use only blocking'),
        nonblocking,
        checks=('COMBDLY', 'always-comb-blocking', 'INITIALDLY'),
    ),
    Rule(MIXED, (r'[Bb]locked and non-blocking|[Bb]locking and non-?blocking',), checks=('BLKANDNBLK',)),
    Rule(
        CASE,
        (r'(?i)case (?:values|statement|item).*(?:incompletely|not fully|missing)', r'case-missing-default'),
        incomplete_case,
        checks=('CASEINCOMPLETE', 'case-missing-default'),
    ),
    Rule(OVERLAP, (r'(?i)case (?:values|conditions) overlap', r'(?i)duplicate case'), checks=('CASEOVERLAP',)),
    Rule(SENSITIVITY, (r'(?i)sensitivity list',), sensitivity, checks=('always-comb', 'SENSITIVITY')),
    Rule(
        SIGN,
        (r'(?i)comparison is (?:constant|tautolog|always)', r'(?i)unsigned comparison', r'(?i)signed.*unsigned'),
        checks=('UNSIGNED', 'CMPCONST', 'SIGNED'),
    ),
    Rule(
        UNUSED,
        (
            r"Signal is not (?:driven, nor )?used: '?(?P<name>\w+)'?",
            r"Parameter is not used: '?(?P<name>\w+)'?",
            r"Bits of signal are not used[^:]*: '?(?P<name>\w+)'?",
            r"[Vv]ariable is not used: '?(?P<name>\w+)'?",
        ),
        unused,
        checks=('UNUSEDSIGNAL', 'UNUSEDPARAM', 'UNUSED', 'UNUSEDGENVAR', 'UNUSEDLOOP'),
    ),
    Rule(
        FILE_NAME,
        (r'Filename .* does not match', r'Declared module does not match'),
        checks=('DECLFILENAME', 'module-filename'),
    ),
    Rule(
        DELAY,
        (r'(?i)unsynthesizable timing control', r'(?i)delay.*(?:ignored|not synthesi)', r'(?i)statement delay'),
        checks=('STMTDLY', 'ASSIGNDLY'),
    ),
    Rule(INITIAL_VALUE, (), checks=('PROCASSINIT',)),
    Rule(
        TIMESCALE,
        (r'(?i)timescale missing|[Ss]ome modules have no timescale|(?:inherits|has no) timescale',),
        checks=('TIMESCALEMOD',),
    ),
    Rule(STYLE, (r'',), sources=('verible',)),
)
