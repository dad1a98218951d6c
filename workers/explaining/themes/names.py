"""Names that nothing declares: signals, functions, system tasks, types, paths through the hierarchy."""

import re

from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.project import Place, Project, nearest

UNDECLARED = Kind(
    'undeclared-name',
    'A name is used that is not declared',
    'It is misspelled, or its declaration is missing or stands in another module.',
    'declare it',
)
IMPLICIT = Kind(
    'implicit-wire',
    'A name that nobody declared became a wire of one bit',
    'Verilog makes a wire of an unknown name in a connection or an assign; mostly it is misspelled.',
    'declare it, and write `default_nettype none at the top of the file to be told as an error',
)
FUNCTION = Kind(
    'unknown-function',
    'A function or task is called that is not there',
    'The name is misspelled or not imported.',
    'define it, or correct its name',
)
SYSTEM_TASK = Kind(
    'unknown-system-task',
    'A system task that the tool does not have',
    'The name after the $ is misspelled, or it belongs to another simulator.',
    'correct its name',
)
HIERARCHY = Kind(
    'unknown-hierarchical-name',
    'A name with dots leads nowhere',
    'An instance or a signal on the way is named differently.',
    'follow the names from the top module down',
)
TYPE = Kind(
    'unknown-type', 'A type is used that is not defined', 'Its typedef or import is missing.', 'define the type'
)
KINDS = (UNDECLARED, IMPLICIT, FUNCTION, SYSTEM_TASK, HIERARCHY, TYPE)
SYSTEM_TASKS = [
    '$display',
    '$write',
    '$monitor',
    '$strobe',
    '$finish',
    '$stop',
    '$fatal',
    '$error',
    '$warning',
    '$info',
    '$dumpfile',
    '$dumpvars',
    '$dumpon',
    '$dumpoff',
    '$time',
    '$realtime',
    '$random',
    '$urandom',
    '$urandom_range',
    '$readmemh',
    '$readmemb',
    '$writememh',
    '$fopen',
    '$fclose',
    '$fwrite',
    '$fdisplay',
    '$fscanf',
    '$fgets',
    '$feof',
    '$clog2',
    '$signed',
    '$unsigned',
    '$bits',
    '$test$plusargs',
    '$value$plusargs',
    '$timeformat',
    '$sformat',
    '$sformatf',
    '$countones',
    '$onehot',
    '$onehot0',
    '$isunknown',
    '$past',
    '$rose',
    '$fell',
    '$stable',
    '$cast',
    '$size',
    '$ceil',
    '$floor',
    '$pow',
    '$sqrt',
    '$itor',
    '$rtoi',
]


def undeclared(case: Case) -> Answer | None:
    """Name the nearest declared name, and look for the mistake in its declaration where nothing else uses it."""
    name, project, found = case['name'], case.project, case.found
    if '.' in name and not name.startswith('.'):
        return None
    name = name.split('[')[0]
    place = used_at(project, found.file, found.line, name)
    unit = project.unit_at(found.file, found.line)
    if unit is None:
        return Answer(f'{name} is not declared', place.file, place.line, hint=f'declare {name}')
    declared = project.declared(unit)
    if declared.get(name) and 'parameter' in case.match[0]:
        return None
    if (line := declared.get(name, 0)) > place.line:
        return Answer(
            f'{name} is used before its declaration',
            place.file,
            place.line,
            hint=f'move the declaration of {name} from line {line} to a line before this one',
        )
    words = project.words(unit)
    if line:
        return Answer(
            f'{name} cannot be used here', place.file, place.line, hint=f'line {line} declares {name} for another block'
        )
    near = nearest(name, declared)
    if near and len(words.get(near, ())) == 1 and len(words.get(name, ())) > 1:
        line = declared[near]
        return Answer(
            f'{near} is declared here, but {name} is used',
            found.file,
            line,
            hint=f'write {name} instead of {near}, as in line {words[name][0]}',
        )
    if near:
        hint = f'write {near}, which line {declared[near]} declares, or declare {name}'
    elif name in project.macros:
        hint = f'{name} is a macro: write `{name}'
    else:
        hint = f'declare {name} in module {unit.name}, for example `wire {name};`'
    return Answer(f'{name} is not declared in module {unit.name}', place.file, place.line, hint=hint)


def used_at(project: Project, file: str, line: int, name: str) -> Place:
    """Return the line near the told one that holds the name: tools tell where a statement begins or ends."""
    pattern = re.compile(rf'(?<![\w$.]){re.escape(name)}(?![\w$])')
    for number in (line, *(line + step for step in range(1, 25)), *(line - step for step in range(1, 6))):
        if number > 0 and pattern.search(project.line(file, number).split('//')[0]):
            return Place(file, number)
    return Place(file, line)


def implicit(case: Case) -> Answer:
    """Say which declared name was meant by one that became a wire."""
    name, project, found = case['name'], case.project, case.found
    unit = project.unit_at(found.file, found.line)
    place = used_at(project, found.file, found.line, name)
    near = nearest(name, project.declared(unit)) if unit else ''
    hint = f'write {near}, which is declared, or declare `wire {name};`' if near else f'declare `wire {name};`'
    return Answer(f'{name} is not declared and became a wire of one bit', place.file, place.line, hint=hint)


def unknown_function(case: Case) -> Answer:
    """Name the function that is spelled alike."""
    name, project = case['name'], case.project
    defined = {
        found
        for path in project.verilog
        for found in re.findall(r'\b(?:function|task)\b[^;(]*?(\w+)\s*[;(]', project.text(path))
    }
    near = nearest(name, defined)
    hint = f'write {near}, which is defined' if near else f'define {name}, or import the package that does'
    return Answer(f'There is no function or task {name}', hint=hint)


def unknown_system_task(case: Case) -> Answer:
    """Name the system task that is spelled alike."""
    name = case['name']
    near = nearest(name, SYSTEM_TASKS)
    place = used_at(case.project, case.found.file, case.found.line, name)
    hint = f'write {near}' if near else f'{name} belongs to another simulator: leave it out'
    return Answer(f'There is no system task {name}', place.file, place.line, hint=hint)


def hierarchical(case: Case) -> Answer:
    """Find the first part of a dotted name that is not there."""
    name, project = case['name'], case.project
    parts = name.split('.')
    unit = project.unit_at(case.found.file, case.found.line)
    for part in parts if unit else []:
        inside = {item.name: item.module for item in unit.instances} if unit else {}
        if unit is None or part == unit.name:
            continue
        if part in inside:
            unit = project.unit(inside[part])
            continue
        names = [*inside, *project.declared(unit)]
        near = nearest(part, names)
        hint = f'write {near} instead of {part}' if near else f'module {unit.name} has no {part}'
        return Answer(f'{name} leads nowhere: there is no {part} in module {unit.name}', hint=hint)
    return Answer(f'{name} leads nowhere')


RULES = (
    Rule(
        SYSTEM_TASK,
        (
            r'(?P<name>\$\w+)(\(\))? is not defined by any module',
            r'Unsupported or unknown PLI call: .?(?P<name>\$\w+)',
            r"unknown system name '(?P<name>\$\w+)'",
            r'System task/function (?P<name>\$\w+)\(?\)? is not defined',
        ),
        unknown_system_task,
    ),
    Rule(
        UNDECLARED,
        (
            r"Unable to bind wire/reg/memory [`'](?P<name>[^'.]+)'",
            r"Could not find variable ``(?P<name>[^'.]+)''",
            r"Can't find definition of variable: '?(?P<name>[^']+)'?",
            r'Unable to bind parameter [`\'](?P<name>\w+)\'',
            r"use of undeclared identifier '(?P<name>\w+)'",
            r'Identifier `\\?(?P<name>\w+)\' is implicitly declared and `default_nettype is set to none',
            r'[Nn]et (?P<name>\w+) is not defined in this context',
            r"Unable to bind (?:variable|parameter|net) [`'](?P<name>\w+)'",
        ),
        undeclared,
    ),
    Rule(
        HIERARCHY,
        (
            r"Unable to bind wire/reg/memory [`'](?P<name>[^']+)'",
            r"Could not find variable ``(?P<name>[^']+)''",
            r"in dotted (?:variable/method|scope/variable|signal)?:? ?'?(?P<name>[\w.]+)'?",
            r"Can't find definition of scope/variable(?:/func)?: '?(?P<name>[^']+)'?",
            r"could not resolve hierarchical path name '(?P<name>[^']+)'",
        ),
        hierarchical,
    ),
    Rule(
        UNDECLARED,
        (
            r'Unable to elaborate r-value',
            r'Failed to evaluate event expression',
            r'Error\(s\) elaborating',
            r'Output port expression must support',
            r'NB: Unable',
        ),
        echo=True,
    ),
    Rule(
        IMPLICIT,
        (
            r"implicit definition of wire '(?P<name>\w+)'",
            r"Signal definition not found, creating implicitly: '?(?P<name>\w+)'?",
            r'Identifier `\\?(?P<name>\w+)\' is implicitly declared',
        ),
        implicit,
    ),
    Rule(
        FUNCTION,
        (
            r"No function named [`'](?P<name>\w+)' found",
            r"Enable of unknown task ``(?P<name>[\w.]+)''",
            r"Can't find definition of task/function: '?(?P<name>\w+)'?",
            r"Can't resolve (?:task|function) name `?\\?(?P<name>\w+)'?",
        ),
        unknown_function,
    ),
    Rule(TYPE, (r"Can't find typedef(?:/interface)?: '?(?P<name>\w+)'?", r"unknown type '(?P<name>\w+)'")),
)
