"""What a page may show ends with the permission, also while it is open."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Designer

pytestmark = pytest.mark.browser


def test_an_open_page_of_a_project_that_became_private_shows_nothing_new(designer: Designer, another: Designer):
    designer.open_template('blank')
    designer.page.get_by_test_id('share').click()
    designer.page.get_by_test_id('visibility-unlisted').click()
    expect(designer.page.get_by_test_id('visibility')).to_have_text('Unlisted')
    another.page.goto(designer.page.url)
    another.wait_until_listed()
    designer.store('seen.v', 'module seen; endmodule\n')
    expect(another.file('seen.v')).to_be_visible()
    designer.page.get_by_test_id('visibility-private').click()
    expect(designer.page.get_by_test_id('visibility')).to_have_text('Private')
    expect(another.page.get_by_text('not up to date any more')).to_be_visible()
    designer.store('secret.v', 'module secret; endmodule\n')
    expect(another.file('secret.v')).to_have_count(0)
