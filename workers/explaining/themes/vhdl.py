"""What GHDL says of VHDL."""

import re

from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.project import nearest

ANALYSIS = Kind(
    'vhdl-error', 'GHDL cannot analyse the source', 'A rule of VHDL is broken in this line.', 'correct this line'
)
UNDECLARED = Kind(
    'vhdl-undeclared',
    'A name is used in VHDL that is not declared',
    'It is misspelled, or a use clause is missing.',
    'declare it, or add the use clause',
)
MISSING = Kind(
    'vhdl-missing-sign',
    'Something is missing in VHDL',
    'A semicolon, a bracket or a word is missing before this place.',
    'add what is missing',
)
UNIT = Kind(
    'vhdl-missing-unit',
    'An entity, package or architecture is not found',
    'Its file is not among the sources.',
    'add its file to sources',
)
VHDL_TYPES = Kind(
    'vhdl-types',
    'Types do not fit in VHDL',
    'VHDL converts nothing by itself: std_logic_vector is no number.',
    'convert with unsigned(), std_logic_vector(), to_integer() of numeric_std',
)
MIXED = Kind(
    'mixed-languages',
    'VHDL and Verilog in one design',
    'None of the simulators here runs both in one simulation.',
    'translate one side: ghdl --synth makes Verilog of VHDL',
)
KINDS = (ANALYSIS, UNDECLARED, MISSING, UNIT, VHDL_TYPES, MIXED)
PACKAGES = {
    'std_logic': 'ieee.std_logic_1164',
    'std_logic_vector': 'ieee.std_logic_1164',
    'rising_edge': 'ieee.std_logic_1164',
    'unsigned': 'ieee.numeric_std',
    'signed': 'ieee.numeric_std',
    'to_unsigned': 'ieee.numeric_std',
    'to_integer': 'ieee.numeric_std',
    'to_signed': 'ieee.numeric_std',
    'resize': 'ieee.numeric_std',
    'std_ulogic': 'ieee.std_logic_1164',
    'finish': 'std.env',
    'stop': 'std.env',
    'textio': 'std.textio',
}


def undeclared(case: Case) -> Answer:
    """Name the package that declares it, or the name that is spelled alike."""
    name = case['name']
    if package := PACKAGES.get(name.lower()):
        return Answer(hint=f'write `use {package}.all;` above the entity')
    words = set(re.findall(r'[A-Za-z]\w*', re.sub(r'--.*', '', case.project.text(case.found.file))))
    near = nearest(name, {word for word in words if word.lower() != name.lower()}, 0.7)
    return Answer(hint=f'write {near}, or declare {name}' if near else f'declare {name}')


def missing(case: Case) -> Answer:
    """Something is missing: after the last token before the told place."""
    found, project = case.found, case.project
    number, column = found.line, found.column
    before = project.line(found.file, number)[: max(0, column - 1)].split('--')[0] if column else ''
    while not before.strip() and number > 1:
        number -= 1
        before = project.line(found.file, number).split('--')[0]
    sign = case['sign']
    return Answer('', found.file, number, hint=f'add {sign} to `{before.strip()}`' if sign else '')


def unit(case: Case) -> Answer:
    """Name the entity that is spelled alike."""
    name, project = case['name'], case.project
    found = {
        entity: path
        for path in project.paths
        if path.lower().endswith(('.vhd', '.vhdl'))
        for entity in re.findall(r'(?im)^\s*(?:entity|package)\s+(\w+)', project.text(path))
    }
    near = nearest(name, found)
    return Answer(hint=f'write {near}, which {found[near]} defines' if near else f'add the file that defines {name}')


RULES = (
    Rule(
        UNDECLARED,
        (r'no declaration for "(?P<name>[^"]+)"', r'"(?P<name>\w+)" is not declared'),
        undeclared,
        sources=('ghdl',),
    ),
    Rule(
        MISSING,
        (
            r"""(?:missing|expected|expecting) ["'`]?(?P<sign>[^"'` ]+)["'`]?""",
            r"(?P<sign>';') (?:is )?expected",
            r"unexpected token '(?P<token>[^']+)'",
            r'(?P<sign>;) expected',
        ),
        missing,
        sources=('ghdl',),
    ),
    Rule(
        UNIT,
        (
            r'unit "(?P<name>\w+)" not found',
            r'(?:entity|component|package) "?(?P<name>\w+)"? (?:is )?(?:not found|not analy)',
            r'instance "[^"]*" of component "(?P<name>\w+)" is not bound',
            r'cannot find (?:entity|resource|unit)\D*"?(?P<name>\w+)',
        ),
        unit,
        sources=('ghdl',),
    ),
    Rule(
        VHDL_TYPES,
        (r"(?i)can't match|type of|doesn't match|no function declarations for operator|no overloaded|types? mismatch",),
        sources=('ghdl',),
    ),
    Rule(ANALYSIS, (r'',), sources=('ghdl',)),
)
