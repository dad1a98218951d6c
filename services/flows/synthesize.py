"""The options of the flow `synthesize`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.flows.fields import FlowOptions, Pairs, Path, Text

ModuleName = Annotated[str, StringConstraints(pattern=r'^[A-Za-z_][\w$]{0,200}$')]
Flag = Literal[
    'abc9',
    'asyncprld',
    'booth',
    'dff',
    'dsp',
    'noabc9',
    'noalumacc',
    'nobram',
    'nocarry',
    'noccu2',
    'nodffe',
    'nodsp',
    'nofsm',
    'nolutram',
    'nordff',
    'noshare',
    'nowidelut',
    'spram',
]


class SynthesizeOptions(FlowOptions):
    """How to synthesize; what is left out comes from `a6hub.toml` and then from the sources themselves."""

    target: Literal['generic', 'ice40', 'ecp5', 'liberty'] = 'generic'
    """What to map to: plain gates, an FPGA (Lattice iCE40 or ECP5), or the standard cells of a liberty file."""

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

    frontend: Literal['auto', 'slang', 'verilog'] = 'auto'
    """Who reads the sources: slang, Yosys' own reader, or the one that fits, and the other one where that fails."""

    flatten: bool = False
    """Whether the modules are dissolved into one: a smaller netlist, and no statistics by module."""

    keep_hierarchy: tuple[ModuleName, ...] = Field(default=(), max_length=100)
    """Modules that are kept where `flatten` dissolves the others."""

    liberty: Path = ''
    """The project's liberty file for the target `liberty`; empty means a small library of a6hub's own."""

    clock_period_ns: float = Field(default=0, ge=0, le=1_000_000)
    """The clock period that the mapping to standard cells aims at; 0 means as small as possible."""

    extra: tuple[Flag, ...] = Field(default=(), max_length=20)
    """Switches of Yosys' synthesis scripts without their dash; which of them fit depends on the target."""
