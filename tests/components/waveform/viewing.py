"""What a person sees in the waveform viewer, for the tests."""

from playwright.sync_api import Locator, Page, expect


def open_plain(page: Page, address: str, name: str) -> Locator:
    """Open a trace as a public page does and wait until its values are there."""
    page.goto(f'{address}/plain/{name}')
    viewer = page.get_by_test_id('waveform')
    expect(viewer.get_by_test_id('wave-info')).to_contain_text('changes')
    return viewer


def names(viewer: Locator) -> list[str]:
    return viewer.get_by_test_id('wave-signals').locator('.name').all_inner_texts()


def value_of(viewer: Locator, name: str) -> Locator:
    row = viewer.get_by_test_id('wave-signals').get_by_role('treeitem').filter(has_text=name)
    return row.get_by_test_id('wave-value')


def colours(page: Page) -> int:
    """Return how many different colours the canvas with the waves shows."""
    return int(
        page.evaluate("""() => {
          const canvas = document.querySelector('.a6w-waves');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(data.buffer)).size;
        }""")
    )


def drawn(page: Page) -> None:
    page.wait_for_function('() => !window.viewer.tiles.loading')
    page.wait_for_function(
        '() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))'
    )


def pixel(page: Page, time: int, row: int, height: float) -> tuple[int, int, int]:
    """Return the colour at a time, from the top (0) to the bottom (1) of the wave of a row."""
    red, green, blue = page.evaluate(
        """([time, y]) => {
          const canvas = document.querySelector('.a6w-waves');
          const ratio = canvas.width / canvas.clientWidth;
          const x = Math.round(window.viewer.view.toX(time) * ratio);
          return [...canvas.getContext('2d').getImageData(x, Math.round(y * ratio), 1, 1).data].slice(0, 3);
        }""",
        [time, 26 + 26 * row + 7.2 + height * 11.5],
    )
    return red, green, blue
