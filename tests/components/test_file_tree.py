"""The file tree in a real browser: many files, the keyboard, names, moves and uploads."""

import json
import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.components.conftest import says

ROWS = '[data-testid=tree-row]'


def row(page: Page, path: str) -> Locator:
    return page.locator(f'[data-testid=file-tree] [data-key="{path}"]')


def tree(page: Page) -> Locator:
    return page.get_by_test_id('file-tree-rows')


def stored(server: str) -> dict[str, int]:
    with urllib.request.urlopen(f'{server}/api/stored') as answer:
        return json.load(answer)


def test_twenty_thousand_files_are_few_elements(plain: Page):
    plain.evaluate("mount('a6hub-file-tree/file_tree.js', 'createFileTree')")
    assert plain.evaluate("handle.load('/api/files')") == 20_000
    plain.evaluate("handle.setCurrent('core199/cell_19999.v')")
    expect(row(plain, 'core199/cell_19999.v')).to_be_visible()
    assert plain.evaluate('handle.tree.rows.length') == 300
    plain.evaluate("handle.setFilter('cell_')")
    assert plain.evaluate('handle.tree.rows.length') == 20_200
    assert plain.locator(ROWS).count() <= 300
    assert plain.evaluate("document.querySelectorAll('*').length") < 500
    tree(plain).focus()
    plain.keyboard.press('End')
    expect(row(plain, 'core199/cell_19999.v')).to_be_visible()
    assert plain.locator(ROWS).count() <= 300


def test_the_open_file_is_marked_also_when_the_list_comes_later(plain: Page):
    plain.evaluate("mount('a6hub-file-tree/file_tree.js', 'createFileTree')")
    plain.evaluate("handle.setCurrent('core150/cell_15000.v')")
    plain.evaluate("handle.load('/api/files')")
    expect(row(plain, 'core150/cell_15000.v')).to_be_in_viewport()
    expect(row(plain, 'core150/cell_15000.v')).to_have_class(re.compile('current'))


def test_a_list_that_does_not_come_can_be_asked_for_again(plain: Page):
    plain.evaluate("mount('a6hub-file-tree/file_tree.js', 'createFileTree')")
    plain.route('**/api/files*', lambda route: route.fulfill(status=503))
    plain.evaluate("handle.load('/api/files')")
    expect(plain.get_by_role('alert')).to_contain_text('not available (503)')
    plain.unroute('**/api/files*')
    plain.get_by_test_id('tree-retry').click()
    expect(row(plain, 'core000')).to_be_visible()


def test_the_keyboard_walks_opens_and_finds(demo: Page):
    tree(demo).focus()
    demo.keyboard.press('Home')
    demo.keyboard.press('ArrowDown')
    expect(row(demo, 'rtl')).to_have_attribute('aria-selected', 'true')
    demo.keyboard.press('ArrowLeft')
    expect(row(demo, 'rtl')).to_have_attribute('aria-expanded', 'false')
    expect(row(demo, 'rtl/uart_tx.v')).to_have_count(0)
    demo.keyboard.press('ArrowRight')
    demo.keyboard.type('baud')
    active = tree(demo).get_attribute('aria-activedescendant')
    assert demo.evaluate('id => document.getElementById(id).dataset.key', active) == 'rtl/baud_gen.v'
    demo.keyboard.press('Enter')
    says(demo, 'open rtl/baud_gen.v')


def test_open_folders_are_remembered(demo: Page):
    row(demo, 'rtl').click()
    expect(row(demo, 'rtl/baud_gen.v')).to_have_count(0)
    demo.reload()
    expect(row(demo, 'tb/tb_uart.v')).to_be_visible()
    # The open file is in there, so its folder is opened again.
    expect(row(demo, 'rtl')).to_have_attribute('aria-expanded', 'true')


def test_a_refused_name_keeps_what_was_typed(demo: Page):
    row(demo, 'rtl/uart_tx.v').click()
    demo.get_by_test_id('action-new-file').click()
    name = demo.get_by_test_id('name-input')
    name.fill('UART_tx.v')
    name.press('Enter')
    expect(demo.get_by_test_id('name-error')).to_contain_text('rtl/UART_tx.v is taken')
    expect(name).to_have_value('UART_tx.v')
    expect(name).to_be_focused()
    name.fill('uart_fifo.v')
    expect(demo.get_by_test_id('name-error')).to_be_hidden()
    name.press('Enter')
    says(demo, 'named rtl/uart_fifo.v')
    expect(name).to_have_count(0)
    expect(tree(demo)).to_be_focused()


def test_f2_renames_in_place_and_escape_leaves_it(demo: Page):
    row(demo, 'README.md').click()
    demo.keyboard.press('F2')
    name = demo.get_by_test_id('name-input')
    expect(name).to_have_value('README.md')
    assert name.evaluate('input => input.value.slice(input.selectionStart, input.selectionEnd)') == 'README'
    name.press('Escape')
    expect(name).to_have_count(0)
    expect(row(demo, 'README.md')).to_be_visible()
    demo.keyboard.press('F2')
    demo.keyboard.type('NOTES')
    demo.keyboard.press('Enter')
    says(demo, 'named NOTES.md')


def test_deleting_several_files_can_be_undone(demo: Page):
    row(demo, 'README.md').click()
    row(demo, 'a6hub.toml').click(modifiers=['Control'])
    demo.keyboard.press('Delete')
    demo.get_by_test_id('toast-action').click()
    says(demo, "undone ['README.md', 'a6hub.toml']")


def test_the_menu_opens_with_the_keyboard_and_gives_it_back(demo: Page):
    row(demo, 'README.md').click()
    demo.keyboard.press('Shift+F10')
    expect(demo.get_by_test_id('menu-open')).to_be_focused()
    demo.keyboard.press('ArrowUp')
    expect(demo.get_by_test_id('menu-delete')).to_be_focused()
    demo.keyboard.press('Escape')
    expect(demo.get_by_test_id('menu')).to_have_count(0)
    expect(tree(demo)).to_be_focused()


def test_a_file_is_dragged_into_a_folder(demo: Page):
    row(demo, 'README.md').drag_to(row(demo, 'tb'))
    says(demo, "move ['README.md'] to tb")


def test_a_file_is_moved_with_the_keyboard(demo: Page):
    row(demo, 'README.md').click()
    demo.keyboard.press('Control+x')
    expect(row(demo, 'README.md')).to_have_class(re.compile('cut'))
    row(demo, 'firmware').click()
    demo.keyboard.press('Control+v')
    says(demo, "move ['README.md'] to firmware")


def test_the_filter_shows_matches_with_their_folders(demo: Page):
    tree(demo).focus()
    demo.keyboard.press('Control+f')
    demo.get_by_test_id('file-filter').fill('tx')
    expect(demo.get_by_test_id('file-tree').locator(ROWS)).to_have_count(2)
    demo.get_by_test_id('file-filter').fill('nothing')
    demo.get_by_test_id('filter-clear').click()
    expect(row(demo, 'README.md')).to_be_visible()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the person's own computer."""
    core = tmp_path / 'core'
    (core / 'sub').mkdir(parents=True)
    (core / 'top.v').write_text('module top; endmodule\n')
    (core / 'sub' / 'rom.bin').write_bytes(bytes(range(256)))
    (core / 'sub' / 'bad.v').write_text('x')
    return core


def drop(page: Page, target: Locator, path: Path) -> None:
    """Drop a file or folder of the operating system."""
    box = target.bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    data = {'items': [], 'files': [str(path)], 'dragOperationsMask': 1}
    place = {'x': box['x'] + 20, 'y': box['y'] + 8}
    for kind in ('dragEnter', 'dragOver', 'drop'):
        session.send('Input.dispatchDragEvent', {'type': kind, **place, 'data': data})


def test_a_dropped_folder_is_uploaded_and_failures_are_told(demo: Page, demo_server: str, folder: Path):
    drop(demo, row(demo, 'rtl'), folder)
    says(demo, 'uploaded 2, failed 1')
    files = stored(demo_server)
    assert (files['rtl/core/top.v'], files['rtl/core/sub/rom.bin']) == (22, 256)
    expect(demo.get_by_test_id('upload')).to_contain_text('rtl/core/sub/bad.v A name must not contain "bad"')
    demo.get_by_test_id('upload-retry').click()
    expect(demo.get_by_test_id('upload')).to_contain_text('1 file not uploaded, 0 stored')
    demo.get_by_test_id('upload-dismiss').click()
    expect(demo.get_by_test_id('upload')).to_be_hidden()
    row(demo, 'rtl/core').click()
    expect(row(demo, 'rtl/core/top.v')).to_be_visible()


def test_chosen_files_are_uploaded_into_the_folder(demo: Page, demo_server: str, folder: Path):
    row(demo, 'tb').click(button='right')
    with demo.expect_file_chooser() as chooser:
        demo.get_by_test_id('menu-upload').click()
    chooser.value.set_files([folder / 'top.v'])
    says(demo, 'uploaded 1, failed 0')
    assert stored(demo_server)['tb/top.v'] == 22


def test_names_are_text_and_never_markup(plain: Page):
    plain.evaluate("mount('a6hub-file-tree/file_tree.js', 'createFileTree')")
    plain.evaluate("""handle.setEntries([{path: '<img src=x onerror="window.hit=1">.v', badge: '<b>'}])""")
    expect(plain.locator(ROWS)).to_contain_text('<img src=x onerror="window.hit=1">.v<b>')
    assert plain.evaluate('window.hit') is None
