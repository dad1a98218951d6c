"""The kit's components on a page without a browser: what the browser tells reaches Python, and the other way round."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from nicegui import ui
from nicegui.element import Element
from nicegui.testing import User

from components.component import Component
from components.console import Console, StepLine
from components.dialog import Dialogs, Field
from components.dock import Dock, Panel, RailItem, Section, View
from components.file_tree import Entry, FileTree
from components.hierarchy import Hierarchy, Instance
from components.menu import Line, MenuButton, MenuItem
from components.palette import Command, Palette
from components.problems import Problem, Problems
from components.runs import Run, Runs
from components.search import Search
from components.toasts import Toasts
from components.top_bar import FlowChoice, TopBar, TopModule
from components.tour import Tour, TourStep


@dataclass
class Page:
    """A page with one component, what it told, and what the browser was asked to do."""

    user: User
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    component: Any = None

    async def show(self, build: Callable[[], Component]) -> Any:
        @ui.page('/')
        def page() -> None:
            self.component = build()

        await self.user.open('/')
        self.asked.clear()
        return self.component

    def browser_tells(self, event: str, payload: dict[str, Any]) -> None:
        self.user.find(type(self.component)).trigger(event, payload)


@pytest.fixture
def page(user: User, monkeypatch: pytest.MonkeyPatch) -> Page:
    page = Page(user)

    def ask(_element: Element, name: str, *args: Any, timeout: float = 1) -> None:
        page.asked.append((name, *args))
        page.changed.set()

    monkeypatch.setattr(Element, 'run_method', ask)
    return page


async def test_the_file_tree_tells_what_a_person_wants(page: Page):
    told = page.told.append
    tree = await page.show(
        lambda: (
            FileTree(key='p', tree_url='/tree')
            .on_open(told).on_create(told).on_rename(told).on_move(told).on_duplicate(told).on_delete(told)
            .on_download(told).on_uploaded(told)
        )
    )  # fmt: skip
    page.browser_tells('open', {'path': 'rtl/a.v'})
    page.browser_tells('create', {'path': 'rtl/b.v', 'folder': False})
    page.browser_tells('rename', {'path': 'a.v', 'target': 'b.v'})
    page.browser_tells('move', {'paths': ['a.v'], 'folder': 'rtl'})
    page.browser_tells('duplicate', {'path': 'a.v'})
    page.browser_tells('delete', {'paths': ['a.v', 'b.v']})
    page.browser_tells('download', {'paths': ['rtl']})
    page.browser_tells('uploaded', {'paths': ['c.v'], 'failed': 1})
    opened, created, renamed, moved, copied, deleted, wanted, stored = page.told
    assert (opened.path, created.path, created.folder, renamed.target) == ('rtl/a.v', 'rtl/b.v', False, 'b.v')
    assert (moved.paths, moved.folder, copied.path, deleted.paths) == (['a.v'], 'rtl', 'a.v', ['a.v', 'b.v'])
    assert (wanted.paths, stored.paths, stored.failed) == (['rtl'], ['c.v'], 1)
    assert opened.sender is tree


async def test_the_file_tree_is_fed_by_calls(page: Page):
    tree = await page.show(lambda: FileTree())
    tree.upsert(Entry(path='a.v', badge='M'))
    tree.reject('This name is taken.')
    entry = {'path': 'a.v', 'folder': False, 'size': None, 'badge': 'M', 'severity': ''}
    assert page.asked == [('upsert', [entry]), ('reject', 'This name is taken.')]


@pytest.mark.parametrize(
    'payload', [{}, {'path': 7}, {'path': None}, {'path': ['a']}, 'text', [1, 2], {'path': {'x': 1}}], ids=str
)
async def test_what_no_browser_of_ours_sends_is_dropped(page: Page, payload: Any, caplog: pytest.LogCaptureFixture):
    await page.show(lambda: FileTree().on_open(page.told.append))
    page.browser_tells('open', payload)
    assert page.told == []
    assert 'malformed' in caplog.text


async def test_the_dock_has_a_region_for_each_part(page: Page):
    def build() -> Dock:
        dock = Dock(
            rail=[RailItem(id='files', icon='files', label='Files', view='files')],
            views=[View(id='files', sections=(Section(id='files', title='Files'),))],
            panels=[Panel(id='console', title='Console')],
            layout={'side': 300},
        ).on_layout(page.told.append)
        for number, region in enumerate((dock.editor(), dock.section('files'), dock.panel('console'), dock.rail_end())):
            with region:
                ui.label(f'part {number}')
        assert dock.editor() is dock.editor()
        return dock

    await page.show(build)
    for number in range(4):
        await page.user.should_see(f'part {number}')
    page.browser_tells('layout', {'state': {'side': 310, 'tab': 'console'}})
    assert page.told[0].state == {'side': 310, 'tab': 'console'}


async def test_the_console_follows_a_log_and_tells_links(page: Page):
    console = await page.show(lambda: Console().on_link(page.told.append))
    console.attach('/log')
    console.set_steps([StepLine(title='Compile', state='passed', detail='0.1 s')])
    assert page.asked == [
        ('attach', '/log'),
        ('setSteps', [{'title': 'Compile', 'state': 'passed', 'detail': '0.1 s', 'started_at': None}]),
    ]
    page.browser_tells('link', {'file': 'a.v', 'line': 3, 'column': None})
    assert (page.told[0].file, page.told[0].line, page.told[0].column) == ('a.v', 3, None)


async def test_a_problem_leads_to_its_place(page: Page):
    problems = await page.show(lambda: Problems().on_goto(page.told.append))
    problems.set_problems([Problem(severity='error', message='no', file='a.v', line=3)])
    assert page.asked[0][1][0]['message'] == 'no'
    page.browser_tells('goto', {'file': 'a.v', 'line': 3, 'column': 1})
    assert page.told[0].line == 3


async def test_an_instance_leads_to_its_place(page: Page):
    hierarchy = await page.show(lambda: Hierarchy().on_goto(page.told.append).on_top(page.told.append))
    hierarchy.set_tops([Instance(name='tb', module='tb', children=(Instance(name='dut', module='uart'),))])
    assert page.asked[0][1][0]['children'][0]['module'] == 'uart'
    page.browser_tells('goto', {'path': 'tb.dut', 'module': 'uart', 'file': 'tb.v', 'line': 4, 'definition': True})
    page.browser_tells('top', {'module': 'tb'})
    assert (page.told[0].definition, page.told[1].module) == (True, 'tb')


async def test_a_run_can_be_shown_cancelled_and_repeated(page: Page):
    told = page.told.append
    runs = await page.show(lambda: Runs().on_open(told).on_cancel(told).on_rerun(told).on_download(told))
    runs.upsert(Run(id='r', number=1, flow='simulate', state='running', progress=0.5))
    assert page.asked[0][1]['progress'] == 0.5
    for event in ('open', 'cancel', 'rerun', 'download'):
        page.browser_tells(event, {'id': 'r'})
    assert [event.id for event in page.told] == ['r'] * 4


async def test_a_search_result_leads_to_its_place(page: Page):
    await page.show(lambda: Search(search_url='/s').on_goto(page.told.append).on_replaced(page.told.append))
    page.browser_tells('goto', {'path': 'a.v', 'line': 1, 'column': 2, 'length': 3})
    page.browser_tells('replaced', {'files': 1, 'replacements': 2, 'undo': None})
    assert (page.told[0].column, page.told[1].replacements) == (2, 2)


async def test_the_palette_runs_commands_and_opens_files(page: Page):
    command = Command(id='simulate', title='Simulate', shortcut='Ctrl+Enter')
    await page.show(lambda: Palette(commands=[command]).on_run(page.told.append).on_open(page.told.append))
    page.browser_tells('run', {'id': 'simulate'})
    page.browser_tells('open', {'path': 'a.v'})
    assert (page.told[0].id, page.told[1].path) == ('simulate', 'a.v')


async def test_a_menu_button_tells_what_was_chosen(page: Page):
    items = (Line(title='Tops'), MenuItem(id='tb', label='tb', checked=False), Line())
    menu = await page.show(lambda: MenuButton('Top', items).on_select(page.told.append))
    menu.set_items(items)
    item = {'id': 'tb', 'label': 'tb', 'danger': False, 'disabled': False, 'checked': False}
    assert page.asked[0][1] == [{'title': 'Tops'}, item, '-']
    page.browser_tells('select', {'id': 'tb'})
    assert page.told[0].id == 'tb'


async def test_the_action_of_a_toast_runs_once(page: Page):
    toasts = await page.show(Toasts)
    toast_id = toasts.show('Deleted a.v', action='Undo', on_action=lambda: page.told.append('undone'))
    page.browser_tells('action', {'id': toast_id})
    page.browser_tells('action', {'id': toast_id})
    page.browser_tells('action', {'id': 'unknown'})
    assert page.told == ['undone']


async def test_the_end_of_the_tour_is_told(page: Page):
    tour = await page.show(lambda: Tour([TourStep(target='#x', title='X', text='x')]).on_done(page.told.append))
    tour.start()
    page.browser_tells('done', {'finished': False})
    assert (page.asked, page.told[0].finished) == ([('start',)], False)


async def test_a_confirmation_is_awaited(page: Page):
    dialogs = await page.show(Dialogs)
    for event, answer in (('submit', True), ('cancel', False)):
        question = asyncio.create_task(dialogs.confirm('Delete?'))
        await asyncio.sleep(0)
        page.browser_tells(event, {'id': page.asked[-1][1]['id'], 'values': {}})
        assert await question is answer


async def test_a_refused_form_stays_until_it_is_right(page: Page):
    dialogs = await page.show(Dialogs)

    async def check(answer: dict[str, str | bool]) -> str | None:
        return 'This name is taken.' if answer['name'] == 'taken' else None

    question = asyncio.create_task(dialogs.form('New', [Field(name='name', label='Name')], check=check))
    await asyncio.sleep(0)
    number = page.asked[-1][1]['id']
    page.changed.clear()
    page.browser_tells('submit', {'id': number, 'values': {'name': 'taken', 'foreign': 'x'}})
    await page.changed.wait()
    assert page.asked[-1] == ('fail', number, 'This name is taken.')
    page.browser_tells('submit', {'id': number, 'values': {'name': 'free', 'foreign': 'x'}})
    assert await question == {'name': 'free'}


async def test_the_run_bar_is_given_flows_and_tells_what_to_run(page: Page):
    bar = await page.show(lambda: TopBar({}).on_run(page.told.append).on_check(page.told.append))
    bar.on_remember(page.told.append)
    bar.set_flows([FlowChoice(id='lint', title='Lint', schema={}, tops=(TopModule(name='uart'),), found='uart')])
    assert page.asked[0][1][0]['tops'] == ({'name': 'uart', 'file': '', 'likely': True},)
    for event in ('run', 'check', 'remember'):
        page.browser_tells(event, {'flow': 'lint', 'options': {'top': 'uart'}})
    assert [(event.flow, event.options) for event in page.told] == [('lint', {'top': 'uart'})] * 3
    bar.set_errors('lint', {'top': 'no'})
    bar.settled('lint')
    assert page.asked[1:] == [('setErrors', 'lint', {'top': 'no'}), ('settled', 'lint')]
