"""The options of the flow `regress`: which testbenches are run with which parameters, seeds and simulators."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from services.flows.fields import NAME, FlowOptions, Pairs, Plusarg, Text

MOST_VALUES = 200
Simulator: TypeAlias = Literal['auto', 'icarus', 'verilator', 'ghdl']
Seed: TypeAlias = Annotated[int, Field(ge=0, le=2**31 - 1)]


def _values(value: Any) -> Any:
    """Take one value as well as a list of them, and numbers as well as texts."""
    if not isinstance(value, dict):
        return value
    lists = {str(name): found if isinstance(found, list | tuple) else [found] for name, found in value.items()}
    return {name: [_text(item) for item in found] for name, found in lists.items()}


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(int(value))
    return str(value) if isinstance(value, int | float) else value


def _parameter_names(value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for name, values in value.items():
        if not NAME.fullmatch(name):
            raise ValueError(f'{name!r} is no name of a parameter')
        if not values:
            raise ValueError(f'{name} has no value; leave it out or give it one')
    return value


Matrix: TypeAlias = Annotated[
    dict[str, Annotated[tuple[Text, ...], Field(max_length=MOST_VALUES)]],
    BeforeValidator(_values),
    AfterValidator(_parameter_names),
    Field(max_length=20),
]


class Runs(FlowOptions):
    """Testbenches, and all that each of them is run with: every combination is one run."""

    testbenches: tuple[Text, ...] = Field(default=(), max_length=MOST_VALUES)
    """Names, files or patterns such as `tb_*` or `test/*.v`; empty means every testbench that is found."""

    parameters: Matrix = Field(default_factory=dict)
    """Values of each parameter, such as `WIDTH = [4, 8]`; every combination is run."""

    seeds: tuple[Seed, ...] = Field(default=(), max_length=MOST_VALUES)
    """Seeds of random numbers; empty means one run without a seed."""

    simulators: tuple[Simulator, ...] = Field(default=(), max_length=4)
    """Simulators; empty means the one that `[simulate]` names."""

    plusargs: tuple[Plusarg, ...] = Field(default=(), max_length=100)
    """Arguments for every run."""

    defines: Pairs = Field(default_factory=dict)
    """Macros for every run."""

    time_limit_s: float = Field(default=0, ge=0, le=86_400)
    """The longest time that one run may take; 0 means as long as the plan allows."""


class RegressOptions(Runs):
    """A matrix of runs; each row of `tests` is a matrix of its own that takes what it leaves out from here."""

    coverage: bool = False
    """Whether coverage is collected and merged over the runs, all of them on Verilator."""

    waves: bool = False
    """Whether each run records a waveform."""

    tests: tuple[Runs, ...] = Field(default=(), max_length=MOST_VALUES)
    """Rows `[[regress.tests]]`, for testbenches that need their own parameters or seeds."""
