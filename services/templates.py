"""Templates: the designs in `examples/` that a new project can begin as."""

import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from pathlib import Path

from services.access import ProjectInfo
from services.blobs import BlobService
from services.content import Content, StoredBlob, as_content
from services.errors import NotFoundError
from services.permissions import Actor, Permission, require_account
from services.project_fields import ProjectChange
from services.projects import Origin, ProjectService

EXAMPLES = Path(__file__).parents[1] / 'examples'
DESCRIPTION = 'template.toml'


@dataclass(frozen=True, slots=True)
class Template:
    """A design of ours that people start from."""

    name: str
    title: str
    summary: str
    language: str
    tags: tuple[str, ...]
    order: int
    file_count: int

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return EXAMPLES / self.name


class TemplateService:
    """Lists templates and makes projects of them; their bytes are stored once."""

    def __init__(self, blobs: BlobService, projects: ProjectService) -> None:
        self._blobs = blobs
        self._projects = projects
        self._templates = {template.name: template for template in _read_all()}

    def list_templates(self) -> list[Template]:
        """Return all templates in the order in which they are shown."""
        return sorted(self._templates.values(), key=lambda template: (template.order, template.name))

    def get(self, name: str) -> Template:
        """Return one template by its name."""
        try:
            return self._templates[name]
        except KeyError:
            known = ', '.join(sorted(self._templates))
            raise NotFoundError(f'There is no template {name[:60]!r}; there are {known}.') from None

    def create(self, actor: Actor, name: str, change: ProjectChange | None = None) -> ProjectInfo:
        """Create a project that begins as the template; without a name it takes the template's title."""
        require_account(actor, Permission.PROJECT_CREATE)
        template = self.get(name)
        own = ProjectChange(name=template.title, description=template.summary, topics=_topics(template))
        given = {field.name: getattr(change, field.name) for field in fields(ProjectChange)} if change else {}
        change = replace(own, **{name: value for name, value in given.items() if value is not None})
        return self._projects.create(actor, change, self._entries(template), Origin(template.name))

    def _entries(self, template: Template) -> list[tuple[str, StoredBlob | None]]:
        paths = sorted(_files(template.folder))
        with ExitStack() as stack:
            contents: list[Content] = [stack.enter_context(as_content(template.folder / path)) for path in paths]
            return list(zip(paths, self._blobs.put_many(contents), strict=True))


def _topics(template: Template) -> list[str]:
    return [tag.lower().replace(' ', '-') for tag in template.tags]


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob('*'):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != DESCRIPTION and '__pycache__' not in path.parts:
            yield name


def _read_all() -> Iterator[Template]:
    for path in sorted(EXAMPLES.glob(f'*/{DESCRIPTION}')):
        data = tomllib.loads(path.read_text())
        yield Template(
            name=path.parent.name,
            title=data['title'],
            summary=data['summary'],
            language=data['language'],
            tags=tuple(data['tags']),
            order=data['order'],
            file_count=sum(1 for _ in _files(path.parent)),
        )
