"""A regression as a designer sees it: one table that fills, a run that is opened, the failed ones again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Designer

pytestmark = [pytest.mark.browser, pytest.mark.tool]

BENCH = 'module tb_wide;\n  parameter W = 4;\n  initial if (W > 6) $fatal(1, "too wide: %0d", W);\nendmodule\n'
CONFIG = '[[regress.tests]]\ntestbenches = ["tb_wide"]\nparameters = { W = [4, 5, 8] }\n'


def test_a_matrix_fills_one_table_and_only_the_failed_ones_run_again(designer: Designer):
    page = designer.page
    designer.open_template('blank')
    designer.store('tb/tb_wide.sv', BENCH)
    designer.store('a6hub.toml', CONFIG)
    page.get_by_test_id('flow-menu').click()
    page.get_by_role('menuitem', name='Regress').click()
    rows = page.get_by_test_id('tables-row')
    expect(rows).to_have_count(3, timeout=20_000)
    expect(designer.status()).to_have_text('run #1 failed', timeout=30_000)
    expect(rows.filter(has_text='W=8')).to_contain_text('failed')
    expect(rows.filter(has_text='passed')).to_have_count(2)
    page.get_by_test_id('tables-again').click()
    expect(rows).to_have_count(1, timeout=20_000)
    expect(rows).to_contain_text('✗#1')
    rows.click()
    expect(page.get_by_test_id('console')).to_contain_text('too wide: 8', timeout=20_000)
