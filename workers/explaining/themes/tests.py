"""Tests in Python (cocotb) and proofs (sby)."""

import re

from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.project import nearest

IMPORT = Kind(
    'python-import',
    'A test cannot be imported',
    'The module is not in the project, not installed, or misspelled.',
    'add the file, or correct the import',
)
PYTHON_SYNTAX = Kind(
    'python-syntax', 'A test is no valid Python', 'A colon, a bracket or the indentation is wrong.', 'correct this line'
)
PYTHON_ERROR = Kind(
    'python-error',
    'A test ended with an exception',
    'A name, a type or an index in the test is wrong.',
    'correct this line',
)
HANDLE = Kind(
    'unknown-handle',
    'A test uses a signal that the design does not have',
    'The name after dut. is misspelled or removed.',
    'use a signal of the top module',
)
TEST_FAILED = Kind(
    'test-failed',
    'A test of cocotb failed',
    'The design gives another value than the test expects.',
    'look at the waveform at that time',
)
TEST_TIMEOUT = Kind(
    'test-timeout',
    'A test waited too long',
    'It awaits an event that never comes.',
    'await it with a timeout, or drive it',
)
NO_TESTS = Kind(
    'no-tests',
    'No test was found',
    'Tests are coroutines with @cocotb.test() in the modules that are named.',
    'put @cocotb.test() above an async def',
)
COUNTEREXAMPLE = Kind(
    'counterexample',
    'The proof found a case in which an assertion fails',
    'The design can reach this state from its reset, or the assumptions allow too much.',
    'open the counterexample as a waveform and look at its last step',
)
INDUCTION = Kind(
    'induction-failed',
    'The induction step fails from a state that may not be reachable',
    'The proof begins in any state; an invariant that rules this one out is missing.',
    'add assertions about the registers, or raise depth',
)
UNREACHED = Kind(
    'cover-unreached',
    'A cover statement was not reached',
    'Within the depth there is no way to it.',
    'raise depth, or loosen the assumptions',
)
NO_PROPERTIES = Kind(
    'no-properties',
    'There is nothing to prove',
    'The design holds no assert, or they are switched off by an `ifdef.',
    'write assert(...) into the design, under `ifdef FORMAL',
)
CONTRADICTION = Kind(
    'contradiction',
    'The assumptions contradict each other',
    'No behaviour fulfils all of them, so anything is proven.',
    'remove an assume',
)
SETUP = Kind(
    'test-setup',
    'The tests in Python did not run',
    'The simulator ended before the first result, or a setting of the tests is wrong.',
    'read the last lines of the log',
)
PROOF_SETUP = Kind(
    'proof-setup',
    'A proof did not run',
    'A setting of the .sby file or of the options is wrong.',
    'check the sections of the .sby file against the log',
)
UNDECIDED = Kind(
    'undecided',
    'A proof found nothing out about a statement',
    'The engine stopped before it came to it.',
    'repair the other failures and run again, or choose another engine',
)
KINDS = (
    SETUP,
    PROOF_SETUP,
    UNDECIDED,
    IMPORT,
    PYTHON_SYNTAX,
    PYTHON_ERROR,
    HANDLE,
    TEST_FAILED,
    TEST_TIMEOUT,
    NO_TESTS,
    COUNTEREXAMPLE,
    INDUCTION,
    UNREACHED,
    NO_PROPERTIES,
    CONTRADICTION,
)
FRAME = re.compile(r'\s*File "(?P<file>[^"]+)", line (?P<line>\d+)')


def frame(case: Case) -> tuple[str, int]:
    """Return the last place of a traceback in the log that lies in the project."""
    if case.found.file:
        return case.found.file, case.found.line
    found = ('', 0)
    for line in case.log:
        match = FRAME.search(line)
        if match is None:
            continue
        path = next(
            (path for path in case.project.paths if match['file'].endswith(f'/{path}') or match['file'] == path), ''
        )
        if path:
            found = path, int(match['line'])
    return found


def python_import(case: Case) -> Answer:
    """Name the file that is spelled alike."""
    name = case['name']
    modules = {path.rpartition('/')[2].removesuffix('.py'): path for path in case.project.paths if path.endswith('.py')}
    near = nearest(name, modules)
    if case['attribute']:
        attribute = case['attribute']
        text = case.project.text(modules.get(name, ''))
        near = nearest(attribute, re.findall(r'^(?:async )?(?:def|class) (\w+)', text, re.MULTILINE))
        hint = f'import {near} instead' if near else f'define {attribute} in {modules.get(name, name)}'
    elif name in modules:
        hint = f'{modules[name]} is there, but in no folder that Python searches: put it beside the test'
    else:
        hint = f'write import {near}' if near else f'add {name}.py beside the test; packages cannot be installed'
    file, line = frame(case)
    line = line or 0
    for path in [file] if file else list(modules.values()):
        for number, text in enumerate(case.project.lines(path), start=1):
            if re.match(rf'\s*(?:from|import)\s+{re.escape(name)}\b', text):
                return Answer(f'Python cannot import {case["attribute"] or name}', path, number, hint=hint)
    return Answer(f'Python cannot import {case["attribute"] or name}', file, line, hint=hint)


def handle(case: Case) -> Answer:
    """Name the port or signal that is spelled alike."""
    name, module = case['name'], case['module']
    project = case.project
    unit = project.unit(module) or next(
        (unit for units in project.design.units.values() for unit in units if name in project.words(unit)), None
    )
    names = (
        project.declared(unit)
        if unit
        else {
            declared: 0
            for units in project.design.units.values()
            for unit in units
            for declared in project.declared(unit)
        }
    )
    near = nearest(name, names)
    file, line = frame(case)
    hint = (
        f'write {near} instead of {name}' if near else f'the design has no {name}; it has {", ".join(list(names)[:8])}'
    )
    return Answer(f'The design has no signal {name}', file, line, hint=hint)


def in_python(case: Case) -> Answer:
    """Point to the last line of the test in the traceback."""
    file, line = frame(case)
    text = case.project.line(file, line).strip()
    return Answer('', file, line, hint=f'look at `{text}`' if text else '')


def test_failed(case: Case) -> Answer:
    """Name the moment and the line of the test."""
    file, line = frame(case)
    text = case.project.line(file, line).strip()
    time = re.search(r'failed at ([\d.]+ \w+)', case.found.message)
    moment = f'at {time[1]} ' if time else ''
    return Answer('', file, line, hint=f'open the waveform {moment}and look at what `{text}` reads' if text else '')


def proof(case: Case) -> Answer:
    """Name the assertion that fails."""
    text = case.text.strip()
    return Answer(
        f'The proof found a case in which `{text}` fails' if text else '',
        hint=case.found.hint
        or (f'open the counterexample as a waveform: at its last step `{text}` is false' if text else ''),
    )


RULES = (
    Rule(
        IMPORT,
        (
            r"ModuleNotFoundError: No module named '(?P<name>\w+)",
            r"ImportError: cannot import name '(?P<attribute>\w+)' from '(?P<name>\w+)'",
            r"(?:ImportError|cannot import).*'(?P<name>\w+)'",
        ),
        python_import,
    ),
    Rule(PYTHON_SYNTAX, (r'(?:SyntaxError|IndentationError|TabError)\b',), in_python),
    Rule(
        HANDLE,
        (
            r"AttributeError: (?P<module>\w+) contains no (?:child )?object named '?(?P<name>\w+)'?",
            r"contains no (?:child )?object named '?(?P<name>\w+)'?",
        ),
        handle,
    ),
    Rule(TEST_TIMEOUT, (r'SimTimeoutError|TestTimeout|[Tt]imed? ?out after',), in_python, sources=('cocotb',)),
    Rule(NO_TESTS, (r'(?i)no tests? (?:were |was )?(?:found|discovered)',)),
    Rule(
        PYTHON_ERROR,
        (
            r'^(?:NameError|TypeError|ValueError|IndexError|KeyError|AttributeError|ZeroDivisionError)\b',
            r'\b(?:NameError|TypeError|IndexError|KeyError|AttributeError): ',
        ),
        in_python,
    ),
    Rule(TEST_FAILED, (r'AssertionError|assert ',), test_failed, sources=('cocotb',)),
    Rule(INDUCTION, (r'(?i)(?:temporal )?induction.*fail',), sources=('sby', 'smtbmc', 'formal')),
    Rule(
        UNREACHED,
        (r'(?i)unreached cover|cover.*(?:not|un)\s?reach', r'(?i)reached no'),
        sources=('sby', 'smtbmc', 'formal'),
    ),
    Rule(CONTRADICTION, (r'(?i)assumptions are unsatisfiable|PREUNSAT|contradict',)),
    Rule(NO_PROPERTIES, (r'(?i)no (?:assert|propert|cover)\w* (?:were |was |are )?(?:found|left|to prove)',)),
    Rule(
        COUNTEREXAMPLE, (r'(?i)assert(?:ion)?.*fail', r'(?i)counterexample'), proof, sources=('sby', 'smtbmc', 'formal')
    ),
)
