"""The sample design of the demo page."""

from components.console import StepLine
from components.dock import Action, Panel, RailItem, Section, View
from components.file_tree import Entry
from components.hierarchy import Instance
from components.menu import Line, MenuItem
from components.palette import Command, HelpEntry
from components.problems import Problem
from components.runs import Run
from components.tour import TourStep

RAIL = (
    RailItem(id='files', icon='files', label='Files', view='files'),
    RailItem(id='search', icon='search', label='Search', view='search'),
    RailItem(id='hierarchy', icon='hierarchy', label='Hierarchy', view='files', section='hierarchy'),
    RailItem(id='history', icon='history', label='History', view='history'),
    RailItem(id='runs', icon='runs', label='Runs', view='files', section='runs'),
)
FILE_ACTIONS = (
    Action(id='new-file', icon='plus', label='New file'),
    Action(id='new-folder', icon='folder-plus', label='New folder'),
)
VIEWS = (
    View(
        id='files',
        sections=(
            Section(id='files', title='Files', weight=5, actions=FILE_ACTIONS),
            Section(id='hierarchy', title='Hierarchy', weight=3),
            Section(id='runs', title='Runs', weight=3),
        ),
    ),
    View(id='search', sections=(Section(id='search', title='Search'),)),
    View(id='history', sections=(Section(id='history', title='History'),)),
)
PANELS = tuple(Panel(id=name.lower(), title=name) for name in ('Console', 'Problems', 'Waveform'))
FILES = (
    Entry(path='rtl/baud_gen.v'),
    Entry(path='rtl/uart_tx.v', badge='M'),
    Entry(path='rtl/uart_rx.v', badge='1', severity='error'),
    Entry(path='tb/tb_uart.v', badge='M'),
    Entry(path='firmware', folder=True),
    Entry(path='README.md'),
    Entry(path='a6hub.toml'),
)
TOPS = (
    Instance(
        name='tb_uart',
        module='tb_uart',
        file='tb/tb_uart.v',
        line=1,
        top=True,
        children=(
            Instance(
                name='dut',
                module='uart',
                file='tb/tb_uart.v',
                line=12,
                children=(
                    Instance(name='u_baud', module='baud_gen', file='rtl/uart.v', line=8),
                    Instance(name='u_tx', module='uart_tx', file='rtl/uart.v', line=14),
                    Instance(name='u_rx', module='uart_rx', file='rtl/uart.v', line=20),
                ),
            ),
        ),
    ),
)
RUNS = (
    Run(id='r42', number=42, flow='simulate', state='passed', duration_s=0.3),
    Run(id='r41', number=41, flow='build · route', state='running', progress=0.62),
    Run(id='r40', number=40, flow='simulate', state='timed-out'),
)
STEPS = (StepLine(title='Compile', state='passed', detail='0.1 s'), StepLine(title='Simulate', state='running'))
LOG = (
    'iverilog -g2012 -o sim rtl/baud_gen.v rtl/uart_tx.v rtl/uart_rx.v tb/tb_uart.v\n'
    'rtl/uart_tx.v:18: \x1b[33mwarning\x1b[0m: implicit definition of wire tik\n'
    'VCD info: dumpfile uart.vcd opened for output.\n'
    "\x1b[32mPASS\x1b[0m  sent 8'hB5, received 8'hB5\n"
    "\x1b[1;31mFAIL\x1b[0m  tb/tb_uart.v:42: expected 8'h5A, received 8'h5B <script>alert(1)</script>\n"
)
TX, RX, TB = 'rtl/uart_tx.v', 'rtl/uart_rx.v', 'tb/tb_uart.v'
PROBLEMS = (
    Problem(severity='error', message='Unknown name <b>tik</b>', file=TX, line=18, column=12, source='icarus'),
    Problem(severity='warning', message='Implicit definition of wire tik', file=TX, line=18, source='icarus'),
    Problem(severity='warning', message='Port width differs: 8 given, 7 expected', file=RX, line=7, source='icarus'),
    Problem(severity='info', message='No timescale, 1 ns is taken', file=TB, line=1, source='a6hub'),
)
COMMANDS = (
    Command(id='simulate', title='Simulate', group='Run', shortcut='Ctrl+Enter', icon='play'),
    Command(id='new-file', title='New file', group='Files', icon='file-plus'),
    Command(id='ask', title='Delete the project', group='Project', icon='trash'),
    Command(id='form', title='New project', group='Project', icon='plus'),
    Command(id='tour', title='Start the tour', group='Help', icon='info'),
    Command(id='fail', title='Show a failure', group='Help', icon='error'),
    Command(id='theme', title='Switch dark and light', group='View', shortcut='Ctrl+Shift+L', icon='sun'),
)
HELP = (
    HelpEntry(group='Files', title='Rename', keys=('F2',)),
    HelpEntry(group='Files', title='Delete', keys=('Delete',)),
    HelpEntry(group='Waveform', title='Zoom', keys=('+', '-')),
)
MENU = (
    Line(title='Testbench'),
    MenuItem(id='tb_uart', label='tb_uart', checked=True),
    MenuItem(id='tb_baud', label='tb_baud', checked=False),
    Line(),
    MenuItem(id='options', label='Options…', icon='settings'),
)
TOUR = (
    TourStep(target='[data-testid=file-tree]', title='Your files', text='Drop files and folders here, or right-click.'),
    TourStep(target='[data-testid=dock-panel]', title='What the tools say', text='Console, problems and waveforms.'),
    TourStep(target='[data-testid=not-there]', title='Never shown', text=''),
)
