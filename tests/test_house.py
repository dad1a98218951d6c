"""House rules that no linter knows: sizes, places and names that must not get into the repository."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
SOURCES = {'.py', '.js', '.mjs', '.css', '.html', '.sh'}
GENERATED = re.compile(r'(^|/)(dist|node_modules|vendor)/|^examples/|^tests/data/|^components/.*/package-lock\.json$')

MACHINE_PATH = re.compile(r'(?<![\w.\-*}])/(?:work|root|home)/\w')
REGISTRIES = re.compile('|'.join(('pypi' + r'\.org', 'python' + r'hosted\.org', 'npm' + r'js\.(?:org|com)')))
UNFINISHED = re.compile(r'\b(?:TO' + 'DO|FIX' + 'ME|XX' + r'X)\b')


def tracked(*suffixes: str) -> list[Path]:
    """Return the files that git knows, without what is generated or a design."""
    listed = subprocess.run(['git', 'ls-files', '-z'], cwd=ROOT, check=True, capture_output=True, text=True)
    names = [name for name in listed.stdout.split('\0') if name and not GENERATED.search(name)]
    files = [ROOT / name for name in names if not suffixes or Path(name).suffix in suffixes]
    return [file for file in files if file.is_file()]


def text_of(path: Path) -> str:
    """Return the text of a file; that of a picture is empty."""
    data = path.read_bytes()
    return '' if b'\0' in data else data.decode()


def test_no_file_has_more_lines_than_a_person_reads_at_once():
    lines = {path: text_of(path).count('\n') for path in tracked(*SOURCES)}
    assert not {str(path.relative_to(ROOT)): count for path, count in lines.items() if count > MAX_FILE_LINES}


def test_no_function_is_longer_than_a_screen():
    assert not [name for path in tracked('.py') for name in _long_functions(path)]


@pytest.mark.parametrize(
    'pattern', [MACHINE_PATH, REGISTRIES, UNFINISHED], ids=['machine path', 'registry', 'unfinished']
)
def test_no_file_names_a_place_or_a_task_of_the_moment(pattern):
    found = [
        f'{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}'
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


def _long_functions(path: Path) -> list[str]:
    functions = [
        node for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [node for node in functions if (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES]
    return [f'{path.relative_to(ROOT)}:{node.lineno} {node.name}' for node in long]
