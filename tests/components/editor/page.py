"""A NiceGUI page with the editor over a folder of files: `python -m tests.components.editor.page FOLDER PORT`."""

import hashlib
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request, Response
from nicegui import ui

from components.editor import Editor, EditorStateEventArguments, Problem, TabsEventArguments
from ide import assets, theme

FOLDER = Path(sys.argv[1])
app = FastAPI()
app.include_router(assets.router)


@app.get('/tree/{path}')
def read(path: str) -> Response:
    """Return a file with its ETag."""
    data = (FOLDER / path).read_bytes()
    return Response(data, headers={'ETag': etag_of(data)}, media_type='application/octet-stream')


@app.put('/tree/{path}')
async def write(path: str, request: Request) -> Response:
    """Store a file if it is the one that the editor knows."""
    data = await request.body()
    present = etag_of((FOLDER / path).read_bytes())
    if request.headers['If-Match'] != present:
        return Response(status_code=412, headers={'ETag': present})
    (FOLDER / path).write_bytes(data)
    return Response(headers={'ETag': etag_of(data)})


def etag_of(data: bytes) -> str:
    """Return the ETag of a file, its digest in quotes."""
    return f'"{hashlib.sha256(data).hexdigest()}"'


@ui.page('/')
def page() -> None:
    """Show the editor and what it tells."""
    ui.add_head_html(theme.head_html('css/ide.css'))
    state = ui.label().props('data-testid=state')
    tabs = ui.label().props('data-testid=tabs')
    ran = ui.label().props('data-testid=ran')

    def show_state(e: EditorStateEventArguments) -> None:
        state.set_text(f'{e.path} {e.state} {e.etag}')

    def show_tabs(e: TabsEventArguments) -> None:
        tabs.set_text(f'{",".join(e.paths)} {e.active}')

    async def run() -> None:
        failed = await editor.flush()
        ran.set_text(f'stored {failed == []}')

    with ui.element('div').style('height: 500px'):
        editor = Editor(font_size=14).on_state(show_state).on_tabs(show_tabs).on_run(run)
    editor.open('a.v', '/tree/a.v', focus=True)
    editor.open('b.v', '/tree/b.v', background=True)
    editor.set_diagnostics('a.v', [Problem(line=1, message='not used', severity='warning')])


ui.run_with(app, title='The editor on a page', reconnect_timeout=3, tailwind=False)

if __name__ == '__main__':
    uvicorn.run(app, host='127.0.0.1', port=int(sys.argv[2]), log_level='warning')
