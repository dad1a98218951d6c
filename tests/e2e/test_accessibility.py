"""Every page in both themes and two widths, without a serious finding of axe."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import serious_findings
from tests.servers.app import AppServer

pytestmark = [pytest.mark.browser, pytest.mark.tool]

PAGES = ('/', '/explore', '/templates', '/projects', '/new', '/login', '/register', '/help', '/nothing/here')


@pytest.fixture(params=[('dark', 1440), ('light', 1024)], ids=['dark-wide', 'light-narrow'])
def eyes(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    scheme, width = request.param
    context = browser.new_context(color_scheme=scheme, viewport={'width': width, 'height': 768})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize('path', PAGES)
def test_a_plain_page_can_be_used_by_everybody(live_server: AppServer, eyes: Page, path: str):
    eyes.goto(live_server.url + path)
    assert serious_findings(eyes) == []
    too_wide = eyes.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    assert not too_wide


def test_the_ide_and_the_project_pages_can_be_used_by_everybody(live_server: AppServer, eyes: Page):
    eyes.goto(f'{live_server.url}/templates')
    eyes.get_by_test_id('template-counter').click()
    eyes.wait_for_url(re.compile('/edit$'))
    eyes.get_by_role('button', name="Don't show again").click()
    eyes.get_by_test_id('simulate').click()
    expect(eyes.get_by_test_id('status-message')).to_have_text('run #1 passed', timeout=20_000)
    for tab in ('Console', 'Problems', 'Waveform'):
        eyes.get_by_role('tab', name=tab).click()
        assert serious_findings(eyes) == []
    address = eyes.url.removesuffix('/edit')
    for rest in ('', '/files', '/files/rtl/counter.v', '/runs', '/runs/1'):
        eyes.goto(address + rest)
        assert serious_findings(eyes) == [], rest
