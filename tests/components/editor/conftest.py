"""Fixtures of the editor's browser tests."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.components.editor.files import SOURCE, Files, opened
from tests.servers.process import server_folder


@pytest.fixture
def files() -> Iterator[Files]:
    """A folder with one design, served."""
    with server_folder('editor') as folder:
        files = Files(folder)
        files.write('uart_tx.v', SOURCE)
        yield files
        files.kill()


@pytest.fixture
def editor(files: Files, page: Page) -> Callable[..., Page]:
    """Open files in an editor of the whole page."""

    def show(*paths: str, **settings: object) -> Page:
        return opened(page, files, *paths, **settings)

    return show
