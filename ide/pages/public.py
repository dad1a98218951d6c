"""A project's public page: README, files with highlighted source, and the last waveform."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.pages.addresses import PROJECT
from ide.pages.runs_shown import artifact_of, shown_run
from ide.render import markdown, source
from ide.templating import page
from services.access import ProjectInfo
from services.container import Services
from services.entries import FileEntry
from services.errors import NotFoundError
from services.jobs import JobDetails
from services.permissions import Actor, Permission

router = APIRouter(include_in_schema=False)

LARGEST_SHOWN = 1 << 20
PICTURES = ('.png', '.jpg', '.jpeg', '.gif', '.webp')
READMES = ('readme.md', 'readme.markdown', 'readme.txt', 'readme')


@router.get(PROJECT)
async def overview(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Show README, last waveform and facts."""
    services = services_of(request)
    return await page(request, 'project.html', **await call(read_overview, services, actor, owner, slug))


@router.get(f'{PROJECT}/files')
@router.get(f'{PROJECT}/files/{{path:path}}')
async def files(request: Request, actor: CurrentActor, owner: str, slug: str, path: str = '') -> Response:
    """Show a folder, or a file."""
    services = services_of(request)
    template, values = await call(read_files, services, actor, owner, slug, path.strip('/'))
    return await page(request, template, **values)


def read_frame(services: Services, actor: Actor, owner: str, slug: str) -> tuple[ProjectInfo, dict[str, Any]]:
    """Return the project and what the frame of all its pages shows."""
    project = services.projects.find(actor, owner, slug)
    latest = services.jobs.latest(actor, project.id)
    return project, {
        'project': project,
        'project_url': project.path,
        'may_change': project.allows(actor, Permission.PROJECT_UPDATE),
        'starred': services.stars.has(actor, project.id),
        'last_run': shown_run(latest.job) if latest else None,
        'wave_url': '',
        'vcd_url': '',
    }


def read_overview(services: Services, actor: Actor, owner: str, slug: str) -> dict[str, Any]:
    """Return what the first page of a project shows."""
    project, frame = read_frame(services, actor, owner, slug)
    readme_path, readme = read_readme(services, actor, project)
    traced = services.jobs.latest(actor, project.id, view='trace')
    return {
        **frame,
        **wave_urls(project, traced),
        'wave_run': shown_run(traced.job) if traced else None,
        'readme_path': readme_path,
        'readme': readme,
    }


def read_readme(services: Services, actor: Actor, project: ProjectInfo) -> tuple[str, object]:
    """Return the path of the README at the top, and its rendered text; both empty if there is none."""
    entries = services.files.all(actor, project.id)
    names = {entry.path.lower(): entry for entry in entries if '/' not in entry.path and not entry.is_folder}
    found = next((names[name] for name in READMES if name in names), None)
    if found is None or found.is_binary or found.size > LARGEST_SHOWN:
        return '', ''
    return found.path, prose(services, actor, project, found)


def prose(services: Services, actor: Actor, project: ProjectInfo, entry: FileEntry) -> object:
    """Return a Markdown file as safe HTML."""
    text = services.files.read(actor, project.id, entry.path).decode(errors='replace')
    folder = entry.path.rpartition('/')[0]
    below = f'/{quote(folder)}' if folder else ''
    raw_url = f'/api/v1/projects/{project.id}/tree{below}'
    return markdown(text, raw_url, f'{project.path}/files{below}')


def wave_urls(project: ProjectInfo, details: JobDetails | None) -> dict[str, str]:
    """Return the addresses of a run's trace and VCD, empty where it left none."""
    trace, vcd = artifact_of(details, 'trace'), artifact_of(details, 'vcd')
    base = f'/api/v1/projects/{project.id}/jobs/{details.job.id}' if details else ''
    return {
        'wave_url': f'{base}/waves/{trace.id}' if trace else '',
        'vcd_url': f'{base}/artifacts/{vcd.id}' if vcd else '',
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a folder."""

    name: str
    url: str
    size: int
    folder: bool


def read_files(services: Services, actor: Actor, owner: str, slug: str, path: str) -> tuple[str, dict[str, Any]]:
    """Return the template and values for a folder or a file."""
    project, frame = read_frame(services, actor, owner, slug)
    entries = services.files.all(actor, project.id)
    frame['crumbs'] = crumbs(project, path)
    found = next((entry for entry in entries if entry.path == path and not entry.is_folder), None)
    if found is not None:
        return 'project_file.html', {**frame, **read_file(services, actor, project, found)}
    rows = folder_rows(project, entries, path)
    if path and not rows and not any(entry.path == path for entry in entries):
        raise NotFoundError(f'There is no file or folder {path[:200]!r} in this project.')
    return 'project_files.html', {**frame, 'entries': rows}


def folder_rows(project: ProjectInfo, entries: list[FileEntry], folder: str) -> list[Row]:
    """Return what stands in a folder, folders first."""
    prefix = f'{folder}/' if folder else ''
    rows: dict[str, Row] = {}
    for entry in entries:
        if not entry.path.startswith(prefix) or entry.path == folder:
            continue
        name, _, rest = entry.path.removeprefix(prefix).partition('/')
        is_folder = bool(rest) or entry.is_folder
        rows.setdefault(name, Row(name, f'{project.path}/files/{quote(prefix + name)}', entry.size, is_folder))
        if is_folder and not rows[name].folder:
            rows[name] = replace(rows[name], folder=True)
    return sorted(rows.values(), key=lambda row: (not row.folder, row.name.lower()))


def crumbs(project: ProjectInfo, path: str) -> list[tuple[str, str]]:
    """Return the parts of a path with their addresses."""
    parts = path.split('/') if path else []
    return [(part, f'{project.path}/files/{quote("/".join(parts[: i + 1]))}') for i, part in enumerate(parts)]


def read_file(services: Services, actor: Actor, project: ProjectInfo, entry: FileEntry) -> dict[str, Any]:
    """Return a file as highlighted source, prose, a picture, or a word on why it is none of them."""
    raw_url = f'/api/v1/projects/{project.id}/tree/{quote(entry.path)}'
    values = {'path': entry.path, 'size': entry.size, 'raw_url': raw_url, 'message': ''}
    shown = {'picture': False, 'source': '', 'prose': ''}
    name = entry.path.lower()
    if name.endswith(PICTURES):
        shown['picture'] = True
    elif entry.is_binary:
        values['message'] = 'This is a binary file; download it to look at it.'
    elif entry.size > LARGEST_SHOWN:
        values['message'] = f'This text has {entry.size:,} bytes, too many to show here; download it to read it.'
    elif name.endswith(('.md', '.markdown')):
        shown['prose'] = prose(services, actor, project, entry)
    else:
        text = services.files.read(actor, project.id, entry.path).decode(errors='replace')
        shown['source'] = source(entry.path, text)
    return {**values, **shown}
