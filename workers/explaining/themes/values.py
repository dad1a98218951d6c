"""Ranges, indices, constants and numbers that cannot be as they are written."""

import re

from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.themes.names import used_at

INDEX = Kind(
    'index-out-of-range',
    'An index lies outside its vector or memory',
    'The range was declared smaller, or counting began at 1 instead of 0.',
    'widen the declaration, or correct the index',
)
RANGE = Kind(
    'range-reversed',
    'A part is selected in the wrong order',
    'A part select counts in the direction of its declaration.',
    'swap the two numbers',
)
EMPTY_RANGE = Kind(
    'empty-range',
    'A vector has no bits, or its range is negative',
    'A parameter is 0, so that [N-1:0] became [-1:0].',
    'give the parameter a value of at least 1',
)
NOT_CONSTANT = Kind(
    'not-constant',
    'A constant is needed and a variable stands there',
    'Ranges, parameters, replications and loops of generate are fixed before time begins.',
    'use a parameter or localparam; for a moving part select write [start +: WIDTH]',
)
NUMBER = Kind(
    'bad-number',
    'A number cannot be read',
    'A digit does not belong to the base, or the quote of the base is missing.',
    "write it as <width>'<base><digits>, for example 8'hFF",
)
TYPES = Kind(
    'type-mismatch',
    'Two types do not fit',
    'A value of another type is assigned or compared.',
    'cast it, or change the type',
)
ENUM = Kind(
    'enum-assignment',
    'An enum is given a number',
    'A variable of an enum takes only its names.',
    "assign one of its names, or cast: type_t'(value)",
)
ARGUMENTS = Kind(
    'wrong-arguments',
    'A function or task is called with the wrong arguments',
    'Its declaration lists others.',
    'compare the call with the declaration',
)
KINDS = (INDEX, RANGE, EMPTY_RANGE, NOT_CONSTANT, NUMBER, TYPES, ENUM, ARGUMENTS)


def index(case: Case) -> Answer:
    """Point to the declaration."""
    name, found = case['name'] or first_indexed(case), case.found
    line = case.project.find_declaration(found.file, found.line, name)
    text = case.project.line(found.file, line).split('//')[0].strip()
    bounds = f'; line {line} declares `{text}`' if line else ''
    return Answer(hint=f'use an index inside of {name or "the vector"}{bounds}')


def first_indexed(case: Case) -> str:
    """Return the first name with an index in the line."""
    match = re.search(r'(\w+)\s*\[', case.text)
    return match[1] if match else ''


def reversed_range(case: Case) -> Answer:
    """Write the range the other way round."""
    match = re.search(
        r'(\w*)\s*\[\s*([\w+-]+)\s*:\s*([\w+-]+)\s*\]', case.project.line(case.found.file, case.found.line)
    )
    parts = re.search(r'\[(\w+):(\w+)\]', case.found.message)
    if parts:
        return Answer(hint=f'write [{parts[2]}:{parts[1]}]')
    return Answer(hint=f'write {match[1]}[{match[3]}:{match[2]}]' if match else '')


def not_constant(case: Case) -> Answer:
    """Name the variable that stands where a constant is needed."""
    name, found = case['name'], case.found
    place = used_at(case.project, found.file, found.line, name) if name else None
    hint = f'make {name} a parameter or localparam' if name else ''
    if re.search(rf'\[\s*\w*{re.escape(name)}[^\]]*:[^\]]*\]', case.text) and name:
        hint = f'make {name} a parameter, or write a part select of fixed width: [{name} +: WIDTH]'
    return Answer(
        f'{name} is not constant, and only constants can stand here' if name else '',
        found.file,
        place.line if place else 0,
        hint=hint,
    )


RULES = (
    Rule(
        NOT_CONSTANT,
        (
            r"Expecting expression to be constant, but (?:variable|reference) isn't const: '?(?P<name>\w+)'?",
            r'Expecting expression to be constant',
            r"Unable to bind parameter [`'](?P<name>\w+)'",
            r"reference to non-constant variable '(?P<name>\w+)'",
            r"A reference to a [\w ]+ \([`'](?P<name>\w+)'\) is not allowed in a constant expression",
            r"[`'](?P<name>\w+)' is not (?:a )?constant",
            r'(?i)(?:unable to|cannot) evaluate (?:genvar|.*constant|.*parameter|.*expression|repeat|MSB|LSB).*',
            r'(?i)non-constant|not a constant|must be constant|is not allowed in a constant expression|not constant',
            r'Loop unrolling failed|For loop doesn.t have genvar',
            r'Dimensions must be constant|range must be constant|must have constant',
        ),
        not_constant,
    ),
    Rule(
        RANGE,
        (
            r'part select (?P<name>\w+)\[[^\]]*\] is out of order',
            r'Slice range has ascending bit ordering',
            r'range of selection .* is reversed',
            r'[Aa]scending bit range|Big bit endian|descending.*ascending',
        ),
        reversed_range,
        checks=('ASCRANGE', 'LITENDIAN', 'BIGENDIAN'),
    ),
    Rule(
        EMPTY_RANGE,
        (
            r'(?i)zero.width|negative (?:bit )?range|negative width|has negative|size of range is (?:zero|negative)',
            r'(?i)width .*must be .*positive|dimension.*(?:must|should) be (?:positive|greater)',
            r'value must (?:not )?be (?:positive|negative|zero)',
        ),
        checks=('ZERODLY_RANGE',),
    ),
    Rule(
        INDEX,
        (
            r'(?:bit|Bit|part|Part) select (?P<name>\w+)\[[^\]]*\] is out of (?:range|bounds)',
            r'Part select \[[^\]]*\] is selecting (?:after|before) the vector (?P<name>\w+)',
            r'Constant bit select \[[^\]]*\] is (?:after|before) vector (?P<name>\w+)',
            r'out of bounds (?:l-value )?array access (?P<name>\w+)',
            r'Selection index out of range',
            r'cannot (?:refer to element|select range of)',
            r'(?i)index .* out of (?:range|bounds)',
            r'(?i)(?P<name>\w+)\[[^\]]*\] .*out of bounds',
            r'Range select .* out of bounds on signal `\\(?P<name>\w+)',
        ),
        index,
        checks=('SELRANGE',),
    ),
    Rule(
        NUMBER,
        (
            r'(?i)illegal character in \w+ constant',
            r'Number is missing value digits',
            r'(?i)bad (?:number|digit)',
            r'expected (?:binary|octal|decimal|hexadecimal) digit',
            r'Too many digits',
            r'Numeric constant truncated',
            r'Numeric constant .*exceeds',
        ),
        sources=('verilator',),
    ),
    Rule(
        ENUM,
        (
            r'(?i)enum.*(?:explicit cast|requires|expects)',
            r'This assignment requires an explicit cast',
            r'Implicit conversion to enum',
        ),
        checks=('ENUMVALUE',),
    ),
    Rule(
        ARGUMENTS,
        (
            r'(?i)(?:too many|missing|wrong number of|not enough) arguments',
            r'(?i)requires at least \d+ argument',
            r'(?i)expects \d+ arguments?',
            r'Missing argument on non-defaulted argument',
        ),
        checks=('TASKNSVAR',),
    ),
    Rule(
        TYPES,
        (
            r'(?i)(?:type mismatch|incompatible types?|no implicit conversion|cannot be assigned to)',
            r'Illegal assignment|expression type .* is not',
        ),
    ),
)
