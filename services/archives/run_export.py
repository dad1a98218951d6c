"""Writes a project with all its runs as one archive, from which it can be restored."""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.access import ProjectInfo
from services.archives.run_format import (
    JOBS_FILE,
    MOST_JOBS,
    PROJECT_FILE,
    ExportedArtifact,
    ExportedDiagnostic,
    ExportedJob,
    ExportedJobs,
    ExportedProject,
    ExportedStep,
    rendered,
)
from services.archives.zip_stream import Member
from services.blobs import BlobService, CorruptBlobError
from services.database import Database
from services.models import Artifact, Job, JobDiagnostic, JobState, JobStep, Snapshot

_LEFT = select(Artifact).where(Artifact.sha256 != '')

Row = TypeVar('Row', JobStep, JobDiagnostic, Artifact)


class RunExport:
    """Everything but the files as they are now; rows are read once, bytes while they are sent."""

    def __init__(self, session: Session, database: Database, blobs: BlobService, project: ProjectInfo) -> None:
        self._database = database
        self._blobs = blobs
        self._project = project
        ended = Job.state.not_in([JobState.QUEUED, JobState.RUNNING])
        statement = select(Job).where(Job.project_id == project.id, ended).order_by(Job.number.desc()).limit(MOST_JOBS)
        jobs = list(session.scalars(statement))[::-1]
        wanted = {job.snapshot_id for job in jobs}
        found = session.execute(select(Snapshot.id, Snapshot.manifest_sha256).where(Snapshot.project_id == project.id))
        self._snapshots = {identity: digest for identity, digest in found if identity in wanted}
        ids = [job.id for job in jobs]
        artifacts = _by_job(session.scalars(_LEFT.where(Artifact.job_id.in_(ids)).order_by(Artifact.name)))
        steps = _by_job(session.scalars(select(JobStep).where(JobStep.job_id.in_(ids)).order_by(JobStep.position)))
        messages = select(JobDiagnostic).where(JobDiagnostic.job_id.in_(ids)).order_by(JobDiagnostic.position)
        told = _by_job(session.scalars(messages))
        self._artifacts = sorted({row.sha256 for rows in artifacts.values() for row in rows})
        self._jobs = [self._job(job, steps[job.id], told[job.id], artifacts[job.id]) for job in jobs]

    def head(self) -> Iterator[Member]:
        """Yield what says that this is an export, and what ran."""
        about = ExportedProject.model_validate(self._project)
        yield Member(PROJECT_FILE, [rendered(about)])
        yield Member(JOBS_FILE, [rendered(ExportedJobs(jobs=self._jobs))])

    def tail(self, present: set[str]) -> Iterator[Member]:
        """Yield snapshots, artifacts, and the contents that only snapshots still refer to."""
        former: set[str] = set()
        for identity, digest in sorted(self._snapshots.items(), key=lambda item: item[1]):
            with self._database.read() as session:
                manifest = zlib.decompress(session.get_one(Snapshot, identity).manifest)
            former.update(sha256 for _, sha256, _ in json.loads(manifest))
            yield Member(f'snapshots/{digest}.json', [manifest])
        for sha256 in self._artifacts:
            if (pieces := self._opened(sha256)) is not None:
                yield Member(f'artifacts/{sha256}', pieces)
        for sha256 in sorted(former - present - set(self._artifacts)):
            yield Member(f'blobs/{sha256}', self._blobs.stream(sha256))

    def _opened(self, sha256: str) -> Iterator[bytes] | None:
        """Begin to read an artifact; one that the store lost does not keep the others from leaving."""
        pieces = self._blobs.stream(sha256)
        try:
            first = next(pieces, b'')
        except CorruptBlobError:
            return None
        return chain([first], pieces)

    def _job(
        self, job: Job, steps: Sequence[JobStep], told: Sequence[JobDiagnostic], artifacts: Sequence[Artifact]
    ) -> ExportedJob:
        names = ExportedJob.model_fields.keys() - {'snapshot', 'steps', 'diagnostics', 'artifacts'}
        fields: dict[str, Any] = {name: getattr(job, name) for name in names}
        return ExportedJob.model_construct(
            snapshot=self._snapshots[job.snapshot_id],
            steps=[ExportedStep.model_construct(**_values(ExportedStep, row)) for row in steps],
            diagnostics=[ExportedDiagnostic.model_construct(**_values(ExportedDiagnostic, row)) for row in told],
            artifacts=[ExportedArtifact.model_construct(**_values(ExportedArtifact, row)) for row in artifacts],
            **fields,
        )


def _by_job(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.job_id].append(row)
    return found


def _values(model: type[ExportedStep | ExportedDiagnostic | ExportedArtifact], row: object) -> dict[str, Any]:
    return {name: getattr(row, name) for name in model.model_fields}
