"""A testbench that is to be run: where it lies, what is wanted, and what was found."""

from dataclasses import dataclass

from services.flows import BenchOptions, SimulateOptions
from services.sources import DesignSources, mistake
from services.sources.languages import Language
from services.verilog import Unit, scan
from workers.flow import DesignError
from workers.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Bench:
    """All that the plan of a simulator is made from."""

    workspace: Workspace
    options: SimulateOptions
    sources: DesignSources

    @property
    def plusargs(self) -> tuple[str, ...]:
        """Return the plusargs of the project and of the run, the seed's among them."""
        return plusargs_of(self.options, self.sources)

    def units_of(self, path: str, text: str) -> tuple[Unit, ...]:
        """Return all that one of the files defines."""
        return scan(path, text, tuple(self.sources.defines)).units


def plusargs_of(options: BenchOptions, sources: DesignSources) -> tuple[str, ...]:
    """Return the plusargs of the project and of the run; the seed is one unless somebody gave it already."""
    given = (*sources.plusargs, *options.plusargs)
    if not options.seed or any(name.partition('=')[0] == 'seed' for name in given):
        return given
    return (*given, f'seed={options.seed}')


def refuse_language(sources: DesignSources, wrong: Language, simulator: str) -> None:
    """Refuse files that a simulator cannot read, and say which one can."""
    others = [path for path, language in sources.languages.items() if language is wrong]
    if not others:
        return
    if len(others) < len(sources.languages):
        raise DesignError(
            mistake(
                f'{others[0]} and {next(path for path in sources.files if path not in others)} are written in VHDL '
                'and Verilog: no open simulator takes both in one run.',
                'simulate each language with its own testbench (top), or translate the VHDL with `ghdl synth --out='
                'verilog` and put the result into the project in its place',
                others[0],
                1,
            )
        )
    right = 'ghdl' if wrong is Language.VHDL else 'icarus or verilator'
    raise DesignError(
        mistake(
            f'{others[0]} is {"VHDL" if wrong is Language.VHDL else "Verilog"}, which {simulator} does not read.',
            f'set simulator to auto or {right}',
            others[0],
            1,
        )
    )
