"""Editing in a real browser: tabs, search, completion, messages, keys, large and binary files."""

import pytest
from playwright.sync_api import expect

from tests.accessibility import serious_findings
from tests.components.editor.files import SOURCE, text_of, type_at_end, wait_for_state


def test_binary_and_large_files_are_offered_for_download(editor, files):
    files.write('fw.bin', bytes(1234))
    files.write('trace.log', 'x' * (11 * 1024 * 1024))
    page = editor('fw.bin', 'trace.log', 'gone.v')
    pane = page.get_by_test_id('editor-pane')
    expect(pane).to_contain_text('fw.bin is a binary file')
    expect(pane).to_contain_text('1,234 bytes')
    page.get_by_test_id('tab-trace.log').click()
    expect(pane).to_contain_text('11.0 MB; the editor opens texts up to 10.0 MB')
    expect(pane.get_by_test_id('pane-download')).to_have_attribute('href', '/tree/trace.log')
    page.get_by_test_id('tab-gone.v').click()
    expect(pane).to_contain_text('gone.v is not there')


def test_each_tab_keeps_its_cursor_its_scroll_and_its_undo(editor, files):
    files.write('long.v', '\n'.join(f'// line {n}' for n in range(1, 2001)))
    page = editor('long.v', 'uart_tx.v')
    page.evaluate("editor.reveal('long.v', 1500)")
    page.keyboard.type('x')
    scroll = page.evaluate('view.scrollDOM.scrollTop')
    page.get_by_test_id('tab-uart_tx.v').click()
    type_at_end(page, 'y')
    page.get_by_test_id('tab-long.v').click()
    page.wait_for_function('top => Math.abs(view.scrollDOM.scrollTop - top) < 5', arg=scroll)
    page.keyboard.press('Control+z')
    assert 'x' not in text_of(page, 'long.v')
    assert text_of(page) == SOURCE + 'y'


def test_tabs_work_with_pointer_and_keyboard(editor, files):
    for name in ('a.v', 'b.v', 'c.v'):
        files.write(name, name)
    page = editor('a.v', 'b.v', 'c.v')
    tabs = page.get_by_test_id('editor-tabs').get_by_role('tab').locator('.name')
    page.get_by_test_id('tab-c.v').drag_to(page.get_by_test_id('tab-a.v'), target_position={'x': 3, 'y': 10})
    expect(tabs).to_have_text(['c.v', 'a.v', 'b.v'])
    page.get_by_test_id('tab-c.v').focus()
    page.keyboard.press('Control+Shift+ArrowRight')
    expect(tabs).to_have_text(['a.v', 'c.v', 'b.v'])
    page.keyboard.press('End')
    expect(page.get_by_test_id('tab-b.v')).to_have_attribute('aria-selected', 'true')
    page.keyboard.press('Delete')
    page.get_by_test_id('tab-c.v').click(button='middle')
    expect(tabs).to_have_text(['a.v'])
    last = page.evaluate("window.events.findLast(([name]) => name === 'tabs')[1]")
    assert last == {'paths': ['a.v'], 'active': 'a.v', 'language': 'Verilog'}


def test_a_long_file_opens_and_typing_in_it_stays_fluid(editor, files):
    files.write('long.v', SOURCE * 1000)
    page = editor('long.v')
    assert page.evaluate('view.state.doc.lines') == 10_001
    page.evaluate("editor.reveal('long.v', 5008, 13)")
    page.keyboard.type('// typed in the middle of ten thousand lines')
    wait_for_state(page, 'saved', 'long.v')
    assert '    tx <= 1;// typed in the middle of ten thousand lines\n' in files.read('long.v')
    assert page.locator('.cm-line').count() < 200


LANGUAGES = {
    'a.sv': 'module m; endmodule',
    'a.vhd': 'entity m is end entity;',
    'a.py': 'import cocotb',
    'a.tcl': 'proc f {} { return 1 }',
    'a.toml': 'true = false',
    'a.yaml': 'top: 1',
    'a.json': 'true',
    'a.c': 'return 0;',
    'a.sh': 'if true; then echo; fi',
    'Makefile': 'all: sim',
    'a.md': '## Title',
}


def test_each_language_has_its_colours(editor, files):
    for name, text in LANGUAGES.items():
        files.write(name, text)
    page = editor(*LANGUAGES)
    for name in LANGUAGES:
        page.get_by_test_id(f'tab-{name}').click()
        word = page.locator('.cm-line span[class^="ͼ"], .cm-line span[class*=" ͼ"]').first
        expect(word, name).not_to_have_css('color', 'rgb(232, 237, 245)')


def test_an_alternative_click_adds_a_cursor_and_shift_drag_selects_a_column(editor):
    page = editor('uart_tx.v')
    page.get_by_text('posedge').click()
    page.get_by_text('endmodule').click(modifiers=['Alt'])
    assert page.evaluate('view.state.selection.ranges.length') == 2
    page.keyboard.press('Escape')
    lines = [page.locator('.cm-line').nth(n).bounding_box() for n in (2, 7)]
    page.keyboard.down('Shift')
    page.keyboard.down('Alt')
    page.mouse.move(lines[0]['x'] + 20, lines[0]['y'] + 10)
    page.mouse.down()
    page.mouse.move(lines[1]['x'] + 36, lines[1]['y'] + 10)
    page.mouse.up()
    page.keyboard.up('Alt')
    page.keyboard.up('Shift')
    assert page.evaluate('view.state.selection.ranges.length') == 6


def test_a_renamed_file_is_stored_under_its_new_name(editor, files):
    page = editor('uart_tx.v')
    files.write('uart.sv', SOURCE)
    page.evaluate("editor.rename('uart_tx.v', 'uart.sv', {url: url('uart.sv')})")
    type_at_end(page, '// moved')
    wait_for_state(page, 'saved', 'uart.sv')
    assert files.read('uart.sv') == SOURCE + '// moved'
    assert files.read('uart_tx.v') == SOURCE


def test_messages_and_values_stand_at_their_places(editor):
    page = editor('uart_tx.v')
    problem = {'line': 8, 'column': 5, 'severity': 'error', 'message': 'tx is driven twice', 'source': 'slang'}
    page.evaluate("items => editor.setDiagnostics('uart_tx.v', items)", [problem])
    page.evaluate("editor.setInlineValues('uart_tx.v', [{line: 4, text: \"1'b0\"}])")
    expect(page.locator('.cm-lintRange-error')).to_have_text('tx')
    expect(page.locator('.cm-lint-marker-error')).to_have_count(1)
    expect(page.locator('.cm-a6-value')).to_have_text("1'b0")
    page.locator('.cm-lintRange-error').hover()
    expect(page.locator('.cm-tooltip')).to_contain_text('tx is driven twice')


def test_a_value_has_a_colour_of_its_own(editor):
    page = editor('uart_tx.v')
    values = [{'line': 4, 'text': '3x', 'tone': 'ok'}, {'line': 5, 'text': 'not reached', 'tone': 'err'}]
    page.evaluate("items => editor.setInlineValues('uart_tx.v', items)", values)
    expect(page.locator('.cm-a6-value.ok')).to_have_text('3x')
    expect(page.locator('.cm-a6-value.err')).to_have_text('not reached')
    page.evaluate("editor.setInlineValues('uart_tx.v', [])")
    expect(page.locator('.cm-a6-value')).to_have_count(0)


def test_find_and_replace_with_a_regular_expression(editor, files):
    page = editor('uart_tx.v')
    page.get_by_test_id('editor-text').click()
    page.keyboard.press('Control+h')
    page.get_by_test_id('search-find').fill(r'(in|out)put')
    expect(page.get_by_test_id('search-count')).to_have_text('Nothing found')
    page.get_by_test_id('search-regexp').click()
    expect(page.get_by_test_id('search-count')).to_have_text('2 found')
    page.get_by_test_id('search-replace').fill('$1_port')
    page.get_by_test_id('search-replace-all').click()
    wait_for_state(page, 'saved')
    assert files.read('uart_tx.v') == SOURCE.replace('input', 'in_port').replace('output', 'out_port')


def test_keys_indent_comment_and_complete(editor):
    page = editor('uart_tx.v')
    page.evaluate("editor.setCompletions([{label: 'baud_tick', detail: 'uart_tx.u_baud'}])")
    page.evaluate("editor.reveal('uart_tx.v', 8, 13)")
    page.keyboard.press('Enter')
    page.keyboard.type('if (baud')
    page.get_by_role('listbox').get_by_text('baud_tick').click()
    page.keyboard.press('End')
    page.keyboard.type(' begin')
    page.get_by_role('listbox').wait_for()
    page.keyboard.press('Enter')
    page.keyboard.type('// prose')
    page.keyboard.press('Enter')
    page.keyboard.type('tx <= 0;')
    page.keyboard.press('Enter')
    page.keyboard.type('end')
    page.keyboard.press('Control+/')
    lines = text_of(page).split('\n')[8:12]
    assert lines == ['    if (baud_tick) begin', '      // prose', '      tx <= 0;', '    // end']


def test_a_snippet_is_filled_in_with_tab(editor, files):
    files.write('new.v', '')
    page = editor('new.v')
    page.get_by_test_id('editor-text').click()
    page.keyboard.type('modu')
    page.get_by_role('listbox').get_by_text('module … endmodule').click()
    page.keyboard.type('counter')
    for text in ('', 'count', 'assign count = 0;'):
        page.keyboard.press('Tab')
        page.keyboard.type(text)
    assert text_of(page, 'new.v') == (
        'module counter (\n  input  wire clk,\n  output reg  count\n);\n  assign count = 0;\nendmodule'
    )


def test_going_to_a_line_of_another_file_leaves_no_box_behind(editor, files):
    files.write('long.v', SOURCE * 100)
    page = editor('long.v', 'uart_tx.v')
    page.get_by_test_id('editor-text').click()
    page.keyboard.press('Control+g')
    page.get_by_test_id('go-to-line').fill('508:5')
    page.keyboard.press('Enter')
    page.keyboard.type('X')
    assert text_of(page, 'long.v').split('\n')[507] == '    Xtx <= 1;'
    page.keyboard.press('Control+g')
    page.get_by_test_id('tab-uart_tx.v').click()
    expect(page.get_by_test_id('go-to-line')).to_have_count(0)


def test_escape_and_then_tab_leaves_the_text(editor):
    page = editor('uart_tx.v')
    type_at_end(page, '')
    page.keyboard.press('Tab')
    assert text_of(page) == SOURCE + '  '
    page.keyboard.press('Escape')
    page.keyboard.press('Tab')
    assert page.evaluate('!view.hasFocus')


def test_the_page_hears_of_cursor_definitions_and_keys(editor):
    page = editor('uart_tx.v')
    page.evaluate("editor.reveal('uart_tx.v', 7, 22)")
    for key in ('F12', 'Control+Enter', 'Control+k'):
        page.keyboard.press(key)
    page.get_by_text('posedge').click(modifiers=['Control'])
    events = dict(page.evaluate('window.events'))
    assert events['run'] == events['palette'] == {'path': 'uart_tx.v'}
    assert events['cursor'] == {'path': 'uart_tx.v', 'line': 7, 'column': 22, 'selected': 0, 'cursors': 1}
    assert events['goto'] == {'path': 'uart_tx.v', 'line': 7, 'column': 12, 'word': 'posedge'}


def test_vim_keys_and_the_minimap_come_when_they_are_wanted(editor):
    page = editor('uart_tx.v', keymap='vim')
    expect(page.locator('.cm-a6-minimap')).to_be_visible()
    page.get_by_test_id('editor-text').click()
    page.wait_for_function("document.querySelector('.cm-vim-panel') !== null")
    page.keyboard.type('ggdd')
    page.wait_for_function("editor.getText('uart_tx.v').startsWith('module')")
    page.keyboard.type(':w')
    page.keyboard.press('Enter')
    page.wait_for_function("events.some(([name, { stored }]) => name === 'save' && stored)")
    page.evaluate("editor.setOptions({minimap: false, keymap: 'default'})")
    expect(page.locator('.cm-a6-minimap')).to_have_count(0)


def test_a_page_that_reloads_shows_the_same_place_again(editor, files):
    files.write('long.v', SOURCE * 100)
    page = editor('long.v')
    page.evaluate("editor.reveal('long.v', 508, 5)")
    top = page.evaluate('view.lineBlockAtHeight(view.scrollDOM.scrollTop).from')
    page.reload()
    page.locator('body[data-ready]').wait_for()
    assert page.evaluate('view.state.doc.lineAt(view.state.selection.main.head).number') == 508
    page.wait_for_function('top => view.lineBlockAtHeight(view.scrollDOM.scrollTop + 2).from === top', arg=top)


def test_a_search_goes_on_in_the_next_tab(editor, files):
    files.write('b.v', SOURCE)
    page = editor('uart_tx.v', 'b.v')
    page.get_by_test_id('editor-text').click()
    page.keyboard.press('Control+f')
    page.get_by_test_id('search-find').fill('clk')
    page.get_by_test_id('tab-b.v').click()
    expect(page.get_by_test_id('search-find')).to_have_value('clk')
    expect(page.get_by_test_id('search-count')).to_have_text('2 found')


def test_the_menu_of_a_tab_closes_the_others(editor, files):
    for name in ('a.v', 'b.v'):
        files.write(name, name)
    page = editor('a.v', 'uart_tx.v', 'b.v')
    page.get_by_test_id('tab-uart_tx.v').click(button='right')
    page.get_by_role('menuitem', name='Close others').click()
    expect(page.get_by_role('tab')).to_have_count(1)
    expect(page.get_by_test_id('tab-uart_tx.v')).to_have_attribute('aria-selected', 'true')


@pytest.mark.parametrize('theme', ['dark', 'light'])
def test_nothing_serious_stands_in_the_way_of_anyone(editor, files, theme):
    files.write('fw.bin', bytes(10))
    page = editor('uart_tx.v', 'fw.bin', 'README.md')
    page.evaluate('theme => document.documentElement.dataset.theme = theme', theme)
    problems = [{'line': 8, 'severity': 'error', 'message': 'no'}, {'line': 3, 'severity': 'warning', 'message': 'hm'}]
    page.evaluate("items => editor.setDiagnostics('uart_tx.v', items)", problems)
    page.evaluate("editor.setInlineValues('uart_tx.v', [{line: 4, text: \"1'b0\"}])")
    page.get_by_test_id('editor-text').click()
    page.keyboard.press('Control+h')
    page.get_by_test_id('search-find').fill('clk')
    assert serious_findings(page) == []
    page.get_by_test_id('tab-fw.bin').click()
    assert serious_findings(page) == []


def test_the_comparison_and_its_bar_are_accessible(editor, files):
    page = editor('uart_tx.v')
    files.write('uart_tx.v', '// theirs\n' + SOURCE)
    type_at_end(page, '// mine')
    page.get_by_test_id('conflict-differences').click()
    expect(page.get_by_test_id('differences')).to_contain_text('// theirs')
    assert serious_findings(page) == []


def test_the_minimap_leads_to_where_it_is_clicked(editor, files):
    files.write('long.v', SOURCE * 20)
    page = editor('long.v')
    page.locator('.cm-a6-minimap').click(position={'x': 40, 'y': 450})
    page.wait_for_function("view.dom.querySelector('.cm-lineNumbers').textContent.includes('151')")
    assert page.locator('.cm-a6-minimap').get_attribute('aria-hidden') == 'true'
