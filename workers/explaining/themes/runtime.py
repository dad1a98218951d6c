"""What happens while a simulation runs: failed checks, files that are not there, memories, dumps, stops."""

import posixpath
import re

from workers.explaining.model import Answer, Case, Kind, Rule
from workers.explaining.project import Project, nearest

ASSERTION = Kind(
    'assertion-failed',
    'A check of the testbench failed',
    'The design gives another value than the testbench expects.',
    'look at the waveform at that time',
)
FATAL = Kind(
    'fatal',
    'The testbench ended the run with $fatal',
    'It found a state from which it cannot go on.',
    'read its message, and look at the waveform at that time',
)
UNKNOWN_IN_CHECK = Kind(
    'unknown-in-check',
    'A check failed since a value is unknown (x)',
    'A register has no reset or is read before it is written, or an input is not driven.',
    'reset the register, or drive the input',
)
STOP = Kind(
    'stopped',
    'The simulation ran into $stop',
    '$stop waits for a person in an interactive simulator.',
    'use $finish for an end without fault and $fatal for one with',
)
EXIT = Kind(
    'exit-code',
    'A tool ended with an error and named no place',
    'It says more in the log.',
    'read the last lines of the log',
)
MEMORY_FILE = Kind(
    'memory-file-missing',
    'A file for $readmemh or $fopen is not found',
    "The path counts from the project's root, not from the source file.",
    'correct the path',
)
MEMORY_SHORT = Kind(
    'memory-file-short',
    'A memory file holds fewer words than the memory',
    'The rest of the memory stays unknown (x).',
    'add words, or name the range: $readmemh(file, memory, first, last)',
)
MEMORY_LONG = Kind(
    'memory-file-long',
    'A memory file holds more words than the memory',
    'The words that do not fit are left out.',
    'make the memory deeper, or shorten the file',
)
MEMORY_TEXT = Kind(
    'memory-file-text',
    'A memory file holds something that is no number',
    '$readmemh takes hexadecimal words and // comments, $readmemb binary ones; 0x and commas are not allowed.',
    'write plain digits, separated by blanks or new lines',
)
DUMP_EMPTY = Kind(
    'dump-empty',
    'The waveform holds no signals',
    '$dumpvars was not called, or not before the end, or names nothing.',
    'write $dumpfile("waves.vcd"); $dumpvars(0, tb); in an initial block',
)
DUMP_DAMAGED = Kind(
    'dump-damaged',
    'Parts of the waveform could not be read',
    'The simulation was cut off while it wrote.',
    'let the simulation end by $finish',
)
DUMP_FILE = Kind(
    'dump-file',
    'The waveform cannot be written',
    'The folder in $dumpfile does not exist, or lies outside the project.',
    'write $dumpfile("waves.vcd") without a folder',
)
PLUSARG = Kind(
    'plusarg-missing',
    'The testbench waits for a plusarg that was not given',
    'It reads $value$plusargs or $test$plusargs and ends when there is nothing.',
    'give it in plusargs',
)
NO_DELAY = Kind(
    'zero-delay-loop',
    'A loop runs without any time passing',
    'Nothing in it waits, so simulated time stands still.',
    'add a delay or an event to the loop',
)
UNSET_OUTPUT = Kind(
    'unset-output',
    'An output was unknown (x) during the whole run',
    'It is never assigned, or depends on a register without reset or on an input that nothing drives.',
    'assign it, or reset the register behind it',
)
DIVISION = Kind('division-by-zero', 'Something is divided by zero', 'A divisor or a modulus is 0.', 'check it before')
KINDS = (
    ASSERTION,
    FATAL,
    UNKNOWN_IN_CHECK,
    STOP,
    EXIT,
    MEMORY_FILE,
    MEMORY_SHORT,
    MEMORY_LONG,
    MEMORY_TEXT,
    DUMP_EMPTY,
    DUMP_DAMAGED,
    DUMP_FILE,
    PLUSARG,
    NO_DELAY,
    UNSET_OUTPUT,
    DIVISION,
)
MOMENT = re.compile(r'\s*Time: (?P<time>\S+)\s+Scope: (?P<scope>\S+)')
UNKNOWN = re.compile(r"(?<![\w'])(?:0x|[0-9]*'[hbd])?(?:[0-9a-fA-F]*[xX]{1,}[0-9a-fA-FxX]*)(?![\w])|\bX\b")
STALE = re.compile(r'\b(?:[Tt]ime|at|t)\s*[=:]?\s*(?P<time>\d+)')


def moment(case: Case) -> tuple[str, str]:
    """Return the time and the scope that the line after a message tells."""
    if stamp := re.match(r'\[(\d+)\] %', case.found.raw):
        scope = re.search(r'failed in (\S+?):', case.found.message)
        return stamp[1], scope[1] if scope else ''
    log = case.log
    for at, line in enumerate(log[:-1]):
        if case.found.raw and line == case.found.raw and (match := MOMENT.match(log[at + 1])):
            return match['time'], match['scope']
    return '', ''


def assertion(case: Case) -> Answer:
    """Say when and where it failed; values are those that the message prints."""
    time, scope = moment(case)
    message = case.found.message
    condition = re.search(r'\bassert\s*(?:#0\s*)?\((?P<condition>.*?)\)\s*(?:else|;)', case.text)
    if message in ('', 'Assertion failed', 'Assertion condition fails.', '$error') and condition:
        message = f'The assertion {condition["condition"]} failed'
    if time and f'at time {time}' not in message:
        message = f'{message} (at time {time}{f" in {scope}" if scope else ""})'
    return Answer(message, hint=look_at(time, scope))


def look_at(time: str, scope: str) -> str:
    """Say where in the waveform to look."""
    return (
        f'open the waveform at time {time} and follow the signals of {scope or "the testbench"} back from there'
        if time
        else ''
    )


def unknown_in_check(case: Case) -> Answer | None:
    """Recognise a message that prints an x where a number is expected."""
    message = case.found.message
    if not UNKNOWN.search(message):
        return None
    time, scope = moment(case)
    told = f'{message} (at time {time} in {scope})' if time else message
    return Answer(
        told,
        hint='find the register that has no reset, or the input that nothing drives: it is x in the waveform'
        + (f' before time {time}' if time else ''),
    )


def plusarg(case: Case) -> Answer | None:
    """Recognise a fatal end near the question for a plusarg."""
    project, found = case.project, case.found
    for number in range(found.line, max(0, found.line - 6), -1):
        match = re.search(
            r'\$(?:value|test)\$plusargs\s*\(\s*"(?P<name>\w+)(?P<form>=?%?\w*)"', project.line(found.file, number)
        )
        if match:
            name = match['name'] + ('=' if match['form'] else '')
            value = f'{name}...' if match['form'] else name
            hint = f'write plusargs = ["{value}"] into [simulate] of a6hub.toml or into the run bar'
            return Answer(f'{found.message} (the plusarg +{name} was not given)', hint=hint)
    return None


def memory_file(case: Case) -> Answer:
    """Say where a file of that name lies."""
    name = case['name']
    return Answer(f'The file {name} is not found', hint=file_hint(case.project, name))


def file_hint(project: Project, name: str) -> str:
    """Name the path that is meant."""
    found = project.files_named(name)
    if found:
        return f'write "{found[0]}": the path counts from the project\'s root'
    if like := project.like_file(name):
        return f'write "{like}", or add {name} to the project'
    data = [path for path in project.paths if posixpath.splitext(path)[1] in ('.hex', '.mem', '.dat', '.bin', '.txt')]
    near = nearest(name, data, 0.4)
    return f'add {name} to the project' + (f', or write "{near}"' if near else '')


def memory_words(case: Case) -> Answer:
    """Name the file and the range."""
    name, wanted = case['name'], case['range']
    line = next(
        (
            number
            for number, text in enumerate(case.project.lines(case.found.file), 1)
            if name and posixpath.basename(name) in text and '$readmem' in text
        ),
        0,
    )
    words = len(
        re.sub(r'//[^\n]*|/\*.*?\*/|@\w+', ' ', case.project.text(posixpath.normpath(name)), flags=re.DOTALL).split()
    )
    told = f' {words}' if words else ''
    more = 'few' if 'Not enough' in case.found.message else 'many'
    return Answer(
        f'{name} holds too {more} words{":" if told else ""}{told} for the range {wanted}',
        '',
        line,
        hint=f'give the memory{told or " as many"} words, or the file as many as {wanted} has',
    )


def memory_text(case: Case) -> Answer:
    """Find the character in the file."""
    name, sign = posixpath.normpath(case['name']), case['sign']
    for number, line in enumerate(case.project.lines(name), start=1):
        bare = re.sub(r'//.*|@\w+', '', line)
        if bad := re.search(r'[^0-9a-fA-FxXzZ_\s]\S*', bare):
            return Answer(
                f'{bad[0]} is no number for $readmem', name, number, hint=f'write {line.strip()} without {bad[0][0]}'
            )
    return Answer(hint=f'remove {sign} from {name}' if sign else '')


RULES = (
    Rule(
        MEMORY_FILE,
        (
            r'\$\w+: Unable to open (?P<name>.+?) for (?:reading|writing)',
            r"\$readmem\w?.*file not found(?:: )?'?(?P<name>[^']*)",
            r"(?:failed to open|Can ?not open|Can't open) (?:readmem )?file:? [`']?(?P<name>[^'`]+)'?",
            r'%Error: (?P<name>\S+):0: \$readmem file not found',
        ),
        memory_file,
    ),
    Rule(
        MEMORY_SHORT, (r'\$readmem\w\((?P<name>[^)]+)\): Not enough words .*range (?P<range>\[[^\]]*\])',), memory_words
    ),
    Rule(MEMORY_LONG, (r'\$readmem\w\((?P<name>[^)]+)\): Too many words .*range (?P<range>\[[^\]]*\])',), memory_words),
    Rule(
        MEMORY_TEXT,
        (
            r'\$readmem\w\((?P<name>[^)]+)\): Invalid input character: (?P<sign>\S+)',
            r'\$readmem.*(?:syntax error|bad|illegal)',
        ),
        memory_text,
    ),
    Rule(
        DUMP_FILE,
        (r'(?i)Unable to open (?P<name>\S+) for (?:VCD )?output|VCD Error|\$dumpfile.*(?:fail|cannot|unable)',),
    ),
    Rule(PLUSARG, (r'.',), plusarg, sources=('icarus', 'verilator', 'vvp')),
    Rule(DIVISION, (r'(?i)division by (?:zero|0)|divide by zero',)),
    Rule(NO_DELAY, (r'always process does not have any delay', r'(?i)infinite (?:zero.delay )?loop')),
    Rule(STOP, (r'Verilog \$stop', r'\$stop called')),
    Rule(
        UNKNOWN_IN_CHECK,
        (r'(?i)(?:expected|expect|got|mismatch|!==?|fail|wrong|instead|=)',),
        unknown_in_check,
        sources=('icarus', 'verilator', 'vvp', 'cocotb'),
    ),
    Rule(FATAL, (r'^\$fatal|FATAL:|%Fatal:',), assertion),
    Rule(
        ASSERTION,
        (
            r'(?i)^Assertion (?:failed|condition fails)|^ERROR: \S+:\d+:',
            r'(?i)assertion.*(?:fail|violat)',
            r'^\[?\d+\]? ?%Error: .*: Assertion failed',
            r"'assert' failed",
        ),
        assertion,
    ),
)
