"""Reads all sources of a project into one design, whatever language they are written in."""

from collections.abc import Collection, Mapping

from services.sources.files import ProjectFiles
from services.sources.languages import Language, language_of
from services.sources.listing import Listing
from services.verilog import Design, scan_all
from services.vhdl import link, scan_vhdl


def read_design(files: ProjectFiles, defines: Mapping[str, str], listing: Listing) -> Design:
    """Return the units of the project; a name that a listed file defines means that definition."""
    texts = files.sources()
    vhdl = {path: text for path, text in texts.items() if language_of(path) is Language.VHDL}
    read = scan_all({path: text for path, text in texts.items() if path not in vhdl}, defines)
    read += link(scan_vhdl(path, text) for path, text in vhdl.items())
    listed: Collection[str] = (*listing.files, *listing.library_files)
    only = listed if listing.is_strict else None
    return Design(read, only, others=set(files.paths) - texts.keys(), first=listed)
