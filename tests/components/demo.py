"""A page with every part of the IDE's kit on sample data: `python -m tests.components.demo PORT`."""

import sys

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from nicegui import ui

from components.console import Console
from components.dialog import Dialogs, Field
from components.dock import Dock
from components.file_tree import FileTree
from components.hierarchy import Hierarchy
from components.menu import MenuButton
from components.palette import Palette
from components.problems import Problems
from components.runs import Run, Runs
from components.search import Search
from components.toasts import Toasts
from components.tour import Tour
from ide import assets, theme
from tests.components import demo_api, demo_data

app = FastAPI()
app.include_router(assets.router)
app.include_router(demo_api.router)


PLAIN = """<!doctype html><html lang="en"><title>Plain</title>{head}<script type="importmap">{imports}</script>
<body><main id="root" style="height: 600px; width: 800px"></main><script type="module">
window.events = [];
window.mount = async (module, creator, options = {{}}) => {{
  const emit = (event, detail) => window.events.push([event, detail]);
  window.handle = (await import(module))[creator](document.getElementById("root"), {{ ...options, emit }});
}};
</script></body></html>"""


@app.get('/plain')
def plain() -> HTMLResponse:
    """Show a page that mounts modules without NiceGUI, as the public pages do."""
    return HTMLResponse(PLAIN.format(head=theme.head_html(), imports=assets.import_map()))


@ui.page('/', language='en-US')
def demo() -> None:
    """Show the shell with all parts; `said` repeats each event as text."""
    ui.add_head_html(theme.head_html('css/ide.css'))
    ui.query('body').classes('ide-page')
    said = ui.label().props('data-testid=said').classes('visually-hidden')
    toasts, dialogs = Toasts(), Dialogs()
    tour = Tour(demo_data.TOUR).on_done(lambda e: said.set_text(f'tour {e.finished}'))
    palette = Palette(commands=demo_data.COMMANDS, help_entries=demo_data.HELP, key='demo')
    palette.on_open(lambda e: said.set_text(f'open {e.path}'))
    ui.html('<h1 class="visually-hidden">demo/uart</h1>', sanitize=False)
    with ui.element('div').classes('ide'):
        with ui.element('header').classes('ide-top'):
            show_top(said)
        with ui.element('div').classes('ide-middle'):
            dock = Dock(rail=demo_data.RAIL, views=demo_data.VIEWS, panels=demo_data.PANELS, key='demo')
            dock.on_layout(lambda e: said.set_text(f'layout {e.state["side"]}'))
        with ui.element('footer').classes('ide-status'):
            ui.label('● Connected').classes('ok')
            ui.label('uart_tx.v · Ln 14, Col 22')
    tree = show_files(dock, said, toasts)
    show_lists(dock, said)
    show_panels(dock, said)

    async def ask() -> None:
        if await dialogs.confirm(
            'Delete the project?', 'All files and runs of demo/uart go with it.', ok='Delete', danger=True
        ):
            name = await dialogs.prompt('New project', 'Name', 'uart')
            said.set_text(f'named {name}')

    async def ask_form() -> None:
        fields = (
            Field(name='name', label='Name', required=True),
            Field(name='public', label='Public', type='checkbox'),
        )

        async def check(answer: dict[str, str | bool]) -> str | None:
            return 'This name is taken. Choose another.' if answer['name'] == 'taken' else None

        said.set_text(f'form {await dialogs.form("New project", fields, check=check)}')

    actions = {
        'simulate': lambda: said.set_text('simulate'),
        'new-file': tree.new_file,
        'ask': ask,
        'form': ask_form,
        'tour': tour.start,
        'fail': lambda: toasts.show('The run failed', kind='error', detail='tb_uart.v does not compile.'),
        'theme': lambda: ui.run_javascript('a6hubTheme()'),
    }

    async def run(e: object) -> None:
        result = actions[getattr(e, 'id')]()  # noqa: B009
        if hasattr(result, '__await__') and getattr(e, 'id') in ('ask', 'form'):  # noqa: B009
            await result

    palette.on_run(run)


def show_top(said: ui.label) -> None:
    """Show the bar at the top."""
    ui.html(f'<a class="logo" href="/">{theme.LOGO}a6hub</a>', sanitize=False)
    ui.html('<span class="crumb">demo / <b>uart</b></span> <span class="chip">Public</span>', sanitize=False)
    ui.element('div').classes('grow')
    MenuButton('tb_uart · Icarus', demo_data.MENU, name='Testbench').on_select(lambda e: said.set_text(f'menu {e.id}'))
    ui.html('<button class="btn primary">Simulate <span class="kbd">Ctrl ↵</span></button>', sanitize=False)
    ui.element('div').classes('grow')
    ui.html('<span class="kbd">Ctrl K</span> <button class="btn">Share</button>', sanitize=False)


def show_files(dock: Dock, said: ui.label, toasts: Toasts) -> FileTree:
    """Show the file tree, which answers as the product would."""
    with dock.section('files'):
        tree = FileTree(key='demo', tree_url='/api/tree')
    taken = {entry.path.lower() for entry in demo_data.FILES}
    tree.set_entries(demo_data.FILES)
    tree.set_current('rtl/uart_tx.v')
    tree.on_open(lambda e: said.set_text(f'open {e.path}'))

    def name(path: str) -> None:
        if path.lower() in taken:
            tree.reject(f'{path} is taken: names that differ only in case are one file on many systems.')
        else:
            tree.accept()
            said.set_text(f'named {path}')

    tree.on_create(lambda e: name(e.path)).on_rename(lambda e: name(e.target))
    tree.on_move(lambda e: said.set_text(f'move {e.paths} to {e.folder}'))
    tree.on_uploaded(lambda e: said.set_text(f'uploaded {len(e.paths)}, failed {e.failed}'))

    def delete(paths: list[str]) -> None:
        toasts.show(f'Deleted {paths[0]}', action='Undo', on_action=lambda: said.set_text(f'undone {paths}'))

    tree.on_delete(lambda e: delete(e.paths))
    dock.on_action(lambda e: tree.new_file() if e.id == 'new-file' else tree.new_folder())
    return tree


def show_lists(dock: Dock, said: ui.label) -> None:
    """Show hierarchy, runs and search."""
    with dock.section('hierarchy'):
        hierarchy = Hierarchy().on_goto(lambda e: said.set_text(f'goto {e.path} {e.file}:{e.line}'))
    hierarchy.set_tops(demo_data.TOPS)
    hierarchy.set_current('tb_uart.dut.u_tx')
    with dock.section('runs'):
        runs = Runs().on_open(lambda e: said.set_text(f'run {e.id}'))
    runs.set_runs(demo_data.RUNS)
    runs.on_cancel(lambda e: runs.upsert(Run(id=e.id, number=41, flow='build · route', state='cancelled')))
    with dock.section('search'):
        search = Search(search_url='/api/search', replace_url='/api/replace')
        search.on_goto(lambda e: said.set_text(f'found {e.path}:{e.line}:{e.column}'))
        search.on_replaced(lambda e: said.set_text(f'replaced {e.replacements} in {e.files}'))


def show_panels(dock: Dock, said: ui.label) -> None:
    """Show console and problems."""
    with dock.panel('console'):
        console = Console(empty='Nothing has run yet. Press Ctrl Enter to simulate.')
        console.on_link(lambda e: said.set_text(f'link {e.file}:{e.line}'))
        console.on_end(lambda _: said.set_text('log ended'))
    console.set_steps(demo_data.STEPS)
    console.write(demo_data.LOG)
    with dock.panel('problems'):
        problems = Problems().on_goto(lambda e: said.set_text(f'goto {e.file}:{e.line}'))
    problems.set_problems(demo_data.PROBLEMS)
    dock.set_badge('problems', '1', 'error')
    dock.set_status('uart.vcd · 4.2 M changes · cursor **1.236 µs** · Δ **868 ns**')


ui.run_with(app, title='a6hub demo', dark=None, reconnect_timeout=30, tailwind=False)

if __name__ == '__main__':
    uvicorn.run(app, host='127.0.0.1', port=int(sys.argv[1]), log_level='warning')
