"""What happened, as messages between processes; rows hold the truth, these only say where to look."""

from dataclasses import asdict, dataclass
from typing import TypeAlias
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FileChanged:
    """A file was written, or deleted where `sha256` is empty; `origin` names the editor that wrote it."""

    project_id: UUID
    path: str
    sha256: str
    actor_id: UUID | None
    origin: str = ''


@dataclass(frozen=True, slots=True)
class TreeChanged:
    """Many files of a project changed at once: an import, a move of a folder, an undo."""

    project_id: UUID


@dataclass(frozen=True, slots=True)
class ProjectChanged:
    """Name, visibility or another property of a project changed."""

    project_id: UUID


@dataclass(frozen=True, slots=True)
class JobStatusChanged:
    """A job went to another state or step."""

    project_id: UUID
    job_id: UUID
    state: str
    step: str = ''


@dataclass(frozen=True, slots=True)
class LogAppended:
    """The log of a running job is now `length` bytes long."""

    project_id: UUID
    job_id: UUID
    length: int


@dataclass(frozen=True, slots=True)
class JobProgress:
    """What the running tool of a job uses now, about twice a second; `limit_*` is what it may use.

    `processes` counts those that work at this moment, `tasks` all that exist.
    """

    project_id: UUID
    job_id: UUID
    step: str
    wall_s: float
    cpu_s: float
    memory_bytes: int
    peak_bytes: int
    disk_bytes: int
    waves_bytes: int
    processes: int
    tasks: int
    limit_wall_s: float
    limit_memory_bytes: int
    limit_disk_bytes: int
    limit_processes: int

    def as_row(self) -> dict[str, str | float]:
        """Return what the job's row keeps of it."""
        return {name: value for name, value in asdict(self).items() if name not in {'project_id', 'job_id'}}


Event: TypeAlias = FileChanged | TreeChanged | ProjectChanged | JobStatusChanged | LogAppended | JobProgress
