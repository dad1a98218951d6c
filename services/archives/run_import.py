"""Restores the runs of an exported project: new ids, hashes verified, nothing of them believed unchecked."""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.archives.incoming import NOTHING, damaged
from services.archives.layout import Skipped
from services.archives.run_format import ExportedArtifact, ExportedJob, no_later_than
from services.archives.zip_reader import ZipReader
from services.artifact_expiry import kept_until
from services.blobs import BlobService
from services.clock import now
from services.content import StoredBlob
from services.errors import A6HubError, InvalidError
from services.flows import check_options
from services.ids import new_id
from services.limits import Limits
from services.models import Artifact, Job, JobDiagnostic, JobStep, Project, Snapshot
from services.paths import fold, normalise
from services.snapshots import SnapshotFile, packed
from services.views import LOG, SIM, TRACE, VCD, VIEWS
from services.waveform import ingest_vcd

LARGEST_MANIFEST = 16_000_000
LARGEST_WAVE = 200_000_000
"""A longer VCD is kept, but shown only after the design ran again."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot as its row keeps it, and as a list."""

    data: bytes
    files: Sequence[SnapshotFile]


@dataclass(slots=True)
class Runs:
    """The runs of an export, ready to be stored; `stored` are all bytes that came with it."""

    jobs: Sequence[ExportedJob]
    stored: Mapping[str, StoredBlob]
    manifests: dict[str, Manifest] = field(default_factory=dict)
    traces: dict[str, StoredBlob] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    def blobs(self) -> set[str]:
        """Return the contents that the runs refer to."""
        files = {file.sha256 for manifest in self.manifests.values() for file in manifest.files}
        kept = {artifact.sha256 for job in self.jobs for artifact in job.artifacts if artifact.view != TRACE.id}
        return files | (kept & self.stored.keys()) | {blob.sha256 for blob in self.traces.values()}


def read_runs(
    reader: ZipReader, jobs: Sequence[ExportedJob], stored: Mapping[str, StoredBlob], blobs: BlobService
) -> Runs:
    """Check the runs against the bytes that came with them, and make their waveforms ready to be shown."""
    runs = Runs(jobs, stored)
    if len({job.number for job in jobs}) < len(jobs):
        raise InvalidError(f'Two runs of the export have the same number. {NOTHING}')
    for digest in sorted({job.snapshot for job in jobs}):
        runs.manifests[digest] = _manifest(reader, digest, stored)
    for job in jobs:
        for artifact in job.artifacts:
            if artifact.sha256 not in stored:
                runs.skipped.append(
                    Skipped(artifact.name, f'run {job.number} kept it, but the archive does not hold it')
                )
            elif artifact.view == VCD.id and artifact.sha256 not in runs.traces:
                _add_trace(runs, artifact, blobs)
    return runs


def store_runs(session: Session, runs: Runs, project_id: UUID, user_id: UUID, limits: Limits) -> None:
    """Insert everything for a project that was just made."""
    snapshots = {}
    for digest, manifest in runs.manifests.items():
        snapshots[digest] = new_id()
        session.add(
            Snapshot(
                id=snapshots[digest],
                project_id=project_id,
                manifest_sha256=digest,
                manifest=manifest.data,
                file_count=len(manifest.files),
                byte_count=sum(file.size for file in manifest.files),
                created_by=user_id,
            )
        )
    session.flush()
    # Lists are sorted by id, so the ids have to rise with the numbers.
    ids = sorted(new_id() for _ in runs.jobs)
    for job_id, job in zip(ids, sorted(runs.jobs, key=lambda job: job.number), strict=True):
        session.add(_job(job, job_id, project_id, user_id, snapshots[job.snapshot], limits, runs))
        session.flush()
        _insert_parts(session, runs, job, job_id, project_id)
    newest = max((job.number for job in runs.jobs), default=0)
    session.execute(update(Project).where(Project.id == project_id).values(job_count=newest))


def _manifest(reader: ZipReader, digest: str, stored: Mapping[str, StoredBlob]) -> Manifest:
    data = reader.read(f'snapshots/{digest}.json', LARGEST_MANIFEST)
    if data is None or hashlib.sha256(data).hexdigest() != digest:
        raise damaged(f'snapshots/{digest}.json is missing or not what its name says')
    try:
        files = [SnapshotFile(normalise(path), sha256, stored[sha256].size) for path, sha256, _ in json.loads(data)]
    except (ValueError, TypeError, KeyError, RecursionError, InvalidError):
        raise damaged(f'snapshots/{digest}.json names files that are not in the archive') from None
    packed_digest, manifest = packed(files)
    if packed_digest != digest or len({fold(file.path) for file in files}) < len(files):
        raise damaged(f'snapshots/{digest}.json is not in its one form')
    return Manifest(manifest, files)


def _add_trace(runs: Runs, artifact: ExportedArtifact, blobs: BlobService) -> None:
    # NOTE: traces are read by this program without distrust, so they are made anew and never taken from outside.
    if runs.stored[artifact.sha256].size > LARGEST_WAVE:
        runs.skipped.append(Skipped(artifact.name, 'the waveform is too long to be prepared; run the design again'))
        return
    with tempfile.TemporaryDirectory(prefix='a6hub-') as folder:
        source, sink = Path(folder, 'wave.vcd'), Path(folder, 'wave.a6t')
        with source.open('wb') as file:
            file.writelines(blobs.stream(artifact.sha256))
        try:
            ingest_vcd(source, sink)
        except (A6HubError, ValueError) as error:
            runs.skipped.append(Skipped(artifact.name, f'its waveform cannot be shown: {error}'))
            return
        runs.traces[artifact.sha256] = blobs.put(sink)


def _job(
    job: ExportedJob, job_id: UUID, project_id: UUID, user_id: UUID, snapshot_id: UUID, limits: Limits, runs: Runs
) -> Job:
    moment = now()
    options = check_options(job.flow, job.options)
    if options.get('time_limit_s', 0) > limits.job_time_s:
        del options['time_limit_s']
    logs = [
        runs.stored[kept.sha256].size for kept in job.artifacts if kept.view == LOG.id and kept.sha256 in runs.stored
    ]
    same = ('number', 'flow', 'state', 'reason', 'exit_code', 'top_module', 'metrics')
    return Job(
        id=job_id,
        project_id=project_id,
        snapshot_id=snapshot_id,
        created_by=user_id,
        options=options,
        attempt=1,
        log_size=logs[0] if logs else 0,
        **{name: getattr(job, name) for name in same},
        **{name: no_later_than(getattr(job, name), moment) for name in ('created_at', 'started_at', 'finished_at')},
    )


def _insert_parts(session: Session, runs: Runs, job: ExportedJob, job_id: UUID, project_id: UUID) -> None:
    steps = [{**step.model_dump(exclude={'position'}), 'position': position} for position, step in enumerate(job.steps)]
    messages = [
        {**message.model_dump(mode='json', exclude={'position'}), 'position': position}
        for position, message in enumerate(job.diagnostics)
    ]
    expires_at = kept_until(session, project_id, now())
    artifacts = [{**row, 'expires_at': expires_at} for row in _artifacts(runs, job, project_id)]
    for table, rows in ((JobStep, steps), (JobDiagnostic, messages), (Artifact, artifacts)):
        if rows:
            session.execute(insert(table), [{**row, 'job_id': job_id} for row in rows])


def _artifacts(runs: Runs, job: ExportedJob, project_id: UUID) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for artifact in job.artifacts:
        known = artifact.view in VIEWS and artifact.sha256 in runs.stored
        if not known or artifact.view in {TRACE.id, SIM.id}:
            continue
        _put(rows, artifact.name, artifact.view, runs.stored[artifact.sha256])
        if artifact.view == VCD.id and artifact.sha256 in runs.traces:
            name = f'{artifact.name.removesuffix(VCD.suffix)}{TRACE.suffix}'
            _put(rows, name, TRACE.id, runs.traces[artifact.sha256])
    return [{**row, 'project_id': project_id} for row in rows.values()]


def _put(rows: dict[str, dict[str, Any]], name: str, view: str, blob: StoredBlob) -> None:
    rows.setdefault(name, {'name': name, 'view': view, 'size': blob.size, 'sha256': blob.sha256})
