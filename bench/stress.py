"""Many people at once: 500 short runs while workers are killed, and a single run beside 200 of another person."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.row import Row
from bench.servers import app, postgres, redis, server_folder
from bench.session import Session
from tests.servers.app import AppServer

PEOPLE = 20
RUNS = 500
WORKERS = 2
SECONDS_BETWEEN_KILLS = 10.0
LONGEST_S = 1800.0
FLOOD = 200
SINGLE = 10
VIEWS = Counter({'vcd': 1, 'trace': 1, 'log': 1})
BENCH = """module tb;
  reg [7:0] n = 0; integer seed;
  initial begin
    if (!$value$plusargs("n=%d", seed)) $fatal;
    repeat (50) #1 n = n + seed;
    $display("result %0d", seed); $finish;
  end
endmodule
"""
LONG = 'module tb; integer i; initial for (i = 0; i < 9000000; i = i + 1) if (i < 0) $stop; endmodule\n'


@dataclass(slots=True)
class Tally:
    """What became of the runs."""

    results: int = 0
    doubles: int = 0
    lost: int = 0
    states: Counter[str] = field(default_factory=Counter)
    deaths: int = 0


def stress() -> Iterator[Row]:
    """Run 500 short simulations of 20 people on two workers, one of which is killed every 10 s."""
    yield from _stress('embedded')
    with postgres() as database_url, redis() as redis_url:
        yield from _stress('PostgreSQL and Redis', database_url=database_url, redis_url=redis_url)


def fairness() -> Iterator[Row]:
    """Start single runs of one person while 200 batch runs of another wait and run."""
    with app() as server:
        busy, other = Session(server.url, 'ada'), Session(server.url, 'eve')
        flood, single = (_project(person, text) for person, text in ((busy, LONG), (other, BENCH)))
        alone = _single_waits(other, single)
        for run in range(FLOOD):
            busy.post(flood, {'flow': 'simulate', 'options': {'plusargs': [f'n={run}']}, 'priority': 'batch'})
        beside = _single_waits(other, single)
        left = len(busy.get(f'{flood}?state=queued&limit=200')['items'])
        for person in (busy, other):
            person.close()
    compared = f'without the others: {max(alone):.0f} ms; {left} of {FLOOD} still waited at the end'
    yield Row('wait of a single run beside 200 batch runs of another, slowest', max(beside), 'ms', '<= 500', compared)


def _single_waits(person: Session, jobs: str) -> list[float]:
    waits = []
    for run in range(SINGLE):
        body = {'flow': 'simulate', 'options': {'plusargs': [f'n={run}']}, 'fresh': True}
        path = f'{jobs}/{person.post(jobs, body)["id"]}'
        person.http.get(f'{path}/logs', params={'follow': 1})
        row = person.get(path)
        began, asked = (datetime.fromisoformat(row[name]) for name in ('started_at', 'created_at'))
        waits.append((began - asked).total_seconds() * 1000)
    return waits


def _project(person: Session, text: str) -> str:
    project = str(person.post('/api/v1/projects', {'name': 'Stress'})['id'])
    person.http.put(f'/api/v1/projects/{project}/tree/tb.v', content=text).raise_for_status()
    return f'/api/v1/projects/{project}/jobs'


def _stress(adapters: str, runs: int = RUNS, people: int = PEOPLE, **settings: object) -> Iterator[Row]:
    with server_folder('stress') as folder, ExitStack() as stack:
        values = {'data_dir': folder / 'data', 'password_rounds': 4, **settings}
        web = stack.enter_context(app('web', (), **values))
        killed = KilledWorkers(folder, values)
        stack.callback(killed.stop)
        begun = time.monotonic()
        tally = _run_all(web.url, runs, people)
        took = time.monotonic() - begun
        killed.stop()
    compared = (
        f'{runs} runs in {took:.0f} s, {killed.kills} workers killed, {tally.deaths} runs hit; {dict(tally.states)}'
    )
    yield Row(f'results of {runs} runs, {adapters}', tally.results, 'results', f'>= {runs}', compared)
    yield Row(f'runs with a double result, {adapters}', tally.doubles, 'runs', '<= 0', compared)
    yield Row(f'lost runs, {adapters}', tally.lost, 'runs', '<= 0', compared)


class KilledWorkers:
    """Worker processes of which one after the other is killed and started again."""

    def __init__(self, folder: Path, settings: dict[str, object]) -> None:
        self.kills = 0
        self._folder = folder
        self._settings = settings
        self._workers = [self._start() for _ in range(WORKERS)]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._kill)
        self._thread.start()

    def stop(self) -> None:
        """Kill no more, and end the workers in order."""
        self._stopping.set()
        self._thread.join()
        while self._workers:
            self._workers.pop().process.stop()

    def _kill(self) -> None:
        while not self._stopping.wait(SECONDS_BETWEEN_KILLS):
            self._workers.pop(0).process.kill()
            self.kills += 1
            self._workers.append(self._start())

    def _start(self) -> AppServer:
        return AppServer(self._folder, self._settings, 'worker')


def _run_all(url: str, runs: int, people: int) -> Tally:
    with ThreadPoolExecutor(people) as threads:
        each = [runs // people] * people
        tallies = list(threads.map(lambda item: _run_some(url, *item), enumerate(each)))
    whole = Tally()
    for tally in tallies:
        whole.results += tally.results
        whole.doubles += tally.doubles
        whole.lost += tally.lost
        whole.states += tally.states
        whole.deaths += tally.deaths
    return whole


def _run_some(url: str, number: int, count: int) -> Tally:
    person = Session(url, f'person{number}')
    jobs = _project(person, BENCH)
    for run in range(count):
        person.post(jobs, {'flow': 'simulate', 'options': {'plusargs': [f'n={run}']}, 'fresh': True})
    deadline = time.monotonic() + LONGEST_S
    while _open(person, jobs) and time.monotonic() < deadline:
        time.sleep(1)
    tally = _tally(person, jobs, count)
    person.close()
    return tally


def _open(person: Session, jobs: str) -> bool:
    found = [person.get(f'{jobs}?state={state}&limit=1')['items'] for state in ('queued', 'running')]
    return any(found)


def _tally(person: Session, jobs: str, count: int) -> Tally:
    """Look at every run: one result is one end, one file of each kind and one line of the simulation."""
    tally = Tally()
    items = person.get(f'{jobs}?limit=200')['items']
    tally.lost = count - len(items)
    for item in items:
        job = person.get(f'{jobs}/{item["id"]}')
        tally.states[job['state']] += 1
        tally.deaths += job['deaths'] > 0
        if job['state'] != 'passed':
            tally.lost += 1
        elif _has_one_result(person, f'{jobs}/{job["id"]}', job):
            tally.results += 1
        else:
            tally.doubles += 1
    return tally


def _has_one_result(person: Session, path: str, job: dict[str, Any]) -> bool:
    lines = person.http.get(f'{path}/logs').text.splitlines()
    wanted = f'result {job["options"]["plusargs"][0].removeprefix("n=")}'
    views = Counter(artifact['view'] for artifact in job['artifacts'])
    return lines.count(wanted) == 1 and sum(line.startswith('result ') for line in lines) == 1 and views == VIEWS
