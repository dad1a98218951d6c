"""A designer at the IDE page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.servers.app import AppServer

STORE = """async ([path, text]) => {
  const [, owner, slug] = location.pathname.split('/');
  const { items } = await (await fetch('/api/v1/projects?limit=100')).json();
  const project = items.find((item) => item.slug === slug && item.owner === owner);
  await fetch(`/api/v1/projects/${project.id}/tree/${path}`, { method: 'PUT', body: text });
}"""


class Designer:
    """Somebody in front of the IDE page of a project that began as a template."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.seen_tour = False

    def choose_template(self, name: str) -> None:
        """Open a copy of a template and wait for nothing but its page."""
        self.page.goto(f'{self.url}/templates')
        self.page.get_by_test_id(f'template-{name}').click()
        self.page.wait_for_url(re.compile('/edit$'))

    def open_template(self, name: str) -> None:
        """Open a copy of a template and wait until its files are there."""
        self.choose_template(name)
        self.wait_until_open()
        if not self.seen_tour:
            self.page.get_by_role('button', name="Don't show again").click()
            self.seen_tour = True

    def wait_until_listed(self) -> None:
        """Wait for the files."""
        expect(self.file('README.md')).to_be_visible(timeout=15_000)

    def wait_until_open(self) -> None:
        """Wait for the files and for the outline."""
        self.wait_until_listed()
        expect(self.page.get_by_test_id('run-menu')).to_contain_text('·')

    def file(self, name: str) -> Locator:
        """The entry of a file in the tree."""
        return self.page.get_by_role('treeitem', name=name, exact=False).first

    def type_at_the_end(self, text: str) -> None:
        """Type into the open file."""
        self.page.locator('.cm-content:visible').click()
        self.page.keyboard.press('Control+End')
        self.page.keyboard.type(text)

    def wait_until_saved(self) -> None:
        """Wait for the server's word."""
        expect(self.page.get_by_test_id('status-save')).to_have_text('saved', timeout=10_000)

    def simulate(self) -> None:
        """Press the button."""
        self.page.get_by_test_id('simulate').click()

    def status(self) -> Locator:
        """What the bar below says of the last run."""
        return self.page.get_by_test_id('status-message')

    def store(self, path: str, text: str) -> None:
        """Store a file of the open project as a program would."""
        self.page.evaluate(STORE, [path, text])
        expect(self.file(path.rpartition('/')[2])).to_be_visible()

    def choose_top(self, name: str) -> None:
        """Choose what to simulate."""
        self.page.get_by_test_id('run-menu').click()
        self.page.get_by_test_id(f'top-{name}').click()
        self.page.keyboard.press('Escape')

    def replace_text(self, text: str) -> None:
        """Make the open file hold this text."""
        self.page.locator('.cm-content:visible').click()
        self.page.keyboard.press('Control+a')
        self.page.keyboard.insert_text(text)


@pytest.fixture
def designer(live_server: AppServer, page: Page) -> Designer:
    """A new person."""
    return Designer(page, live_server.url)


@pytest.fixture
def another(live_server: AppServer, browser: Browser) -> Iterator[Designer]:
    """Somebody else, in another browser."""
    context = browser.new_context(viewport={'width': 1440, 'height': 900})
    yield Designer(context.new_page(), live_server.url)
    context.close()
