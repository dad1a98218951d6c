"""The waveform viewer in a real browser, on real traces, over real HTTP."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import serious_findings
from tests.components.waveform.server import trace_url
from tests.components.waveform.viewing import colours, drawn, names, open_plain, pixel, value_of

RESULTS = Path(__file__).parents[3] / 'test-results'
needs_icarus = pytest.mark.skipif(not shutil.which('iverilog'), reason='Icarus Verilog is not installed')


def test_a_trace_opens_with_sensible_signals_and_their_values(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    assert names(viewer) == ['tb', 'clk', 'data[7:0]', 'ready', 'level', 'tb.dut', 'q']
    expect(value_of(viewer, 'data')).to_have_text('xx')
    expect(value_of(viewer, 'level')).to_have_text('0.5')
    drawn(page)
    assert colours(page) > 8


def test_the_cursor_goes_from_change_to_change_and_is_read_out(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    viewer.get_by_test_id('wave-signals').get_by_text('data[7:0]').click()
    for time, value in [('10 ns', '00'), ('30 ns', '01'), ('50 ns', '02')]:
        page.keyboard.press(']')
        expect(viewer.get_by_test_id('wave-info')).to_contain_text(f'cursor {time}')
        expect(value_of(viewer, 'data')).to_have_text(value)
    expect(viewer.get_by_test_id('wave-live')).to_have_text('cursor 50 ns, data[7:0] 02')
    page.keyboard.press('[')
    expect(value_of(viewer, 'data')).to_have_text('01')


def test_a_click_on_an_edge_is_the_edge_and_a_marker_gives_the_distance(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    drawn(page)
    stage = viewer.get_by_test_id('wave-stage')
    box = stage.bounding_box()
    assert box
    # `ready` (the third signal) changes at 1,000 ns, a tenth of the way.
    x = page.evaluate('() => window.viewer.view.toX(1000)')
    y = 26 + 3 * 26 + 13
    stage.click(position={'x': x + 3, 'y': y})
    expect(viewer.get_by_test_id('wave-info')).to_contain_text('cursor 1 µs')
    expect(value_of(viewer, 'ready')).to_have_text('1')
    page.keyboard.press('m')
    page.keyboard.press(']')
    expect(viewer.get_by_test_id('wave-info')).to_contain_text('cursor 2 µs · Δ 1 µs (1 MHz)')
    assert page.evaluate('() => window.cursors.at(-1)') == {'time': '2000', 'label': '2 µs'}


def test_zoom_pan_and_fit_by_wheel_drag_and_keys(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    stage = viewer.get_by_test_id('wave-stage')
    box = stage.bounding_box()
    assert box

    def span() -> tuple[float, float]:
        low, high = page.evaluate('() => [window.viewer.view.t0, window.viewer.view.t1]')
        return low, high

    whole = span()
    page.mouse.move(box['x'] + box['width'] / 2, box['y'] + 100)
    page.keyboard.down('Control')
    page.mouse.wheel(0, -500)
    page.keyboard.up('Control')
    page.wait_for_function('() => window.viewer.view.perPixel < 9')
    zoomed = span()
    assert zoomed[0] > whole[0]
    assert zoomed[1] < whole[1]
    page.mouse.down()
    page.mouse.move(box['x'] + box['width'] / 2 - 200, box['y'] + 100, steps=5)
    page.mouse.up()
    dragged = span()
    assert dragged[0] > zoomed[0]
    page.mouse.wheel(0, -100)
    page.wait_for_function('(t0) => window.viewer.view.t0 < t0', arg=dragged[0])
    page.keyboard.down('Shift')
    page.mouse.move(box['x'] + 300, box['y'] + 100)
    page.mouse.down()
    page.mouse.move(box['x'] + 400, box['y'] + 100, steps=5)
    page.mouse.up()
    page.keyboard.up('Shift')
    assert span()[1] - span()[0] == pytest.approx((zoomed[1] - zoomed[0]) * 100 / box['width'], rel=0.02)
    stage.press('f')
    assert span() == whole


def test_signals_are_found_added_moved_and_removed_by_keyboard_alone(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    viewer.get_by_test_id('wave-stage').focus()
    page.keyboard.press('s')
    page.keyboard.type('done')
    page.keyboard.press('Enter')
    page.keyboard.press('Enter')
    assert names(viewer) == ['tb', 'clk', 'data[7:0]', 'ready', 'level', 'done', 'tb.dut', 'q']
    page.keyboard.press('Escape')
    expect(viewer.get_by_test_id('wave-tree')).to_be_hidden()
    viewer.get_by_test_id('wave-signals').focus()
    page.keyboard.press('Alt+ArrowUp')
    page.keyboard.press('Alt+ArrowUp')
    assert names(viewer)[3:6] == ['done', 'ready', 'level']
    page.keyboard.press('Delete')
    assert 'done' not in names(viewer)
    page.keyboard.press('Control+z')
    assert names(viewer)[3] == 'done'


def test_a_group_gets_a_name_and_folds_its_signals_away(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    viewer.get_by_test_id('wave-signals').get_by_text('ready').click()
    page.keyboard.press('g')
    viewer.get_by_test_id('wave-rename').fill('handshake <b>')
    page.keyboard.press('Enter')
    assert names(viewer)[3] == 'handshake <b>'
    page.keyboard.press('ArrowLeft')
    assert names(viewer) == ['tb', 'clk', 'data[7:0]', 'handshake <b>', 'tb.dut', 'q']
    page.keyboard.press('ArrowRight')
    assert names(viewer)[4:6] == ['ready', 'level']


def test_on_a_page_that_scrolls_the_wheel_scrolls_the_page(page: Page, address: str) -> None:
    page.goto(f'{address}/plain/plain?read-only')
    viewer = page.get_by_test_id('waveform')
    expect(viewer.get_by_test_id('wave-info')).to_contain_text('changes')
    page.evaluate("() => { document.body.style.paddingBottom = '2000px'; }")
    viewer.get_by_test_id('wave-stage').hover()
    page.mouse.wheel(0, 200)
    page.wait_for_function('() => window.scrollY > 100')
    assert page.evaluate('() => window.viewer.view.isFitted()')
    viewer.get_by_test_id('wave-stage').press('+')
    page.keyboard.press('Delete')
    assert page.evaluate('() => [window.viewer.view.isFitted(), window.states.length]') == [False, 0]


def test_two_fingers_zoom(browser: Browser, address: str) -> None:
    context = browser.new_context(has_touch=True, viewport={'width': 1024, 'height': 600})
    page = context.new_page()
    viewer = open_plain(page, address, 'plain')
    box = viewer.get_by_test_id('wave-stage').bounding_box()
    assert box
    x, y = box['x'] + 300, box['y'] + 100
    whole = page.evaluate('() => window.viewer.view.perPixel')
    touch = context.new_cdp_session(page)
    fingers = [[{'x': x - gap, 'y': y, 'id': 1}, {'x': x + gap, 'y': y, 'id': 2}] for gap in (40, 80, 160)]
    touch.send('Input.dispatchTouchEvent', {'type': 'touchStart', 'touchPoints': fingers[0]})
    for points in fingers[1:]:
        touch.send('Input.dispatchTouchEvent', {'type': 'touchMove', 'touchPoints': points})
    touch.send('Input.dispatchTouchEvent', {'type': 'touchEnd', 'touchPoints': []})
    page.wait_for_function('(most) => window.viewer.view.perPixel < most', arg=whole / 3)
    context.close()


def test_unknown_and_floating_values_have_their_own_colours(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    drawn(page)
    expect(value_of(viewer, 'ready')).to_have_class('value x')
    # `ready` (the third signal) is x to 1 µs, a level to 5 µs, z to 6 µs.
    red, green, blue = pixel(page, 500, row=3, height=1)
    assert red > green
    assert red > blue
    red, green, blue = pixel(page, 1500, row=3, height=0)
    assert green > red
    red, green, blue = pixel(page, 5500, row=3, height=0.5)
    assert red > blue
    assert green > blue


def test_signals_are_dragged_from_the_tree_and_within_the_list(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    viewer.get_by_test_id('wave-tree-toggle').click()
    tree, rows = viewer.get_by_test_id('wave-tree-rows'), viewer.get_by_test_id('wave-signals')
    tree.get_by_text('done').drag_to(rows.get_by_text('ready'), target_position={'x': 5, 'y': 2})
    assert names(viewer)[1:5] == ['clk', 'data[7:0]', 'done', 'ready']
    rows.get_by_text('level').drag_to(rows.get_by_text('clk'), target_position={'x': 5, 'y': 2})
    assert names(viewer)[1:4] == ['level', 'clk', 'data[7:0]']
    tree.get_by_text('dut').click()
    viewer.get_by_test_id('wave-add-all').click()
    assert names(viewer).count('q') == 2


def test_the_radix_is_chosen_for_the_selected_signals(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    page.evaluate('() => window.viewer.setCursor(5110)')
    expect(value_of(viewer, 'data')).to_have_text('FF')
    for radix, text in [('signed', '-1'), ('unsigned', '255'), ('bin', '11111111'), ('oct', '377')]:
        viewer.get_by_test_id('wave-signals').get_by_text('data[7:0]').click(button='right')
        page.get_by_test_id(f'menu-radix:{radix}').click()
        expect(value_of(viewer, 'data')).to_have_text(text)


def test_what_is_shown_is_kept_and_matched_by_name_with_the_next_run(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    viewer.get_by_test_id('wave-signals').get_by_text('clk').click()
    page.keyboard.press('Delete')
    page.evaluate(
        '() => { window.viewer.setCursor(700); window.viewer.view.show(500, 900); window.viewer.viewChanged(); }'
    )
    page.wait_for_function('() => window.states.at(-1)?.cursor === "700"')
    state = page.evaluate('() => window.states.at(-1)')
    open_plain(page, address, 'second')
    page.evaluate('(state) => window.viewer.setState(state)', state)
    assert names(viewer) == ['tb', 'data[7:0]', 'ready', 'level', 'tb.dut', 'q']
    expect(viewer.locator('.missing .name')).to_have_text('ready')
    expect(viewer.get_by_test_id('wave-info')).to_contain_text('cursor 700 ns')
    assert page.evaluate('() => [window.viewer.view.t0, window.viewer.view.t1]') == [500, 900]
    expect(viewer.get_by_role('treeitem', selected=True)).to_have_text(re.compile('data'))


def test_a_run_of_the_same_testbench_keeps_the_signals_and_another_one_shows_its_own(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'plain')
    viewer.get_by_test_id('wave-signals').get_by_text('clk').click()
    page.keyboard.press('Delete')
    page.evaluate('(url) => window.viewer.load(url)', trace_url('second'))
    assert names(viewer) == ['tb', 'data[7:0]', 'ready', 'level', 'tb.dut', 'q']
    page.evaluate('(url) => window.viewer.load(url)', trace_url('wide'))
    assert names(viewer)[:2] == ['top', 'signal_0']


def test_thousands_of_signals_are_a_few_rows_of_the_page(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'wide')
    viewer.get_by_test_id('wave-tree-toggle').click()
    viewer.get_by_test_id('wave-tree-rows').get_by_text('top').click()
    viewer.get_by_test_id('wave-add-all').click()
    expect(viewer.get_by_test_id('wave-tree')).to_contain_text('5,000 signals')
    expect(viewer.get_by_test_id('wave-toast')).to_have_text('Only 5000 signals can be shown at once.')
    assert viewer.get_by_role('treeitem').count() < 150


def test_a_trace_without_signals_and_one_that_is_gone_say_what_to_do(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'empty')
    expect(viewer.get_by_test_id('wave-note')).to_contain_text('Call $dumpvars in the testbench')
    page.goto(f'{address}/plain/nothing')
    expect(viewer.get_by_test_id('wave-note')).to_contain_text('There is no such trace, or it is private.')
    expect(viewer.get_by_test_id('wave-note-action')).to_have_text('Try again')


def test_after_a_failed_request_the_waves_come_by_themselves(page: Page, address: str) -> None:
    page.route('**/window?*', lambda route: route.abort())
    viewer = open_plain(page, address, 'plain')
    expect(viewer.get_by_test_id('wave-toast')).to_contain_text('The server cannot be reached.')
    page.unroute('**/window?*')
    expect(viewer.get_by_test_id('wave-toast')).to_have_count(0)
    drawn(page)
    assert colours(page) > 8


def test_lines_that_could_not_be_used_are_listed(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'damaged')
    viewer.get_by_test_id('wave-problems').click()
    expect(viewer.get_by_test_id('wave-sheet')).to_contain_text('line 15: this is no value change')
    page.keyboard.press('Escape')
    expect(viewer.get_by_test_id('wave-sheet')).to_have_count(0)


def test_times_beyond_the_numbers_of_javascript_are_shown_honestly(page: Page, address: str) -> None:
    viewer = open_plain(page, address, 'late')
    expect(viewer.get_by_test_id('wave-info')).to_contain_text('times in steps of 2048 ticks')
    expect(value_of(viewer, 'clk')).to_have_text('0')
    drawn(page)
    expect(viewer.get_by_test_id('wave-toast')).to_have_count(0)


def test_the_component_opens_traces_and_reports_to_python(page: Page, address: str) -> None:
    page.goto(f'{address}/ide/plain')
    viewer = page.get_by_test_id('waveform')
    expect(page.get_by_test_id('said')).to_have_text('ready 6 1531')
    viewer.get_by_test_id('wave-signals').get_by_text('data[7:0]').click()
    page.keyboard.press(']')
    expect(page.get_by_test_id('said')).to_have_text('cursor 10 10 ns')
    page.get_by_test_id('go').dispatch_event('click')
    expect(viewer.get_by_test_id('wave-info')).to_contain_text('cursor 5 µs')


@pytest.mark.parametrize('theme', ['dark', 'light'])
def test_axe_finds_nothing_serious(page: Page, address: str, theme: str) -> None:
    viewer = open_plain(page, address, 'damaged')
    page.evaluate('(theme) => { document.documentElement.dataset.theme = theme; }', theme)
    page.evaluate("() => window.viewer.items.load([...window.viewer.items.toJSON(), { path: 'tb.gone' }])")
    page.evaluate('() => window.viewer.itemsChanged()')
    viewer.get_by_test_id('wave-tree-toggle').click()
    assert serious_findings(page) == []
    viewer.get_by_test_id('wave-signals').get_by_text('data[7:0]').click(button='right')
    assert serious_findings(page) == []
    page.keyboard.press('Escape')
    viewer.get_by_test_id('wave-help').click()
    assert serious_findings(page) == []


@needs_icarus
@pytest.mark.parametrize('theme', ['dark', 'light'])
@pytest.mark.parametrize(('width', 'height'), [(1440, 900), (1024, 768)])
def test_it_looks_right_dark_and_light_on_large_and_small_screens(
    page: Page, address: str, theme: str, width: int, height: int
) -> None:
    page.set_viewport_size({'width': width, 'height': height})
    viewer = open_plain(page, address, 'uart')
    page.evaluate('(theme) => { document.documentElement.dataset.theme = theme; }', theme)
    page.evaluate("() => window.viewer.addVariables(['tb_uart.dut.u_tx.state[1:0]', 'tb_uart.dut.u_tx.shift[7:0]'])")
    page.evaluate('() => { window.viewer.view.show(20e6, 36e6); window.viewer.setCursor("27000000"); }')
    viewer.get_by_test_id('wave-stage').press('m')
    page.evaluate('() => window.viewer.setCursor("30000000")')
    expect(viewer.get_by_test_id('wave-info')).to_contain_text('Δ 3 µs')
    drawn(page)
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f'waveform-{theme}-{width}.png')
    assert colours(page) > 20
    # Nothing of the viewer sticks out of the page.
    assert page.evaluate('() => document.documentElement.scrollWidth') <= width
