"""What the panels of one IDE page share: the project, the person, and how to ask a service for them."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from nicegui import Client, background_tasks
from starlette.requests import Request

from components.dock import Dock
from components.editor import Editor
from components.file_tree import FileTree
from components.status_bar import StatusBar
from components.toasts import Toasts
from components.top_bar import TopBar
from ide.bridge import Bridge
from ide.context import address_of, call, credential_of
from services.access import ProjectInfo
from services.container import Services
from services.errors import A6HubError
from services.events import Event, ProjectChanged
from services.permissions import Actor, Permission

P = ParamSpec('P')
T = TypeVar('T')
log = logging.getLogger(__name__)


class Desk:
    """One open IDE page; who asks is found anew for each call, since a sign-in can end while a page is open."""

    dock: Dock
    editor: Editor
    tree: FileTree
    toasts: Toasts
    status: StatusBar
    top: TopBar

    def __init__(
        self, services: Services, bridge: Bridge, request: Request, actor: Actor, project: ProjectInfo
    ) -> None:
        self.services = services
        self.project = project
        self.actor_at_start = actor
        self.state: dict[str, Any] = {}
        self._bridge = bridge
        self._credential = credential_of(request.scope)
        self._address = address_of(request.scope)
        self._listeners: list[Callable[[Event], Coroutine[Any, Any, None]]] = []
        self._save_timer: asyncio.TimerHandle | None = None
        self._readable_until = 0.0
        self._unwatch: Callable[[], None] = lambda: None

    @property
    def api(self) -> str:
        """The address of the project's REST routes."""
        return f'/api/v1/projects/{self.project.id}'

    @property
    def can_write(self) -> bool:
        """Whether to offer what changes the project; each service checks by itself as well."""
        return self.project.allows(self.actor_at_start, Permission.FILE_WRITE)

    @property
    def can_run(self) -> bool:
        """Whether to offer a run."""
        return self.project.allows(self.actor_at_start, Permission.JOB_RUN)

    @property
    def can_change(self) -> bool:
        """Whether to offer the project's settings."""
        return self.project.allows(self.actor_at_start, Permission.PROJECT_UPDATE)

    def file_url(self, path: str) -> str:
        """Return the address of a file's bytes."""
        return f'{self.api}/tree/{quote(path)}'

    async def actor(self) -> Actor:
        """Return who sits before this page now."""
        if not self._credential:
            return Actor(address=self._address)
        identity = self.services.identity
        known = identity.cached(self._credential, self._address)
        found = known or await call(identity.resolve, self._credential, self._address)
        return found or Actor(address=self._address)

    async def ask(self, function: Callable[Concatenate[Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a service method for the person at this page."""
        actor = await self.actor()
        return await call(lambda: function(actor, *args, **kwargs))

    async def attempt(
        self, function: Callable[Concatenate[Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Call a service method; an expected failure becomes a message, and None is returned."""
        try:
            return await self.ask(function, *args, **kwargs)
        except A6HubError as error:
            self.toasts.show(str(error), kind='error')
            return None

    def open_file(self, path: str, line: int = 0, column: int = 1, *, focus: bool = True) -> None:
        """Show a file of the project, at a line where one is given."""
        self.editor.open(path, self.file_url(path), read_only=not self.can_write, focus=focus and not line)
        if line:
            self.editor.reveal(path, line, column)

    def listen(self, listener: Callable[[Event], Coroutine[Any, Any, None]]) -> None:
        """Call `listener` on this page for each event of the project, until the page is gone."""
        self._listeners.append(listener)

    def start(self, client: Client) -> None:
        """Begin to pass on events; they end with the page, or when the person may not see the project any more."""

        def pass_on(event: Event) -> None:
            with client:
                background_tasks.create(self._pass_on(event))

        self._unwatch = self._bridge.watch(self.project.id, pass_on)
        client.on_delete(lambda: self._unwatch())

    async def _pass_on(self, event: Event) -> None:
        if isinstance(event, ProjectChanged):
            # Its visibility or its members may be what changed.
            self._readable_until = 0.0
        if not await self._may_read():
            return
        for listener in self._listeners:
            background_tasks.create(listener(event))

    async def _may_read(self) -> bool:
        """Return whether the person may still see the project, asked at most once a second."""
        if time.monotonic() < self._readable_until:
            return True
        try:
            await self.ask(self.services.projects.get, self.project.id)
        except A6HubError as error:
            self._unwatch()
            self.toasts.show('This page is not up to date any more.', kind='error', detail=str(error))
            return False
        self._readable_until = time.monotonic() + 1
        return True

    def remember(self, **values: Any) -> None:
        """Keep how the page was left, a moment later, together with other changes."""
        self.state.update(values)
        if self._save_timer is not None:
            self._save_timer.cancel()
        loop = asyncio.get_running_loop()
        self._save_timer = loop.call_later(1.0, lambda: background_tasks.create(self._save_state()))

    async def _save_state(self) -> None:
        if self.actor_at_start.user_id is None:
            return
        try:
            await self.ask(self.services.desk_states.save, self.project.id, self.state)
        except A6HubError as error:
            log.info('The state of a page was not kept: %s', error)
