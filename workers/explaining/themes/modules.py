"""Modules, packages and parameters that are not there, or are there twice."""

import posixpath
import re
from itertools import pairwise

from services.verilog import UnitKind
from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.project import Place, Project, nearest
from workers.explaining.themes.names import used_at

MODULE = Kind(
    'missing-module',
    'A module is instantiated that no file defines',
    'Its file is not in the project or not among the sources, or the name is misspelled.',
    'add the file that defines it',
)
PACKAGE = Kind(
    'missing-package',
    'A package is imported that no file defines',
    'Its file is missing, or comes later in sources.',
    'add the file that defines it',
)
DUPLICATE_MODULE = Kind(
    'duplicate-module',
    'Two modules have the same name',
    'A file was copied, or is compiled twice.',
    'rename one of them, or leave its file out of sources',
)
DUPLICATE_NAME = Kind(
    'duplicate-declaration',
    'A name is declared twice',
    'Two declarations, or two instances, share a name.',
    'rename one of them, or delete it',
)
PARAMETER = Kind(
    'unknown-parameter',
    'A parameter is set that the module does not have',
    'The name after the dot is misspelled.',
    'use a parameter that the module declares',
)
RECURSION = Kind(
    'recursive-module',
    'A module contains itself',
    'The wrong module was instantiated, or nothing ends the recursion.',
    'instantiate another module, or end the recursion by a generate if',
)
KINDS = (MODULE, PACKAGE, DUPLICATE_MODULE, DUPLICATE_NAME, PARAMETER, RECURSION)


def missing_module(case: Case) -> Answer:
    """Name the file that should define it, or the module that is spelled alike."""
    name, project = case['name'], case.project
    place = Place(case.found.file, case.found.line)
    if case.found.file in project and case.found.line:
        place = project.head(place.file, place.line, name)
    elif found := project.instance(name, case['inside']):
        place = found
    message = f'No file defines the module {name}'
    if unit := project.unit(name):
        return Answer(
            f'The module {name} is not among the compiled sources',
            place.file,
            place.line,
            hint=f'add {unit.path} to sources: it defines {name}',
        )
    return Answer(message, place.file, place.line, hint=module_hint(project, name))


def module_hint(project: Project, name: str) -> str:
    """Say where the module is most likely to be found."""
    for path in project.sources:
        if re.search(rf'^\s*(module|entity)\s+{re.escape(name)}\b', project.text(path), re.MULTILINE | re.IGNORECASE):
            return f'add {path} to sources: it defines {name}'
    if near := nearest(name, project.modules):
        return f'there is a module {near}: write {near}, or add the file that defines {name}'
    for path in project.sources:
        if posixpath.splitext(posixpath.basename(path))[0] == name:
            return f'{path} bears its name, but defines no module {name}: correct the name in one of them'
    return f'add a file {name}.v with the module {name} to the project'


def missing_package(case: Case) -> Answer:
    """Name the package that is spelled alike, or the file that defines it."""
    return package_answer(case.project, case['name'], case.found.file, case.found.line)


def package_answer(project: Project, name: str, file: str, line: int) -> Answer:
    """Say which package is spelled alike, or which file defines it."""
    packages = {
        unit.name: unit.path
        for units in project.design.units.values()
        for unit in units
        if unit.kind is UnitKind.PACKAGE
    }
    if name in packages:
        hint = f'put {packages[name]} before {file} in sources: it defines {name}'
    elif near := nearest(name, packages):
        hint = f'write {near}, which {packages[near]} defines'
    else:
        hint = f'add the file that defines the package {name}'
    return Answer(f'There is no package {name}', file, line, hint=hint)


def duplicate_module(case: Case) -> Answer | None:
    """Name both places."""
    name, project = case['name'], case.project
    units = project.design.units.get(name, [])
    first = next((unit for unit in units if (unit.path, unit.line) != (case.found.file, case.found.line)), None)
    if first is None:
        return duplicate_name(case)
    return Answer(
        f'The module {name} is defined twice: here and in {first.path}:{first.line}',
        hint=f'rename one of them, or leave {case.found.file} or {first.path} out of sources',
    )


def only_modules(case: Case) -> Answer | None:
    """Answer where it is the module of that line that is defined twice."""
    units = case.project.design.units.get(case['name'], [])
    here = any((unit.path, unit.line) == (case.found.file, case.found.line) for unit in units)
    return duplicate_module(case) if here and len(units) > 1 else None


def duplicate_name(case: Case) -> Answer:
    """Name the first declaration."""
    name, project, found = case['name'], case.project, case.found
    unit = project.unit_at(found.file, found.line)
    first = min((line for line in project.words(unit).get(name, ())), default=0) if unit else 0
    declared = project.declared(unit).get(name, first) if unit else first
    where = f' (first in line {declared})' if declared and declared != found.line else ''
    return Answer(f'{name} is declared twice{where}', hint=f'delete one declaration of {name}, or rename one')


def unknown_parameter(case: Case) -> Answer:
    """Name the parameters of the module."""
    name, project, found = case['name'], case.project, case.found
    place = used_at(project, found.file, found.line, name)
    unit = instantiated_at(project, found.file, found.line)
    names = parameters_of(project, unit) if unit else []
    near = nearest(name, names)
    if near:
        hint = f'write {near} instead of {name}'
    else:
        hint = f'its parameters are {", ".join(names)}' if names else 'that module has no parameters'
    return Answer(
        f'There is no parameter {name}' + (f' in module {unit}' if unit else ''), place.file, place.line, hint=hint
    )


def instantiated_at(project: Project, file: str, line: int) -> str:
    """Return the module that is instantiated around a line."""
    unit = project.unit_at(file, line)
    near = [item for item in unit.instances if abs(item.line - line) <= 12] if unit else []
    return min(near, key=lambda item: abs(item.line - line)).module if near else ''


def parameters_of(project: Project, module: str) -> list[str]:
    """Return the names of a module's parameters."""
    unit = project.unit(module)
    if unit is None:
        return []
    tokens = [token for token in project.tokens(unit.path) if unit.line <= token.line <= unit.end_line]
    found: list[str] = []
    is_open = False
    for token, after in pairwise(tokens):
        if token.text == 'parameter':
            is_open = True
        elif token.text in (';', 'localparam', 'input', 'output'):
            is_open = False
        elif is_open and after.text == '=':
            found.append(token.text)
    return found


RULES = (
    Rule(
        MODULE,
        (
            r'Unknown module type: (?P<name>\S+)',
            r"Cannot find file containing (?:module|interface): '?(?P<name>[^']+)'?",
            r"unknown module '(?P<name>[^']+)'",
            r"[Mm]odule `\\?(?P<name>[^']+)' referenced in module `\\?(?P<inside>[^']+)' .*is not part of the design",
            r"Can't resolve module reference: '?(?P<name>[^']+)'?",
        ),
        missing_module,
    ),
    Rule(
        PACKAGE,
        (
            r"(?:Import package|Package/class) .*not found(?:, and needs to be predeclared)?: '?(?P<name>\w+)'?",
            r"unknown (?:class or )?package '?(?P<name>\w+)'?",
            r"Can't find package `?\\?(?P<name>\w+)'?",
            r"Package '?(?P<name>\w+)'? (?:was )?not found",
        ),
        missing_package,
    ),
    Rule(
        DUPLICATE_MODULE,
        (
            r"Duplicate declaration of module: '?(?P<name>\w+)'?",
            r"Re-definition of module `\\(?P<name>[^']+)'",
            r"duplicate definition of '(?P<name>\w+)'",
        ),
        duplicate_module,
        checks=('MODDUP',),
    ),
    Rule(DUPLICATE_MODULE, (r'Module (?P<name>\S+) was already declared here',), echo=True),
    Rule(DUPLICATE_MODULE, (r"'(?P<name>\w+)' has already been declared in this scope",), only_modules),
    Rule(
        DUPLICATE_NAME,
        (
            r"'(?P<name>\w+)' has already been declared in this scope",
            r"Duplicate declaration of [\w ]+: '?(?P<name>\w+)'?",
            r"redefinition of '(?P<name>\w+)'",
            r"Re-definition of \S+ `\\(?P<name>[^']+)'",
        ),
        duplicate_module,
    ),
    Rule(
        PARAMETER,
        (
            r'parameter (?P<name>\w+) not found in',
            r"Parameter not found: '?(?P<name>\w+)'?",
            r"parameter '(?P<name>\w+)' does not exist",
            r"does not have a parameter named '?(?P<name>\w+)'?",
            r'too many parameter (?P<name>)assignments',
            r'Parameter (?P<name>\w+) is not a parameter of',
        ),
        unknown_parameter,
    ),
    Rule(
        RECURSION,
        (r'You can not instantiate module (?P<name>\w+) within itself', r'recursive module', r'exceeded maximum depth'),
    ),
)
