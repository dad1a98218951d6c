"""A served folder of files, and what a person does in the editor that shows them."""

import json
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.servers.process import ServerProcess, accepts_connections, free_port

SERVER = Path(__file__).with_name('server.py')
SOURCE = (
    '// Serial transmitter, 8N1.\nmodule uart_tx (\n  input  wire clk,\n  output reg  tx\n);\n\n'
    '  always @(posedge clk) begin\n    tx <= 1;\n  end\nendmodule\n'
)


class Files:
    """The file server's folder, and the server, which can be killed and started again on its port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tree = folder / 'tree'
        self.tree.mkdir()
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self.process = ServerProcess(
            [sys.executable, str(SERVER), str(self.tree), str(self.port)], self.folder, 'files'
        )
        self.process.wait_until(lambda: accepts_connections(self.port))

    def kill(self) -> None:
        self.process.kill()

    def write(self, path: str, text: str | bytes) -> None:
        file = self.tree / path
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, path: str) -> str:
        return (self.tree / path).read_bytes().decode()

    def url(self, *paths: str, **settings: object) -> str:
        opened = '&'.join(f'open={path}' for path in paths)
        return f'http://127.0.0.1:{self.port}/?{opened}&settings={json.dumps(settings)}'


def opened(page: Page, files: Files, *paths: str, **settings: object) -> Page:
    """Open the editor page and wait for its first file."""
    page.goto(files.url(*paths, **settings))
    page.locator('body[data-ready]').wait_for()
    return page


def type_at_end(page: Page, text: str) -> None:
    """Type at the end of the shown text."""
    page.get_by_test_id('editor-text').click()
    page.keyboard.press('Control+End')
    page.keyboard.type(text)


def wait_for_state(page: Page, state: str, path: str = 'uart_tx.v') -> None:
    """Wait until the last thing the editor told about a document is this state."""
    page.wait_for_function(
        '([path, state]) => window.events.findLast(([n, p]) => n === "state" && p.path === path)?.[1].state === state',
        arg=[path, state],
        timeout=20_000,
    )


def text_of(page: Page, path: str = 'uart_tx.v') -> str:
    """Return the text that the editor has."""
    return str(page.evaluate('path => window.editor.getText(path)', path))
