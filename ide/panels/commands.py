"""Commands: everything that the page can do, by name and by key, and the tour of the first visit."""

from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import ui

from components import console, editor, file_tree
from components.palette import Command, HelpEntry, Palette
from components.palette import RunEventArguments as CommandEventArguments
from components.search import Search
from components.tour import Tour, TourStep
from ide.panels.desk import Desk
from ide.panels.files import FilesPanel
from ide.panels.running import RunningPanel
from services.flows import FLOW_OPTIONS

TOUR = (
    TourStep(
        target='[data-testid=simulate]',
        title='Simulate',
        text='Runs the testbench in a sandbox. The waveform opens when it is done.',
    ),
    TourStep(
        target='[data-testid=ide] .a6-dock-editor',
        title='Type, and it is stored',
        text='Every change is stored within a second; the bar below says when.',
    ),
    TourStep(
        target='[data-testid=share]',
        title='Share',
        text='Makes the project a page that anybody can open, with its last waveform.',
    ),
    TourStep(
        target='[data-testid=help]',
        title='Keys for everything',
        text='Ctrl K finds every command and file; ? lists all keys.',
    ),
)
WAVEFORM_HELP = (
    ('Move the cursor', ('Click',)),
    ('Zoom in, out, to fit', ('+', '-', 'F')),
    ('Next, previous change of the selected signal', ('→', '←')),
)


class CommandsPanel:
    """The palette; each command is one line here."""

    def __init__(self, desk: Desk, files: FilesPanel, running: RunningPanel, search: Search, paths: list[str]) -> None:
        self._desk = desk
        self._actions = actions(desk, files, running, search)
        commands = [command for command, _ in self._actions.values()]
        entries = [
            HelpEntry(group=group, title=title, keys=tuple(keys.split(', ')))
            for group, component in (('Editor', editor), ('Files', file_tree), ('Console', console))
            for keys, title in component.SHORTCUTS
        ]
        entries += [HelpEntry(group='Waveform', title=title, keys=keys) for title, keys in WAVEFORM_HELP]
        self.palette = Palette(commands=commands, help_entries=entries, key=str(desk.project.id))
        self.palette.on_run(self._run).on_open(lambda e: desk.open_file(e.path))
        self.palette.set_files(paths)
        self.tour = Tour(TOUR).on_done(self._tour_done)

    def open(self) -> None:
        """Open the palette."""
        self.palette.open()

    def show_help(self) -> None:
        """List all keys."""
        self.palette.open_help()

    async def begin(self) -> None:
        """Show the tour to who has not seen it."""
        if not await self._desk.ask(self._desk.services.desk_states.preference, 'tour_done'):
            self.tour.start()

    async def _tour_done(self) -> None:
        await self._desk.attempt(self._desk.services.desk_states.set_preference, 'tour_done', True)

    def _run(self, e: CommandEventArguments) -> Any:
        if e.id in self._actions:
            return self._actions[e.id][1]()
        return None


def actions(
    desk: Desk, files: FilesPanel, running: RunningPanel, search: Search
) -> dict[str, tuple[Command, Callable[[], Any]]]:
    """Return each command with what it does; what this person may not do is left out."""
    dock, editor, page = desk.dock, desk.editor, desk.project.path

    def find_in_project() -> None:
        dock.show_view('search')
        search.focus_query()

    rows: list[tuple[bool, str, str, str, str, Callable[[], Any]]] = [
        (desk.can_run, 'run', 'Simulate, or run again what ran last', 'Run', 'Ctrl+Enter', desk.top.run),
        *(
            (desk.can_run, f'run-{flow}', f'Run {flow}', 'Run', '', partial(desk.top.run, flow))
            for flow in FLOW_OPTIONS
        ),
        (desk.can_run, 'run-menu', 'Settings of the run', 'Run', '', desk.top.open_run_menu),
        (desk.can_run, 'stop', 'Stop the run', 'Run', 'Shift+F5', running.cancel),
        (True, 'console', 'Show console', 'View', 'Alt+1', lambda: dock.show_panel('console')),
        (True, 'problems', 'Show problems', 'View', 'Alt+2', lambda: dock.show_panel('problems')),
        (True, 'waveform', 'Show waveform', 'View', 'Alt+3', lambda: dock.show_panel('waveform')),
        (True, 'coverage', 'Show or hide coverage', 'View', '', running.coverage.toggle),
        (True, 'files', 'Show files', 'View', 'Alt+4', lambda: dock.show_section('files')),
        (True, 'hierarchy', 'Show hierarchy', 'View', 'Alt+5', lambda: dock.show_section('hierarchy')),
        (True, 'runs', 'Show runs', 'View', 'Alt+6', lambda: dock.show_section('runs')),
        (True, 'side', 'Show or hide the side', 'View', 'Ctrl+B', dock.toggle_side),
        (True, 'panel', 'Show or hide the panel', 'View', 'Ctrl+J', dock.toggle_panel),
        (True, 'maximize', 'Give the panel all room', 'View', '', dock.toggle_maximized),
        (True, 'reset', 'Return all sizes to the standard', 'View', '', dock.reset_layout),
        (True, 'theme', 'Change between dark and light', 'View', '', desk.top.toggle_theme),
        (True, 'find', 'Search in the project', 'Search', 'Ctrl+Shift+F', find_in_project),
        (True, 'find-file', 'Search in the file', 'Search', '', editor.open_search),
        (True, 'line', 'Go to line', 'Search', '', editor.go_to_line),
        (desk.can_write, 'new-file', 'New file', 'Files', '', files.tree.new_file),
        (desk.can_write, 'new-folder', 'New folder', 'Files', '', files.tree.new_folder),
        (desk.can_write, 'upload', 'Upload files', 'Files', '', files.tree.choose_files),
        (True, 'save', 'Save now', 'Files', '', editor.save),
        (True, 'zip', 'Download the project as zip', 'Files', '', lambda: download(f'{desk.api}/archive.zip')),
        (True, 'export', 'Download everything with runs', 'Files', '', lambda: download(f'{desk.api}/export')),
        (True, 'share', 'Share', 'Project', '', desk.top.open_share),
        (True, 'page', 'Open the public page', 'Project', '', lambda: ui.navigate.to(page, new_tab=True)),
        (desk.can_change, 'settings', 'Project settings', 'Project', '', lambda: ui.navigate.to(f'{page}/settings')),
        (True, 'projects', 'My projects', 'Project', '', lambda: ui.navigate.to('/projects')),
        (True, 'new', 'New project', 'Project', '', lambda: ui.navigate.to('/new')),
    ]
    return {
        name: (Command(id=name, title=title, group=group, shortcut=shortcut), action)
        for offered, name, title, group, shortcut, action in rows
        if offered
    }


def download(url: str) -> None:
    """Let the browser fetch a file."""
    ui.navigate.to(url)
