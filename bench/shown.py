"""From the run button to the drawn waveform in a real browser, against the bare tools on the same sources."""

import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, Response, expect, sync_playwright

from bench.row import Row
from bench.servers import ROOT, app, server_folder
from tests.servers.browser import ARGUMENTS, DESKTOP

TEMPLATE = 'uart'
RUNS = 7
TWO_FRAMES = 'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))'


def source_to_waveform() -> Iterator[Row]:
    """Press Simulate on the UART template in Chromium until its waveform is drawn, and run the bare tools."""
    bare = statistics.median(_bare_tools() for _ in range(RUNS))
    with app() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which('chromium'), args=ARGUMENTS)
        page = browser.new_context(viewport=DESKTOP).new_page()
        _open_template(page, server.url)
        times = [_changed_and_simulated(page, number) for number in range(RUNS + 1)][1:]
        again = [_simulate(page) for _ in range(RUNS)]
        browser.close()
    limit = f'<= {1.5 * bare + 250:.0f}'
    compared = f'iverilog and vvp by hand: {bare:.0f} ms; slowest of {RUNS}: {max(times):.0f} ms'
    yield Row('run button to waveform drawn, warm', statistics.median(times), 'ms', limit, compared)
    compared = f'the same sources changed: {statistics.median(times):.0f} ms'
    yield Row('run button to waveform drawn, unchanged sources', statistics.median(again), 'ms', '<= 1000', compared)


def _bare_tools() -> float:
    with server_folder('bare') as folder:
        shutil.copytree(ROOT / 'examples' / TEMPLATE, folder, dirs_exist_ok=True)
        sources = [str(path) for path in Path(folder).rglob('*.v')]
        start = time.perf_counter()
        subprocess.run(
            ['iverilog', '-g2012', '-Wall', '-o', 'sim', *sources], cwd=folder, check=True, capture_output=True
        )
        subprocess.run(['vvp', '-N', 'sim'], cwd=folder, check=True, capture_output=True)
        return (time.perf_counter() - start) * 1000


def _open_template(page: Page, url: str) -> None:
    page.goto(url)
    page.evaluate(
        """path => {
            const form = Object.assign(document.createElement("form"), { method: "post", action: path });
            document.body.append(form);
            form.submit();
        }""",
        f'/try/{TEMPLATE}',
    )
    page.get_by_test_id('simulate').wait_for()


def _changed_and_simulated(page: Page, number: int) -> float:
    """Change the sources, so that no stored result answers, and simulate them when they are saved."""
    page.locator('.cm-content:visible').click()
    page.keyboard.press('Control+End')
    page.keyboard.type(f'\nmodule unused{number}; endmodule')
    expect(page.get_by_test_id('status-save')).to_have_text('saved')
    # What the edit set off (outline, hints of the run bar) has ended before a person presses the button.
    page.wait_for_timeout(1500)
    return _simulate(page)


def _simulate(page: Page) -> float:
    start = time.perf_counter()
    with page.expect_response(_is_window, timeout=60_000):
        page.get_by_test_id('simulate').click()
    page.evaluate(TWO_FRAMES)
    took = (time.perf_counter() - start) * 1000
    page.wait_for_timeout(300)
    return took


def _is_window(response: Response) -> bool:
    return '/waves/' in response.url and '/window' in response.url
