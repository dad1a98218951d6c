"""The editor on a page, without a browser: what Python asks for and what it is told."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from components.editor import (
    Completion,
    Editor,
    EditorStateEventArguments,
    InlineValue,
    Problem,
    SaveState,
    TextChange,
)


class RecordedEditor(Editor):
    """Writes down what the browser would be asked to do."""

    def run_method(self, name: str, *args: Any, timeout: float = 1) -> Any:
        self.calls = [*getattr(self, 'calls', []), (name, *args)]


@dataclass
class Page:
    """A page with an editor and everything that it told."""

    editor: RecordedEditor
    told: list[Any] = field(default_factory=list)

    @property
    def calls(self) -> list[tuple[Any, ...]]:
        return self.editor.calls


@pytest.fixture
async def page(user: User) -> Page:
    """The page of a person who looks at an editor."""
    pages: list[Page] = []

    @ui.page('/')
    def build() -> None:
        editor = RecordedEditor(font_size=14, word_wrap=True)
        page = Page(editor)
        pages.append(page)
        editor.on_change(page.told.append).on_state(page.told.append).on_cursor(page.told.append)
        editor.on_opened(page.told.append).on_closed(page.told.append).on_tabs(page.told.append)
        editor.on_conflict(page.told.append).on_goto(page.told.append).on_save(page.told.append)
        editor.on_run(page.told.append).on_palette(page.told.append).on_message(page.told.append)

    await user.open('/')
    return pages[0]


def test_settings_travel_as_options_and_no_text_does(page: Page):
    options = page.editor._props['options']
    assert options == {'tabs': True, 'limit': 10 * 1024 * 1024, 'settings': {'fontSize': 14, 'wordWrap': True}}


def test_a_file_is_opened_by_its_address(page: Page):
    page.editor.open('rtl/a.v', '/tree/rtl/a.v', focus=True)
    assert page.calls == [
        (
            'open',
            'rtl/a.v',
            {'url': '/tree/rtl/a.v', 'readOnly': False, 'language': None, 'background': False, 'focus': True},
        )
    ]


def test_tabs_can_be_shown_closed_renamed_and_revealed(page: Page):
    page.editor.show('a.v')
    page.editor.close('a.v')
    page.editor.rename('a.v', 'b.v', '/tree/b.v')
    page.editor.reveal('b.v', 14, 22)
    page.editor.file_changed('b.v', None)
    assert page.calls == [
        ('show', 'a.v'),
        ('close', 'a.v'),
        ('rename', 'a.v', 'b.v', {'url': '/tree/b.v'}),
        ('reveal', 'b.v', 14, 22, {'focus': True}),
        ('fileChanged', 'b.v', None),
    ]


def test_problems_values_completions_and_changes_arrive_in_the_words_of_the_browser(page: Page):
    page.editor.set_diagnostics('a.v', [Problem(line=3, column=5, end_column=8, message='no')], columns='utf-8')
    page.editor.set_inline_values('a.v', [InlineValue(line=3, text="8'h5A")])
    page.editor.set_completions([Completion(label='tick', type='variable')])
    page.editor.apply_changes('a.v', [TextChange(line=1, column=1, insert='x')])
    diagnostics, values, completions, changes = page.calls
    assert diagnostics[2] == [
        {
            'line': 3,
            'message': 'no',
            'severity': 'error',
            'column': 5,
            'endColumn': 8,
            'source': '',
            'rule': '',
        }
    ]
    assert diagnostics[3] == {'units': 'utf-8'}
    assert values == ('setInlineValues', 'a.v', [{'line': 3, 'text': "8'h5A", 'title': '', 'tone': ''}])
    assert completions == ('setCompletions', [{'label': 'tick', 'detail': '', 'info': '', 'type': 'variable'}])
    assert changes == ('applyChanges', 'a.v', [{'line': 1, 'column': 1, 'insert': 'x'}])


def test_only_settings_that_are_given_change(page: Page):
    page.editor.set_options(tab_size=4, minimap=False)
    assert page.calls == [('setOptions', {'tabSize': 4, 'minimap': False})]


EVENTS = [
    ('change', {'path': 'a.v', 'dirty': True, 'lines': 3}),
    ('state', {'path': 'a.v', 'state': 'saved', 'etag': 'ab', 'message': ''}),
    ('cursor', {'path': 'a.v', 'line': 1, 'column': 2, 'selected': 0, 'cursors': 1}),
    (
        'opened',
        {'path': 'a', 'kind': 'text', 'size': 1, 'lines': 1, 'etag': None, 'language': 'text', 'restored': False},
    ),
    ('closed', {'path': 'a.v'}),
    ('tabs', {'paths': ['a.v', 'b.v'], 'active': 'b.v', 'language': 'Verilog'}),
    ('conflict', {'path': 'a.v', 'theirs': None}),
    ('goto', {'path': 'a.v', 'line': 4, 'column': 7, 'word': 'tick'}),
    ('save', {'path': 'a.v', 'stored': True}),
    ('run', {'path': None}),
    ('palette', {'path': 'a.v'}),
    ('message', {'path': 'a.v', 'message': 'Not a text any more.'}),
]


@pytest.mark.parametrize(('name', 'payload'), EVENTS, ids=[name for name, _ in EVENTS])
def test_each_event_arrives_typed(user: User, page: Page, name: str, payload: dict[str, Any]):
    user.find(RecordedEditor).trigger(name, payload)
    (told,) = page.told
    assert {key: getattr(told, key) for key in payload} == payload
    assert told.sender is page.editor


def test_a_state_is_one_of_the_known_ones(user: User, page: Page):
    user.find(RecordedEditor).trigger('state', {'path': 'a', 'state': 'offline', 'etag': None, 'message': 'Later.'})
    (told,) = page.told
    assert isinstance(told, EditorStateEventArguments)
    assert told.state is SaveState.OFFLINE


def test_what_a_forged_browser_sends_is_dropped(user: User, page: Page):
    user.find(RecordedEditor).trigger('cursor', {'path': 'a.v', 'line': '<script>', 'column': 1})
    assert page.told == []
