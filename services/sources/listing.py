"""What one manifest says of the sources, in one form whatever tool it was written for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.diagnostics import Diagnostic
from services.sources.languages import Language
from services.sources.model import CocotbBench


@dataclass(frozen=True, slots=True)
class Listing:
    """Files in the order of the manifest; what it does not say is empty."""

    manifest: str = ''
    kind: str = ''
    """The sort of manifest in words, such as `FuseSoC core`."""
    files: tuple[str, ...] = ()
    testbench: frozenset[str] = frozenset()
    """Those of `files` that the manifest itself gives to simulation only."""
    library_files: tuple[str, ...] = ()
    """Files that are taken only where they define a module that is missing (`-y`, `-v`)."""
    include_dirs: tuple[str, ...] = ()
    defines: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    memories: Mapping[str, str] = field(default_factory=dict)
    """Files that are to lie under another name where the tool is started, by that name."""
    plusargs: tuple[str, ...] = ()
    languages: Mapping[str, Language] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)
    design_top: str = ''
    bench_top: str = ''
    is_strict: bool = False
    """Whether a file that is not listed stays out even where something that is listed needs it."""
    cocotb: CocotbBench | None = None
    clock: str = ''
    clock_period_ns: float = 0
    read: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
