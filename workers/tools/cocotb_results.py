"""What cocotb leaves of its tests: the file of results, tracebacks, and what to do about either."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from workers.sandbox.arguments import JOB
from workers.workspace import PROJECT, Workspace

LARGEST_RESULTS = 8 << 20
MOST_CASES = 5000
MOST_LINES = 200
PLACE = re.compile(r'File "(?P<file>[^"\n]+)", line (?P<line>\d+)')
RAISED = re.compile(r'\s*(?P<error>(?:[\w.]+\.)?\w*(?:Error|Exception|Interrupt|Exit|Failure)(?:: .*)?)$')
ARRAY = re.compile(r"Logic(?:Array)?\('([01xzXZuUwWlLhH-]+)'(?:, Range\([^)]*\))?\)")
PACKAGES = 'cocotb, numpy and pytest'
HINTS = (
    (
        re.compile(r'ModuleNotFoundError|ImportError'),
        f'Tests can import the files of the project and the standard library, {PACKAGES}; requirements of the project '
        'are not installed: put the modules into the project.',
    ),
    (re.compile(r'SyntaxError|IndentationError|TabError'), 'Correct this line of Python.'),
    (
        re.compile(r'root handle|[Cc]an ?not find root|No matching .*toplevel|find toplevel'),
        'Set top, or COCOTB_TOPLEVEL in the Makefile, to the module that the tests drive.',
    ),
    (
        re.compile(r'accurately represent'),
        'The simulation counts time too coarsely: set timescale, as in 1ns/1ps, or the `timescale of the design.',
    ),
    (
        re.compile(r'contains no (?:child )?object|has no attribute|no object named'),
        'There is no such signal under that name: compare it with the ports and signals of the module.',
    ),
    (re.compile(r'SimTimeoutError|Timeout'), 'What the test awaits did not happen in time: look at the waveform.'),
    (
        re.compile(r'SimFailure|ended prematurely|simulator shut down'),
        'The design called $finish, $fatal or $stop, or nothing was left to happen: start a Clock before awaiting.',
    ),
    (
        re.compile(r'unresolvable|non-0/1|Cannot convert|\bX\b.*int'),
        'The signal is x or z there: reset the design first, or test .is_resolvable.',
    ),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One test, as the results tell of it."""

    name: str
    file: str = ''
    line: str = '0'
    ended_at: str = ''
    error: str = ''
    failure: str = ''
    trace: str = ''
    is_skipped: bool = False


@dataclass(slots=True)
class Traceback:
    """What Python printed when it could not begin: the last traceback with its error."""

    error: str = ''
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the lines of the traceback."""
        return '\n'.join(self.lines)

    def hear(self, line: str) -> None:
        """Take a line of the log."""
        if 'Traceback (most recent call last)' in line:
            self.lines = []
        elif len(self.lines) < MOST_LINES:
            self.lines.append(line)
        if match := RAISED.match(line):
            self.error = match['error'].strip()


def read_results(file: Path) -> list[Case]:
    """Return the tests of a file that the simulation wrote; what is no such file has none."""
    if file.is_symlink() or not file.is_file() or file.stat().st_size > LARGEST_RESULTS:
        return []
    data = file.read_bytes()
    if b'<!' in data[:1000] or b'<!ENTITY' in data:  # definitions of one's own could grow without end
        return []
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - without definitions there is nothing to expand
    except ElementTree.ParseError:
        return []
    return [_case(element) for element in list(root.iter('testcase'))[:MOST_CASES]]


def _case(element: ElementTree.Element) -> Case:
    about = {item.get('name', ''): item.get('value', '') for item in element.iter('property')}
    wrong = next((found for name in ('failure', 'error') if (found := element.find(name)) is not None), None)
    stop, unit = about.get('sim_time_stop', ''), about.get('sim_time_unit', '')
    case = Case(
        name=f'{element.get("classname", "")}.{element.get("name", "")}'.strip('.'),
        file=about.get('file', ''),
        line=about.get('line', '0'),
        ended_at=f'{stop} {unit}' if stop else '',
        is_skipped=element.find('skipped') is not None,
    )
    if wrong is None:
        return case
    message = readable(wrong.get('message') or 'it did not pass')
    return Case(
        case.name, case.file, case.line, case.ended_at, wrong.get('type', '') or 'failure', message, wrong.text or ''
    )


def readable(message: str) -> str:
    """Return a message in one line, values as bits, without where Python says that they come from."""
    said = re.split(r'\n \+ +(?:where|and) ', message)[0]
    return ' '.join(ARRAY.sub(r'0b\1', said).split())


def place_in(text: str, workspace: Workspace) -> tuple[str, int]:
    """Return the last place of a traceback that lies in the project, the file '' where there is none."""
    roots = (f'{JOB}/{PROJECT}/', f'{workspace.project}/', f'{workspace.project.resolve()}/')
    found = ('', 0)
    for match in PLACE.finditer(text):
        for root in roots:
            if match['file'].startswith(root):
                found = match['file'].removeprefix(root), int(match['line'])
    return found


def hint_of(message: str) -> str:
    """Return what to do next where that is known."""
    return next((hint for pattern, hint in HINTS if pattern.search(message)), '')
