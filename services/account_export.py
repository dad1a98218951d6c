"""Writes all of one person's data into a zip, piece by piece, so that nothing is held whole in memory."""

import io
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.blobs import BlobService
from services.clock import now
from services.database import Database
from services.errors import A6HubError
from services.models import (
    AccessToken,
    Artifact,
    AuditEvent,
    Base,
    File,
    Job,
    JobDiagnostic,
    JobStep,
    LoginSession,
    Project,
    ProjectMember,
    ProjectState,
    Snapshot,
    Star,
    TrashedFile,
    User,
)

_SECRETS = {'password_hash', 'token_hash', 'credentials_version', 'manifest'}
README = """This archive holds everything that a6hub keeps about you.

account.json            your account, sign-ins, tokens (without their secrets), stars, memberships, acts,
                        and how you left each project
projects/NAME/          one folder for each of your projects
  project.json          its properties and its runs with steps, diagnostics and artifacts
  files/                its files as they are now
  trash/                deleted files that could still be brought back
  runs/NUMBER/          what each run kept
  snapshots/            the files that each run worked on: path, SHA-256 and size
"""


def archive(database: Database, blobs: BlobService, user_id: UUID) -> Iterator[bytes]:
    """Yield the pieces of the archive."""
    pipe = _Pipe()
    with ZipFile(pipe, 'w', ZIP_DEFLATED) as target:
        target.writestr(_entry('README.txt'), README)
        with database.read() as session:
            target.writestr(_entry('account.json'), _text(_account(session, user_id)))
            user = session.get_one(User, user_id)
            projects = list(session.scalars(select(Project).where(Project.namespace_id == user.namespace_id)))
        yield pipe.taken()
        for project in projects:
            yield from _project(database, blobs, project, target, pipe)
    yield pipe.taken()


def _account(session: Session, user_id: UUID) -> dict[str, Any]:
    tables = {
        'sign_ins': (LoginSession, LoginSession.user_id),
        'tokens': (AccessToken, AccessToken.user_id),
        'memberships': (ProjectMember, ProjectMember.user_id),
        'stars': (Star, Star.user_id),
        'desks': (ProjectState, ProjectState.user_id),
        'acts': (AuditEvent, AuditEvent.actor_id),
    }
    found: dict[str, Any] = {'exported_at': now(), 'account': _row(session.get_one(User, user_id))}
    for name, (table, owner) in tables.items():
        found[name] = [_row(row) for row in session.scalars(select(table).where(owner == user_id))]
    return found


def _project(
    database: Database, blobs: BlobService, project: Project, target: ZipFile, pipe: '_Pipe'
) -> Iterator[bytes]:
    folder = f'projects/{project.slug}'
    with database.read() as session:
        files = list(session.scalars(select(File).where(File.project_id == project.id).order_by(File.path)))
        jobs = list(session.scalars(select(Job).where(Job.project_id == project.id).order_by(Job.number)))
        artifacts = list(
            session.scalars(select(Artifact).where(Artifact.project_id == project.id, Artifact.sha256 != ''))
        )
        trash = list(session.scalars(select(TrashedFile).where(TrashedFile.project_id == project.id)))
        about = {**_row(project), 'runs': [_run(session, job, artifacts) for job in jobs]}
        manifests = {row.id: row.manifest for row in session.scalars(_snapshots(project.id))}
    target.writestr(_entry(f'{folder}/project.json'), _text(about))
    for snapshot_id, manifest in manifests.items():
        target.writestr(_entry(f'{folder}/snapshots/{snapshot_id}.json'), zlib.decompress(manifest))
    numbers = {job.id: job.number for job in jobs}
    for file in files:
        if file.is_folder:
            target.writestr(_entry(f'{folder}/files/{file.path}/'), b'')
        else:
            yield from _blob(blobs, file.sha256, f'{folder}/files/{file.path}', target, pipe)
    for old in trash:
        if not old.is_folder:
            yield from _blob(blobs, old.sha256, f'{folder}/trash/{old.batch_id}/{old.path}', target, pipe)
    for artifact in artifacts:
        name = f'{folder}/runs/{numbers[artifact.job_id]}/{artifact.name}'
        yield from _blob(blobs, artifact.sha256, name, target, pipe)


def _run(session: Session, job: Job, artifacts: list[Artifact]) -> dict[str, Any]:
    steps = session.scalars(select(JobStep).where(JobStep.job_id == job.id).order_by(JobStep.position))
    messages = select(JobDiagnostic).where(JobDiagnostic.job_id == job.id).order_by(JobDiagnostic.position)
    return {
        **_row(job),
        'steps': [_row(step) for step in steps],
        'diagnostics': [_row(message) for message in session.scalars(messages)],
        'artifacts': [_row(artifact) for artifact in artifacts if artifact.job_id == job.id],
    }


def _snapshots(project_id: UUID) -> Any:
    return select(Snapshot).where(Snapshot.project_id == project_id)


def _blob(blobs: BlobService, sha256: str, name: str, target: ZipFile, pipe: '_Pipe') -> Iterator[bytes]:
    try:
        with target.open(_entry(name), 'w', force_zip64=True) as entry:
            for piece in blobs.stream(sha256):
                entry.write(piece)
                yield pipe.taken()
    except A6HubError as error:
        target.writestr(_entry(f'{name}.missing.txt'), f'{error}\n')
    yield pipe.taken()


def _row(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in _SECRETS}


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _entry(name: str) -> ZipInfo:
    moment = now()
    info = ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    info.compress_type = ZIP_DEFLATED
    info.external_attr = (0o40755 << 16 | 0x10) if name.endswith('/') else 0o100644 << 16
    return info


class _Pipe(io.RawIOBase):
    """A file without seeking that hands on what was written."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last call."""
        pieces, self._pieces = self._pieces, []
        return b''.join(pieces)
