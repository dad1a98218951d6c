"""What the Yosys scripts share: reading a design by one of two front ends, each tried in a process of its own.

The scripts run in the sandbox with nothing but pyosys: they know nothing of a6hub.
What people typed reaches Yosys as elements of an argument list, never as text of a command.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyosys import libyosys as yosys

HERE = Path(__file__).parent
SLANG_MESSAGES = HERE / 'slang.json'
READ_OK = HERE / 'read_ok'
FAILED = 1
WITHOUT_DELAYS = 'slang without delays'
TIMING = 'unsynthesizable timing control'
ENOUGH_ERRORS = '100'


def call(design: Any, *words: str) -> None:
    """Run one Yosys command."""
    yosys.Pass.call(design, list(words))


def attempt(work: Callable[[], None], log: Path | None = None) -> int:
    """Do the work in a child process, since Yosys ends its process at an error; return the child's exit code."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        if log is not None:
            target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(target, 1)
            os.dup2(target, 2)
        code = FAILED
        try:
            work()
            code = 0
        except Exception as error:  # Yosys raises RuntimeError for errors of commands
            print(f'ERROR: {error}', flush=True)  # noqa: T201
        sys.stdout.flush()
        yosys.log_flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def read(design: Any, frontend: str, job: dict[str, Any]) -> None:
    """Read the sources and choose the top; leaves a mark once that has come through."""
    READ_OK.unlink(missing_ok=True)
    SLANG_MESSAGES.unlink(missing_ok=True)
    if frontend.startswith('slang'):
        read_slang(design, job, ignores_delays=frontend == WITHOUT_DELAYS)
    else:
        read_verilog(design, job)
    READ_OK.touch()


def read_slang(design: Any, job: dict[str, Any], ignores_delays: bool = False) -> None:
    """Read by slang, which takes all of SystemVerilog."""
    words = ['read_slang', '--diag-json', str(SLANG_MESSAGES), '--error-limit', ENOUGH_ERRORS]
    words += ['--single-unit', '--timescale', '1ns/1ps']
    words += ['--keep-hierarchy', '--best-effort-hierarchy'] if job['keeps_modules'] else []
    words += ['--allow-use-before-declare', '--ignore-assertions']
    words += ['--ignore-timing'] if ignores_delays else []
    words += ['--top', job['top']] if job['top'] else []
    for folder in job['include_dirs']:
        words += ['-I', inside(folder)]
    for name, value in job['defines'].items():
        words += ['-D', f'{name}={value}']
    for name, value in job['parameters'].items():
        words += ['-G', f'{name}={value}']
    call(design, *words, *map(inside, job['files']))
    call(design, 'hierarchy', '-check', *(['-top', job['top']] if job['top'] else ['-auto-top']))


def read_verilog(design: Any, job: dict[str, Any]) -> None:
    """Read by Yosys' own reader: Verilog-2005 and some SystemVerilog."""
    for name, value in job['defines'].items():
        call(design, 'verilog_defines', f'-D{name}={value}' if value else f'-D{name}')
    folders = [f'-I{inside(folder)}' for folder in job['include_dirs']]
    for file in job['files']:
        words = [] if file.endswith('.v') and not job.get('systemverilog') else ['-sv']
        call(design, 'read_verilog', '-defer', *words, *folders, inside(file))
    chosen = ['-top', job['top']] if job['top'] else ['-auto-top']
    for name, value in job['parameters'].items():
        chosen += ['-chparam', name, value]
    call(design, 'hierarchy', '-check', *chosen)
    if job['parameters'] and job['top']:
        call(design, 'rename', '-top', job['top'])


def inside(path: str) -> str:
    """Return a path that no command takes for an option or a here-document."""
    return path if path.startswith('../') else f'./{path}'


def slang_messages() -> list[dict[str, Any]]:
    """Return what slang said of the design, one entry for each place."""
    try:
        found = json.loads(SLANG_MESSAGES.read_text(encoding='utf-8', errors='replace') or '[]')
    except (OSError, ValueError):
        return []
    return [entry for entry in found if isinstance(entry, dict) and 'message' in entry]


def has_only_delays() -> bool:
    """Say whether slang refused nothing but delays such as `#1`, which synthesis leaves out."""
    errors = [entry for entry in slang_messages() if entry.get('severity') in ('error', 'fatal')]
    return bool(errors) and all(TIMING in str(entry['message']) and is_delay(entry) for entry in errors)


def is_delay(entry: dict[str, Any]) -> bool:
    """Say whether a message of slang is about a `#`."""
    file, line, column = place_of(str(entry.get('location', '')))
    path = Path(inside(file))
    lines = path.read_bytes().split(b'\n') if path.is_file() else []
    return 0 < line <= len(lines) and lines[line - 1][column - 1 : column] == b'#'


def load_job() -> dict[str, Any]:
    """Return what is to be done, from the file that the command names."""
    job: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text(encoding='utf-8'))
    return job


def place_of(location: str) -> tuple[str, int, int]:
    """Return file, line and column of slang's `file:line:column`."""
    file, line, column = location.rsplit(':', 2) if location.count(':') >= 2 else ('', '', '')
    return file.removeprefix('./'), int(line) if line.isdigit() else 0, int(column) if column.isdigit() else 0
