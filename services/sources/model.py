"""What is asked about a project's sources, what a manifest says of them, and what the answer is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.diagnostics import Diagnostic, Severity
from services.sources.languages import Language
from services.verilog import Unit

ENDS = frozenset({'$finish', '$stop', '$fatal'})
"""What ends a simulation."""


class Purpose(StrEnum):
    """What the sources are wanted for: to run a testbench, to run tests in Python, or to look at the design alone."""

    SIMULATE = 'simulate'
    TESTS = 'tests'
    DESIGN = 'design'


class SourcesError(Exception):
    """Nothing can be run as the project stands; the diagnostics say where and what to do."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__('; '.join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person has said, in the options of a run or in `a6hub.toml`; what is empty is to be found."""

    purpose: Purpose
    top: str = ''
    sources: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    defines: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    manifest: str = ''
    """The manifest that is meant; `none` means that no manifest is read."""
    target: str = ''
    variables: Mapping[str, str] = field(default_factory=dict)
    """Values that a manifest would take from the environment."""


@dataclass(frozen=True, slots=True)
class CocotbBench:
    """Tests in Python and the module that they drive."""

    modules: tuple[str, ...]
    """The names of the test modules, as Python imports them."""
    toplevel: str
    folder: str = '.'
    """Where the test modules lie and where paths in the tests count from."""
    manifest: str = ''
    testcases: tuple[str, ...] = ()
    language: str = 'verilog'
    simulator: str = ''
    """The simulator that the Makefile prefers, '' where it does not say."""
    python_path: tuple[str, ...] = ()
    """Further folders of the project from which the tests import."""


@dataclass(frozen=True, slots=True)
class DesignSources:
    """The answer: everything that a tool must be given, and how each part of it was found.

    Paths count from the project's root.
    """

    purpose: Purpose
    top: str = ''
    """The module at the top: a testbench for `SIMULATE`, what the tests drive for `TESTS`, the design for `DESIGN`."""
    design_top: str = ''
    """The design's own top also where a testbench is run; '' where none was found."""
    design: tuple[str, ...] = ()
    """The design's files that the top needs, in an order that compiles."""
    testbench: tuple[str, ...] = ()
    """The testbench's files; empty for `DESIGN`."""
    files: tuple[str, ...] = ()
    """Both of them together in the order in which they are to be compiled; headers are not among them."""
    include_dirs: tuple[str, ...] = ()
    defines: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    plusargs: tuple[str, ...] = ()
    memory_files: Mapping[str, str] = field(default_factory=dict)
    """The names that the sources give to `$readmemh` and its kin, with the file of the project that is meant or ''."""
    languages: Mapping[str, Language] = field(default_factory=dict)
    """The language of each of `files`."""
    libraries: Mapping[str, str] = field(default_factory=dict)
    """The VHDL library of each file that is not of `work`."""
    units: tuple[Unit, ...] = ()
    """The top and everything below it, as far as it is defined here."""
    unused: tuple[str, ...] = ()
    """Source files of the project that this answer leaves out."""
    cocotb: CocotbBench | None = None
    """The tests in Python, where the project has such."""
    clock: str = ''
    """The clock's port and its period, where a manifest tells them."""
    clock_period_ns: float = 0
    manifest: str = ''
    """The file that named the sources; '' where they were found by themselves."""
    read: tuple[str, ...] = ()
    """The manifests that were read to find this; they decide as much as the sources do."""
    assumptions: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def top_unit(self) -> Unit | None:
        """Return the top as it was read."""
        return self.units[0] if self.units else None

    @property
    def ends_by_itself(self) -> bool:
        """Say whether anything in the sources ends the simulation."""
        return any(unit.tasks & ENDS for unit in self.units)

    def uses(self, language: Language) -> bool:
        """Say whether any of the files is written in `language`."""
        return language in self.languages.values()


def mistake(message: str, hint: str = '', file: str = '', line: int = 0) -> Diagnostic:
    """Return an error about the project as a whole, or about a line of a manifest."""
    return Diagnostic(Severity.ERROR, message, file, line, rule='setup', source='a6hub', hint=hint)


def remark(message: str, hint: str = '', file: str = '', line: int = 0, rule: str = 'setup') -> Diagnostic:
    """Return something that is worth to know and keeps nothing from running."""
    return Diagnostic(Severity.INFO, message, file, line, rule=rule, source='a6hub', hint=hint)
