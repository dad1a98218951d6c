"""Palette, help, lists, search, menus, messages, dialogs and the tour in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.components.conftest import says


def choose(page: Page, text: str) -> None:
    """Run what the palette finds first."""
    page.keyboard.press('Control+k')
    page.get_by_test_id('palette-input').fill(text)
    page.keyboard.press('Enter')


def test_the_palette_opens_a_file_by_a_few_letters(demo: Page):
    demo.keyboard.press('Control+k')
    field = demo.get_by_test_id('palette-input')
    expect(field).to_be_focused()
    field.fill('uart tx')
    expect(demo.get_by_test_id('palette-item').first).to_contain_text('uart_tx.v')
    demo.keyboard.press('Enter')
    says(demo, 'open rtl/uart_tx.v')
    expect(field).to_have_count(0)


def test_what_was_chosen_last_is_on_top(demo: Page):
    choose(demo, 'baud')
    says(demo, 'open rtl/baud_gen.v')
    demo.keyboard.press('Control+k')
    expect(demo.get_by_test_id('palette-item').first).to_contain_text('baud_gen.v')
    demo.keyboard.press('ArrowDown')
    expect(demo.get_by_test_id('palette-item').nth(1)).to_have_attribute('aria-selected', 'true')
    demo.get_by_test_id('palette-input').fill('>')
    expect(demo.get_by_test_id('palette-item').first).to_contain_text('Simulate')


def test_a_shortcut_works_anywhere_but_plain_keys_only_outside_of_fields(demo: Page):
    demo.get_by_test_id('rail-search').click()
    demo.get_by_test_id('search-query').click()
    demo.keyboard.press('Control+Enter')
    says(demo, 'simulate')
    demo.keyboard.type('?')
    expect(demo.get_by_test_id('keyboard-help')).to_have_count(0)
    demo.get_by_test_id('tab-console').focus()
    demo.keyboard.press('?')
    expect(demo.get_by_test_id('keyboard-help')).to_contain_text('Ctrl ↵')
    expect(demo.get_by_test_id('keyboard-help')).to_contain_text('Zoom')
    demo.keyboard.press('Escape')
    expect(demo.get_by_test_id('keyboard-help')).to_have_count(0)
    expect(demo.get_by_test_id('tab-console')).to_be_focused()


def test_the_theme_is_switched_and_remembered(demo: Page):
    demo.evaluate("a6hubTheme('dark')")
    choose(demo, 'dark and light')
    expect(demo.locator('html')).to_have_attribute('data-theme', 'light')
    demo.reload()
    expect(demo.locator('html')).to_have_attribute('data-theme', 'light')


def test_problems_are_grouped_filtered_and_lead_to_their_place(demo: Page):
    demo.get_by_test_id('tab-problems').click()
    says(demo, 'layout 250')
    rows = demo.get_by_test_id('problems').get_by_test_id('tree-row')
    expect(rows).to_have_count(7)
    expect(rows.nth(1)).to_contain_text('Unknown name <b>tik</b>')
    demo.get_by_test_id('problems-warning').click()
    expect(rows).to_have_count(4)
    demo.get_by_test_id('problems-filter').fill('timescale')
    expect(rows).to_have_count(2)
    rows.nth(1).click()
    says(demo, 'goto tb/tb_uart.v:1')
    expect(demo.get_by_test_id('problems-live')).to_have_text('1 error, 2 warnings, 1 note')


def test_an_instance_leads_to_its_place(demo: Page):
    rows = demo.get_by_test_id('hierarchy').get_by_test_id('tree-row')
    expect(rows).to_have_text(['tb_uarttop', 'dutuart', 'u_baudbaud_gen', 'u_txuart_tx', 'u_rxuart_rx'])
    rows.nth(4).click()
    says(demo, 'goto tb_uart.dut.u_rx rtl/uart.v:20')
    rows.nth(1).locator('.caret').click()
    expect(rows).to_have_count(2)


def test_a_running_run_is_cancelled(demo: Page):
    runs = demo.get_by_test_id('runs').get_by_test_id('tree-row')
    expect(runs.nth(1)).to_contain_text('#41 build · route')
    expect(runs.nth(1)).to_contain_text('62 %')
    runs.nth(1).hover()
    runs.nth(1).get_by_test_id('run-cancel').click()
    expect(runs.nth(1)).to_contain_text('cancelled')
    expect(demo.get_by_test_id('runs-live')).to_have_text('Run 41, build · route: cancelled')
    runs.nth(2).click()
    says(demo, 'run r40')


@pytest.fixture
def search(demo: Page) -> Page:
    """The demo page with the search open."""
    demo.get_by_test_id('rail-search').click()
    return demo


def test_search_shows_lines_by_file_and_previews_the_replacement(search: Page):
    search.get_by_test_id('search-query').fill('tx')
    note = search.get_by_test_id('search-note')
    expect(note).to_have_text('12 results in 3 files')
    search.get_by_test_id('search-word').click()
    expect(note).to_have_text('9 results in 3 files')
    search.get_by_test_id('search-include').fill('tb/*')
    expect(note).to_have_text('3 results in 1 file')
    rows = search.get_by_test_id('search').get_by_test_id('tree-row')
    expect(rows.nth(2)).to_contain_text('// <b>tx</b> idles high')
    rows.nth(1).click()
    says(search, 'found tb/tb_uart.v:3:10')
    search.get_by_test_id('search-replacement').fill('txd')
    expect(rows.nth(1).locator('ins')).to_have_text('txd')
    search.get_by_test_id('search-replace').click()
    says(search, 'replaced 9 in 3')


def test_a_wrong_expression_is_explained(search: Page):
    search.get_by_test_id('search-regex').click()
    search.get_by_test_id('search-query').fill('tx(')
    expect(search.get_by_test_id('search-note')).to_contain_text('The expression is not valid')
    search.get_by_test_id('search-query').fill('none')
    expect(search.get_by_test_id('search-note')).to_have_text('No results')


def test_a_menu_button_opens_below_and_closes_on_escape(demo: Page):
    button = demo.get_by_test_id('menu-button')
    button.focus()
    demo.keyboard.press('ArrowDown')
    expect(demo.get_by_test_id('menu-tb_uart')).to_have_attribute('aria-checked', 'true')
    demo.keyboard.press('o')
    expect(demo.get_by_test_id('menu-options')).to_be_focused()
    demo.keyboard.press('Escape')
    expect(button).to_be_focused()
    expect(button).to_have_attribute('aria-expanded', 'false')
    button.click()
    demo.get_by_test_id('menu-tb_baud').click()
    says(demo, 'menu tb_baud')


def test_an_error_stays_until_it_is_dismissed(demo: Page):
    choose(demo, 'failure')
    toast = demo.get_by_test_id('toast')
    expect(toast).to_have_attribute('role', 'alert')
    expect(toast).to_contain_text('tb_uart.v does not compile.')
    demo.get_by_test_id('toast-close').click()
    expect(toast).to_have_count(0)


def test_scripts_of_the_page_can_show_a_message(demo: Page):
    demo.evaluate("dispatchEvent(new CustomEvent('a6hub-toast', {detail: {text: 'Stored', kind: 'success'}}))")
    expect(demo.get_by_test_id('toast')).to_contain_text('Stored')


def test_a_dangerous_question_starts_at_no_and_keeps_the_focus(demo: Page):
    choose(demo, 'delete the project')
    cancel, ok = demo.get_by_test_id('dialog-cancel'), demo.get_by_test_id('dialog-ok')
    expect(cancel).to_be_focused()
    demo.keyboard.press('Tab')
    expect(ok).to_be_focused()
    ok.click()
    name = demo.get_by_test_id('dialog-text')
    expect(name).to_have_value('uart')
    name.fill('')
    name.press('Enter')
    expect(demo.get_by_test_id('dialog-error')).to_have_text('Name is missing.')
    name.fill('fifo')
    name.press('Enter')
    says(demo, 'named fifo')


def test_a_refused_form_keeps_what_was_typed(demo: Page):
    choose(demo, 'new project')
    name = demo.get_by_test_id('dialog-name')
    name.fill('taken')
    demo.get_by_label('Public').check()
    name.press('Enter')
    expect(demo.get_by_test_id('dialog-error')).to_have_text('This name is taken. Choose another.')
    expect(name).to_have_value('taken')
    name.fill('free')
    name.press('Enter')
    says(demo, "form {'name': 'free', 'public': True}")


def test_a_cancelled_form_answers_nothing(demo: Page):
    choose(demo, 'new project')
    expect(demo.get_by_test_id('dialog-name')).to_be_focused()
    demo.keyboard.press('Escape')
    says(demo, 'form None')


def test_the_tour_leaves_out_what_is_not_there(demo: Page):
    choose(demo, 'tour')
    tour = demo.get_by_test_id('tour')
    expect(tour).to_contain_text('Your files')
    demo.keyboard.press('Enter')
    expect(tour).to_contain_text('What the tools say')
    expect(tour).to_be_in_viewport()
    demo.get_by_test_id('tour-next').click()
    says(demo, 'tour True')
    expect(tour).to_have_count(0)


def test_the_tour_is_dismissed(demo: Page):
    choose(demo, 'tour')
    demo.get_by_test_id('tour-dismiss').click()
    says(demo, 'tour False')


def test_every_control_has_a_name(demo: Page):
    for view in ('rail-files', 'rail-search'):
        demo.get_by_test_id(view).click()
        for tab in ('tab-console', 'tab-problems'):
            demo.get_by_test_id(tab).click()
            for control in demo.locator('button:visible, input:visible, [role=separator]:visible, a:visible').all():
                label = control.evaluate(
                    "e => e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.[0]?.textContent || ''"
                )
                assert label, control.evaluate('e => e.outerHTML')


def test_the_page_asks_no_other_host(demo: Page, demo_server: str):
    hosts = demo.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).origin)")
    assert set(hosts) == {demo_server}
    assert demo.evaluate("document.fonts.check('13px Inter') && document.fonts.check('13px \"JetBrains Mono\"')")
    fonts = demo.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert any(re.search(r'/assets/\w+/fonts/inter\.woff2$', name) for name in fonts)
