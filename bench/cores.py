"""Real cores as people publish them, unedited: what is found in each, and which tools take it."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from bench.row import Row
from services.sources import DesignSources, ProjectFiles, Purpose, SourcesError, Wanted, resolve_sources
from tests.cores import PACKAGES, core_files
from workers.toolbox import Toolbox

TEMPLATE = Path(__file__).parents[1] / 'examples' / 'tinytapeout'
ERROR = re.compile(r'(?i)\berror\b(?!s?, 0|s: 0)|syntax error|unable to')
LONGEST_S = 300
YOSYS = """import sys
from pyosys import libyosys
design = libyosys.Design()
for line in open(sys.argv[1]):
    design.run_pass(line.strip())
"""
TOOLS = Toolbox()


def cores() -> Iterator[Row]:
    """Find design and testbench of six published cores and of a Tiny Tapeout tile, and elaborate what was found."""
    yield from _rows('tinytapeout', {path: data for path, data in _template().items() if path != 'a6hub.toml'})
    for name in PACKAGES:
        try:
            files = core_files(name)
        except pytest.skip.Exception as error:
            yield Row(f'{name}: fetched', 0, 'of 1', '>= 1', str(error))
        else:
            yield from _rows(name, files)


def _template() -> dict[str, bytes]:
    return {path.relative_to(TEMPLATE).as_posix(): path.read_bytes() for path in TEMPLATE.rglob('*') if path.is_file()}


def _rows(name: str, files: Mapping[str, bytes]) -> Iterator[Row]:
    project = ProjectFiles(files, lambda path: files[path].decode(errors='replace'))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        yield _row(name, Purpose.DESIGN, project, root)
        yield _row(name, Purpose.SIMULATE, project, root)


def _row(name: str, purpose: Purpose, project: ProjectFiles, root: Path) -> Row:
    """Return how many tools elaborate what was found, and why the others do not."""
    tools: dict[str, Callable[[DesignSources, Path], str]] = {'Icarus': _icarus, 'Verilator': _verilator}
    if purpose is Purpose.DESIGN:
        tools['Yosys'] = _yosys
    limit = '>= 1' if purpose is Purpose.DESIGN else ''
    try:
        found = resolve_sources(project, Wanted(purpose))
    except SourcesError as error:
        return Row(f'{name}: {purpose}', 0, f'of {len(tools)}', limit, str(error)[:160])
    for place, path in found.memory_files.items():
        if path and not (root / place).exists() and (root / place).resolve().is_relative_to(root.resolve()):
            (root / place).parent.mkdir(parents=True, exist_ok=True)
            (root / place).write_bytes((root / path).read_bytes())
    results = {tool: run(found, root) for tool, run in tools.items()}
    told = '; '.join(f'{tool}: {why or "yes"}' for tool, why in results.items())
    where = found.manifest or 'the sources'
    passed = sum(not why for why in results.values())
    return Row(
        f'{name}: {purpose}, {found.top}, {len(found.files)} files by {where}', passed, f'of {len(tools)}', limit, told
    )


def _icarus(found: DesignSources, root: Path) -> str:
    parameters = [f'-P{found.top}.{name}={value}' for name, value in found.parameters.items()]
    return _run('iverilog', ['-g2012', '-tnull', '-s', found.top, *_common(found), *parameters, *found.files], root)


def _verilator(found: DesignSources, root: Path) -> str:
    parameters = [f'-G{name}={value}' for name, value in found.parameters.items()]
    quiet = ['-Wno-fatal', '-Wno-lint', '-Wno-style', '--timing', '--top-module', found.top]
    return _run('verilator_bin', ['--lint-only', *quiet, *_common(found), *parameters, *found.files], root)


def _yosys(found: DesignSources, root: Path) -> str:
    parameters = [f'-G {name}={value}' for name, value in found.parameters.items()]
    words = ['read_slang', '--top', found.top, *_common(found), *parameters, *found.files]
    script = root / 'elaborate.ys'
    script.write_text(f'{" ".join(words)}\nhierarchy -check -top {found.top}\n')
    return _judged([sys.executable, '-c', YOSYS, script.name], root, {})


def _common(found: DesignSources) -> list[str]:
    macros = [f'-D{name}={value}' if value else f'-D{name}' for name, value in found.defines.items()]
    return [f'-I{folder}' for folder in found.include_dirs] + macros


def _run(name: str, arguments: list[str], root: Path) -> str:
    tool = TOOLS.find(name)
    if tool is None:
        return f'{name} is not installed'
    return _judged([*tool.argv, *arguments], root, dict(tool.env))


def _judged(argv: list[str], root: Path, env: dict[str, str]) -> str:
    """Return '' where the command succeeds, else its first error."""
    path = {'PATH': '/usr/local/bin:/usr/bin:/bin', **env}
    try:
        done = subprocess.run(argv, cwd=root, env=path, capture_output=True, text=True, check=False, timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        return f'not within {LONGEST_S} s'
    if not done.returncode:
        return ''
    lines = f'{done.stderr}\n{done.stdout}'.splitlines()
    first = next((line for line in lines if ERROR.search(line) and 'Build failed' not in line), '')
    return f'no, {first.strip()[:120] or f"exit code {done.returncode}"}'
