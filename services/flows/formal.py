"""The options of the flow `formal`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.flows.fields import FlowOptions, Pairs, Path, Text

Engine = Literal['yices', 'z3', 'cvc5', 'abc']
Task = Annotated[str, StringConstraints(pattern=r'^\w[\w.-]*$', max_length=100)]


class FormalOptions(FlowOptions):
    """What to prove and how; a project's own .sby file says most of it by itself."""

    mode: Literal['auto', 'bmc', 'prove', 'cover'] = 'auto'
    """`bmc` looks for violations within `depth` steps, `prove` rules them out for all times, `cover` reaches each
    `cover` statement; `auto` means `bmc` where there are assertions and `cover` where there are `cover` statements."""

    depth: int = Field(default=20, ge=1, le=100_000)
    """How many clock cycles are looked at; for `prove`, how long the induction is."""

    engines: tuple[Engine, ...] = Field(default=('yices',), min_length=1, max_length=4)
    """The solvers, of which the first answer counts: `yices`, `z3`, `cvc5`, or `abc`, which proves without
    induction and does not do `cover`."""

    top: Text = ''
    """The module to prove; empty means the design's top."""

    sources: tuple[Path, ...] = Field(default=(), max_length=200)
    """Files or patterns such as `rtl/*.v`; empty means what the top needs."""

    include_dirs: tuple[Path, ...] = Field(default=(), max_length=100)
    """Folders searched for `include` files."""

    defines: Pairs = Field(default_factory=dict)
    """Macros; `FORMAL` is always defined."""

    parameters: Pairs = Field(default_factory=dict)
    """Parameters of the top module."""

    reset: Annotated[str, StringConstraints(pattern=r'^(auto|none|!?[A-Za-z_][\w$]*)$', max_length=200)] = 'auto'
    """The input that is assumed active in the first step: its name, with `!` where it is active low; `auto` finds
    it where registers have no initial value and the design assumes nothing itself, `none` assumes nothing."""

    multiclock: bool = False
    """Whether clocks are independent of each other; slower, and for designs with several clocks only."""

    time_limit_s: float = Field(default=0, ge=0, le=86_400)
    """The longest time that the engines may take; 0 means as long as the plan allows."""

    waves: bool = True
    """Whether counterexamples and reached cover statements leave a waveform."""

    sby: Path = ''
    """The .sby file to run; empty means that it is found, `none` that the options here are used instead."""

    tasks: tuple[Task, ...] = Field(default=(), max_length=100)
    """Tasks of the .sby file; empty means its default tasks."""
