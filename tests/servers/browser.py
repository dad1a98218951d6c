"""Chromium for the tests: one browser for the session, a fresh profile for each test, a picture of each failure."""

import re
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

RESULTS = Path(__file__).parents[2] / 'test-results'
ARGUMENTS = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
]
MESSAGES = pytest.StashKey[list[str]]()
DESKTOP: ViewportSize = {'width': 1440, 'height': 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that use the browser, and run them last.

    Playwright's synchronous interface keeps an event loop running in the main thread from its start on; asynchronous
    tests cannot run after that.
    """
    for item in items:
        if 'browser' in getattr(item, 'fixturenames', ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker('browser') is not None)


@pytest.fixture(scope='session')
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_executable(), headless=True, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser profile without any cookie or stored value."""
    messages = request.node.stash.setdefault(MESSAGES, [])
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    context.on('console', lambda message: messages.append(f'{message.type}: {message.text}'))
    context.on('weberror', lambda error: messages.append(f'exception: {error.error}'))
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of a fresh profile."""
    return context.new_page()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the browser showed when a test failed: a picture in test-results/, and its messages in the report."""
    report = yield
    context = getattr(item, 'funcargs', {}).get('context')
    if report.when == 'call' and report.failed and isinstance(context, BrowserContext):
        name = re.sub(r'[^\w.-]+', '-', item.nodeid).strip('-')
        for number, page in enumerate(context.pages):
            page.screenshot(path=RESULTS / f'{name}-{number}.png')
        messages: list[str] = item.stash.get(MESSAGES, [])
        report.sections.append(('browser', '\n'.join(messages)))
    return report


def _executable() -> str:
    path = shutil.which('chromium')
    if not path:
        raise RuntimeError('chromium is missing: script/test installs it (package chromium)')
    return path
