"""Answers for every flow: which files are design and which testbench, which module is top, and how that was found.

`resolve_sources` is the one entry: it reads what a run and `a6hub.toml` say, then the project's own manifest
(a filelist, `info.yaml`, a LibreLane configuration, a FuseSoC core, a Bender manifest, a cocotb Makefile),
and where nobody says anything, the sources themselves.
"""

from services.sources.files import ProjectFiles
from services.sources.model import DesignSources, Purpose, SourcesError, Wanted, mistake
from services.sources.resolve import resolve_sources

__all__ = ['DesignSources', 'ProjectFiles', 'Purpose', 'SourcesError', 'Wanted', 'mistake', 'resolve_sources']
