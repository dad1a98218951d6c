"""The options of the flow `simulate`, and what every run of a testbench shares with it."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from services.flows.fields import FlowOptions, Pairs, Path, Plusarg, Text

SIMULATORS = ('icarus', 'verilator', 'ghdl')

Timescale: TypeAlias = Annotated[
    str, StringConstraints(pattern=r'^((1|10|100) ?(s|ms|us|ns|ps|fs) ?/ ?(1|10|100) ?(s|ms|us|ns|ps|fs))?$')
]
Module: TypeAlias = Annotated[str, StringConstraints(pattern=r'^[^\W\d]\w*(\.[^\W\d]\w*)*$', max_length=200)]
Moment: TypeAlias = Annotated[str, StringConstraints(pattern=r'^([1-9]\d{0,17}\s*(s|ms|us|ns|ps|fs))?$')]
Switch: TypeAlias = Annotated[str, StringConstraints(pattern=r'^(S|[a-z][a-z-]{1,40})$')]
STEP = r'[A-Za-z_][\w$]*(\[\d+\])?'
Scope: TypeAlias = Annotated[str, StringConstraints(pattern=rf'^{STEP}(\.{STEP})*(:\d{{1,3}})?$', max_length=500)]


class BenchOptions(FlowOptions):
    """What is run and with which inputs; what is left out comes from `a6hub.toml` and then from the sources."""

    top: Text = ''
    """The testbench: a module's name or the path of its file; empty means that it is found."""

    sources: tuple[Path, ...] = Field(default=(), max_length=200)
    """Files or patterns such as `rtl/*.v`; empty means what the testbench needs."""

    include_dirs: tuple[Path, ...] = Field(default=(), max_length=100)
    """Folders searched for `include` files."""

    defines: Pairs = Field(default_factory=dict)
    """Macros, as a table or as `["NAME", "NAME=VALUE"]`."""

    parameters: Pairs = Field(default_factory=dict)
    """Parameters of the top module; generics in VHDL."""

    plusargs: tuple[Plusarg, ...] = Field(default=(), max_length=100)
    """Arguments for `$test$plusargs` and `$value$plusargs`, with or without the plus."""

    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    """Seed of random numbers, given as `+seed=N` and to the simulator where it takes one; 0 means none."""

    timescale: Timescale = ''
    """Time unit and precision, such as `1ns/1ps`, of files that name none."""

    time_limit_s: float = Field(default=0, ge=0, le=86_400)
    """The longest time that the simulation may take; 0 means as long as the plan allows."""


class SimulateOptions(BenchOptions):
    """How to simulate; what is left out comes from `a6hub.toml` and then from the sources themselves."""

    framework: Literal['auto', 'verilog', 'cocotb'] = 'auto'
    """What drives the design: a testbench in Verilog or VHDL, or tests in Python; `auto` takes the tests where no
    testbench ends by itself."""

    test_modules: tuple[Module, ...] = Field(default=(), max_length=100)
    """Test modules for cocotb, as Python imports them; empty means those that are found."""

    testcases: tuple[Text, ...] = Field(default=(), max_length=100)
    """Names of tests for cocotb; empty means all."""

    simulator: Literal['auto', 'icarus', 'verilator', 'ghdl'] = 'auto'
    """The simulator; `auto` takes Icarus for short and Verilator for long runs, and GHDL for VHDL."""

    stop_time: Moment = ''
    """The simulated time at which the run ends, such as `10us`, if nothing ended it before; empty means never."""

    language: Literal['auto', '1995', '2001', '2005', 'sv2005', 'sv2009', 'sv2012'] = 'auto'
    """The edition of Verilog or SystemVerilog for all files; `auto` takes the newest that the sources allow."""

    icarus_switches: tuple[Switch, ...] = Field(default=(), max_length=20)
    """Switches of Icarus: `S`, or the name behind `-g`, such as `no-io-range-error`."""

    specify: bool = False
    """Whether Icarus heeds the delays of specify blocks."""

    delays: Literal['typ', 'min', 'max'] = 'typ'
    """Which of the delays in `min:typ:max` Icarus takes."""

    initial_values: Literal['default', 'zero', 'one', 'random'] = 'default'
    """What variables hold before anything sets them; Verilator alone can do other than its default."""

    waves: bool = True
    """Whether a waveform is recorded."""

    wave_scopes: tuple[Scope, ...] = Field(default=(), max_length=50)
    """What is recorded, such as `tb.dut` or with a depth `tb.dut:2`; empty means all that the testbench asks for."""
