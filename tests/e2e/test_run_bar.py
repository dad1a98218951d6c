"""The run bar, the console and the list of problems, as a designer uses them."""

import re

import pytest
from playwright.sync_api import expect

from tests.accessibility import serious_findings
from tests.e2e.conftest import Designer

pytestmark = [pytest.mark.browser, pytest.mark.tool]

BENCH = """module args;
  reg [31:0] n;
  initial begin
    if ($value$plusargs("n=%d", n)) $display("n is %0d", n); else $display("no n");
  end
endmodule
"""


def test_settings_are_made_from_the_schema_checked_by_the_server_and_used_by_the_run(designer: Designer):
    page = designer.page
    designer.open_template('blank')
    designer.store('tb/args.v', BENCH)
    page.get_by_test_id('run-menu').click()
    page.get_by_test_id('top-args').click()
    expect(page.get_by_test_id('run-limits')).to_contain_text('2 GiB of memory')
    defines = page.get_by_test_id('option-defines')
    defines.get_by_role('textbox').fill('1X=2')
    defines.get_by_role('textbox').press('Enter')
    expect(defines.get_by_role('alert')).to_contain_text('no Verilog name')
    expect(page.get_by_test_id('run-now')).to_be_disabled()
    defines.get_by_role('button', name='Remove 1X=2').click()
    expect(page.get_by_test_id('run-now')).to_be_enabled()
    plusargs = page.get_by_test_id('option-plusargs').get_by_role('textbox')
    plusargs.fill('n=41')
    plusargs.press('Control+Enter')
    expect(designer.status()).to_contain_text('run #1', timeout=20_000)
    page.get_by_role('tab', name='Console').click()
    expect(page.get_by_test_id('log-line').filter(has_text='n is 41')).to_be_visible()


def test_settings_are_remembered_in_the_file_of_the_project(designer: Designer):
    page = designer.page
    designer.open_template('counter')
    page.get_by_test_id('run-menu').click()
    plusargs = page.get_by_test_id('option-plusargs').get_by_role('textbox')
    plusargs.fill('verbose')
    plusargs.press('Enter')
    page.get_by_test_id('remember').click()
    expect(page.get_by_text('written to a6hub.toml')).to_be_visible()
    expect(page.get_by_test_id('option-plusargs')).to_contain_text('from a6hub.toml')
    page.reload()
    designer.wait_until_open()
    page.get_by_test_id('run-menu').click()
    expect(page.get_by_test_id('option-plusargs')).to_contain_text('verbose')


def test_the_open_settings_can_be_used_with_a_screen_reader(designer: Designer):
    page = designer.page
    designer.open_template('counter')
    page.get_by_test_id('run-menu').click()
    expect(page.get_by_test_id('option-plusargs')).to_be_visible()
    assert serious_findings(page) == []
    page.keyboard.press('Escape')
    expect(page.get_by_test_id('run-settings')).to_have_count(0)
    expect(page.get_by_test_id('run-menu')).to_be_focused()


def test_the_console_folds_steps_and_hides_levels(designer: Designer):
    page = designer.page
    designer.open_template('counter')
    designer.simulate()
    expect(designer.status()).to_contain_text('passed', timeout=20_000)
    page.get_by_role('tab', name='Console').click()
    lines = page.get_by_test_id('log-line')
    summary = lines.filter(has_text=re.compile('PASS'))
    expect(summary.first).to_be_visible()
    page.get_by_test_id('console-fold').click()
    expect(summary).to_have_count(0)
    page.get_by_test_id('log-fold').last.press('Enter')
    expect(summary.first).to_be_visible()
    page.get_by_test_id('console-level-info').click()
    expect(summary).to_have_count(0)
    page.get_by_test_id('console-level-info').click()
    expect(summary.first).to_be_visible()


def test_a_problem_is_explained_and_leads_to_its_place(designer: Designer):
    page = designer.page
    designer.open_template('counter')
    designer.file('counter.v').click()
    designer.type_at_the_end('\nmodule broken(;\nendmodule\n')
    designer.wait_until_saved()
    designer.simulate()
    expect(designer.status()).to_contain_text('failed', timeout=20_000)
    detail = page.get_by_test_id('problem-detail')
    expect(detail).to_be_visible()
    expect(detail.get_by_test_id('problem-hint')).not_to_be_empty()
    assert serious_findings(page) == []
    detail.get_by_test_id('problem-place').click()
    expect(page.get_by_test_id('status-place')).to_contain_text(re.compile(r'counter\.v · Ln \d\d'))


def test_the_end_of_a_run_is_told_to_a_hidden_tab(designer: Designer):
    page = designer.page
    page.add_init_script("""
      window.notices = [];
      window.Notification = class {
        static permission = 'default';
        static async requestPermission() { return (this.permission = 'granted'); }
        constructor(title, { body }) { window.notices.push([title, body]); }
      };
    """)
    designer.open_template('counter')
    bell = page.get_by_test_id('notify')
    expect(bell).to_have_attribute('aria-pressed', 'false')
    bell.click()
    expect(bell).to_have_attribute('aria-pressed', 'true')
    page.evaluate("Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })")
    designer.simulate()
    expect(designer.status()).to_contain_text('passed', timeout=20_000)
    expect(page).to_have_title(re.compile('^✓ '))
    page.wait_for_function('notices.length === 1')
    assert page.evaluate('notices')[0][0] == '✓ Run #1 passed'
    page.evaluate("""() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    expect(page).not_to_have_title(re.compile('✓'))
