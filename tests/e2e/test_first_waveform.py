"""What a new designer does first, in a real browser against the running product; its pictures are in the README."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.app import AppServer

pytestmark = [pytest.mark.browser, pytest.mark.tool]

PICTURES = Path(__file__).parents[2] / 'test-results' / 'pictures'


SERVERS = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.s3]


@pytest.fixture(params=['embedded', pytest.param('servers', marks=SERVERS)])
def server(request: pytest.FixtureRequest) -> AppServer:
    """The product, once on the embedded adapters and once on PostgreSQL, Redis and S3."""
    found: AppServer = request.getfixturevalue('live_server' if request.param == 'embedded' else 'production_server')
    return found


@pytest.fixture
def pictures() -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES


def test_from_the_landing_page_to_a_waveform_in_two_clicks(live_server: AppServer, page: Page, pictures: Path):
    page.set_viewport_size({'width': 1440, 'height': 900})
    page.emulate_media(color_scheme='dark')
    page.goto(live_server.url)
    page.screenshot(path=pictures / 'home.png')
    page.get_by_test_id('try-uart').click()
    page.wait_for_url(re.compile('/uart/edit$'))
    page.get_by_test_id('simulate').click()
    wave = page.get_by_test_id('waveform')
    expect(wave.get_by_text('tx_busy')).to_be_visible(timeout=20_000)
    expect(page.get_by_test_id('status-message')).to_have_text('run #1 passed')
    dismiss_tour(page)
    page.screenshot(path=pictures / 'ide.png')


def test_what_is_shared_shows_readme_and_waveform_without_an_account(
    server: AppServer, page: Page, browser: Browser, pictures: Path
):
    page.goto(server.url)
    page.get_by_test_id('try-uart').click()
    page.wait_for_url(re.compile('/edit$'))
    page.get_by_test_id('simulate').click()
    expect(page.get_by_test_id('status-message')).to_have_text('run #1 passed', timeout=20_000)
    dismiss_tour(page)
    page.get_by_test_id('share').click()
    page.get_by_test_id('visibility-unlisted').click()
    expect(page.get_by_test_id('visibility')).to_have_text('Unlisted')
    address = page.get_by_test_id('share-link').input_value()
    visitor = browser.new_page(color_scheme='dark', viewport={'width': 1440, 'height': 900})
    visitor.goto(address)
    expect(visitor.get_by_role('heading', name='UART', exact=False).first).to_be_visible()
    expect(visitor.get_by_test_id('waveform').get_by_text('tx_busy')).to_be_visible(timeout=10_000)
    visitor.screenshot(path=pictures / 'project.png', full_page=True)
    visitor.close()


def test_a_public_project_is_found_by_its_text(live_server: AppServer, page: Page):
    page.goto(live_server.url)
    page.get_by_test_id('try-blank').click()
    page.wait_for_url(re.compile('/edit$'))
    page.get_by_role('button', name="Don't show again").click()
    page.get_by_test_id('share').click()
    page.get_by_test_id('visibility-public').click()
    expect(page.get_by_test_id('visibility')).to_have_text('Public')
    page.goto(f'{live_server.url}/explore?q=tb_top')
    expect(page.get_by_test_id('project-card').first).to_be_visible()


def dismiss_tour(page: Page) -> None:
    """Close the tour of the first visit, if it is there."""
    button = page.get_by_role('button', name="Don't show again")
    if button.is_visible():
        button.click()
