"""What an open IDE page costs, and how the server feels when two hundred people have one open."""

import asyncio
import statistics
from collections.abc import Iterator

import httpx
import psutil

from bench.load import SERVER_CORE, cpu_s
from bench.page_client import PageClient
from bench.row import Row
from bench.servers import app

WARM_UP = 20
PAGES = 200
EVENTS_PER_PERSON = 6
SECONDS_BETWEEN_EVENTS = 2.0


def ide_pages() -> Iterator[Row]:
    """Open 200 IDE pages at once in one web process, then let their 200 people work."""
    with app('web', SERVER_CORE) as server:
        yield from asyncio.run(_measure(server.url, psutil.Process(server.process.pid)))


async def _measure(url: str, web: psutil.Process) -> list[Row]:
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=httpx.Limits(max_connections=50)) as http:
        path = await _open_template(http)
        pages = [await PageClient.open(http, path) for _ in range(WARM_UP)]
        cpu, memory = cpu_s(web), web.memory_info().rss
        pages += await asyncio.gather(*(PageClient.open(http, path) for _ in range(PAGES - WARM_UP)))
        opened = PAGES - WARM_UP
        cpu_ms = (cpu_s(web) - cpu) * 1000 / opened
        memory_mb = (web.memory_info().rss - memory) / 1e6 / opened
        trips = await asyncio.gather(*(_work(page, number) for number, page in enumerate(pages)))
        lost = sum(not page.is_connected for page in pages)
        await asyncio.gather(*(page.close() for page in pages))
    times = sorted(trip * 1000 for person in trips for trip in person)
    compared = f'{opened} pages opened at once, one core'
    people = f'{PAGES} people, one event each {SECONDS_BETWEEN_EVENTS:.0f} s; median {statistics.median(times):.1f} ms'
    return [
        Row('IDE page, CPU to build', cpu_ms, 'ms', '<= 60', compared),
        Row('IDE page, memory of the server', memory_mb, 'MB', '<= 1.2', compared),
        Row('event round trip, p95', times[int(len(times) * 0.95)], 'ms', '<= 50', people),
        Row('sockets lost', lost, 'sockets', '<= 0', people),
    ]


async def _open_template(http: httpx.AsyncClient) -> str:
    answer = await http.post('/try/uart', headers={'Origin': str(http.base_url)})
    if answer.status_code != 303:
        raise RuntimeError(f'/try/uart was answered with {answer.status_code}: {answer.text[:300]}')
    return str(answer.headers['Location'])


async def _work(page: PageClient, number: int) -> list[float]:
    listener = page.listener('cursor')
    await asyncio.sleep(number / PAGES * SECONDS_BETWEEN_EVENTS)
    times = []
    for line in range(1, EVENTS_PER_PERSON + 1):
        cursor = {'path': 'rtl/uart.v', 'line': line, 'column': number + 1, 'selected': 0, 'cursors': 1}
        times.append(await page.event(*listener, cursor, f'Ln {line}, Col {number + 1}'))
        await asyncio.sleep(SECONDS_BETWEEN_EVENTS)
    return times
