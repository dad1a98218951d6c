"""What `a6hub.toml` may hold, where a project says what its design consists of and how it is run."""

import tomllib
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from services.config_text import CONFIG_FILE, DOCS, broken, mistake, refused
from services.diagnostics import Diagnostic
from services.flows import (
    CoverageOptions,
    FlowOptions,
    FormalOptions,
    LintOptions,
    Pairs,
    Path,
    RegressOptions,
    SimulateOptions,
    SynthesizeOptions,
    Text,
)
from services.sources import Purpose, Wanted

__all__ = ['CONFIG_FILE', 'ConfigError', 'DesignConfig', 'ProjectOptions', 'config_schema', 'read_config']

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
    lint: LintOptions = Field(default_factory=LintOptions)
    simulate: SimulateOptions = Field(default_factory=SimulateOptions)
    coverage: CoverageOptions = Field(default_factory=CoverageOptions)
    synthesize: SynthesizeOptions = Field(default_factory=SynthesizeOptions)
    regress: RegressOptions = Field(default_factory=RegressOptions)
    formal: FormalOptions = Field(default_factory=FormalOptions)

    def of(self, options: type[Options]) -> Options:
        """Return the table of the flow that has such options."""
        for name in type(self).model_fields:
            table = getattr(self, name)
            if type(table) is options:
                return table
        return options()

    def wanted(self, options: FlowOptions, purpose: Purpose) -> Wanted:
        """Return the question about sources that a flow asks with these options, completed by `[project]`."""
        said = options.model_dump()
        project = self.project
        return Wanted(
            purpose=purpose,
            top=said.get('top') or (project.top if purpose is Purpose.DESIGN else ''),
            sources=said.get('sources') or project.sources,
            include_dirs=tuple(dict.fromkeys((*said.get('include_dirs', ()), *project.include_dirs))),
            defines={**project.defines, **said.get('defines', {})},
            parameters=said.get('parameters', {}),
            manifest='' if project.manifest == '.' else project.manifest,
            target=project.target,
            variables=project.variables,
        )


class ConfigError(Exception):
    """The file cannot be used; `diagnostics` say where and why, `diagnostic` is the first of them."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__('; '.join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = tuple(diagnostics)

    @property
    def diagnostic(self) -> Diagnostic:
        """The first mistake."""
        return self.diagnostics[0]


def read_config(text: str) -> DesignConfig:
    """Return what the file says; raise `ConfigError` with the place of each mistake."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([broken(text, str(error))]) from None
    except RecursionError:
        raise ConfigError([mistake('This is not TOML: it is nested too deeply', 1, 0, DOCS)]) from None
    try:
        return DesignConfig.model_validate(data)
    except ValidationError as error:
        raise ConfigError(refused(text, DesignConfig, error)) from None


def config_schema() -> dict[str, Any]:
    """Return the JSON schema of the file, for editors and other programs."""
    schema = DesignConfig.model_json_schema()
    return {'$schema': 'https://json-schema.org/draft/2020-12/schema', **schema, 'title': CONFIG_FILE}
