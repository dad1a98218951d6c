"""Gathers what a manifest says: places its paths, notices what is missing, and gives the listing."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.diagnostics import Diagnostic, Severity
from services.sources.files import ProjectFiles
from services.sources.languages import Language, is_header, language_of
from services.sources.listing import Listing
from services.sources.model import CocotbBench, Purpose
from services.sources.patterns import has_wildcard

MOST_FILES = 20_000
MOST_REMARKS = 50


class ManifestError(Exception):
    """The manifest cannot be used; the diagnostic says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a manifest."""

    purpose: Purpose
    target: str = ''
    variables: tuple[tuple[str, str], ...] = ()
    """Values that the manifest would take from the environment."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a manifest."""

    file: str
    line: int


@dataclass(slots=True)
class Builder:
    """One manifest on its way to a listing."""

    files: ProjectFiles
    manifest: str
    kind: str
    sources: dict[str, None] = field(default_factory=dict)
    testbench: set[str] = field(default_factory=set)
    library_files: dict[str, None] = field(default_factory=dict)
    include_dirs: dict[str, None] = field(default_factory=dict)
    defines: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    memories: dict[str, str] = field(default_factory=dict)
    plusargs: dict[str, None] = field(default_factory=dict)
    languages: dict[str, Language] = field(default_factory=dict)
    libraries: dict[str, str] = field(default_factory=dict)
    read: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    design_top: str = ''
    bench_top: str = ''
    target: str = ''
    cocotb: CocotbBench | None = None
    clock: str = ''
    clock_period_ns: float = 0

    @property
    def folder(self) -> str:
        """The folder in which the manifest lies, '' for the root."""
        return posixpath.dirname(self.manifest)

    def add(
        self,
        name: str,
        folder: str,
        where: Where,
        *,
        language: Language | None = None,
        include: bool = False,
        library: str = '',
        testbench: bool = False,
    ) -> None:
        """Take the files that a name or pattern means, counted from `folder`."""
        path = self.place(name, folder, where)
        if path is None:
            return
        found = self.files.matching(path) if has_wildcard(path) or path in self.files else []
        if not found:
            self.missing(path, name, where)
        for each in found:
            self._take(each, language, include=include, library=library, testbench=testbench)

    def _take(self, path: str, language: Language | None, *, include: bool, library: str, testbench: bool) -> None:
        written_in = language or language_of(path)
        if include or (written_in is not None and is_header(path)):
            self.include_dirs[posixpath.dirname(path) or '.'] = None
            return
        if written_in is None or len(self.sources) >= MOST_FILES:
            return
        self.sources[path] = None
        if written_in is not language_of(path):
            self.languages[path] = written_in
        if library:
            self.libraries[path] = library
        if testbench:
            self.testbench.add(path)

    def add_include_dir(self, name: str, folder: str, where: Where) -> None:
        """Take a folder of headers."""
        path = self.place(name, folder, where)
        if path is not None:
            self.include_dirs[path or '.'] = None

    def add_library(self, name: str, folder: str, where: Where, *, suffixes: Iterable[str] = ()) -> None:
        """Take a file of modules, or a folder whose files are looked into by the module's name."""
        path = self.place(name, folder, where)
        if path is None:
            return
        if suffixes:
            found = [
                each
                for each in self.files.paths
                if posixpath.dirname(each) == path and each.endswith(tuple(suffixes)) and language_of(each)
            ]
        else:
            found = [path] if path in self.files else []
        if not found:
            self.missing(path, name, where)
        self.library_files.update(dict.fromkeys(found))

    def place(self, name: str, folder: str, where: Where) -> str | None:
        """Return a path from the project's root ('' for the root itself), None where it leads out of it."""
        path = posixpath.normpath(posixpath.join(folder, name.strip()))
        if path.startswith(('/', '../')) or path == '..':
            self.warn(
                f'{name} lies outside the project', 'add it to the project and name it by a path from there', where
            )
            return None
        return '' if path == '.' else path

    def missing(self, path: str, name: str, where: Where) -> None:
        """Say that nothing is where the manifest says it is."""
        what = 'matches no file' if has_wildcard(path) else 'is not in the project'
        told = name if path == name.strip() else f'{name} ({path})'
        self.warn(f'{told} {what}', 'add it to the project, or take it out of the manifest', where)

    def warn(self, message: str, hint: str, where: Where, severity: Severity = Severity.WARNING) -> None:
        """Keep a remark about a line of a manifest."""
        if len(self.diagnostics) < MOST_REMARKS:
            found = Diagnostic(severity, message, where.file, where.line, rule='manifest', source='a6hub', hint=hint)
            if found not in self.diagnostics:
                self.diagnostics.append(found)

    def note(self, text: str) -> None:
        """Keep an assumption."""
        if text not in self.notes:
            self.notes.append(text)

    def listing(self) -> Listing:
        """Return all of it."""
        target = f', target {self.target}' if self.target else ''
        count = len(self.sources)
        found = f'{count} source file{"s" * (count != 1)} from {self.manifest} ({self.kind}{target})'
        return Listing(
            manifest=self.manifest,
            kind=self.kind,
            files=tuple(self.sources),
            testbench=frozenset(self.testbench),
            library_files=tuple(self.library_files),
            include_dirs=tuple(self.include_dirs),
            defines=self.defines,
            parameters=self.parameters,
            memories=self.memories,
            plusargs=tuple(self.plusargs),
            languages=self.languages,
            libraries=self.libraries,
            design_top=self.design_top,
            bench_top=self.bench_top,
            cocotb=self.cocotb,
            clock=self.clock,
            clock_period_ns=self.clock_period_ns,
            read=tuple(dict.fromkeys([self.manifest, *self.read])),
            notes=(found, *self.notes),
            diagnostics=tuple(self.diagnostics),
        )
