"""The cores of a project by their names: vendor, library, name and version."""

import posixpath
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.sources.files import ProjectFiles
from services.sources.manifests.builder import ManifestError
from services.sources.manifests.yaml_text import Document, as_list, as_table, as_text, read_document
from services.sources.model import mistake

HEAD = re.compile(r'\A\s*(?:#[^\n]*\n\s*)*CAPI\s*=\s*(\d)')
CORE_NAME = re.compile(r'^name\s*:\s*["\']?([^"\'\s#]+)', re.MULTILINE)
VIRTUAL = re.compile(r'^virtual\s*:', re.MULTILINE)
VERSION = re.compile(r'-\d[\w.]*(-r\d+)?$')


class Vlnv(NamedTuple):
    """What identifies a core; a version is only told, never compared."""

    vendor: str
    library: str
    name: str


class Parameter(NamedTuple):
    """A parameter as a core declares it."""

    name: str
    datatype: str
    paramtype: str
    default: str


@dataclass(slots=True)
class Core:
    """One core file."""

    path: str
    document: Document

    @property
    def folder(self) -> str:
        """The folder from which its files count."""
        return posixpath.dirname(self.path)

    @property
    def name(self) -> str:
        """The core's name as it is written."""
        return as_text(as_table(self.document.data).get('name'))

    @property
    def targets(self) -> dict[str, Any]:
        """The targets by name."""
        return self.document.table('targets')

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The declared parameters by name."""
        return {
            name: Parameter(
                name,
                as_text(as_table(about).get('datatype')),
                as_text(as_table(about).get('paramtype')),
                as_text(as_table(about).get('default')),
            )
            for name, about in self.document.table('parameters').items()
        }

    @property
    def provider(self) -> str:
        """Where the sources would be fetched from, '' where they lie beside the core."""
        about = self.document.table('provider')
        place = [as_text(about.get(key)) for key in ('user', 'repo', 'url', 'version')]
        return ' '.join([as_text(about.get('name')), *filter(None, place)]) if about else ''


def vlnv_of(text: str) -> Vlnv:
    """Return the name of a core or of a dependency, without its version and its comparison."""
    parts = text.strip().lstrip('<>=^~!').split(':')
    if len(parts) == 1:
        return Vlnv('', '', VERSION.sub('', parts[0]))
    vendor, library, name = (*parts[:3], '', '')[:3]
    return Vlnv(vendor, library, name)


class CoreIndex:
    """Finds cores by name; only those that are asked for are read whole."""

    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self._paths: dict[Vlnv, str] = {}
        self._read: dict[str, Core] = {}
        for path in files.paths:
            if path.endswith('.core'):
                self._know(path, files.manifest(path) or '')

    def find(self, wanted: str) -> str | None:
        """Return the path of the core that a dependency means."""
        vlnv = vlnv_of(wanted)
        if vlnv in self._paths:
            return self._paths[vlnv]
        if vlnv.vendor or vlnv.library:
            return None
        return next((path for known, path in self._paths.items() if known.name == vlnv.name), None)

    def read(self, path: str) -> Core:
        """Return a core; raise `ManifestError` where it is none that can be read."""
        if path not in self._read:
            text = self._files.manifest(path) or ''
            head = HEAD.match(text)
            if head is None or head[1] != '2':
                found = f'CAPI={head[1]}' if head else 'no CAPI=2: in its first line'
                hint = 'write it as CAPI=2, or name the files in sources of a6hub.toml'
                raise ManifestError(mistake(f'{path} is no core that is read here: {found}', hint, path, 1))
            self._read[path] = Core(path, read_document(path, text))
        return self._read[path]

    def _know(self, path: str, text: str) -> None:
        if name := CORE_NAME.search(text):
            self._paths.setdefault(vlnv_of(name[1]), path)
        if VIRTUAL.search(text):
            try:
                virtual = as_table(self.read(path).document.data).get('virtual')
            except ManifestError:
                return
            for each in as_list(virtual):
                self._paths.setdefault(vlnv_of(as_text(each)), path)
