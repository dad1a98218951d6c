"""Chooses a simulator: what the sources demand, then what the person wants, then how long the run takes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from services.simulators.constructs import Constructs
from services.sources.languages import Language

LONG_RUN_S = 10.0
"""A run on Icarus that takes longer is worth the seconds that Verilator needs to build."""
LONG_LIMIT_S = 60.0
FASTER = 10
"""How many times faster Verilator runs, roughly; a long run stays with it though it is short now."""


class Simulator(StrEnum):
    """The simulators; the values stand in options and in `a6hub.toml`."""

    ICARUS = 'icarus'
    VERILATOR = 'verilator'
    GHDL = 'ghdl'

    @property
    def shown(self) -> str:
        """The name as people write it."""
        return {'icarus': 'Icarus', 'verilator': 'Verilator', 'ghdl': 'GHDL'}[self.value]


@dataclass(frozen=True, slots=True)
class LastRun:
    """How long the same testbench took when it was run the last time."""

    simulator: Simulator
    wall_s: float
    same_sources: bool = False
    """Whether the project has not changed since; then its simulator stays, and an equal run is answered at once."""

    @property
    def on_icarus_s(self) -> float:
        """How long it would take on Icarus, roughly."""
        return self.wall_s * (FASTER if self.simulator is Simulator.VERILATOR else 1)


@dataclass(frozen=True, slots=True)
class Question:
    """All that the choice depends on."""

    languages: Collection[Language] = ()
    constructs: Constructs = field(default_factory=Constructs)
    time_limit_s: float = 0
    last_run: LastRun | None = None
    wants_initial_values: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The simulator, and in one sentence why."""

    simulator: Simulator
    reason: str


def choose_simulator(question: Question) -> Choice:
    """Return the simulator that fits best, with the reason that is shown."""
    return _by_language(question) or _by_construct(question) or _by_duration(question)


def _by_language(question: Question) -> Choice | None:
    if Language.VHDL in question.languages:
        return Choice(Simulator.GHDL, 'the sources are VHDL')
    return None


def _by_construct(question: Question) -> Choice | None:
    icarus, verilator = question.constructs.not_icarus, question.constructs.not_verilator
    if icarus and verilator:
        text = f'neither takes all of it: Icarus lacks {icarus[0]}, Verilator lacks {verilator[0]}'
        return Choice(Simulator.VERILATOR, text)
    if icarus:
        return Choice(Simulator.VERILATOR, f'Icarus does not take {icarus[0]}')
    if verilator:
        return Choice(Simulator.ICARUS, f'Verilator does not take {verilator[0]}')
    if question.wants_initial_values:
        return Choice(Simulator.VERILATOR, 'it alone can set initial_values')
    return None


def _by_duration(question: Question) -> Choice:
    last = question.last_run
    if last is not None and last.same_sources and last.simulator is not Simulator.GHDL:
        return Choice(last.simulator, 'as in the last run, since nothing has changed')
    if last is not None and last.on_icarus_s >= LONG_RUN_S:
        return Choice(Simulator.VERILATOR, f'the last run took {last.wall_s:.1f} s on {last.simulator.shown}')
    if question.time_limit_s >= LONG_LIMIT_S:
        return Choice(Simulator.VERILATOR, f'the time limit of {question.time_limit_s:g} s asks for a long run')
    if last is not None:
        return Choice(Simulator.ICARUS, f'the last run took {last.wall_s:.1f} s only')
    return Choice(Simulator.ICARUS, 'it starts at once, which suits short runs')
