"""The template designs: each compiles cleanly, passes, shows a waveform, and has a bench that notices faults."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.examples.mutations import MUTATIONS, Mutation

EXAMPLES = Path(__file__).parents[2] / 'examples'
IDS = ('blank', 'blinky', 'cocotb', 'counter', 'fifo', 'riscv', 'tinytapeout', 'uart', 'vga')
LANGUAGES = {'Verilog', 'SystemVerilog'}

DUMP = 'module a6_dump; initial begin $dumpfile("auto.vcd"); $dumpvars(0, {top}); end endmodule\n'


@dataclass(frozen=True, slots=True)
class Run:
    """What a compilation and a simulation printed, and where they left their files."""

    code: int
    output: str
    folder: Path


def simulate(folder: Path, *, dump: bool = False) -> Run:
    """Compile and run a design with plain Icarus, the way its a6hub.toml asks for."""
    options = settings(folder)
    files = sources(folder, options.get('sources', ['**/*.v', '**/*.sv']))
    tops = ['-s', options['top']]
    if dump:
        (folder / 'a6_dump.v').write_text(DUMP.format(top=options['top']))
        files, tops = [*files, 'a6_dump.v'], [*tops, '-s', 'a6_dump']
    includes = [f'-I{path}' for path in options.get('include_dirs', [])]
    defines = [f'-D{define}' for define in options.get('defines', [])]
    compiled = run(['iverilog', '-g2012', '-Wall', *includes, *defines, *tops, '-o', 'sim.vvp', *files], folder)
    assert compiled.output == '' or dump, 'a design that new users open compiles without a warning'
    assert compiled.code == 0, compiled.output
    return run(['vvp', '-n', 'sim.vvp', *(f'+{arg}' for arg in options.get('plusargs', []))], folder)


def run(command: list[str], folder: Path) -> Run:
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)
    return Run(done.returncode, (done.stdout + done.stderr).decode(errors='replace'), folder)


def settings(folder: Path) -> dict:
    return tomllib.loads((folder / 'a6hub.toml').read_text(encoding='utf-8'))['simulate']


def sources(folder: Path, globs: list[str]) -> list[str]:
    found = [path.relative_to(folder).as_posix() for pattern in globs for path in sorted(folder.glob(pattern))]
    return list(dict.fromkeys(found))


@pytest.fixture
def copy(tmp_path: Path):
    """Copy a template to where a run may leave files, as a new project does."""

    def copied(name: str) -> Path:
        return shutil.copytree(EXAMPLES / name, tmp_path / name, ignore=shutil.ignore_patterns('__pycache__'))

    return copied


def test_the_folder_holds_the_templates_we_promise():
    assert tuple(sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())) == IDS


def test_no_two_templates_claim_the_same_place_in_the_list():
    orders = [tomllib.loads((EXAMPLES / name / 'template.toml').read_text())['order'] for name in IDS]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize('name', IDS)
def test_a_template_says_what_it_is(name: str):
    about = tomllib.loads((EXAMPLES / name / 'template.toml').read_text(encoding='utf-8'))
    assert about.keys() == {'title', 'summary', 'language', 'order', 'tags'}
    assert 0 < len(about['title']) <= 40
    assert len(about['summary']) <= 120
    assert about['summary'].endswith('.')
    assert about['language'] in LANGUAGES
    assert about['tags']


@pytest.mark.parametrize('name', IDS)
def test_a_readme_tells_how_it_works_how_to_run_it_and_what_to_try(name: str):
    readme = (EXAMPLES / name / 'README.md').read_text(encoding='utf-8')
    for part in ('# ', '## How it works', '## Run it', '## Try this'):
        assert part in readme
    for path in (EXAMPLES / name).rglob('*'):
        if path.suffix in {'.v', '.sv', '.pcf', '.py', '.s'}:
            assert path.relative_to(EXAMPLES / name).as_posix() in readme, f'{path.name} is not in the README'


@pytest.mark.parametrize('name', IDS)
def test_files_are_small_text_and_no_nets_appear_by_accident(name: str):
    for path in (EXAMPLES / name).rglob('*'):
        if path.is_dir() or '__pycache__' in path.parts:
            continue
        text = path.read_text(encoding='utf-8')
        assert len(text) < 32_000
        assert text.endswith('\n')
        assert '\t' not in text or path.name == 'Makefile'
        if path.suffix in {'.v', '.sv'}:
            assert '`default_nettype none' in text
            assert '`timescale 1ns / 1ps' in text


@pytest.mark.tool
@pytest.mark.parametrize('name', IDS)
def test_a_template_passes_its_own_bench(copy, name: str):
    result = simulate(copy(name))
    assert result.code == 0, result.output
    assert 'PASS' in result.output
    assert not [word for word in ('FAIL', 'ERROR', 'FATAL', 'WARNING') if word in result.output]


@pytest.mark.tool
@pytest.mark.parametrize('name', IDS)
def test_a_template_gives_a_waveform(copy, name: str):
    folder = copy(name)
    own = 'dumpvars(' in ''.join(path.read_text() for path in folder.rglob('tb*v'))
    simulate(folder, dump=not own)
    [trace] = folder.glob('*.vcd')
    assert trace.read_text().count('$var') >= 4


def test_some_benches_leave_the_dump_to_a6hub():
    assert [name for name in IDS if '$dumpvars(' not in everything(name)] == ['blinky', 'fifo']


def everything(name: str) -> str:
    return ''.join(path.read_text() for path in (EXAMPLES / name).rglob('*v') if path.is_file())


def test_every_template_has_a_fault_to_find():
    assert {mutation.name for mutation in MUTATIONS} == set(IDS)


@pytest.mark.tool
@pytest.mark.parametrize('mutation', MUTATIONS, ids=str)
def test_a_bench_notices_one_broken_line(copy, mutation: Mutation):
    folder = copy(mutation.name)
    mutation.apply(folder)
    result = simulate(folder)
    assert result.code != 0, f'the bench is toothless: {result.output}'
    assert 'FATAL' in result.output
