"""Runs as a designer sees them: failures that say where, endless ones that stop, and pages that find them again."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Designer

pytestmark = [pytest.mark.browser, pytest.mark.tool]

ENDLESS = """module bench;
  reg clk = 0;
  always #5 clk = ~clk;
  initial forever begin repeat (5000) @(posedge clk); $display("tick at %0t", $time); end
endmodule
"""


def test_a_mistake_is_shown_in_the_list_and_leads_to_its_line(designer: Designer):
    page = designer.page
    designer.open_template('counter')
    designer.file('counter.v').click()
    designer.type_at_the_end('\nmodule broken(;\nendmodule\n')
    designer.simulate()
    expect(designer.status()).to_contain_text('failed', timeout=20_000)
    page.get_by_role('tab', name='Problems').click()
    problem = page.get_by_test_id('problems').get_by_text('counter.v').first
    expect(problem).to_be_visible()
    expect(page.locator('.cm-lintRange-error').first).to_be_visible()


def test_a_press_on_the_button_counts_before_the_page_has_loaded_all_it_offers(designer: Designer):
    designer.choose_template('counter')
    designer.simulate()
    expect(designer.status()).to_contain_text('passed', timeout=20_000)


def test_a_failed_assertion_fails_the_run(designer: Designer):
    designer.open_template('blank')
    designer.store('tb/wrong.v', 'module wrong;\n  initial #1 $error("wrong by %0d", 3);\nendmodule\n')
    designer.choose_top('wrong')
    designer.simulate()
    expect(designer.status()).to_contain_text('failed', timeout=20_000)


def test_an_endless_run_streams_survives_a_closed_page_and_stops_at_once(designer: Designer):
    page = designer.page
    designer.open_template('blank')
    designer.store('tb/endless.v', ENDLESS)
    designer.choose_top('bench')
    designer.simulate()
    expect(page.get_by_text('tick at').first).to_be_visible(timeout=10_000)
    page.reload()
    designer.wait_until_open()
    stop = page.get_by_test_id('simulate')
    expect(stop).to_contain_text('Stop', timeout=10_000)
    page.get_by_role('tab', name='Console').click()
    expect(page.get_by_text('tick at').first).to_be_visible(timeout=10_000)
    stop.click()
    expect(designer.status()).to_contain_text('cancelled', timeout=10_000)
    expect(stop).to_contain_text('Simulate')


def test_a_second_run_keeps_the_signals_that_were_chosen(designer: Designer):
    page = designer.page
    designer.open_template('uart')
    designer.simulate()
    expect(designer.status()).to_have_text('run #1 passed', timeout=20_000)
    wave = page.get_by_test_id('waveform')
    rows = wave.get_by_role('treeitem')
    expect(rows.first).to_be_visible()
    rows.filter(has_text='tx_busy').click()
    page.keyboard.press('Delete')
    expect(wave.get_by_text('tx_busy')).to_have_count(0)
    designer.simulate()
    expect(designer.status()).to_contain_text('run #2 passed', timeout=20_000)
    expect(wave.get_by_text('rx_valid').first).to_be_visible()
    expect(wave.get_by_text('tx_busy')).to_have_count(0)
