"""What the flows share: the options of a run completed by `a6hub.toml`, and the sources that they mean."""

from dataclasses import replace
from typing import TypeVar

from services.design_config import CONFIG_FILE, ConfigError, DesignConfig, read_config
from services.flows import FlowOptions
from services.sources import DesignSources, ProjectFiles, Purpose, SourcesError, resolve_sources
from workers.flow import DesignError
from workers.flows.memories import lay_out_memories
from workers.workspace import Workspace

Options = TypeVar('Options', bound=FlowOptions)


def merged(workspace: Workspace, options: Options) -> Options:
    """Return what `a6hub.toml` says of this flow, overridden by what this run was given."""
    config = project_config(workspace).of(type(options))
    given = options.model_dump(exclude_unset=True)
    return type(options).model_validate(config.model_dump() | given)


def design_sources(workspace: Workspace, options: FlowOptions, purpose: Purpose = Purpose.DESIGN) -> DesignSources:
    """Return the sources that merged options mean, or fail with what keeps the design from being run.

    The memory files of a design are laid where its tools look for them; those of a testbench wait for its simulator.
    """
    wanted = project_config(workspace).wanted(options, purpose)
    try:
        found = resolve_sources(ProjectFiles(workspace.inputs, workspace.source_text), wanted)
    except SourcesError as error:
        raise DesignError(*error.diagnostics) from None
    if purpose is not Purpose.DESIGN:
        return found
    return replace(found, assumptions=(*found.assumptions, *lay_out_memories(workspace, found)))


def project_config(workspace: Workspace) -> DesignConfig:
    """Return what `a6hub.toml` says, which is nothing where there is none."""
    try:
        return read_config(workspace.text(CONFIG_FILE) or '')
    except ConfigError as error:
        raise DesignError(*error.diagnostics) from None
