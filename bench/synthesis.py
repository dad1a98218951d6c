"""Synthesis of real cores: a6hub's run held against the same commands in bare pyosys."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bench.row import Row
from services.views import STATISTICS
from tests.cores import core_files
from workers.flow import Plan
from workers.flows import FLOWS
from workers.sandbox import Launcher, Limits, make_job_folder, probe
from workers.step import StepContext
from workers.workspace import Workspace

CORES = (
    ('picorv32', 'picorv32', 'ice40', 'picorv32.v'),
    ('picorv32', 'picorv32', 'generic', 'picorv32.v'),
    ('serv', 'serv_rf_top', 'ecp5', 'rtl/'),
    ('ibex', 'ibex_core', 'generic', ''),
)
TURNS = 2
LIMITS = Limits(wall_s=3600)
BARE = """import json, sys
from pyosys import libyosys
job = json.load(open(sys.argv[1]))
design = libyosys.Design()
call = lambda *words: libyosys.Pass.call(design, list(words))
if job['frontend'] == 'slang':
    words = ['--single-unit', '--timescale', '1ns/1ps', '--allow-use-before-declare', '--ignore-assertions']
    words += ['--top', job['top']] + [w for d in job['include_dirs'] for w in ('-I', d)]
    words += [w for n, v in job['defines'].items() for w in ('-D', f'{n}={v}')]
    call('read_slang', *words, *job['files'])
else:
    for name, value in job['defines'].items():
        call('verilog_defines', f'-D{name}={value}' if value else f'-D{name}')
    for file in job['files']:
        call('read_verilog', '-defer', *(f'-I{d}' for d in job['include_dirs']), file)
call('hierarchy', '-check', '-top', job['top'])
call(job['command'], '-top', job['top'], *job['flags'])
call('tee', '-q', '-o', 'stat.json', 'stat', '-json')
call('write_json', 'netlist.json')
call('write_verilog', '-noattr', 'netlist.v')
"""
COMMANDS = {'ice40': 'synth_ice40', 'ecp5': 'synth_ecp5'}


def synthesis() -> Iterator[Row]:
    """Synthesize published cores in a6hub's step and by the same commands in bare pyosys: time and cells."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        make_job_folder(folder)
        launcher = Launcher(probe(folder).level, folder)
        for number, (core, top, target, part) in enumerate(CORES):
            try:
                files = {path: data for path, data in core_files(core).items() if path.startswith(part)}
            except pytest.skip.Exception as error:
                yield Row(f'{core}: fetched', 0, 'of 1', '>= 1', str(error))
                continue
            yield from _compare(launcher, folder / str(number), files, f'{core}, {target}', top, target)


def _compare(
    launcher: Launcher, folder: Path, files: Mapping[str, bytes], title: str, top: str, target: str
) -> Iterator[Row]:
    workspace = Workspace(folder)
    workspace.create()
    for path, data in files.items():
        (workspace.project / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace.project / path).write_bytes(data)
    workspace.know(files)
    flow = FLOWS['synthesize']
    plan = flow.prepare(workspace, flow.Options.model_validate({'top': top, 'target': target}))
    ours, bare = [], []
    for _ in range(TURNS):
        started = time.monotonic()
        cells, frontend, why = _ours(launcher, workspace, plan)
        ours.append(time.monotonic() - started)
        if not frontend:
            yield Row(f'{title}: synthesized', 0, 'of 1', '>= 1', why)
            return
        started = time.monotonic()
        bare_cells = _bare(workspace, frontend)
        bare.append(time.monotonic() - started)
    compared = f'best of {TURNS}: {min(bare):.1f} s bare, {min(ours):.1f} s here; read by {frontend}'
    yield Row(f'{title}: time to bare pyosys', min(ours) / min(bare), 'x', '<= 1.2', compared)
    yield Row(f'{title}: cells other than bare', abs(cells - bare_cells), 'cells', '<= 0', f'{bare_cells} cells bare')


def _ours(launcher: Launcher, workspace: Workspace, plan: Plan) -> tuple[int, str, str]:
    lines: list[str] = []
    with launcher.open(workspace.folder) as sandbox:
        context = StepContext(sandbox, workspace, LIMITS, lines.extend, threading.Event())
        [result] = FLOWS['synthesize'].run(plan, context, lambda *_: None)
    if not result.passed:
        return 0, '', '; '.join(found.message for found in result.diagnostics[:3]) or result.reason
    stats = json.loads(result.files[STATISTICS][0].read_text())
    return stats['total']['cells'], stats['frontend'], ''


def _bare(workspace: Workspace, frontend: str) -> int:
    job = json.loads((workspace.out / 'yosys' / 'synthesize.json').read_text())
    job |= {'frontend': frontend, 'command': COMMANDS.get(job['target'], 'synth')}
    (workspace.project / 'bare.json').write_text(json.dumps(job))
    argv = [sys.executable, '-c', BARE, 'bare.json']
    subprocess.run(argv, cwd=workspace.project, check=True, capture_output=True)
    whole = (workspace.project / 'stat.json').read_text()
    found = json.loads(whole)['design']
    # Blocks that only name a scope of the source are no cells.
    return int(found['num_cells']) - int(found['num_cells_by_type'].get('$scopeinfo', 0))
