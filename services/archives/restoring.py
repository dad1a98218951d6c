"""Reads an export back: the files and runs of a project, with every byte held against its hash."""

import re
from dataclasses import dataclass, replace

from services.archives.incoming import MemberKind, damaged
from services.archives.intake import Intake, Reader, Taken
from services.archives.layout import Layout
from services.archives.run_format import (
    FORMAT,
    JOBS_FILE,
    LARGEST_JOBS_FILE,
    LARGEST_PROJECT_FILE,
    PROJECT_FILE,
    ExportedJobs,
    ExportedProject,
    parsed,
)
from services.archives.run_import import Runs, read_runs
from services.archives.zip_reader import ZipReader
from services.blobs import BlobService
from services.limits import Limits, check_bytes, check_files
from services.project_fields import MAX_DESCRIPTION, MAX_NAME, ProjectChange
from services.projects import Entry

_CONTENT = re.compile(r'(?:artifacts|blobs)/([0-9a-f]{64})')
_KNOWN = re.compile(rf'{PROJECT_FILE}|{JOBS_FILE}|files/|artifacts/|blobs/|snapshots/(?:[0-9a-f]{{64}}\.json)?')


@dataclass(frozen=True, slots=True)
class Restored:
    """What an export holds, its bytes stored."""

    taken: Taken
    runs: Runs
    about: ExportedProject

    def change(self, change: ProjectChange | None) -> ProjectChange:
        """Return the properties of the new project, which is private unless its owner says otherwise."""
        about = self.about
        own = ProjectChange(
            about.name[:MAX_NAME], about.description[:MAX_DESCRIPTION], None, about.licence, about.topics
        )
        given = (
            {} if change is None else {name: getattr(change, name) for name in ('name', 'description', 'visibility')}
        )
        return replace(own, **{name: value for name, value in given.items() if value})


def is_export(reader: Reader) -> bool:
    """Return whether the archive says that it is an export of a project."""
    if not isinstance(reader, ZipReader):
        return False
    about = reader.read(PROJECT_FILE, LARGEST_PROJECT_FILE)
    return about is not None and FORMAT.encode() in about


def restore(reader: Reader, blobs: BlobService, limits: Limits) -> Restored:
    """Store the bytes of an export and check what it says of them."""
    assert isinstance(reader, ZipReader)
    about = parsed(ExportedProject, reader.read(PROJECT_FILE, LARGEST_PROJECT_FILE) or b'', PROJECT_FILE)
    jobs = parsed(ExportedJobs, reader.read(JOBS_FILE, LARGEST_JOBS_FILE) or b'{}', JOBS_FILE).jobs
    reader.bounds.allow(limits.job_wave_bytes)
    layout, folders, paths, contents = Layout(), list[str](), list[str](), list[str]()
    with Intake(blobs) as intake:
        for member in reader.members():
            if match := _CONTENT.fullmatch(member.name):
                contents.append(match[1])
                intake.add(member.name, member.pieces())
            elif member.name.startswith('files/'):
                path = layout.place(replace(member, name=member.name.removeprefix('files/')))
                if path is None:
                    continue
                if member.kind is MemberKind.FOLDER:
                    folders.append(path)
                    continue
                paths.append(path)
                check_files(len(paths), limits)
                intake.add(f'files/{path}', member.pieces())
            elif not _KNOWN.fullmatch(member.name):
                layout.skip(member.name, 'it is no part of an export')
        intake.flush()
    stored = {blob.sha256: blob for _, blob in intake.stored}
    for name, blob in intake.stored:
        if (match := _CONTENT.fullmatch(name)) and match[1] != blob.sha256:
            raise damaged(f'{name} is not what its name says')
    files = [(name.removeprefix('files/'), blob) for name, blob in intake.stored if name.startswith('files/')]
    check_bytes(sum(blob.size for _, blob in files), limits)
    runs = read_runs(reader, jobs, stored, blobs)
    entries: list[Entry] = [*files, *((path, None) for path in folders)]
    return Restored(Taken(entries, [*layout.report(), *runs.skipped], ''), runs, about)
