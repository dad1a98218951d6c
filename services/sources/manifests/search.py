"""Finds the manifests of a project, in the order in which they count."""

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.sources.files import ProjectFiles
from services.sources.listing import Listing
from services.sources.manifests import bender, cocotb_makefile, filelist, fusesoc, librelane, tiny_tapeout
from services.sources.manifests.builder import Ask, ManifestError
from services.sources.manifests.core import CORE_NAME
from services.sources.manifests.python_tests import read_python_tests
from services.sources.model import CocotbBench, Purpose, mistake
from services.verilog.design import FOREIGN_FOLDER

CUSTOMARY = re.compile(
    r'(rtl|src|hdl|verilog|vhdl|design|sim|simulation|tb|test|tests|testbench|bench|flow|scripts|syn|synth|cores|core|'
    r'librelane|openlane|lists|filelists|cocotb)(/[^/]+)?',
    re.IGNORECASE,
)
BENCH_LIST = re.compile(r'(^|[_\W])(tb|test|tests|testbench|bench|sim|dv|uvm)([_\W]|$)', re.IGNORECASE)
PARTIAL_LIST = re.compile(r'(^|[_\W])(formal|fpga|dpi|cov|lib|gl|gls|trace)([_\W]|$)', re.IGNORECASE)
Read = Callable[[ProjectFiles, str, Ask], 'list[Listing]']


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of manifest: how it is recognised, and how it is read."""

    is_one: Callable[[ProjectFiles, str], bool]
    read: Read


@dataclass(frozen=True, slots=True)
class Found:
    """A manifest of the project."""

    path: str
    kind: Kind

    def read(self, files: ProjectFiles, ask: Ask) -> list[Listing]:
        """Return its listings, the likeliest first; there are several where it has several targets."""
        return self.kind.read(files, self.path, ask)


def _called(*names: str) -> Callable[[ProjectFiles, str], bool]:
    return lambda _, path: posixpath.basename(path) in names


def _one(read: Callable[[ProjectFiles, str, Ask], Listing]) -> Read:
    return lambda files, path, ask: [read(files, path, ask)]


def _is_librelane(files: ProjectFiles, path: str) -> bool:
    named = posixpath.basename(path) in librelane.NAMES
    return named and librelane.is_configuration(files.manifest(path) or '')


def _is_makefile(files: ProjectFiles, path: str) -> bool:
    named = posixpath.basename(path) in cocotb_makefile.NAMES
    return named and cocotb_makefile.is_cocotb_makefile(files.manifest(path) or '')


def _is_tcl(files: ProjectFiles, path: str) -> bool:
    named = posixpath.basename(path) == librelane.TCL_NAME
    return named and librelane.TCL_SIGN in (files.manifest(path) or '')


COCOTB = Kind(_is_makefile, _one(cocotb_makefile.read_makefile))
KINDS = (
    Kind(_called(tiny_tapeout.NAME), _one(tiny_tapeout.read_tile_sources)),
    Kind(_is_librelane, _one(librelane.read_configuration)),
    Kind(_is_tcl, _one(librelane.refuse_program)),
    Kind(lambda _, path: path.endswith(fusesoc.SUFFIX), fusesoc.read_core),
    Kind(_called(*bender.NAMES), _one(bender.read_package)),
    Kind(lambda _, path: filelist.is_filelist(path), _one(filelist.read_filelist)),
    COCOTB,
)


def read_manifest(files: ProjectFiles, path: str, ask: Ask) -> list[Listing]:
    """Return the listings of the manifest that a person named."""
    if path not in files:
        raise ManifestError(mistake(f'The manifest {path} is not in the project', 'correct manifest in a6hub.toml'))
    for kind in KINDS:
        if kind.is_one(files, path):
            return kind.read(files, path, ask)
    if posixpath.basename(path) in cocotb_makefile.NAMES:
        return COCOTB.read(files, path, ask)
    raise ManifestError(
        mistake(
            f'{path} is no manifest that is read here',
            'name a filelist (.f), info.yaml, a LibreLane config, a .core, a Bender.yml or a cocotb Makefile',
            path,
            1,
        )
    )


def find_manifests(files: ProjectFiles, purpose: Purpose) -> list[Found]:
    """Return the manifests by their rank: those at the root first, then by kind, then what takes in the others."""
    kinds = (COCOTB, *KINDS[:-1]) if purpose is Purpose.TESTS else KINDS
    found: list[Found] = []
    for at_root in (True, False):
        for kind in kinds:
            paths = [path for path in files.paths if ('/' not in path) is at_root and _counts(path)]
            matching = [path for path in paths if kind.is_one(files, path)]
            found += [Found(path, kind) for path in _ranked(files, matching, purpose)]
    if purpose is Purpose.TESTS:
        found.sort(key=lambda each: each.kind is not COCOTB)
    return found


def find_cocotb(files: ProjectFiles, ask: Ask) -> CocotbBench | None:
    """Return the tests in Python: those of the first Makefile that can be read, or those that the files show."""
    for path in sorted(files.paths, key=lambda path: (path.count('/'), path)):
        if _is_makefile(files, path) and not FOREIGN_FOLDER.search(path):
            try:
                bench = cocotb_makefile.read_makefile(files, path, ask).cocotb
            except ManifestError:
                continue
            if bench is not None:
                return bench
    return read_python_tests(files)


def _counts(path: str) -> bool:
    """Say whether a manifest at this place speaks for the whole project."""
    folder = posixpath.dirname(path)
    return not folder or (CUSTOMARY.fullmatch(folder) is not None and not FOREIGN_FOLDER.search(path))


def _ranked(files: ProjectFiles, paths: list[str], purpose: Purpose) -> list[str]:
    """Return manifests of one kind, those first that no other takes in and that take in the most."""
    takes_in = {path: _mentioned(files, path, paths) for path in paths}
    taken = {other for path, others in takes_in.items() for other in others if path not in takes_in[other]}
    benches = {path for path in paths if BENCH_LIST.search(posixpath.basename(path))}
    partial = {path for path in paths if PARTIAL_LIST.search(posixpath.basename(path))}
    return sorted(
        paths,
        key=lambda path: (
            path in taken,
            path.count('/'),
            path in partial,
            (path in benches) is not (purpose is not Purpose.DESIGN),
            -len(_all_below(path, takes_in)),
            path,
        ),
    )


def _all_below(path: str, takes_in: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    pending = [path]
    while pending:
        for other in takes_in[pending.pop()] - seen:
            seen.add(other)
            pending.append(other)
    return seen


def _mentioned(files: ProjectFiles, path: str, others: Iterable[str]) -> set[str]:
    """Return those of the others that a manifest takes in."""
    text = files.manifest(path) or ''
    if filelist.is_filelist(path):
        names = filelist.nested(files, path)
        return {other for other in others if other != path and posixpath.basename(other) in names}
    if not path.endswith(fusesoc.SUFFIX):
        return set()
    found: set[str] = set()
    for other in others:
        name = CORE_NAME.search(files.manifest(other) or '')
        wanted = ':'.join(name[1].split(':')[:3]).lstrip(':') if name else ''
        if other != path and wanted and re.search(rf'(?<![\w-]){re.escape(wanted)}(?![\w-])', text):
            found.add(other)
    return found
