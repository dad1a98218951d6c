"""Verilator: build and run of a design in a6hub, held against the same commands by hand, and a build of nothing new."""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from bench.row import Row
from bench.servers import ROOT, app
from bench.session import Session

TEMPLATE = ROOT / 'examples' / 'uart'
BENCH = 'tb/tb_uart.v'
ROUNDS = 5
OPTIONS = {'simulator': 'verilator'}


def verilator() -> Iterator[Row]:
    """Change the testbench of the UART template, run it here and by the run's own script with the bare tools."""
    with app() as server, tempfile.TemporaryDirectory() as folder:
        person = Session(server.url, 'ada')
        project = _project(person)
        pairs = [_round(person, project, number, Path(folder)) for number in range(ROUNDS + 1)][1:]
        again = [_run(person, project) for _ in range(ROUNDS)]
        person.close()
    here, bare = (statistics.median(times) for times in zip(*pairs, strict=True))
    yield Row('Verilator: build and run here / by hand', here / bare, 'x', '<= 1.2', f'by hand: {bare:.2f} s')
    built = statistics.median(_seconds(job['steps'][0]) for job in again)
    whole = statistics.median(_seconds(job) for job in again)
    yield Row('Verilator: build of unchanged sources', built, 's', '<= 1', f'with the run: {whole:.2f} s')


def _project(person: Session) -> str:
    project = str(person.post('/api/v1/projects', {'name': 'Verilator'})['id'])
    for file in TEMPLATE.rglob('*.v'):
        _put(person, project, file.relative_to(TEMPLATE).as_posix(), file.read_text())
    return project


def _round(person: Session, project: str, number: int, folder: Path) -> tuple[float, float]:
    """Return the seconds of one changed design: here, and by hand."""
    _put(person, project, BENCH, (TEMPLATE / BENCH).read_text().replace('PASS:', f'PASS {number}:'))
    job = _run(person, project)
    bundle = person.http.get(f'/api/v1/projects/{project}/jobs/{job["id"]}/reproduce')
    return _seconds(job), _by_hand(bundle.content, folder, number)


def _run(person: Session, project: str) -> dict[str, Any]:
    jobs = f'/api/v1/projects/{project}/jobs'
    job = person.post(jobs, {'flow': 'simulate', 'options': OPTIONS, 'fresh': True})
    person.http.get(f'{jobs}/{job["id"]}/logs', params={'follow': 1}, timeout=600)
    ended: dict[str, Any] = person.get(f'{jobs}/{job["id"]}')
    assert ended['state'] == 'passed', ended['reason']
    return ended


def _by_hand(bundle: bytes, folder: Path, number: int) -> float:
    place = folder / str(number)
    ZipFile(io.BytesIO(bundle)).extractall(place)
    path = f'{Path(sys.executable).parent}{os.pathsep}{os.environ["PATH"]}'
    environment = {**os.environ, 'PATH': path, 'CCACHE_DIR': str(folder / 'ccache')}
    start = time.perf_counter()
    subprocess.run(['bash', place / 'reproduce.sh'], check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def _put(person: Session, project: str, path: str, text: str) -> None:
    person.http.put(f'/api/v1/projects/{project}/tree/{path}', content=text).raise_for_status()


def _seconds(row: dict[str, Any]) -> float:
    began, ended = (datetime.fromisoformat(row[name]) for name in ('started_at', 'finished_at'))
    return (ended - began).total_seconds()
