"""`a6hub.toml` in the editor: its mistakes are marked when it is stored, and go when they are corrected."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Designer

pytestmark = pytest.mark.browser


def test_a_mistake_is_marked_when_the_file_is_stored_and_goes_when_it_is_corrected(designer: Designer):
    page = designer.page
    designer.open_template('counter')
    designer.file('a6hub.toml').click()
    expect(page.locator('.cm-content:visible')).to_contain_text('[simulate]')
    designer.replace_text('[simulate]\ntopp = "tb_counter"\n')
    mark = page.locator('.cm-lintRange-error:visible')
    expect(mark.first).to_be_visible(timeout=15_000)
    mark.first.hover()
    expect(page.locator('.cm-tooltip')).to_contain_text("is 'top' meant?", timeout=15_000)
    designer.replace_text('[simulate]\ntop = "tb_counter"\n')
    expect(page.locator('.cm-lintRange-error:visible')).to_have_count(0, timeout=15_000)
    designer.wait_until_saved()
