"""The regression suite of Icarus Verilog, run bare and through the flow `simulate`: both should report one state."""

import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.row import Row
from services.models import JobState
from workers.flow import DesignError
from workers.flows import FLOWS
from workers.sandbox import Launcher, Limits, make_job_folder, probe
from workers.step import StepContext
from workers.workspace import Workspace

FOLDER = 'A6HUB_BENCH_IVTEST'
"""The folder `ivtest` of a checkout of Icarus Verilog; without it there is nothing to measure."""
LIST = 'regress-vlg.list'
GIVES_UP_S = 60
LANGUAGES = {
    **{'-g1995': '1995', '-g2001': '2001', '-g2001-noconfig': '2001', '-g2005': '2005', '-g2005-sv': 'sv2005'},
    **{'-g2009': 'sv2009', '-g2012': 'sv2012'},
}
DELAYS = {'-Tmin': 'min', '-Ttyp': 'typ', '-Tmax': 'max'}
SWITCH = re.compile(r'-(?:(S)|g(?!specify$)([a-z][a-z-]+))')
FAILED = re.compile(r'^(?:ERROR|FATAL): ', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a source file, arguments of the tools, and perhaps its top module."""

    name: str
    folder: str
    arguments: tuple[str, ...]
    top: str = ''

    @property
    def options(self) -> dict[str, object]:
        """Return the arguments as a person gives them to the flow; what there is no option for is left out."""
        found: dict[str, object] = {'simulator': 'icarus', 'sources': [f'{self.folder}/{self.name}.v'], 'waves': False}
        found['language'] = next((LANGUAGES[name] for name in self.arguments if name in LANGUAGES), '2005')
        found['delays'] = next((DELAYS[name] for name in self.arguments if name in DELAYS), 'typ')
        found['specify'] = '-gspecify' in self.arguments
        found['icarus_switches'] = [
            match[1] or match[2] for name in self.arguments if (match := SWITCH.fullmatch(name))
        ]
        found['plusargs'] = [name for name in self.arguments if name.startswith('+')]
        return found | ({'top': self.top} if self.top else {})


def ivtest() -> Iterator[Row]:
    """Run every entry on an even line of the list both ways and count those that end in the same state."""
    root = os.environ.get(FOLDER)
    if not root:
        return
    entries = list(read_list(Path(root, LIST)))
    differing: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        make_job_folder(folder)
        launcher = Launcher(probe(folder).level, folder)
        for number, entry in enumerate(entries):
            bare, ours = (
                run_bare(Path(root), entry, folder),
                run_flow(Path(root), entry, launcher, folder / f'{number}'),
            )
            if bare != ours:
                differing.append(f'{entry.name}: bare {bare}, here {ours}')
    equal = 100 * (1 - len(differing) / len(entries))
    said = '; '.join(differing[:20]) or 'no difference'
    yield Row(f'ivtest: same state as the bare tool, {len(entries)} entries', equal, '%', '>= 100', said)


def read_list(file: Path) -> Iterator[Entry]:
    """Return the entries on even lines whose source is there."""
    lines = file.read_text(encoding='utf-8').splitlines()
    for line in lines[1::2]:
        words = line.partition('#')[0].split()
        if len(words) < 3:
            continue
        top = words[3] if len(words) > 3 and '=' not in words[3] else ''
        entry = Entry(words[0].rpartition(':')[2], words[2], tuple(words[1].split(',')[1:]), top)
        if (file.parent / entry.folder / f'{entry.name}.v').is_file():
            yield entry


def run_bare(root: Path, entry: Entry, folder: Path) -> str:
    """Return the state that the tools themselves tell, with the entry's own arguments."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        program = f'{work}/program'
        top = [f'-s{entry.top}'] if entry.top else []
        arguments = [name for name in entry.arguments if not name.startswith('+')]
        source = f'{entry.folder}/{entry.name}.v'
        compiled = _tool(['iverilog', '-o', program, *arguments, *top, source], root)
        if compiled.returncode:
            return 'not compiled'
        plusargs = [name for name in entry.arguments if name.startswith('+')]
        try:
            ran = _tool(['vvp', '-N', program, '-none', *plusargs], root)
        except subprocess.TimeoutExpired:
            return 'too long'
    return 'failed' if ran.returncode or FAILED.search(ran.stdout) else 'passed'


def run_flow(root: Path, entry: Entry, launcher: Launcher, folder: Path) -> str:
    """Return the state that the flow reports in the sandbox, on a project that holds the suite's sources."""
    workspace = Workspace(folder)
    workspace.create()
    lay_out(root, entry, workspace)
    flow = FLOWS['simulate']
    lines: list[str] = []
    try:
        plan = flow.prepare(workspace, flow.Options.model_validate(entry.options))
        with launcher.open(workspace.folder) as sandbox:
            limits = Limits(wall_s=GIVES_UP_S)
            context = StepContext(sandbox, workspace, limits, lines.extend, threading.Event())
            results = flow.run(plan, context, lambda *_: None)
    except DesignError as error:
        return f'refused ({error})'
    finally:
        workspace.remove()
    if results[-1].state is JobState.TIMED_OUT:
        return 'too long'
    if results[-1].passed:
        return 'passed'
    return 'not compiled' if len(results) == 1 else 'failed'


def lay_out(root: Path, entry: Entry, workspace: Workspace) -> None:
    """Link what the entry may read: its own source, and everything of its folder that is no other entry."""
    source = f'{entry.folder}/{entry.name}.v'
    kept = [file for file in (root / entry.folder).rglob('*') if file.is_file() and file.suffix != '.v']
    kept += named_in(root / source)
    paths = {source, *(file.relative_to(root).as_posix() for file in kept)}
    for path in paths:
        target = workspace.project / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((root / path).read_bytes())
    for name in ('work', 'log'):
        (workspace.project / name).mkdir(exist_ok=True)
    workspace.know(sorted(paths))


def named_in(source: Path) -> list[Path]:
    """Return the sources beside one that it names, and those that these name."""
    found, pending = {source}, [source]
    while pending:
        text = pending.pop().read_text(encoding='utf-8', errors='replace')
        more = {source.parent / name for name in re.findall(r'[\w.-]+\.v\b', text)} - found
        pending += [file for file in more if file.is_file()]
        found |= set(pending)
    return sorted(found)


def _tool(argv: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv,
        cwd=root,
        capture_output=True,
        text=True,
        errors='replace',
        timeout=GIVES_UP_S,
        stdin=subprocess.DEVNULL,
        check=False,
    )
