"""The IDE page `/{owner}/{project}/edit`: puts the panels together."""

from uuid import UUID

from fastapi import Request, Response
from nicegui import Client, ui

from components.dock import Action, Dock, LayoutEventArguments, Panel, RailItem, Section, View
from components.search import GotoEventArguments, ReplacedEventArguments, Search
from components.status_bar import StatusBar
from components.toasts import Toasts
from components.top_bar import NotifyEventArguments, ThemeEventArguments, TopBar, VisibilityEventArguments
from ide import errors, theme
from ide.bridge import Bridge
from ide.context import actor_of, call
from ide.modules import preload_html
from ide.panels.commands import CommandsPanel
from ide.panels.config import ConfigPanel
from ide.panels.desk import Desk
from ide.panels.editing import EditingPanel
from ide.panels.files import FilesPanel
from ide.panels.flows import FlowsPanel
from ide.panels.outline import OutlinePanel
from ide.panels.running import RunningPanel
from services.access import ProjectInfo
from services.container import Services
from services.errors import A6HubError
from services.ids import parse_id
from services.permissions import Actor, ActorKind
from services.project_fields import ProjectChange

RAIL = (
    RailItem(id='files', icon='files', label='Files', view='project', section='files'),
    RailItem(id='search', icon='search', label='Search', view='search'),
    RailItem(id='hierarchy', icon='hierarchy', label='Hierarchy', view='project', section='hierarchy'),
    RailItem(id='runs', icon='runs', label='Runs', view='project', section='runs'),
)
FILE_ACTIONS = (
    Action(id='new-file', icon='file-plus', label='New file'),
    Action(id='new-folder', icon='folder-plus', label='New folder'),
    Action(id='upload', icon='upload', label='Upload files'),
)
COMPONENTS = (
    'top_bar',
    'dock',
    'status_bar',
    'toasts',
    'palette',
    'tour',
    'editor',
    'file_tree',
    'hierarchy',
    'runs',
    'search',
    'console',
    'problems',
    'tables',
    'waveform',
)
"""What the page is made of, so that the browser can ask for all scripts at once."""
PANELS = (
    Panel(id='console', title='Console'),
    Panel(id='problems', title='Problems'),
    Panel(id='waveform', title='Waveform'),
    Panel(id='results', title='Results'),
)


def register(services: Services, bridge: Bridge) -> None:
    """Add the page to NiceGUI."""

    @ui.page('/{owner}/{project}/edit', response_timeout=10, language='en-US')
    async def workspace(request: Request, client: Client, owner: str, project: str) -> Response | None:
        try:
            actor = await actor_of(request)
            info = await call(services.projects.find, actor, owner, project)
            state = await call(services.desk_states.get, actor, info.id)
            notify = await call(services.desk_states.preference, actor, 'notify')
            paths = [entry.path for entry in await call(services.files.all, actor, info.id) if not entry.is_folder]
        except A6HubError as error:
            return errors.answer(request.scope, error.status, error.code, str(error))
        ui.page_title(f'{info.owner}/{info.slug} · a6hub')
        ui.add_head_html(theme.head_html('css/ide.css') + preload_html(*COMPONENTS))
        ui.query('body').classes('ide-page')
        desk = Desk(services, bridge, request, actor, info)
        desk.state = state
        build(desk, paths, client, notify=bool(notify))
        return None


def build(desk: Desk, paths: list[str], client: Client, *, notify: bool = False) -> None:
    """Build the whole page."""
    with ui.element('div').classes('ide').props('data-testid=ide'):
        desk.top = top_bar(desk, notify=notify)
        with ui.element('div').classes('ide-middle'):
            desk.dock = dock(desk)
        desk.status = StatusBar(notice=notice(desk))
    desk.toasts = Toasts()
    with desk.dock.editor():
        editing = EditingPanel(desk)
    with desk.dock.section('files'):
        files = FilesPanel(desk)
    with desk.dock.section('hierarchy'):
        outline = OutlinePanel(desk, FlowsPanel(desk))
        _ = outline.hierarchy
    running = RunningPanel(desk)
    config = ConfigPanel(desk)
    search = search_panel(desk)
    commands = CommandsPanel(desk, files, running, search, paths)
    desk.dock.on_action(lambda e: files.act(e.id) if e.section == 'files' else None)
    desk.top.on_run(running.start).on_cancel(running.cancel).on_palette(commands.open).on_help(commands.show_help)
    desk.editor.on_run(desk.top.run).on_palette(commands.open)
    files.load()
    editing.restore(paths)
    desk.start(client)

    async def begin() -> None:
        desk.status.set('tools', await call(tool_versions, desk.services))
        await outline.refresh()
        await config.check()
        await running.load()
        await commands.begin()

    ui.timer(0, begin, once=True)


def tool_versions(services: Services) -> str:
    """Return the simulators that the workers found, or what is wrong with the workers."""
    try:
        workers = services.health.workers()['workers']
    except A6HubError as error:
        return str(error)
    versions = {version for worker in workers if (version := worker['tools'].get('iverilog')) != 'missing'}
    return ' · '.join(f'Icarus {version}' for version in sorted(versions)) or 'Icarus is missing: install iverilog'


def top_bar(desk: Desk, *, notify: bool) -> TopBar:
    """Build the bar above everything."""
    project, actor = desk.project, desk.actor_at_start
    bar = TopBar(
        {
            'owner': project.owner,
            'slug': project.slug,
            'name': project.name,
            'url': project.path,
            'visibility': project.visibility,
            'canRun': desk.can_run,
            'canShare': desk.can_change,
            'canRemember': desk.can_write,
            'notify': notify,
            'flow': str(desk.state.get('flow', '')),
            'person': person(desk.services, actor, project),
        }
    )

    async def share(e: VisibilityEventArguments) -> None:
        change = ProjectChange(visibility=e.visibility)
        changed = await desk.attempt(desk.services.projects.update, project.id, change)
        if changed is not None:
            bar.show_visibility(changed.visibility)
            desk.toasts.show(f'The project is {changed.visibility} now.', kind='success')

    async def fork() -> None:
        copy = await desk.attempt(desk.services.forks.fork, project.id)
        if copy is not None:
            ui.navigate.to(f'{copy.path}/edit')

    def choose_theme(e: ThemeEventArguments) -> None:
        desk.remember(theme=e.theme)

    async def keep_notify(e: NotifyEventArguments) -> None:
        await desk.attempt(desk.services.desk_states.set_preference, 'notify', e.on)

    bar.on_notify(keep_notify)
    return bar.on_visibility(share).on_fork(fork).on_theme(choose_theme)


def person(services: Services, actor: Actor, project: ProjectInfo) -> dict[str, object]:
    """Return what the bar shows of the person."""
    guest = actor.kind in {ActorKind.GUEST, ActorKind.ANONYMOUS}
    if services.settings.single_person:
        title = 'You work here as the only person; nothing needs an account'
    elif guest:
        title = 'You work as a guest: register to keep your projects'
    else:
        title = f'Signed in as {actor.name}'
    return {'name': actor.name or 'guest', 'guest': guest, 'title': title}


def notice(desk: Desk) -> str:
    """Return what the person should know all the time."""
    if desk.services.settings.single_person:
        return 'Only you work here: no account needed'
    if desk.actor_at_start.kind is ActorKind.GUEST:
        return 'Guest: register to keep your projects'
    return ''


def dock(desk: Desk) -> Dock:
    """Build the layout."""
    views = (
        View(
            id='project',
            sections=(
                Section(id='files', title='Files', weight=3, actions=FILE_ACTIONS if desk.can_write else ()),
                Section(id='hierarchy', title='Hierarchy', weight=2),
                Section(id='runs', title='Runs', weight=2),
            ),
        ),
        View(id='search', sections=(Section(id='search', title='Search'),)),
    )

    def remember(e: LayoutEventArguments) -> None:
        desk.remember(layout=e.state)

    layout = desk.state.get('layout')
    return Dock(rail=RAIL, views=views, panels=PANELS, key=str(desk.project.id), layout=layout).on_layout(remember)


def search_panel(desk: Desk) -> Search:
    """Build the search over all files."""
    with desk.dock.section('search'):
        replace_url = f'{desk.api}/replace' if desk.can_write else ''
        search = Search(search_url=f'{desk.api}/search', replace_url=replace_url)

    def show(e: GotoEventArguments) -> None:
        desk.open_file(e.path, e.line, e.column)

    async def undo(change: UUID) -> None:
        if await desk.attempt(desk.services.files.undo, desk.project.id, change) is not None:
            desk.toasts.show('The old texts are back.', kind='success')
            search.refresh_results()

    def replaced(e: ReplacedEventArguments) -> None:
        told = f'Replaced {e.replacements} in {e.files} {"file" if e.files == 1 else "files"}.'
        if e.undo:
            change = parse_id(e.undo, 'change')
            desk.toasts.show(told, kind='success', action='Undo', on_action=lambda: undo(change))

    return search.on_goto(show).on_replaced(replaced)
