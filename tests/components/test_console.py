"""The console in a real browser: streams, long logs, colours, links and the search."""

import urllib.request

from playwright.sync_api import Page, expect

from tests.components.conftest import says

LINES = '[data-testid=log-line]'


def write(server: str, log: str, text: str, *, close: bool = False) -> None:
    """Add to a log of the demo server, as a tool would."""
    url = f'{server}/api/logs/{log}?close={str(close).lower()}'
    with urllib.request.urlopen(urllib.request.Request(url, text.encode(), method='POST')):
        pass


def console(page: Page) -> None:
    page.evaluate("mount('a6hub-console/console.js', 'createConsole', {empty: 'Nothing yet.'})")


def test_a_log_is_shown_while_it_grows(plain: Page, demo_server: str):
    console(plain)
    expect(plain.get_by_text('Nothing yet.')).to_be_visible()
    plain.evaluate("handle.attach('/api/logs/growing')")
    write(demo_server, 'growing', 'compiling\n')
    expect(plain.locator(LINES)).to_have_text(['compiling'])
    write(demo_server, 'growing', 'simu')
    expect(plain.locator(LINES)).to_have_text(['compiling', 'simu'])
    write(demo_server, 'growing', 'lating\ndone\n', close=True)
    expect(plain.locator(LINES)).to_have_text(['compiling', 'simulating', 'done'])
    plain.wait_for_function("events.some(([name]) => name === 'end')")


def test_a_broken_connection_goes_on_where_it_stopped(plain: Page, demo_server: str):
    console(plain)
    text = ''.join(f'line {n} µs\n' for n in range(200))
    write(demo_server, 'broken', text, close=True)
    plain.evaluate("handle.attach('/api/logs/broken?cut=777')")
    plain.wait_for_function("events.some(([name]) => name === 'end')")
    assert plain.evaluate('handle.lineCount') == 200
    expect(plain.locator(LINES).last).to_have_text('line 199 µs')
    with urllib.request.urlopen(f'{demo_server}/api/logs/broken/requests') as answer:
        assert answer.read() == f'[0,777,{len(text.encode())}]'.encode()


def test_a_log_that_does_not_exist_says_why(plain: Page):
    console(plain)
    plain.evaluate("handle.attach('/api/logs/missing')")
    expect(plain.get_by_test_id('console-note')).to_have_text('There is no such run.')


def test_a_million_lines_are_few_elements_and_every_line_can_be_reached(plain: Page):
    console(plain)
    plain.evaluate("handle.attach('/api/logs/big')")
    plain.wait_for_function("events.some(([name]) => name === 'end')", timeout=60_000)
    assert plain.evaluate('handle.lineCount') == 1_000_000
    log = plain.get_by_test_id('console-log')
    expect(plain.locator(LINES).last).to_contain_text('999999 ns')
    assert plain.locator(LINES).count() < 100
    log.evaluate('log => { log.scrollTop = 0 }')
    expect(plain.locator(LINES).first).to_contain_text('0 ns')
    expect(plain.get_by_test_id('console-end')).to_be_visible()
    log.evaluate('log => { log.scrollTop = (log.scrollHeight - log.clientHeight) / 2 }')
    expect(plain.locator(LINES).filter(has_text='500000 ns')).to_have_count(1)
    plain.get_by_test_id('console-wrap').click()
    plain.get_by_test_id('console-end').click()
    expect(plain.locator(LINES).last).to_contain_text('999999 ns')
    log.press('Control+f')
    plain.get_by_test_id('console-search').fill('765432 ns')
    expect(plain.get_by_test_id('console-search-count')).to_have_text('1 of 1')
    expect(plain.locator('.hit.current')).to_have_text('765432 ns')


def test_reading_back_is_not_disturbed_by_new_lines(plain: Page):
    console(plain)
    plain.evaluate("handle.write(Array.from({length: 500}, (_, n) => `line ${n}\\n`).join(''))")
    expect(plain.locator(LINES).last).to_have_text('line 499')
    log = plain.get_by_test_id('console-log')
    log.evaluate('log => { log.scrollTop = 0 }')
    expect(plain.get_by_test_id('console-end')).to_be_visible()
    plain.evaluate("handle.write('a\\nb\\nc\\n')")
    expect(plain.get_by_test_id('console-end')).to_have_text('Jump to end · 3 new lines')
    expect(plain.locator(LINES).first).to_have_text('line 0')
    log.press('End')
    expect(plain.locator(LINES).last).to_have_text('c')
    expect(plain.get_by_test_id('console-end')).to_be_hidden()


def test_colours_and_links_are_shown_and_markup_is_text(demo: Page):
    line = demo.locator(LINES).filter(has_text='FAIL')
    expect(line).to_contain_text('<script>alert(1)</script>')
    expect(line.locator('.fg-1.bold')).to_have_text('FAIL')
    line.get_by_test_id('log-link').click()
    says(demo, 'link tb/tb_uart.v:42')


def test_matches_are_walked_with_enter(plain: Page):
    console(plain)
    plain.evaluate("handle.write('tx high\\nrx\\nTX low\\n')")
    plain.get_by_test_id('console-find').click()
    search = plain.get_by_test_id('console-search')
    search.fill('tx')
    count = plain.get_by_test_id('console-search-count')
    expect(count).to_have_text('1 of 2')
    search.press('Enter')
    expect(count).to_have_text('2 of 2')
    expect(plain.locator('.hit.current')).to_have_text('TX')
    plain.get_by_label('Match case').click()
    expect(count).to_have_text('1 of 1')
    search.fill('none')
    expect(count).to_have_text('no match')
    search.press('Escape')
    expect(plain.get_by_test_id('console-log')).to_be_focused()


def test_long_lines_wrap_on_demand(plain: Page):
    console(plain)
    plain.evaluate("handle.write('x'.repeat(1000) + '\\nend\\n')")
    log = plain.get_by_test_id('console-log')
    assert log.evaluate('log => log.scrollWidth > log.clientWidth')
    plain.get_by_test_id('console-wrap').click()
    expect(plain.get_by_test_id('console-wrap')).to_have_attribute('aria-pressed', 'true')
    plain.wait_for_function(
        "document.querySelector('.a6-log').scrollWidth === document.querySelector('.a6-log').clientWidth"
    )
    first, end = (plain.locator(LINES).nth(n).bounding_box() for n in (0, 1))
    assert first
    assert end
    assert end['y'] == first['y'] + first['height']
    assert first['height'] >= 3 * 18


def test_the_whole_log_is_copied_without_codes(plain: Page):
    plain.context.grant_permissions(['clipboard-read', 'clipboard-write'])
    console(plain)
    plain.evaluate("handle.write('\\x1b[31mred\\x1b[0m\\nplain\\n')")
    plain.get_by_test_id('console-copy').click()
    expect(plain.get_by_test_id('console-note')).to_have_text('2 lines copied')
    assert plain.evaluate('navigator.clipboard.readText()') == 'red\nplain\n'


def test_a_cleared_console_is_empty_and_the_log_is_still_there(plain: Page, demo_server: str):
    console(plain)
    write(demo_server, 'cleared', 'one\n', close=True)
    plain.evaluate("handle.attach('/api/logs/cleared')")
    expect(plain.locator(LINES)).to_have_text(['one'])
    plain.get_by_test_id('console-clear').click()
    expect(plain.locator(LINES)).to_have_count(0)
    with plain.expect_download() as download:
        plain.get_by_test_id('console-download').click()
    assert download.value.path().read_text() == 'one\n'
