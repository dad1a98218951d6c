"""Reads all sources of a project into one design, whatever language they are written in."""

from collections.abc import Collection, Mapping

from services.sources.files import ProjectFiles
from services.sources.listing import Listing
from services.verilog import Design


def read_design(files: ProjectFiles, defines: Mapping[str, str], listing: Listing) -> Design:
    """Return the units of the project; a name that a listed file defines means that definition."""
    texts = files.sources()
    others = set(files.paths) - texts.keys()
    listed: Collection[str] = (*listing.files, *listing.library_files)
    only = listed if listing.is_strict else None
    return Design.read(texts, defines, only=only, others=others, first=listed)
