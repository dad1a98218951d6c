"""The pages of runs in a browser: the log with numbers and folds, and two runs side by side."""

import pytest
from playwright.sync_api import expect

from tests.accessibility import serious_findings
from tests.e2e.conftest import Designer

pytestmark = [pytest.mark.browser, pytest.mark.tool]


def test_a_run_is_read_repeated_and_compared(designer: Designer):
    page = designer.page
    designer.open_template('counter')
    designer.simulate()
    expect(designer.status()).to_contain_text('run #1 passed', timeout=30_000)
    project = page.url.removesuffix('/edit')
    page.goto(f'{project}/runs/1#L1')
    expect(page.get_by_test_id('run-state')).to_have_text('passed')
    expect(page.get_by_test_id('log-line').first).to_contain_text('run #1')
    expect(page.locator('.a6-log-line.marked')).to_have_count(1)
    page.get_by_test_id('console-fold').click()
    expect(page.get_by_test_id('log-fold').first).to_have_attribute('aria-expanded', 'false')
    assert serious_findings(page) == []
    page.get_by_test_id('retry').click()
    page.wait_for_url('**/runs/2')
    expect(page.get_by_test_id('run-state')).to_have_text('passed', timeout=30_000)
    page.get_by_test_id('compare').click()
    expect(page.get_by_test_id('compare-files')).to_contain_text('the same files')
    expect(page.get_by_test_id('compare-figures')).to_contain_text('Peak memory')
    assert serious_findings(page) == []
    page.goto(f'{project}/runs')
    for number in (1, 2):
        page.get_by_label(f'Compare run {number}').check()
    assert serious_findings(page) == []
    page.get_by_test_id('compare').click()
    page.wait_for_url('**/runs/compare?a=1&b=2')
