"""Mounts NiceGUI, which renders the IDE page, below the parent application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import nicegui
from fastapi import FastAPI
from nicegui import core, ui

from ide.bridge import Bridge
from ide.errors import show_http
from ide.modules import serve_modules
from ide.pages import workspace
from services.container import Services

RECONNECT_S = 60
"""How long a page may be away and come back as it was; a short one drops people when many open pages at once."""


def mount_ide(app: FastAPI, services: Services) -> None:
    """Add the IDE page; called after every other route, since NiceGUI takes what is left."""
    bridge = Bridge(services.bus)
    nicegui.app.state.services = services
    workspace.register(services, bridge)
    serve_modules()
    ui.run_with(
        app,
        title='a6hub',
        dark=None,
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=RECONNECT_S,
        show_welcome_message=False,
    )
    # An unknown address looks like every other page, not like NiceGUI's.
    nicegui.app.add_exception_handler(404, show_http)
    # Who may open the socket is decided by ide.csrf, which sees every request before NiceGUI does.
    core.sio.eio.cors_allowed_origins = []
    _listen_while_serving(app, bridge)


def _listen_while_serving(app: FastAPI, bridge: Bridge) -> None:
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[None]:
        async with inner(served):
            bridge.start()
            try:
                yield
            finally:
                bridge.stop()

    app.router.lifespan_context = lifespan
