"""The options of the flow `simulate`."""

from typing import Literal

from pydantic import Field

from services.flows.fields import FlowOptions, Pairs, Path, Plusarg, Text


class SimulateOptions(FlowOptions):
    """How to simulate; what is left out comes from `a6hub.toml` and then from the sources themselves."""

    simulator: Literal['icarus'] = 'icarus'
    """The simulator."""

    top: Text = ''
    """The testbench: a module's name or the path of its file; empty means that it is found."""

    sources: tuple[Path, ...] = Field(default=(), max_length=200)
    """Files or patterns such as `rtl/*.v`; empty means what the testbench needs."""

    include_dirs: tuple[Path, ...] = Field(default=(), max_length=100)
    """Folders searched for `include` files."""

    defines: Pairs = Field(default_factory=dict)
    """Macros, as a table or as `["NAME", "NAME=VALUE"]`."""

    parameters: Pairs = Field(default_factory=dict)
    """Parameters of the top module."""

    plusargs: tuple[Plusarg, ...] = Field(default=(), max_length=100)
    """Arguments for `$test$plusargs` and `$value$plusargs`, with or without the plus."""

    time_limit_s: float = Field(default=0, ge=0, le=86_400)
    """The longest time that the simulation may take; 0 means as long as the plan allows."""

    waves: bool = True
    """Whether a waveform is recorded."""
