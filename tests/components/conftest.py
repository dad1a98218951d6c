"""The demo page of the kit in a real server and a real browser."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.servers.process import ServerProcess, accepts_connections, free_port, server_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope='session')
def demo_server() -> Iterator[str]:
    """The address of the demo page."""
    port = free_port()
    with server_folder('demo') as folder:
        argv = [sys.executable, '-m', 'tests.components.demo', str(port)]
        process = ServerProcess(argv, folder, 'demo', env={'PYTHONPATH': str(ROOT)})
        process.wait_until(lambda: accepts_connections(port))
        yield f'http://127.0.0.1:{port}'
        process.stop()


@pytest.fixture
def demo(page: Page, demo_server: str) -> Iterator[Page]:
    """The demo page, ready; a script error or a message of the browser's console fails the test."""
    errors: list[str] = []
    page.on('pageerror', lambda error: errors.append(str(error)))
    page.goto(demo_server)
    page.get_by_test_id('tree-row').first.wait_for()
    expect(page.get_by_test_id('panel-status')).to_contain_text('868 ns')
    yield page
    assert errors == []


@pytest.fixture
def plain(page: Page, demo_server: str) -> Iterator[Page]:
    """A page without NiceGUI on which the modules are mounted by hand: `mount(module, creator, options)`."""
    errors: list[str] = []
    page.on('pageerror', lambda error: errors.append(str(error)))
    page.goto(f'{demo_server}/plain')
    yield page
    assert errors == []


def says(page: Page, text: str) -> None:
    """Expect that Python was told this."""
    expect(page.get_by_test_id('said')).to_have_text(text)
