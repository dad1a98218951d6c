"""A server with the waveform routes over a folder of traces: `python -m tests.components.waveform.server PORT FOLDER`.

`/plain/<name>` mounts the viewer as public pages do, `/ide/<name>` as a NiceGUI component.
"""

import sys
from pathlib import Path
from uuid import UUID, uuid5

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from nicegui import ui

from components.waveform import Waveform
from ide import assets, theme
from ide.api.waves import waves_router
from ide.errors import add_error_handlers
from services.errors import NotFoundError
from services.permissions import ANONYMOUS, Actor
from services.waveform import FileReader, Trace

SPACE = UUID(int=0)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Waveform</title>%(head)s
<script type="importmap">%(map)s</script></head>
<body style="height: auto"><main id="pane" style="height: 100vh"></main><script type="module">
import { createWaveform } from "a6hub-waveform/waveform.js";
window.states = [];
window.cursors = [];
window.viewer = createWaveform(document.getElementById("pane"), {
  baseUrl: "%(url)s", readOnly: location.search === "?read-only", onState: (state) => window.states.push(state),
  onCursor: (cursor) => window.cursors.push(cursor),
});
</script></body></html>"""


def trace_url(name: str) -> str:
    """Return the address below which a trace of the folder is served."""
    return f'/api/v1/projects/{SPACE}/jobs/{SPACE}/waves/{uuid5(SPACE, name)}'


def make_app(folder: Path) -> FastAPI:
    """Return an application over the `.trace` files of a folder."""

    def open_trace(_actor: Actor, _project: UUID, _job: UUID, artifact: UUID) -> Trace:
        for path in folder.glob('*.trace'):
            if uuid5(SPACE, path.stem) == artifact:
                return Trace(FileReader(path), key=artifact)
        raise NotFoundError('There is no such trace, or it is private.')

    app = FastAPI()
    add_error_handlers(app)
    app.include_router(assets.router)
    app.include_router(waves_router(lambda: ANONYMOUS, open_trace), prefix='/api/v1')

    @app.get('/plain/{name}')
    def plain(name: str) -> HTMLResponse:
        return HTMLResponse(PAGE % {'head': theme.head_html(), 'map': assets.import_map(), 'url': trace_url(name)})

    @ui.page('/ide/{name}')
    def ide(name: str) -> None:
        ui.add_head_html(theme.head_html())
        said = ui.label().props('data-testid=said').classes('visually-hidden')
        with ui.element('div').style('position: fixed; inset: 0'):
            viewer = Waveform()
        viewer.on_cursor(lambda e: said.set_text(f'cursor {e.time} {e.label}'))
        viewer.on_ready(lambda e: said.set_text(f'ready {e.variables} {e.changes}'))
        viewer.load(trace_url(name))
        ui.button('to 5000', on_click=lambda: viewer.set_cursor(5000)).props('data-testid=go').classes(
            'visually-hidden'
        )

    ui.run_with(app, reconnect_timeout=30)
    return app


def main() -> None:
    """Serve until the process is told to end."""
    uvicorn.run(make_app(Path(sys.argv[2])), port=int(sys.argv[1]), log_level='warning')


if __name__ == '__main__':
    main()
