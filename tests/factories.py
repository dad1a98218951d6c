"""People and projects for tests, made through the public services where there is one."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from uuid import UUID

from services.access import ProjectInfo
from services.container import Services
from services.ids import new_id
from services.models import Namespace, User
from services.permissions import Actor, ActorKind
from services.project_fields import ProjectChange


def add_person(services: Services, name: str = 'ada', kind: ActorKind = ActorKind.MEMBER) -> Actor:
    """Return a signed-in person who owns the name."""
    namespace = Namespace(id=new_id(), name=name)
    user = User(id=new_id(), namespace_id=namespace.id, username=name, kind=kind, email=f'{name}@example.org')
    with services.database.write() as session:
        session.add(namespace)
        session.flush()
        session.add(user)
    return Actor(user_id=user.id, kind=kind, name=name)


def add_project(
    services: Services, actor: Actor, files: Mapping[str, bytes] | None = None, **fields: str
) -> ProjectInfo:
    """Return a project of the actor with these files."""
    project = services.projects.create(actor, ProjectChange(**{'name': 'Adder', **fields}))
    for path, data in (files or {}).items():
        services.files.write(actor, project.id, path, data)
    return services.projects.get(actor, project.id)


def tree_of(services: Services, actor: Actor, project_id: UUID) -> dict[str, bytes | None]:
    """Return what a project holds, None for a folder."""
    return {
        entry.path: None if entry.is_folder else services.files.read(actor, project_id, entry.path)
        for entry in services.files.all(actor, project_id)
    }


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return buffer.getvalue()


def tar_of(files: Mapping[str, bytes], mode: str = 'w:gz') -> bytes:
    """Return a tar archive of these files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for path, data in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()
