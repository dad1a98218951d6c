"""The files of a project as the finder of sources sees them: paths, and texts that are read when they are asked for."""

import posixpath
from collections.abc import Callable, Iterable, Mapping

from services.sources.languages import language_of
from services.sources.patterns import fits, has_wildcard

LARGEST_MANIFEST = 256 * 1024
"""Characters; what is longer was generated, and lists things for another tool."""


class ProjectFiles:
    """A project's paths; `load` gives the text of one, or None where it is too large or no text."""

    def __init__(self, paths: Iterable[str], load: Callable[[str], str | None]) -> None:
        self.paths = tuple(sorted(paths))
        self._known = frozenset(self.paths)
        self._load = load
        self._texts: dict[str, str | None] = {}
        self._by_name: dict[str, list[str]] = {}
        for path in self.paths:
            self._by_name.setdefault(posixpath.basename(path), []).append(path)

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> 'ProjectFiles':
        """Return the files of texts that are in memory."""
        return cls(texts, texts.get)

    def __contains__(self, path: str) -> bool:
        return path in self._known

    def named(self, name: str) -> list[str]:
        """Return the paths whose last part is `name`."""
        return self._by_name.get(name, [])

    def folders(self, ending: str) -> list[str]:
        """Return the folders, each with a slash at its end, whose path ends with `ending`."""
        folders = {f'{posixpath.dirname(path)}/' for path in self.paths if '/' in path}
        return sorted(folder for folder in folders if f'/{folder}'.endswith(f'/{ending}'))

    def text(self, path: str) -> str | None:
        """Return the text of a file, None where the project has no such text."""
        if path not in self._texts:
            self._texts[path] = self._load(path) if path in self._known else None
        return self._texts[path]

    def manifest(self, path: str) -> str | None:
        """Return the text of a file that a person may have written, cut where it is longer than anybody writes."""
        text = self.text(path)
        return text if text is None else text[:LARGEST_MANIFEST]

    def sources(self) -> dict[str, str]:
        """Return the texts of all files in a hardware description language."""
        return {path: text for path in self.paths if language_of(path) and (text := self.text(path)) is not None}

    def matching(self, pattern: str) -> list[str]:
        """Return the paths that a pattern names, in order: one file, all sources below a folder, or wildcards."""
        pattern = posixpath.normpath(pattern)
        if not has_wildcard(pattern):
            return [pattern] if pattern in self._known else self._below(pattern)
        return [path for path in self.paths if fits(path, pattern)]

    def _below(self, folder: str) -> list[str]:
        above = '' if folder == '.' else f'{folder}/'
        return [path for path in self.paths if path.startswith(above) and language_of(path)]
