"""The limits of a plan, as data: served to clients, and named in the message of whoever enforces them."""

from dataclasses import dataclass

from services.errors import LimitError

KB = 1000
MB = 1000 * KB
MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What one project and one job may use; the unit stands in the name."""

    files_per_project: int = 10_000
    folders_per_project: int = 10_000
    bytes_per_project: int = 100 * MB
    editor_file_bytes: int = 10 * MB
    path_bytes: int = 500
    trash_bytes_per_project: int = 300 * MB
    trash_days: int = 30
    projects_per_person: int = 1_000
    bytes_per_person: int = 5_000 * MB
    members_per_project: int = 100
    topics_per_project: int = 20
    json_body_bytes: int = 16 * MIB
    upload_bytes: int = 256 * MIB
    import_bytes: int = 256 * MIB
    archive_ratio: int = 200
    search_file_bytes: int = 1 * MB
    search_results: int = 2_000
    project_state_bytes: int = 64 * 1024
    job_time_s: int = 600
    build_time_s: int = 3600
    job_memory_bytes: int = 2 * GIB
    job_wave_bytes: int = 1 * GIB
    job_processes: int = 4
    concurrent_jobs: int = 2
    waiting_jobs_per_project: int = 500
    artifact_days: int = 90
    """How long what a run left is kept; 0 is for ever."""
    pinned_bytes_per_project: int = 1_000 * MB


FREE = 'free'
"""The plan of everybody who registers."""

GUEST = 'guest'
"""The plan of who has not registered, on a server for many."""

OWN = 'own'
"""The plan of the one person whose machine it is."""

_PLANS = {
    FREE: Limits(),
    GUEST: Limits(
        projects_per_person=50,
        bytes_per_person=300 * MB,
        concurrent_jobs=1,
        waiting_jobs_per_project=50,
        artifact_days=7,
        pinned_bytes_per_project=100 * MB,
    ),
    OWN: Limits(
        projects_per_person=100_000,
        bytes_per_person=10_000_000 * MB,
        concurrent_jobs=1_000,
        waiting_jobs_per_project=10_000,
        artifact_days=0,
        pinned_bytes_per_project=10_000_000 * MB,
    ),
}


def limits_of(plan: str = FREE) -> Limits:
    """Return the limits of a plan; an unknown one has those of the free plan."""
    return _PLANS.get(plan, _PLANS[FREE])


def plans() -> dict[str, Limits]:
    """Return the limits of every plan by its name."""
    return dict(_PLANS)


def check_files(count: int, limits: Limits) -> None:
    """Raise when a project would hold more files than it may."""
    if count > limits.files_per_project:
        raise LimitError(
            f'The project would hold {count:,} files; at most {limits.files_per_project:,} are allowed '
            '(files_per_project). Delete files that are not needed, or split the project.'
        )


def check_folders(count: int, limits: Limits) -> None:
    """Raise when a project would hold more folders than it may."""
    if count > limits.folders_per_project:
        raise LimitError(
            f'The project would hold {count:,} folders; at most {limits.folders_per_project:,} are allowed '
            '(folders_per_project).'
        )


def check_bytes(count: int, limits: Limits) -> None:
    """Raise when a project would hold more bytes than it may."""
    if count > limits.bytes_per_project:
        raise LimitError(
            f'The project would hold {megabytes(count)}; at most {megabytes(limits.bytes_per_project)} are allowed '
            '(bytes_per_project). Delete files that are not needed.'
        )


def check_person_bytes(count: int, limits: Limits) -> None:
    """Raise when all projects of one person would hold more bytes than they may."""
    if count > limits.bytes_per_person:
        raise LimitError(
            f"The owner's projects would hold {megabytes(count)} together, deleted ones included; at most "
            f'{megabytes(limits.bytes_per_person)} are allowed (bytes_per_person). Delete what is not needed, for good.'
        )


def check_projects(count: int, limits: Limits) -> None:
    """Raise when a person would own more projects than they may."""
    if count > limits.projects_per_person:
        raise LimitError(
            f'You would own {count:,} projects; at most {limits.projects_per_person:,} are allowed '
            '(projects_per_person). Delete some that are not needed.'
        )


def check_editor_bytes(path: str, count: int, limits: Limits) -> None:
    """Raise for a text that is too long to be edited here."""
    if count > limits.editor_file_bytes:
        raise LimitError(
            f'{path} has {megabytes(count)}; the editor takes at most {megabytes(limits.editor_file_bytes)} '
            '(editor_file_bytes). Upload it as a file instead.'
        )


def megabytes(count: int) -> str:
    """Return a number of bytes for people."""
    return f'{count / MB:,.1f} MB' if count >= MB / 10 else f'{count:,} bytes'
