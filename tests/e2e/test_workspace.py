"""The IDE page as a whole: search over all files, keys, sizes that stay, messages that lead to their place."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.accessibility import serious_findings
from tests.components.test_file_tree import drop
from tests.e2e.conftest import Designer

pytestmark = pytest.mark.browser


def test_a_name_is_replaced_in_all_files_and_brought_back(designer: Designer):
    page = designer.page
    designer.open_template('uart')
    page.keyboard.press('Control+Shift+F')
    expect(page.get_by_test_id('search-query')).to_be_focused()
    page.keyboard.type('bit_cnt')
    note = page.get_by_test_id('search-note')
    expect(note).to_contain_text('in 2 files')
    found = note.inner_text()
    page.get_by_test_id('search-replacement').fill('bit_number')
    page.get_by_test_id('search-replace').click()
    expect(page.get_by_test_id('toast')).to_contain_text('in 2 files')
    page.get_by_test_id('toast-action').click()
    expect(note).to_have_text(found)
    page.get_by_test_id('search').get_by_test_id('tree-row').nth(1).click()
    expect(page.locator('.cm-content:visible')).to_contain_text('bit_cnt')


def test_a_message_leads_to_its_line_and_its_file_is_marked(designer: Designer):
    page = designer.page
    designer.open_template('counter')
    designer.store('rtl/counter.v', 'module counter;\n  assign y = ;\nendmodule\n')
    designer.simulate()
    expect(designer.status()).to_contain_text('failed', timeout=20_000)
    expect(designer.file('counter.v').locator('.badge.error')).to_have_text(re.compile(r'\d'))
    page.get_by_test_id('tab-console').click()
    page.get_by_test_id('log-link').filter(has_text='counter.v:2').first.click()
    expect(page.get_by_test_id('status-place')).to_contain_text('rtl/counter.v · Ln 2')
    page.get_by_test_id('tab-problems').click()
    expect(page.get_by_test_id('problem-rows')).to_contain_text('counter.v')


def test_sizes_and_the_chosen_tab_stay(designer: Designer):
    page = designer.page
    designer.open_template('blank')
    page.get_by_test_id('split-side').focus()
    page.keyboard.press('Shift+ArrowRight')
    page.get_by_test_id('tab-problems').click()
    width = page.get_by_test_id('dock-side').bounding_box()
    page.reload()
    designer.wait_until_open()
    assert page.get_by_test_id('dock-side').bounding_box() == width
    expect(page.get_by_test_id('problems')).to_be_visible()


def test_all_keys_are_listed(designer: Designer):
    page = designer.page
    designer.open_template('blank')
    page.get_by_test_id('tab-console').focus()
    page.keyboard.press('?')
    for words in ('Simulate', 'Search in the project', 'Rename', 'Search the console', 'Go to definition', 'Zoom in'):
        expect(page.get_by_test_id('keyboard-help')).to_contain_text(words)


def test_a_folder_of_the_own_computer_is_dropped_into_the_project(designer: Designer, tmp_path: Path):
    page = designer.page
    core = tmp_path / 'core'
    core.mkdir()
    (core / 'alu.v').write_text('module alu; endmodule\n')
    (core / 'CON.v').write_text('module con; endmodule\n')
    designer.open_template('blank')
    drop(page, designer.file('rtl'), core)
    expect(page.get_by_test_id('upload')).to_contain_text('1 file not uploaded, 1 stored')
    expect(page.get_by_test_id('upload')).to_contain_text('CON.v')
    designer.file('core').click()
    designer.file('alu.v').click()
    expect(page.locator('.cm-content:visible')).to_contain_text('module alu')
    expect(page.get_by_test_id('hierarchy')).to_contain_text('alu')


@pytest.mark.parametrize('theme', ['dark', 'light'])
def test_the_page_is_accessible(designer: Designer, theme: str):
    page = designer.page
    designer.open_template('counter')
    page.evaluate('name => a6hubTheme(name)', theme)
    designer.simulate()
    expect(designer.status()).to_contain_text('passed', timeout=20_000)
    expect(page.get_by_test_id('tab-waveform')).to_have_attribute('aria-selected', 'true')
    assert serious_findings(page) == []
    page.get_by_test_id('tab-console').click()
    page.get_by_test_id('rail-search').click()
    assert serious_findings(page) == []
