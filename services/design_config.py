"""Reads `a6hub.toml`, where a project says what its design consists of and how it is run."""

import re
import tomllib
from typing import TypeVar

from pydantic import Field, ValidationError

from services.diagnostics import Diagnostic, Severity
from services.flows import FlowOptions, Pairs, Path, SimulateOptions, Text, explain

CONFIG_FILE = 'a6hub.toml'
PLACE = re.compile(r'\s*\(at line (\d+), column (\d+)\)|\s*\(at end of document\)')


Options = TypeVar('Options', bound=FlowOptions)


class ProjectOptions(FlowOptions):
    """What holds for every flow; the flow's own table and the run itself win over it."""

    top: Text = ''
    """The design's top module for lint, synthesis and proof; the testbench is `top` of `[simulate]`."""

    sources: tuple[Path, ...] = Field(default=(), max_length=200)
    """Files or patterns of design and testbench; empty means what the manifest lists, or what is found."""

    include_dirs: tuple[Path, ...] = Field(default=(), max_length=100)
    """Folders searched for `include` files."""

    defines: Pairs = Field(default_factory=dict)
    """Macros for every flow."""

    manifest: Path = ''
    """The manifest to read, such as `chip.core`; empty means that it is found, `none` that none is read."""

    target: Text = ''
    """The target of a FuseSoC core, the targets of a Bender manifest with commas, the PDK of a LibreLane one."""

    variables: Pairs = Field(default_factory=dict)
    """Values that a filelist or a Makefile would take from the environment."""


class DesignConfig(FlowOptions):
    """The whole file: the project, and one table for each flow."""

    project: ProjectOptions = Field(default_factory=ProjectOptions)
    simulate: SimulateOptions = Field(default_factory=SimulateOptions)

    def of(self, options: type[Options]) -> Options:
        """Return the table of the flow that has such options."""
        for name in type(self).model_fields:
            table = getattr(self, name)
            if isinstance(table, options):
                return table
        return options()


class ConfigError(Exception):
    """The file cannot be used; `diagnostic` says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read_config(text: str) -> DesignConfig:
    """Return what the file says; raise `ConfigError` with the line of the first mistake."""
    try:
        return DesignConfig.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count('\n') + 1, 0)
        raise ConfigError(_mistake(f'This is not TOML: {PLACE.sub("", str(error))}', line, column)) from None
    except ValidationError as error:
        keys = [str(key) for key in error.errors()[0]['loc']]
        raise ConfigError(_mistake(explain(error), line_of(text, keys))) from None


def line_of(text: str, keys: list[str]) -> int:
    """Return the line where a key such as `simulate.top` stands, or the line of its table, or 1."""
    found, table = 1, ''
    names = {key for key in keys if not key.isdigit()}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r'\s*\[([\w.-]+)\]', line):
            table = header[1]
            found = number if table in names else found
        elif (key := re.match(r'\s*"?([\w-]+)"?\s*=', line)) and key[1] in names and (not table or table in names):
            return number
    return found


def _mistake(message: str, line: int, column: int = 0) -> Diagnostic:
    hint = 'docs/a6hub-toml.md lists every key'
    return Diagnostic(Severity.ERROR, message, CONFIG_FILE, line, column, rule='config', source='a6hub', hint=hint)
