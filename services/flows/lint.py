"""The options of the flow `lint`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.flows.fields import FlowOptions, Pairs, Path, Text

Rule = Annotated[str, StringConstraints(pattern=r'^[A-Za-z][A-Za-z0-9_-]{0,60}$')]


class LintOptions(FlowOptions):
    """How to check a design; what is left out comes from `a6hub.toml` and then from the sources themselves."""

    top: Text = ''
    """The design's top module: a name or the path of its file; empty means that it is found."""

    sources: tuple[Path, ...] = Field(default=(), max_length=200)
    """Files or patterns such as `rtl/*.v`; empty means what the top module needs."""

    include_dirs: tuple[Path, ...] = Field(default=(), max_length=100)
    """Folders searched for `include` files."""

    defines: Pairs = Field(default_factory=dict)
    """Macros, as a table or as `["NAME", "NAME=VALUE"]`."""

    parameters: Pairs = Field(default_factory=dict)
    """Parameters of the top module."""

    verilator: bool = True
    """Whether Verilator checks the design: widths, unused and undriven signals, latches, loops, and much more."""

    yosys: bool = True
    """Whether Yosys elaborates the design as for synthesis: latches, two drivers, loops, nets without a driver."""

    verible: bool = True
    """Whether Verible checks the style; a `.rules.verible_lint` of the project decides on its rules."""

    testbenches: bool = True
    """Whether errors in the testbenches are reported too."""

    style: Literal['error', 'warning', 'info', 'off'] = 'info'
    """How severe matters of style are; `off` leaves them out."""

    disable: tuple[Rule, ...] = Field(default=(), max_length=200)
    """Rules that are not reported, by a tool's name (`WIDTHTRUNC`, `line-length`) or by ours (`unused`)."""

    enable: tuple[Rule, ...] = Field(default=(), max_length=200)
    """Rules of Verible or Verilator that are reported in addition, such as `line-length` or `DECLFILENAME`."""

    waivers: tuple[Path, ...] = Field(default=(), max_length=50)
    """Waiver files: `.vlt` of Verilator, others of Verible; empty means all `.vlt` and `.vbl` files of the project."""
