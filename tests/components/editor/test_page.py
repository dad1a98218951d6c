"""The editor as a NiceGUI component in a real browser, with a server process that is killed."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.servers.process import ServerProcess, accepts_connections, free_port, server_folder

ROOT = Path(__file__).parents[3]


class Site:
    """A server process of the editor page, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        for name in ('a.v', 'b.v'):
            (folder / name).write_text(f'module {name[0]};\nendmodule\n')
        self.start()

    def start(self) -> None:
        command = [sys.executable, '-m', 'tests.components.editor.page', str(self.folder), str(self.port)]
        self.process = ServerProcess(command, self.folder, 'page', env={'PYTHONPATH': str(ROOT)})
        self.process.wait_until(lambda: accepts_connections(self.port))

    def read(self, name: str) -> str:
        return (self.folder / name).read_text()


@pytest.fixture
def site() -> Iterator[Site]:
    """The page on a server of its own."""
    with server_folder('editor-page') as folder:
        site = Site(folder)
        yield site
        site.process.kill()


@pytest.fixture
def text(site: Site, page: Page) -> Page:
    """The page with the first file shown and the keyboard in its text."""
    page.goto(f'http://127.0.0.1:{site.port}/')
    expect(page.locator('.cm-lint-marker-warning')).to_have_count(1)
    expect(page.get_by_test_id('editor-text')).to_be_focused()
    page.keyboard.press('Control+End')
    return page


def test_python_opens_files_and_hears_what_happens(text, site):
    expect(text.get_by_test_id('tabs')).to_have_text('a.v,b.v a.v')
    text.keyboard.type('// typed')
    typed = 'module a;\nendmodule\n// typed'
    expect(text.get_by_test_id('state')).to_have_text(f'a.v saved {hashlib.sha256(typed.encode()).hexdigest()}')
    assert site.read('a.v') == typed
    text.get_by_test_id('tab-b.v').click()
    expect(text.get_by_test_id('tabs')).to_have_text('a.v,b.v b.v')


def test_a_run_waits_until_everything_is_stored(text, site):
    text.keyboard.type('// run me')
    text.keyboard.press('Control+Enter')
    expect(text.get_by_test_id('ran')).to_have_text('stored True')
    assert site.read('a.v').endswith('// run me')


def test_the_text_of_a_page_does_not_travel_through_its_html(text, site):
    assert 'endmodule' not in text.request.get(f'http://127.0.0.1:{site.port}/').text()


def test_everything_typed_while_the_server_was_killed_arrives_although_the_page_reloads(text, site):
    text.evaluate("window.same = 'the page before'")
    text.keyboard.type('// before ')
    site.process.kill()
    text.keyboard.type('while it was down ')
    expect(text.get_by_test_id('editor-bar')).to_be_visible()
    text.keyboard.type('and after')
    site.start()
    text.wait_for_function("window.same === undefined && document.querySelector('[data-testid=tab-a\\\\.v]')")
    expect(text.get_by_test_id('editor-text')).to_contain_text('// before while it was down and after')
    expect(text.get_by_test_id('tab-a.v')).to_have_attribute('data-state', 'saved')
    assert site.read('a.v') == 'module a;\nendmodule\n// before while it was down and after'
