"""The dock in a real browser: sizes with pointer and keyboard, what is remembered, small windows."""

from playwright.sync_api import Locator, Page, expect

from tests.components.conftest import says


def width(page: Page) -> int:
    box = page.get_by_test_id('dock-side').bounding_box()
    return round(box['width']) if box else 0


def height(page: Page) -> int:
    box = page.get_by_test_id('dock-panel').bounding_box()
    return round(box['height']) if box else 0


def drag(page: Page, splitter: Locator, right: int, down: int) -> None:
    box = splitter.bounding_box()
    assert box
    x, y = box['x'] + box['width'] / 2, box['y'] + box['height'] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()


def test_a_dragged_size_is_told_and_remembered_and_a_double_click_resets_it(demo: Page):
    splitter = demo.get_by_test_id('split-side')
    drag(demo, splitter, 70, 0)
    assert width(demo) == 320
    says(demo, 'layout 320')
    demo.reload()
    demo.get_by_test_id('tree-row').first.wait_for()
    assert width(demo) == 320
    splitter.dblclick()
    assert width(demo) == 250


def test_arrow_keys_move_a_separator(demo: Page):
    splitter = demo.get_by_test_id('split-panel')
    before = height(demo)
    splitter.focus()
    demo.keyboard.press('ArrowUp')
    assert height(demo) == before + 16
    demo.keyboard.press('Shift+ArrowDown')
    assert height(demo) == before - 48
    expect(splitter).to_have_attribute('aria-valuenow', str(before - 48 - 34))
    demo.keyboard.press('End')
    expect(splitter).to_have_attribute('aria-valuenow', splitter.get_attribute('aria-valuemax') or '')
    demo.keyboard.press('Enter')
    assert height(demo) == 34


def test_a_side_dragged_to_nothing_closes_and_the_rail_opens_it(demo: Page):
    drag(demo, demo.get_by_test_id('split-side'), -200, 0)
    expect(demo.get_by_test_id('dock-side')).to_be_hidden()
    demo.get_by_test_id('rail-files').click()
    expect(demo.get_by_test_id('file-tree')).to_be_visible()
    expect(demo.get_by_test_id('rail-files')).to_have_attribute('aria-pressed', 'true')
    demo.get_by_test_id('rail-files').click()
    expect(demo.get_by_test_id('dock-side')).to_be_hidden()


def test_the_rail_shows_another_view_or_a_section(demo: Page):
    demo.get_by_test_id('rail-search').click()
    expect(demo.get_by_test_id('search-query')).to_be_visible()
    expect(demo.get_by_test_id('file-tree')).to_be_hidden()
    expect(demo.get_by_test_id('rail-search')).to_have_attribute('aria-pressed', 'true')
    demo.get_by_test_id('rail-runs').click()
    expect(demo.get_by_test_id('rail-files')).to_have_attribute('aria-pressed', 'true')
    expect(demo.get_by_test_id('run-rows')).to_be_focused()


def test_sections_share_the_height(demo: Page):
    def section(name: str) -> float:
        box = demo.locator(f'[data-testid=section-{name}] >> xpath=ancestor::section').bounding_box()
        assert box
        return box['height']

    files, runs = section('files'), section('runs')
    demo.get_by_test_id('section-hierarchy').click()
    expect(demo.get_by_test_id('hierarchy')).to_be_hidden()
    assert section('files') > files
    assert section('runs') > runs
    demo.get_by_test_id('section-hierarchy').press('Enter')
    expect(demo.get_by_test_id('hierarchy')).to_be_visible()
    drag(demo, demo.get_by_test_id('split-runs'), 0, -40)
    assert abs(section('runs') - runs - 40) <= 2
    assert abs(section('files') - files) <= 2


def test_tabs_are_chosen_with_the_arrows(demo: Page):
    demo.get_by_test_id('tab-console').focus()
    demo.keyboard.press('ArrowRight')
    expect(demo.get_by_test_id('tab-problems')).to_be_focused()
    expect(demo.get_by_test_id('problems')).to_be_visible()
    expect(demo.get_by_test_id('console')).to_be_hidden()
    demo.keyboard.press('End')
    expect(demo.get_by_test_id('tab-waveform')).to_have_attribute('aria-selected', 'true')


def test_the_panel_is_enlarged_hidden_and_shown(demo: Page):
    before = height(demo)
    demo.get_by_test_id('panel-maximize').click()
    assert height(demo) == 900 - 44 - 24
    demo.get_by_test_id('panel-maximize').click()
    assert height(demo) == before
    demo.get_by_test_id('panel-toggle').click()
    assert height(demo) == 34
    demo.get_by_test_id('tab-problems').click()
    assert height(demo) == before


def test_everything_fits_a_small_window(demo: Page):
    drag(demo, demo.get_by_test_id('split-side'), 500, 0)
    demo.set_viewport_size({'width': 1024, 'height': 600})
    expect(demo.get_by_test_id('panel-toggle')).to_be_in_viewport()
    assert width(demo) <= 614
    assert demo.evaluate('document.documentElement.scrollWidth') == 1024
    assert demo.evaluate('document.documentElement.scrollHeight') == 600


def test_a_finger_moves_a_separator(demo_server: str, browser):
    context = browser.new_context(viewport={'width': 1024, 'height': 768}, has_touch=True)
    page = context.new_page()
    page.goto(demo_server)
    page.get_by_test_id('tree-row').first.wait_for()
    box = page.get_by_test_id('split-side').bounding_box()
    session = context.new_cdp_session(page)
    for kind, x in (
        ('touchStart', box['x']),
        ('touchMove', box['x'] + 30),
        ('touchMove', box['x'] + 60),
        ('touchEnd', 0),
    ):
        points = [] if kind == 'touchEnd' else [{'x': x, 'y': 300}]
        session.send('Input.dispatchTouchEvent', {'type': kind, 'touchPoints': points})
    assert width(page) == 310
    context.close()
