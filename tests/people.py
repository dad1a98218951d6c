"""People with a password, and a project of theirs with one run."""

from uuid import UUID

from services.auth import Registration
from services.container import Services
from services.ids import new_id
from services.models import Artifact, Job, JobDiagnostic, JobState, Project
from services.permissions import ANONYMOUS, Actor
from tests.factories import add_project

PASSWORD = 'green-heron-42'
LOG = b'passed\n'


def member(services: Services, username: str) -> Actor:
    """Register a person and sign in."""
    services.auth.register(ANONYMOUS, Registration(f'{username}@example.org', username, PASSWORD))
    return sign_in(services, username)


def sign_in(services: Services, username: str) -> Actor:
    """Sign a person in."""
    return services.auth.sign_in_browser(username, PASSWORD, '192.0.2.7', 'a browser').actor


def project_of(services: Services, actor: Actor, name: str, files: dict[str, bytes]) -> UUID:
    """Make a private project with these files and one run that passed, whose log is `run.log`."""
    project = add_project(services, actor, files, name=name)
    add_run(services, actor, project.id)
    return project.id


def add_run(services: Services, actor: Actor, project_id: UUID) -> tuple[UUID, UUID]:
    """Store a run that passed, with a log and a message; return the ids of job and artifact."""
    snapshot = services.snapshots.take(actor, project_id)
    log = services.blobs.put(LOG)
    job_id, artifact_id = new_id(), new_id()
    with services.database.write() as session:
        number = session.get_one(Project, project_id).job_count + 1
        session.get_one(Project, project_id).job_count = number
        session.add(
            Job(
                id=job_id,
                project_id=project_id,
                number=number,
                flow='simulate',
                snapshot_id=snapshot.id,
                state=JobState.PASSED,
                created_by=actor.user_id,
            )
        )
        session.flush()
        session.add(JobDiagnostic(job_id=job_id, position=0, severity='warning', message='a message', file='uart.v'))
        session.add(
            Artifact(
                id=artifact_id,
                job_id=job_id,
                project_id=project_id,
                name='run.log',
                view='log',
                size=log.size,
                sha256=log.sha256,
            )
        )
    return job_id, artifact_id
