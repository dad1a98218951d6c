"""The editor: what it transfers, how fast long files open and take keys, and that nothing typed gets lost."""

import gzip
import re
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.row import Row
from bench.servers import ROOT, server_folder
from tests.components.editor.files import SOURCE, Files, opened, type_at_end, wait_for_state
from tests.servers.browser import ARGUMENTS, DESKTOP

DIST = ROOT / 'components' / 'editor' / 'dist'
LONG = 1000
SHORT = 20
OPENINGS = 9
KEYS = 60
KILLS = 5
TYPE = """async keys => {
    const times = [];
    for (let n = 0; n < keys; n++) {
        const start = performance.now();
        const head = view.state.selection.main.head;
        view.dispatch({ changes: { from: head, insert: "a" }, selection: { anchor: head + 1 } });
        view.measure();
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
    }
    return times;
}"""
OPEN = """async ([path, name]) => {
    await new Promise(resolve => setTimeout(resolve, 700));  // what the file before left to do is over
    const start = performance.now();
    await editor.open(name, { url: url(path), language: "verilog" });
    view.measure();
    const took = performance.now() - start;
    await editor.close(name);
    return took;
}"""


def transfer() -> Iterator[Row]:
    """Add up the compressed scripts that the first text needs, and those of everything."""
    core = sum(len(gzip.compress(path.read_bytes(), 9)) for path in needed('editor.js'))
    everything = sum(len(gzip.compress(path.read_bytes(), 9)) for path in DIST.glob('*.js'))
    compared = f'{everything / 1000:.0f} kB with every language, vim keys, minimap and comparison'
    yield Row('scripts for the first text, compressed', core / 1000, 'kB', '<= 150', compared)


def long_files() -> Iterator[Row]:
    """Open a file of 10,000 lines and one of 200, and type into the middle of the long one."""
    with browser_page() as (files, page):
        files.write('long.v', SOURCE * LONG)
        files.write('short.v', SOURCE * SHORT)
        opened(page, files, 'uart_tx.v')
        page.evaluate(OPEN, ['short.v', 'warm.v'])
        long = statistics.median(page.evaluate(OPEN, ['long.v', f'long{n}.v']) for n in range(OPENINGS))
        short = statistics.median(page.evaluate(OPEN, ['short.v', f'short{n}.v']) for n in range(OPENINGS))
        page.evaluate('editor.open("long.v", { url: url("long.v") })')
        page.evaluate(f'editor.reveal("long.v", {LONG * 5 + 8}, 5)')
        times = sorted(page.evaluate(TYPE, KEYS))
    compared = f'{long:.0f} ms against {short:.0f} ms for 200 lines'
    yield Row('open 10,000 lines, times that of 200', long / short, 'x', '<= 1.3', compared)
    compared = f'median {statistics.median(times):.1f} ms'
    yield Row('a key in 10,000 lines until drawn, p95', times[int(KEYS * 0.95)], 'ms', '<= 16', compared)


def stored() -> Iterator[Row]:
    """Wait from the last key until the server confirmed the text."""
    with browser_page() as (files, page):
        opened(page, files, 'uart_tx.v')
        times = []
        for _ in range(OPENINGS):
            type_at_end(page, '//')
            start = time.perf_counter()
            wait_for_state(page, 'saved')
            times.append((time.perf_counter() - start) * 1000)
    compared = f'median {statistics.median(times):.0f} ms'
    yield Row('last key until stored, slowest', max(times), 'ms', '<= 1000', compared)


def kills() -> Iterator[Row]:
    """Type without pause while the server is killed and started again, and count what is missing at the end."""
    typed = ''
    with browser_page() as (files, page):
        opened(page, files, 'uart_tx.v')
        type_at_end(page, '// ')
        for round_ in range(KILLS):
            for what in (files.kill, files.start):
                text = f'{round_}{what.__name__}' * 4
                page.keyboard.type(text)
                what()
                typed += text
        page.keyboard.type('.')
        wait_for_state(page, 'saved')
        lost = len(SOURCE + '// ' + typed + '.') - len(files.read('uart_tx.v'))
    yield Row(
        'characters lost when the server is killed', lost, 'characters', '<= 0', f'{len(typed)} typed, {KILLS} kills'
    )


def needed(name: str, seen: set[Path] | None = None) -> set[Path]:
    """Return a script and all it imports before it runs."""
    seen = set() if seen is None else seen
    path = DIST / name
    if path not in seen:
        seen.add(path)
        for imported in re.findall(r'(?:from|import)"\./([^"]+)"', path.read_text()):
            needed(imported, seen)
    return seen


@contextmanager
def browser_page() -> Iterator[tuple[Files, Page]]:
    """Give a file server and a page of a fresh browser."""
    with server_folder('bench-editor') as folder, sync_playwright() as playwright:
        files = Files(folder)
        files.write('uart_tx.v', SOURCE)
        browser = playwright.chromium.launch(executable_path=shutil.which('chromium'), args=ARGUMENTS)
        try:
            yield files, browser.new_context(viewport=DESKTOP).new_page()
        finally:
            browser.close()
            files.kill()


MEASURES = [transfer, long_files, stored, kills]
