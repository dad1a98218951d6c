"""Short messages in the corner of the page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nicegui.events import UiEventArguments, handle_event

from components.component import Component

Action = Callable[[], Awaitable[Any] | Any]


@dataclass(kw_only=True, slots=True)
class ToastEventArguments(UiEventArguments):
    """The message that is meant."""

    id: str


class Toasts(Component):
    """Shows messages; each may offer one action, such as to undo what it tells of."""

    def __init__(self) -> None:
        """Create the stack; one is enough for a page."""
        super().__init__()
        self._actions: dict[str, Action] = {}
        self._count = 0
        self.listen('action', ToastEventArguments).append(self._act)
        self.listen('closed', ToastEventArguments).append(self._forget)

    def show(
        self, text: str, *, kind: str = 'info', detail: str = '', action: str = '', on_action: Action | None = None
    ) -> str:
        """Show a message and return its id; errors stay until they are dismissed.

        :param text: what happened
        :param kind: info, success, warning or error
        :param detail: a second line: where, and what to do next
        :param action: the label of a button, such as Undo
        :param on_action: called once when the button is pressed
        """
        self._count += 1
        toast_id = f'{self.id}-{self._count}'
        if on_action:
            self._actions[toast_id] = on_action
        self.run_method('show', {'id': toast_id, 'kind': kind, 'text': text, 'detail': detail, 'action': action})
        return toast_id

    def dismiss(self, toast_id: str) -> None:
        """Take a message away."""
        self.run_method('dismiss', toast_id)

    def _act(self, e: ToastEventArguments) -> None:
        action = self._actions.pop(e.id, None)
        if action:
            handle_event(lambda: action(), e)

    def _forget(self, e: ToastEventArguments) -> None:
        self._actions.pop(e.id, None)
