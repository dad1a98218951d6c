"""Runs: the price of the sandbox, the way of a job to its worker and of a line to its reader, and cancelling."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import httpx
import psutil

from bench import sandbox
from bench.cores import cores
from bench.ivtest import ivtest
from bench.row import Measure, Row
from bench.servers import app, redis, server_folder
from bench.session import Session
from bench.stress import fairness, stress
from bench.synthesis import synthesis
from bench.verilator import verilator
from services.container import build_services
from services.job_leases import Claim, Ending, JobLeases
from services.models import JobState
from services.settings import Settings
from workers.job_log import JobLog

JOBS = 40
LINES = 100
QUICK = 'module tb; initial $finish; endmodule\n'
ENDLESS = 'module tb; reg clk = 0; always #5 clk = ~clk; endmodule\n'


def queue() -> Iterator[Row]:
    """Start short runs one after the other and read from their rows when a worker began with them."""
    with app() as server:
        yield _waits(server.url, 'embedded', '<= 100')
    with redis() as url, app(redis_url=url) as server:
        yield _waits(server.url, 'Redis', '<= 10')


def log_lines() -> Iterator[Row]:
    """Write stamped lines as a worker does and read them with a follower of REST."""
    with server_folder('lines') as folder, app('web', data_dir=folder / 'data') as server:
        yield _line_latency(server.url, Settings(data_dir=folder / 'data'), 'embedded', '<= 150')
    with (
        redis() as url,
        server_folder('lines') as folder,
        app('web', data_dir=folder / 'data', redis_url=url) as server,
    ):
        settings = Settings(data_dir=folder / 'data', redis_url=url)
        yield _line_latency(server.url, settings, 'Redis', '<= 60')


def cancelling() -> Iterator[Row]:
    """Cancel an endless simulation and wait until none of its processes is left."""
    with app() as server:
        person = Session(server.url, 'ada')
        project = _project(person, ENDLESS)
        times = [_cancel(person, project, server.process.pid) for _ in range(5)]
        person.close()
    yield Row('cancel to no process left, slowest of 5', max(times), 's', '<= 1')


def _project(person: Session, text: str) -> str:
    project = str(person.post('/api/v1/projects', {'name': 'Runs'})['id'])
    person.http.put(f'/api/v1/projects/{project}/tree/tb.v', content=text).raise_for_status()
    return f'/api/v1/projects/{project}/jobs'


def _waits(url: str, adapters: str, limit: str) -> Row:
    person = Session(url, 'ada')
    jobs = _project(person, QUICK)
    waits = []
    for _ in range(JOBS):
        job = person.post(jobs, {'flow': 'simulate'})
        person.http.get(f'{jobs}/{job["id"]}/logs', params={'follow': 1})
        row = person.get(f'{jobs}/{job["id"]}')
        began, asked = (datetime.fromisoformat(row[name]) for name in ('started_at', 'created_at'))
        waits.append((began - asked).total_seconds() * 1000)
    person.close()
    compared = f'median: {statistics.median(waits):.1f} ms'
    return Row(f'start of a run to its worker, {adapters}, p95', _p95(waits), 'ms', limit, compared)


def _line_latency(url: str, settings: Settings, adapters: str, limit: str) -> Row:
    person = Session(url, 'ada')
    jobs = _project(person, QUICK)
    job = person.post(jobs, {'flow': 'simulate'})
    services = build_services(settings)
    leases = JobLeases(services.database, services.blobs)
    claim = leases.claim(UUID(job['id']), 'bench')
    assert claim is not None
    log = JobLog(claim.job, services.logs, services.bus)
    writer = threading.Thread(target=_write_lines, args=(log, leases, claim))
    latencies = []
    with person.http.stream('GET', f'{jobs}/{job["id"]}/logs', params={'follow': 1}) as answer:
        writer.start()
        for line in _lines(answer):
            latencies.append((time.time() - float(line)) * 1000)
    writer.join()
    person.close()
    services.close()
    compared = f'median: {statistics.median(latencies):.1f} ms of {len(latencies)} lines'
    return Row(f'line of a tool to its reader, {adapters}, p95', _p95(latencies), 'ms', limit, compared)


def _write_lines(log: JobLog, leases: JobLeases, claim: Claim) -> None:
    for _ in range(LINES):
        time.sleep(0.1)
        log.lines([f'{time.time():.4f}'])
        log.tell()
    leases.finish(claim, Ending(JobState.PASSED))


def _lines(answer: httpx.Response) -> Iterator[str]:
    for piece in answer.iter_text():
        yield from piece.split()


def _cancel(person: Session, jobs: str, server: int) -> float:
    job = person.post(jobs, {'flow': 'simulate'})
    _wait_for(lambda: _simulators(server) != [])
    start = time.perf_counter()
    person.http.delete(f'{jobs}/{job["id"]}').raise_for_status()
    _wait_for(lambda: _simulators(server) == [])
    took = time.perf_counter() - start
    _wait_for(lambda: person.get(f'{jobs}/{job["id"]}')['state'] == 'cancelled')
    return took


def _simulators(server: int) -> list[psutil.Process]:
    found = []
    for process in psutil.Process(server).children(recursive=True):
        try:
            if process.name() == 'vvp' and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, 'it did not come'
        time.sleep(0.01)


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


MEASURES: list[Measure] = [
    *sandbox.MEASURES,
    queue,
    log_lines,
    cancelling,
    fairness,
    stress,
    cores,
    synthesis,
    verilator,
    ivtest,
]
