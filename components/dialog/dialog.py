"""Modal questions that a page awaits: confirm, prompt and small forms."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from nicegui.events import UiEventArguments

from components.component import Component

Answer = dict[str, str | bool]
Check = Callable[[Answer], Awaitable[str | None]]


@dataclass(kw_only=True, slots=True, frozen=True)
class Field:
    """A field of a form; `type` is text, password, textarea, checkbox or select (with `options` of value and text)."""

    name: str
    label: str
    type: str = 'text'
    value: str | bool = ''
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ''
    placeholder: str = ''
    required: bool = False


@dataclass(kw_only=True, slots=True)
class SubmitEventArguments(UiEventArguments):
    """What was answered."""

    id: int
    values: dict[str, str | bool]


@dataclass(kw_only=True, slots=True)
class CancelEventArguments(UiEventArguments):
    """The dialog was closed without an answer."""

    id: int


@dataclass(slots=True)
class Question:
    """A dialog that waits for its answer."""

    answer: 'asyncio.Future[Answer | None]'
    names: frozenset[str]
    check: Check | None


class Dialogs(Component):
    """Asks one question at a time; one is enough for a page."""

    def __init__(self) -> None:
        """Create the place where dialogs appear."""
        super().__init__()
        self._questions: dict[int, Question] = {}
        self._count = 0
        self.listen('submit', SubmitEventArguments).append(self._submit)
        self.listen('cancel', CancelEventArguments).append(self._cancel)

    async def confirm(self, title: str, text: str = '', *, ok: str = 'OK', danger: bool = False) -> bool:
        """Ask yes or no."""
        return await self._ask(title, text, (), ok, danger, None) is not None

    async def prompt(self, title: str, label: str, value: str = '', *, ok: str = 'OK', hint: str = '') -> str | None:
        """Ask for one text; None when the person gave up."""
        field = Field(name='text', label=label, value=value, hint=hint, required=True)
        answer = await self._ask(title, '', (field,), ok, False, None)
        return str(answer['text']) if answer else None

    async def form(
        self, title: str, fields: Sequence[Field], *, text: str = '', ok: str = 'OK', check: Check | None = None
    ) -> Answer | None:
        """Ask for several values; None when the person gave up.

        :param check: does what was asked and returns None, or returns what is wrong: the form then stays as it is
        """
        return await self._ask(title, text, fields, ok, False, check)

    async def _ask(
        self, title: str, text: str, fields: Sequence[Field], ok: str, danger: bool, check: Check | None
    ) -> Answer | None:
        self._count += 1
        number = self._count
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._questions[number] = Question(future, frozenset(field.name for field in fields), check)
        question = {'id': number, 'title': title, 'text': text, 'ok': ok, 'danger': danger}
        self.run_method('show', {**question, 'fields': [asdict(field) for field in fields]})
        try:
            return await future
        finally:
            self._questions.pop(number, None)

    async def _submit(self, e: SubmitEventArguments) -> None:
        question = self._questions.get(e.id)
        if question is None or question.answer.done():
            return
        values = {name: value for name, value in e.values.items() if name in question.names}
        wrong = await question.check(values) if question.check else None
        if wrong:
            self.run_method('fail', e.id, wrong)
            return
        self.run_method('close', e.id)
        if not question.answer.done():
            question.answer.set_result(values)

    def _cancel(self, e: CancelEventArguments) -> None:
        question = self._questions.get(e.id)
        if question and not question.answer.done():
            question.answer.set_result(None)

    def _handle_delete(self) -> None:
        for question in self._questions.values():
            question.answer.cancel()
        super()._handle_delete()
