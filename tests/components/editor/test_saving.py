"""Nothing typed gets lost: the editor in a real browser, against a file server that is killed."""

import shutil
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.components.editor.files import SOURCE, Files, opened, text_of, type_at_end, wait_for_state
from tests.servers.browser import ARGUMENTS


def test_typed_text_is_on_the_server_when_the_editor_says_saved(editor, files):
    page = editor('uart_tx.v')
    type_at_end(page, '// checked')
    expect(page.get_by_test_id('tab-uart_tx.v')).to_have_attribute('data-state', 'saved')
    wait_for_state(page, 'saved')
    assert files.read('uart_tx.v') == SOURCE + '// checked'


def test_letters_beyond_the_basic_plane_and_windows_line_ends_stay_as_they_are(editor, files):
    files.write('emoji.v', '\ufeff// 🚀 größe\r\nmodule m;\r\nendmodule\r\n')
    page = editor('emoji.v')
    type_at_end(page, '// ')
    page.keyboard.insert_text('👩‍💻 Ω')
    wait_for_state(page, 'saved', 'emoji.v')
    assert files.read('emoji.v') == '\ufeff// 🚀 größe\r\nmodule m;\r\nendmodule\r\n// 👩‍💻 Ω'


def test_every_character_arrives_when_the_server_is_killed_while_one_types(editor, files):
    page = editor('uart_tx.v')
    type_at_end(page, '// before ')
    files.kill()
    page.keyboard.type('while it was down ')
    wait_for_state(page, 'offline')
    expect(page.get_by_test_id('editor-bar')).to_contain_text('kept in this browser')
    page.keyboard.type('and after')
    files.start()
    wait_for_state(page, 'saved')
    assert files.read('uart_tx.v') == SOURCE + '// before while it was down and after'
    expect(page.get_by_test_id('editor-bar')).to_have_count(0)


def test_a_page_that_is_gone_leaves_its_text_to_the_next_one(editor, files):
    page = editor('uart_tx.v')
    files.kill()
    type_at_end(page, '// kept')
    wait_for_state(page, 'offline')
    page.goto('about:blank')
    files.start()
    opened(page, files, 'uart_tx.v')
    wait_for_state(page, 'saved')
    assert text_of(page) == files.read('uart_tx.v') == SOURCE + '// kept'


def test_a_kept_text_is_a_conflict_if_the_file_changed_meanwhile(editor, files):
    page = editor('uart_tx.v')
    files.kill()
    type_at_end(page, '// mine')
    wait_for_state(page, 'offline')
    page.goto('about:blank')
    files.write('uart_tx.v', '// theirs\n')
    files.start()
    opened(page, files, 'uart_tx.v')
    wait_for_state(page, 'conflict')
    assert text_of(page) == SOURCE + '// mine'
    assert files.read('uart_tx.v') == '// theirs\n'


@pytest.fixture
def disagreement(files: Files, page: Page, context: BrowserContext) -> Page:
    """The page of the second of two people who changed one file."""
    first = context.new_page()
    opened(first, files, 'uart_tx.v')
    opened(page, files, 'uart_tx.v')
    type_at_end(first, '// first')
    wait_for_state(first, 'saved')
    page.bring_to_front()
    page.evaluate('window.events.length = 0')
    page.evaluate("editor.applyChanges('uart_tx.v', [{line: 1, column: 1, insert: '// second\\n'}])")
    return page


def test_two_that_disagree_both_keep_their_text_and_one_chooses_mine(disagreement, files):
    page = disagreement
    wait_for_state(page, 'conflict')
    assert files.read('uart_tx.v') == SOURCE + '// first'
    assert text_of(page) == '// second\n' + SOURCE
    page.get_by_test_id('conflict-mine').click()
    wait_for_state(page, 'saved')
    assert files.read('uart_tx.v') == '// second\n' + SOURCE


def test_taking_theirs_can_be_undone(disagreement, files):
    page = disagreement
    wait_for_state(page, 'conflict')
    page.get_by_test_id('conflict-theirs').click()
    wait_for_state(page, 'saved')
    assert text_of(page) == SOURCE + '// first'
    page.get_by_test_id('editor-text').click()
    page.keyboard.press('Control+z')
    assert text_of(page) == '// second\n' + SOURCE


def test_differences_are_shown_side_by_side_and_single_changes_taken_over(disagreement, files):
    page = disagreement
    wait_for_state(page, 'conflict')
    page.get_by_test_id('conflict-differences').click()
    dialog = page.get_by_test_id('differences')
    expect(dialog).to_contain_text('// second')
    expect(dialog).to_contain_text('// first')
    dialog.locator('.cm-merge-revert button').last.click()
    page.get_by_test_id('differences-mine').click()
    wait_for_state(page, 'saved')
    assert files.read('uart_tx.v') == '// second\n' + SOURCE + '// first'


def test_a_clean_document_follows_the_server_and_its_cursor_stays(editor, files):
    page = editor('uart_tx.v')
    page.evaluate("editor.reveal('uart_tx.v', 8, 5)")
    files.write('uart_tx.v', '// new first line\n' + SOURCE)
    page.evaluate("editor.fileChanged('uart_tx.v', 'another digest')")
    page.wait_for_function("editor.getText('uart_tx.v').startsWith('// new')")
    assert page.evaluate('view.state.doc.lineAt(view.state.selection.main.head).text') == '    tx <= 1;'


def test_a_refusal_says_why_and_keeps_the_text(editor, files):
    files.write('sealed/a.v', SOURCE)
    page = editor('sealed/a.v')
    type_at_end(page, '// mine')
    wait_for_state(page, 'refused', 'sealed/a.v')
    expect(page.get_by_test_id('editor-bar')).to_contain_text('You may read this project but not change it.')
    assert text_of(page, 'sealed/a.v') == SOURCE + '// mine'


def test_a_killed_browser_loses_at_most_the_last_second(files, tmp_path, browser: Browser):
    """The profile stays on the disk; the browser that wrote into it is killed, not closed."""
    chromium = browser.browser_type
    arguments = {'executable_path': shutil.which('chromium'), 'args': ARGUMENTS}
    first = chromium.launch_persistent_context(tmp_path, **arguments)
    page = opened(first.pages[0], files, 'uart_tx.v')
    files.kill()
    type_at_end(page, '// typed before the power went')
    wait_for_state(page, 'offline')
    kill_browser_of(tmp_path)
    files.start()
    second = chromium.launch_persistent_context(tmp_path, **arguments)
    page = opened(second.pages[0], files, 'uart_tx.v')
    wait_for_state(page, 'saved')
    assert files.read('uart_tx.v') == SOURCE + '// typed before the power went'
    second.close()


def kill_browser_of(profile: Path) -> None:
    """Kill the browser that uses a profile."""
    for process in psutil.process_iter(['cmdline']):
        command = process.info['cmdline'] or []
        if f'--user-data-dir={profile}' in command and not any(part.startswith('--type=') for part in command):
            process.kill()
            process.wait(10)
