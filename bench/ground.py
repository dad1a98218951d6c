"""The ground: start, requests, pages, saves and the way from source to waveform."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil

from bench.load import SERVER_CORE, load
from bench.pages import ide_pages
from bench.row import Measure, Row
from bench.saves import saves_with_kills
from bench.servers import ROOT, ServerProcess, app, free_port, postgres, server_folder
from bench.session import Session
from bench.shown import source_to_waveform
from tests.servers.app import answers

VIEWS = 200


def second_start() -> Iterator[Row]:
    """Start script/server twice in one folder, the second time by the clock."""
    with server_folder('bench-start') as folder:
        first = _start_script(folder)
        second = _start_script(folder)
    yield Row('second start to 200 on /health', second, 's', '<= 3', f'first start in this folder: {first:.2f} s')


def project_reads() -> Iterator[Row]:
    """Ask for GET /projects/{id} with a token, one web process on one core."""
    yield from _project_reads('SQLite')
    with postgres() as url:
        yield from _project_reads('PostgreSQL', database_url=url)


def _project_reads(database: str, **settings: object) -> Iterator[Row]:
    with app('web', SERVER_CORE, **settings) as server:
        person = Session(server.url, 'ada')
        project = person.post('/api/v1/projects', {'name': 'Reads'})
        process = psutil.Process(server.process.pid)
        bare = load(f'{server.url}/health', process)
        found = load(f'{server.url}/api/v1/projects/{project["id"]}', process, person.token)
        person.close()
    compared = f'/health on the same server: {bare.requests_per_s:.0f}/s, p99 {bare.p99_ms:.0f} ms'
    cost = f'/health: {bare.cpu_us:.0f} us'
    yield Row(f'GET /projects/{{id}}, {database}', found.requests_per_s, 'requests/s', '>= 1000', compared)
    yield Row(f'GET /projects/{{id}}, {database}, p99', found.p99_ms, 'ms', '<= 100', compared)
    yield Row(f'GET /projects/{{id}}, {database}, processor time each', found.cpu_us, 'us', '<= 1000', cost)


def public_pages() -> Iterator[Row]:
    """Read a public project's page as an anonymous visitor, after a run that left a waveform."""
    with app('all') as server:
        owner, slug = _simulated_project(server.url)
        web = next(child for child in psutil.Process(server.process.pid).children() if 'web' in child.cmdline())
        with httpx.Client(base_url=server.url, headers={'accept': 'text/html'}) as visitor:
            for title, path in (('project page', f'/{owner}/{slug}'), ('start page', '/')):
                yield Row(
                    f'{title}, processor time a view', _view_ms(web, visitor, path), 'ms', '<= 15', f'{VIEWS} views'
                )


def _simulated_project(url: str) -> tuple[str, str]:
    person = Session(url, 'ada')
    body = {'name': 'uart', 'template': 'uart', 'visibility': 'public'}
    project = person.post('/api/v1/projects', body)
    jobs = f'/api/v1/projects/{project["id"]}/jobs'
    job = person.post(jobs, {'flow': 'simulate'})
    while person.get(f'{jobs}/{job["id"]}')['state'] in {'queued', 'running'}:
        time.sleep(0.1)
    person.close()
    return project['owner'], project['slug']


def _view_ms(web: psutil.Process, visitor: httpx.Client, path: str) -> float:
    for _ in range(20):
        visitor.get(path).raise_for_status()
    before = sum(web.cpu_times()[:2])
    for _ in range(VIEWS):
        visitor.get(path)
    return (sum(web.cpu_times()[:2]) - before) / VIEWS * 1000


def _start_script(folder: Path) -> float:
    port = free_port()
    argv = [str(ROOT / 'script/server'), '--data', str(folder / 'data'), '--port', str(port)]
    start = time.perf_counter()
    process = ServerProcess(argv, folder, 'server', stop_signal=signal.SIGINT)
    try:
        process.wait_until(lambda: answers(f'http://127.0.0.1:{port}/health'), 300)
        return time.perf_counter() - start
    finally:
        process.stop()


MEASURES: list[Measure] = [second_start, source_to_waveform, project_reads, ide_pages, public_pages, saves_with_kills]
