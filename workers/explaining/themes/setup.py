"""What is wrong with the project as a whole, before any tool has begun."""

import re

from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.project import nearest

NO_TESTBENCH = Kind(
    'no-testbench',
    'No testbench was found',
    'A testbench is a module without ports that drives signals.',
    'add a module without ports that instantiates the design and calls $finish',
)
EMPTY = Kind(
    'empty-project',
    'The project holds no source',
    'There is no Verilog and no VHDL file in it.',
    'add a file, for example tb/tb.sv',
)
SEVERAL = Kind(
    'several-tops',
    'More than one module could be the top',
    'Nobody instantiates them, and nobody said which is meant.',
    'name one in top of a6hub.toml or in the run bar',
)
WRONG_TOP = Kind(
    'wrong-top',
    'The top module that was named is not there',
    'It is misspelled, or its file is not among the sources.',
    'correct top in a6hub.toml or in the run bar',
)
CONFIG = Kind(
    'config-mistake',
    'a6hub.toml cannot be used',
    'A key is misspelled, or a value has the wrong form.',
    'docs/a6hub-toml.md lists every key',
)
NO_SOURCES = Kind(
    'sources-match-nothing',
    'A pattern of sources matches no file',
    'A folder was renamed, or the pattern is misspelled.',
    'correct the pattern',
)
MANIFEST = Kind(
    'manifest-mistake',
    'A manifest of another tool cannot be used',
    'It names files that are not there, or cannot be read.',
    'correct the manifest, or write sources into a6hub.toml',
)
LANGUAGE = Kind(
    'wrong-simulator',
    'The simulator that was chosen does not read this language',
    'Icarus and Verilator read Verilog, GHDL reads VHDL.',
    'set simulator to auto',
)
NO_DESIGN = Kind(
    'no-design',
    'No design was found beside the testbench',
    'All modules stand in files of the testbench.',
    'put the modules that become hardware into files of their own',
)
FILE_NAME = Kind(
    'unusable-file-name',
    'A file has a name that a tool cannot take',
    'Quotes and backslashes end a string.',
    'rename the file',
)
KINDS = (NO_TESTBENCH, EMPTY, SEVERAL, WRONG_TOP, CONFIG, NO_SOURCES, MANIFEST, NO_DESIGN, LANGUAGE, FILE_NAME)
KEYS = [
    'project',
    'simulate',
    'lint',
    'synthesize',
    'formal',
    'coverage',
    'regress',
    'top',
    'sources',
    'include_dirs',
    'defines',
    'parameters',
    'plusargs',
    'time_limit_s',
    'waves',
    'simulator',
    'timescale',
    'seed',
    'manifest',
    'target',
]


HIDDEN = 'could not be compiled'


def wrong_top(case: Case) -> Answer:
    """Name the module that is spelled alike; one that is there was hidden by the error before."""
    name, project = case['name'], case.project
    if project.unit(name):
        return Answer(f'The module {name} {HIDDEN}', hint='look at the errors before this one')
    near = nearest(name, project.modules)
    line = next(
        (
            number
            for number, text in enumerate(project.lines('a6hub.toml'), 1)
            if re.match(rf'\s*top\s*=.*{re.escape(name)}', text)
        ),
        0,
    )
    where = f'line {line} of a6hub.toml' if line else 'the run bar'
    tops = ', '.join(unit.name for unit in project.design.roots()[:6])
    hint = f'write top = "{near}" in {where}' if near else f'name one of {tops or "the modules"} in {where}'
    return Answer('', 'a6hub.toml' if line else '', line, hint=hint)


def config(case: Case) -> Answer:
    """Name the key that is spelled alike."""
    match = re.search(r'([\w.]+): (?:Extra inputs|Unknown|unknown)', case.found.message)
    key = match[1].rpartition('.')[2] if match else ''
    near = nearest(key, KEYS) if key else ''
    written = re.match(r'\s*\[?"?(\w+)', case.text)
    if key and near:
        return Answer(hint=f'write {near} instead of {key}')
    return Answer(hint=f'{case.found.hint or CONFIG.hint}' + (f'; look at {written[1]}' if written else ''))


def no_testbench(case: Case) -> Answer:
    """Say what to write for the design that is there."""
    tops = case.project.design.roots()
    if not tops:
        return Answer()
    head = tops[0]
    return Answer(
        '', hint=f'add tb/tb_{head.name}.sv: a module without ports that instantiates {head.name} and calls $finish'
    )


def no_match(case: Case) -> Answer:
    """Name the folder that is spelled alike."""
    name, project = case['name'], case.project
    near = nearest(name, project.sources, 0.4)
    line = next((number for number, text in enumerate(project.lines('a6hub.toml'), 1) if name in text), 0)
    return Answer('', 'a6hub.toml' if line else '', line, hint=f'write "{near}" instead of "{name}"' if near else '')


RULES = (
    Rule(EMPTY, (r'No module was found in this project', r'needs a Verilog file'), sources=('a6hub',)),
    Rule(NO_TESTBENCH, (r'No testbench was found',), no_testbench, sources=('a6hub',)),
    Rule(
        LANGUAGE,
        (r'is VHDL, which|is Verilog, which|read Verilog and SystemVerilog only|does not run on',),
        sources=('a6hub',),
    ),
    Rule(NO_DESIGN, (r'No design was found',), sources=('a6hub',)),
    Rule(SEVERAL, (r'^Several',), checks=('several-tops',)),
    Rule(WRONG_TOP, (r'There is no module (?:__a6_dump|\S*a6_dump\S*) ',), echo=True),
    Rule(
        WRONG_TOP,
        (
            r"There is no (?:top )?module '?(?P<name>[\w./-]+)'?",
            r'Unable to find the root module \"(?P<name>[^\"]*)\"',
            r"Specified --top-module '(?P<name>[^']+)' was not found",
            r"'(?P<name>\w+)' is not a valid top-level module",
            r"Module `\\?(?P<name>\w+)' not found",
        ),
        wrong_top,
    ),
    Rule(NO_SOURCES, (r"'(?P<name>[^']+)' matches no",), no_match),
    Rule(CONFIG, (r'This is not TOML',), config, checks=('config',)),
    Rule(FILE_NAME, (r'cannot take a file named',)),
    Rule(
        MANIFEST,
        (r'(?i)(?:filelist|info\.yaml|core|manifest|Bender|Makefile|config\.(?:json|yaml))',),
        sources=('a6hub',),
    ),
)
