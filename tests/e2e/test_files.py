"""Files as a designer sees them: nothing that is typed gets lost, whoever else is there."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import Designer

pytestmark = pytest.mark.browser


def test_typed_text_is_there_after_a_reload(designer: Designer):
    designer.open_template('blank')
    designer.file('README.md').click()
    designer.type_at_the_end('\nA word that must stay. 🙂')
    designer.wait_until_saved()
    designer.page.reload()
    designer.wait_until_open()
    expect(designer.page.locator('.cm-content:visible')).to_contain_text('A word that must stay. 🙂')


def test_a_file_is_made_renamed_deleted_and_brought_back(designer: Designer):
    page = designer.page
    designer.open_template('blank')
    page.get_by_role('button', name='New file').first.click()
    page.get_by_test_id('name-input').fill('notes.md')
    page.keyboard.press('Enter')
    expect(designer.file('notes.md')).to_be_visible()
    designer.type_at_the_end('kept')
    designer.wait_until_saved()
    designer.file('notes.md').click()
    page.keyboard.press('F2')
    page.get_by_test_id('name-input').fill('diary.md')
    page.keyboard.press('Enter')
    expect(designer.file('diary.md')).to_be_visible()
    expect(page.get_by_role('tab', name='diary.md')).to_be_visible()
    designer.file('diary.md').click()
    page.keyboard.press('Delete')
    expect(designer.file('diary.md')).to_have_count(0)
    page.get_by_role('button', name='Undo').click()
    expect(designer.file('diary.md')).to_be_visible()
    designer.file('diary.md').click()
    expect(page.locator('.cm-content:visible')).to_contain_text('kept')


def test_a_name_that_differs_only_by_case_is_refused_beside_what_was_typed(designer: Designer):
    page = designer.page
    designer.open_template('blank')
    designer.file('tb_top.sv').click()
    page.get_by_role('button', name='New file').first.click()
    page.get_by_test_id('name-input').fill('../readme.MD')
    page.keyboard.press('Enter')
    expect(page.get_by_test_id('name-input')).to_have_value('../readme.MD')
    page.get_by_test_id('name-input').fill('TB_TOP.sv')
    page.keyboard.press('Enter')
    expect(page.get_by_test_id('name-input')).to_have_value('TB_TOP.sv')
    expect(page.get_by_test_id('name-input')).to_have_attribute('aria-invalid', 'true')


def test_two_tabs_that_disagree_both_keep_their_text(designer: Designer, context: BrowserContext):
    designer.open_template('blank')
    second = Designer(context.new_page(), designer.url)
    second.page.goto(designer.page.url)
    second.wait_until_open()
    for person in (designer, second):
        person.file('README.md').click()
        expect(person.page.locator('.cm-content:visible')).to_be_visible()
    context.set_offline(True)
    second.type_at_the_end('\nsecond opinion')
    context.set_offline(False)
    designer.type_at_the_end('\nfirst opinion')
    for person in (designer, second):
        shown = person.page.locator('.cm-content:visible')
        expect(shown).to_contain_text('opinion')
    expect(
        second.page.get_by_text('first opinion').or_(second.page.get_by_text('second opinion')).first
    ).to_be_visible()


def test_search_finds_and_replaces_in_all_files(designer: Designer):
    page = designer.page
    designer.open_template('uart')
    page.keyboard.press('Control+Shift+f')
    page.get_by_test_id('search-query').fill('Serial transmitter')
    rows = page.get_by_test_id('search-rows')
    expect(rows.get_by_text('uart_tx.v').first).to_be_visible(timeout=10_000)
    page.get_by_test_id('search-replacement').fill('Serial sender')
    page.get_by_test_id('search-replace').click()
    designer.page.get_by_test_id('rail-files').click()
    designer.file('uart_tx.v').click()
    expect(page.locator('.cm-content:visible')).to_contain_text('Serial sender')


def test_the_palette_opens_files_and_runs_commands(designer: Designer):
    page = designer.page
    designer.open_template('uart')
    page.keyboard.press('Control+k')
    page.keyboard.type('uart rx')
    page.keyboard.press('Enter')
    expect(page.get_by_role('tab', name='uart_rx.v')).to_have_attribute('aria-selected', 'true')
    page.keyboard.press('Control+k')
    page.keyboard.type('dark and light')
    page.keyboard.press('Enter')
    expect(page.locator('html[data-theme]')).to_have_count(1)


def test_a_reader_sees_a_shared_project_and_forks_it(designer: Designer, another: Designer):
    page = designer.page
    designer.open_template('counter')
    page.get_by_test_id('share').click()
    page.get_by_test_id('visibility-unlisted').click()
    expect(page.get_by_test_id('visibility')).to_have_text('Unlisted')
    address = page.url
    another.page.goto(address)
    another.wait_until_listed()
    expect(another.page.get_by_test_id('simulate')).to_have_count(0)
    another.page.goto(address.removesuffix('/edit'))
    another.page.get_by_test_id('fork').click()
    another.page.wait_for_url('**/edit')
    another.wait_until_open()
    expect(another.page.get_by_test_id('simulate')).to_be_visible()


def test_a_private_project_is_not_found_by_others(designer: Designer, another: Designer):
    designer.open_template('counter')
    answer = another.page.goto(designer.page.url)
    assert answer is not None
    assert answer.status == 404
