"""Runs the tasks of a .sby file with SymbiYosys, keeps its traces under names that tell, and notes what was found.

It runs in the sandbox and knows nothing of a6hub. SymbiYosys calls `yosys` and its kin by name: small programs in a
folder of our own stand for them, which start pyosys and the parts of the package that holds SymbiYosys.
"""

import json
import os
import posixpath
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from symbiyosys import package

HERE = Path(__file__).resolve().parent
PARALLEL = '2'
DRESS = re.compile(r'SBY +\d+:\d\d:\d\d (\[[^\]]*\] )?')
PLACED = re.compile(r'(?:\w+: )?(?P<file>[^\s:][^:]*):(?P<line>\d+)(?:\.[\d.-]+)?: ERROR: (?P<message>.+)')
PLAIN = re.compile(
    r'(?:[\w.]+: )*(?:ERROR: (?P<message>.+)|(?:## [\d: ]+)?(?P<solver>SMT Solver \'.+\' not found in path)'
    r'|(?P<raised>\w*(?:Error|Exception): .+)|bash: line \d+: (?P<program>[\w.-]+): command not found)'
)
SOURCE = re.compile(r'(?P<file>.+?):(?P<line>\d+)(?:\.(?P<column>\d+))?(?:-[\d.]+)?')
WITHOUT_STATUS = 'terminated without status'
OURS = re.compile(r'_witness_|\$|\\?check_')
STATES = 'SELECT p.id, p.kind, p.hdlname, p.src, s.status, s.data, t.path, t.engine_case FROM task_property p \
LEFT JOIN task_property_status s ON s.task_property = p.id LEFT JOIN task_trace t ON t.id = s.task_trace ORDER BY s.id'


def main() -> None:
    """Run every task in turn; what they found stands in results.json even if a limit ends the run."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding='utf-8'))
    out = HERE.parent
    file = (Path(job['sby']) if job['sby'] else HERE / 'formal.sby').resolve()
    environment = programs()
    tasks = tasks_of(file, job['tasks'], environment)
    results: list[dict[str, Any]] = []
    for task in tasks:
        result = Task(file, task, environment, out, bool(job['sby']) and len(tasks) > 1).run()
        results.append(result)
        (out / 'results.json').write_text(json.dumps(results), encoding='utf-8')
    sys.exit(0 if all(result['is_expected'] for result in results) else 1)


def programs() -> dict[str, str]:
    """Make the commands that SymbiYosys calls, and return the environment in which they are found."""
    folder = Path(tempfile.mkdtemp(prefix='programs-'))
    yices = 'yices-smt2 --incremental'
    parts = package()
    part = f'{sys.executable} {HERE}/symbiyosys.py'
    started = {
        'yosys': f'{sys.executable} {HERE}/yosys.py',
        'yosys-smtbmc': f'{part} smtbmc',
        'yosys-witness': f'{part} witness',
        'yosys-abc': f'{parts.parent}/pyosys/yosys-abc',
    }
    lines = {name: f'exec {command} "$@"' for name, command in started.items()}
    # Many .sby files name these two; what they understand, yices understands as well.
    lines['boolector'] = f'exec {yices}'
    lines['bitwuzla'] = f'if [ "$1" = --help ]; then echo --lang; else exec {yices}; fi'
    for name, line in lines.items():
        if shutil.which(name):
            continue
        program = folder / name
        program.write_text(f'#!/bin/sh\n{line}\n', encoding='utf-8')
        program.chmod(0o755)
    return {**os.environ, 'PATH': f'{folder}:{os.environ["PATH"]}', 'PYTHONUNBUFFERED': '1'}


def tasks_of(file: Path, wanted: list[str], environment: dict[str, str]) -> list[str]:
    """Return the names of the tasks to run; a file without tasks has one without a name."""
    asked = [[*sby(), option, f'./{file.name}'] for option in ('--dumptasks', '--dumpdefaults')]
    known, default = (
        subprocess.run(  # noqa: S603
            command, cwd=file.parent, env=environment, capture_output=True, text=True, check=False
        )
        for command in asked
    )
    if known.returncode:
        sys.stdout.write(known.stdout + known.stderr)
        sys.exit(known.returncode)
    missing = [name for name in wanted if name not in known.stdout.split()]
    if missing:
        sys.stdout.write(f'ERROR: {file.name} has no task {missing[0]}; it has {known.stdout.split() or "none"}\n')
        sys.exit(1)
    return wanted or default.stdout.split() or ['']


def sby() -> list[str]:
    """Return the beginning of every command line of SymbiYosys."""
    return [sys.executable, str(HERE / 'symbiyosys.py'), 'sby']


class Task:
    """One task of a .sby file, from its start to what it found."""

    def __init__(self, file: Path, name: str, environment: dict[str, str], out: Path, is_one_of_several: bool) -> None:
        self._file = file
        self._name = name
        self._environment = environment
        self._out = out
        self._prefix = f'{plain(name)}-' if is_one_of_several else ''
        self._work = out / 'formal' / (plain(name) or 'task')
        self._errors: list[dict[str, Any]] = []
        self._traces: dict[str, str] = {}
        self._path = posixpath.normpath(posixpath.relpath(file, Path.cwd()))
        self._text = file.read_text(encoding='utf-8', errors='replace')
        self._origins = self._read_origins()

    def run(self) -> dict[str, Any]:
        """Run the task and return what it found."""
        sys.stdout.write(f'== {self._name or self._file.name}\n')
        self._work.parent.mkdir(exist_ok=True)
        command = [*sby(), '-f', '-j', PARALLEL, '-d', str(self._work), f'./{self._file.name}']
        code = self._follow([*command, self._name] if self._name else command)
        status = self._status()
        found = [self._property(states) for states in self._properties()]
        result = {
            'task': self._name,
            'mode': self._mode(),
            'status': status,
            'is_expected': code == 0,
            'properties': found,
            'errors': self._errors,
        }
        for line in told(result):
            sys.stdout.write(f'{line}\n')
        sys.stdout.flush()
        return result

    def _follow(self, command: list[str]) -> int:
        """Pass on the lines of the tool as they come, without what is the same on each."""
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=self._file.parent,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors='replace',
        )
        for dressed in process.stdout or ():
            line = DRESS.sub('', dressed.rstrip(), count=1)
            self._notice(line)
            sys.stdout.write(f'{line}\n')
            sys.stdout.flush()
        return process.wait()

    def _notice(self, line: str) -> None:
        placed, plainly = PLACED.match(line), PLAIN.match(line)
        error: dict[str, Any] | None = None
        if placed:
            file, number = self._origin(placed['file'], int(placed['line']))
            error = {'message': placed['message'], 'file': file, 'line': number}
        elif plainly:
            message = plainly['message'] or plainly['solver'] or plainly['raised']
            message = message or f"The program '{plainly['program']}' is not on this server"
            if WITHOUT_STATUS in message and self._errors:
                return
            error = {'message': message, 'file': self._path, 'line': self._line_about(message)}
        if error and error not in self._errors and len(self._errors) < 20:
            self._errors.append(error)

    def _line_about(self, message: str) -> int:
        """Return the line of the .sby file that holds what a message names, 1 where none does."""
        lines = self._text.splitlines()
        first = next((number for number, line in enumerate(lines, start=1) if line.strip() == '[script]'), 1)
        for word in [*re.findall(r"[`'](.+?)'", message), *reversed(message.rstrip('.').split())]:
            for number, line in enumerate(lines, start=1):
                if len(word) > 1 and re.search(rf'(^|\W){re.escape(word)}(\W|$)', line):
                    return number
        return first if 'Yosys' in message else 1

    def _status(self) -> str:
        file = self._work / 'status'
        return file.read_text(encoding='utf-8').split()[0] if file.exists() else 'ERROR'

    def _mode(self) -> str:
        file = self._work / 'config.sby'
        text = file.read_text(encoding='utf-8', errors='replace') if file.exists() else ''
        match = re.search(r'^\s*mode\s+(\w+)', text, re.MULTILINE)
        return match[1] if match else ''

    def _properties(self) -> list[list[tuple[Any, ...]]]:
        """Return the states that each property went through."""
        file = self._work / 'status.sqlite'
        if not file.exists():
            return []
        by_property: dict[int, list[tuple[Any, ...]]] = {}
        with sqlite3.connect(file) as database:
            for row in database.execute(STATES):
                by_property.setdefault(row[0], []).append(row[1:])
        return list(by_property.values())

    def _property(self, states: list[tuple[Any, ...]]) -> dict[str, Any]:
        """Return the state of a property that counts: a violation of the induction only is none of the design."""
        kind, name, source = states[0][:3]
        # Of several states that count alike, the first one: a violation that was seen before is no news.
        status, data, trace, case = max(states, key=lambda state: rank(state[3], state[6]))[3:]
        match = SOURCE.fullmatch(source or '')
        file, line = self._origin(match['file'], int(match['line'])) if match else ('', 0)
        is_induction = status == 'FAIL' and case == 'induction'
        label = name.rpartition('.')[2]
        label = '' if OURS.match(label) else label
        return {
            'kind': kind.lower(),
            'name': label,
            'module': name.rpartition('.')[0].removesuffix('._witness_'),
            'file': file,
            'line': line,
            'column': int(match['column'] or 0) if match else 0,
            'status': 'INDUCTION' if is_induction else status or 'UNKNOWN',
            'step': (json.loads(data or 'null') or {}).get('step', 0),
            'trace': self._keep(trace, kind.lower(), is_induction, label or f'{posixpath.basename(file)}-{line}'),
        }

    def _keep(self, trace: str | None, kind: str, is_induction: bool, label: str) -> str:
        """Keep a trace under a name that tells what it shows."""
        waves = self._work / f'{(trace or "none").rpartition(".")[0]}.vcd'
        if not trace or not waves.is_file():
            return ''
        if str(waves) not in self._traces:
            what = 'induction' if is_induction else 'cover' if kind == 'cover' else 'counterexample'
            name = f'{self._prefix}{what}-{plain(label)}'
            number = sum(other.startswith(name) for other in self._traces.values())
            self._traces[str(waves)] = f'{name}{f"-{number + 1}" if number else ""}.vcd'
            shutil.copyfile(waves, self._out / self._traces[str(waves)])
        return self._traces[str(waves)]

    def _read_origins(self) -> list[tuple[str, str, int]]:
        """Return where each file of the task comes from: its name there, its path in the project, its first line."""
        found: list[tuple[str, str, int]] = []
        folder = posixpath.dirname(self._path)
        section, inline = '', ''
        for number, line in enumerate(self._text.splitlines(), start=1):
            if header := re.match(r'\s*\[(\w+)\s*(.*?)\s*\]\s*$', line):
                section, inline = header[1], header[2]
                if section == 'file':
                    found.append((inline, self._path, number))
            elif section == 'files' and (words := re.sub(r'^~?\w+:', '', line).split()) and words[0][0] != '#':
                origin = posixpath.normpath(posixpath.join(folder, os.path.expandvars(words[-1])))
                found.append((posixpath.basename(words[-1]) if len(words) == 1 else words[0], origin, 0))
        return found

    def _origin(self, file: str, line: int) -> tuple[str, int]:
        """Return the place in the project that a place among the task's copies stands for."""
        if not self._origins:
            return file.removeprefix('./'), line
        path = posixpath.normpath(file)
        for name, origin, offset in self._origins:
            if path == posixpath.normpath(name):
                return origin, line + offset
            if path.startswith(f'{name}/'):
                return posixpath.join(origin, path[len(name) + 1 :]), line
        return path.removeprefix('./'), line


def rank(status: str | None, case: str | None) -> int:
    """Order the states of a property: the highest one counts."""
    if status == 'FAIL':
        return 3 if case != 'induction' else 1
    return 2 if status == 'PASS' else 0


def told(result: dict[str, Any]) -> Iterator[str]:
    """Return the result in the words that the log ends with."""
    name = f'{result["task"]}: ' if result['task'] else ''
    yield f'{name}{result["status"]}'
    for found in result['properties']:
        label = f' {found["name"]}' if found['name'] else ''
        step = f' in step {found["step"]}' if found['status'] in ('FAIL', 'INDUCTION') or found['trace'] else ''
        trace = f' [{found["trace"]}]' if found['trace'] else ''
        yield f'  {found["file"]}:{found["line"]}: {found["kind"]}{label}: {found["status"]}{step}{trace}'


def plain(text: str) -> str:
    """Return a text as part of a file's name."""
    return re.sub(r'[^\w-]+', '_', text).strip('_')[:80]


if __name__ == '__main__':
    main()
