"""Puts the answer together: what a person said, then what a manifest says, then what the sources show."""

from collections.abc import Iterable
from dataclasses import replace

from services.diagnostics import Diagnostic, Severity
from services.sources.answer import Resolver
from services.sources.files import ProjectFiles
from services.sources.languages import is_header, language_of
from services.sources.listing import Listing
from services.sources.manifests import Ask, ManifestError, find_cocotb, find_manifests, read_manifest
from services.sources.model import DesignSources, Purpose, SourcesError, Wanted, mistake

NO_MANIFEST = 'none'
SHOWN = 6


def resolve_sources(files: ProjectFiles, wanted: Wanted) -> DesignSources:
    """Return what a tool must be given for `wanted`; raise `SourcesError` where nothing can be run.

    A simulation whose testbench would never end by itself becomes one of the tests in Python where there are such:
    then the answer's purpose is `TESTS`.
    """
    if wanted.purpose is not Purpose.SIMULATE or wanted.top:
        return _resolved(files, wanted)
    try:
        found = _resolved(files, wanted)
    except SourcesError:
        found = None
        if find_cocotb(files, ask_of(wanted)) is None:
            raise
    if found is not None and (found.cocotb is None or found.ends_by_itself):
        return found
    return _resolved(files, replace(wanted, purpose=Purpose.TESTS))


def ask_of(wanted: Wanted) -> Ask:
    """Return what a manifest has to know."""
    return Ask(wanted.purpose, wanted.target, tuple(sorted(wanted.variables.items())))


def _resolved(files: ProjectFiles, wanted: Wanted) -> DesignSources:
    listings, problems = _listings(files, wanted)
    if wanted.purpose is not Purpose.DESIGN:
        listings = _with_cocotb(files, wanted, listings)
    resolvers = [Resolver(files, wanted, listing) for listing in listings]
    chosen = next((each for each in resolvers if each.is_whole()), resolvers[0])
    others = [each.bench for each in resolvers if each is not chosen and each.bench is not None]
    found = chosen.answer(others)
    return replace(found, diagnostics=(*problems, *found.diagnostics))


def _listings(files: ProjectFiles, wanted: Wanted) -> tuple[list[Listing], list[Diagnostic]]:
    """Return what lists the sources, an empty listing where nothing does, and what is wrong with the manifests."""
    ask = ask_of(wanted)
    if wanted.sources:
        return [named_sources(files, wanted.sources)], []
    if wanted.manifest == NO_MANIFEST:
        return [Listing()], []
    if wanted.manifest:
        try:
            return read_manifest(files, wanted.manifest, ask), []
        except ManifestError as error:
            raise SourcesError(error.diagnostic) from None
    return _found(files, ask)


def _found(files: ProjectFiles, ask: Ask) -> tuple[list[Listing], list[Diagnostic]]:
    """Return what the first manifest says that can be read and names files which are there."""
    problems: list[Diagnostic] = []
    manifests = find_manifests(files, ask.purpose)
    for number, manifest in enumerate(manifests):
        try:
            listings = [listing for listing in manifest.read(files, ask) if listing.files]
        except ManifestError as error:
            problems.append(replace(error.diagnostic, severity=Severity.WARNING))
            continue
        if listings:
            others = [each.path for each in manifests[number + 1 :]]
            return [_beside(listing, others) for listing in listings], problems
    return [Listing()], problems


def _beside(listing: Listing, others: list[str]) -> Listing:
    """Let a listing tell which manifests were not read."""
    others = [path for path in others if path not in listing.read]
    if not others:
        return listing
    more = f' and {len(others) - SHOWN} more' if len(others) > SHOWN else ''
    note = f'not read: {", ".join(others[:SHOWN])}{more}; manifest in [project] of a6hub.toml names another one'
    return replace(listing, notes=(*listing.notes, note))


def _with_cocotb(files: ProjectFiles, wanted: Wanted, listings: list[Listing]) -> list[Listing]:
    """Add the tests in Python to listings that do not tell of them."""
    if all(listing.cocotb is not None for listing in listings):
        return listings
    bench = find_cocotb(files, ask_of(wanted))
    if bench is None and wanted.purpose is Purpose.TESTS:
        raise SourcesError(
            mistake(
                'No tests for cocotb were found in this project',
                'add a Makefile with COCOTB_TEST_MODULES and COCOTB_TOPLEVEL, or a file with @cocotb.test()',
            )
        )
    return [replace(listing, cocotb=listing.cocotb or bench) for listing in listings]


def named_sources(files: ProjectFiles, patterns: Iterable[str]) -> Listing:
    """Return the sources that the patterns name, in their order; headers are only ever included."""
    found: dict[str, None] = {}
    for pattern in patterns:
        matches = [path for path in files.matching(pattern) if language_of(path)]
        if not matches:
            raise SourcesError(
                mistake(f'sources: {pattern!r} matches no Verilog file of this project, nor one of VHDL')
            )
        found.update(dict.fromkeys(matches))
    return Listing(files=tuple(path for path in found if not is_header(path)), is_strict=True)
