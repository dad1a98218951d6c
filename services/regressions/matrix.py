"""Expands the options of a regression into its runs: testbenches x parameters x seeds x simulators."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice, product
from typing import Any

from services.design_config import CONFIG_FILE, ConfigError, DesignConfig, read_config
from services.errors import InvalidError
from services.flows.regress import RegressOptions, Runs
from services.sources import ProjectFiles
from services.verilog import Design, Unit

MOST_RUNS = 1000
WILD = frozenset('*?[')


@dataclass(frozen=True, slots=True)
class Cell:
    """One run of a regression: `name` is the same in every regression that holds it."""

    name: str
    flow: str
    options: Mapping[str, Any]


def expand(files: ProjectFiles, given: Mapping[str, Any]) -> list[Cell]:
    """Return the runs that the options and `a6hub.toml` mean; raise `InvalidError` where there are none or too many."""
    config = _config(files)
    said = config.regress.model_dump(exclude_unset=True) | dict(given)
    options = RegressOptions.model_validate(said)
    benches = testbenches(files, config)
    cells = {cell.name: cell for cell in islice(_cells(options, benches), MOST_RUNS + 1)}
    if len(cells) > MOST_RUNS:
        raise InvalidError(f'The matrix has more than {MOST_RUNS:,} runs; give fewer seeds or parameters.')
    if not cells:
        raise InvalidError(
            'No testbench was found to run: add a module without ports that drives the design, '
            'or name testbenches in [regress] of a6hub.toml.'
        )
    return list(cells.values())


def testbenches(files: ProjectFiles, config: DesignConfig) -> list[Unit]:
    """Return every testbench of the project, the likeliest first."""
    defines = {**config.project.defines, **config.simulate.defines}
    return Design.read(files.sources(), defines).testbenches()


def _config(files: ProjectFiles) -> DesignConfig:
    try:
        return read_config(files.text(CONFIG_FILE) or '')
    except ConfigError as error:
        found = error.diagnostic
        raise InvalidError(f'{CONFIG_FILE}:{found.line}: {found.message}.') from None


def _cells(options: RegressOptions, benches: Sequence[Unit]) -> Iterator[Cell]:
    common = options.model_dump(include=set(Runs.model_fields), exclude_unset=True)
    rows = [Runs.model_validate(common | row.model_dump(exclude_unset=True)) for row in options.tests]
    # A person who lists rows and no testbenches of their own means the rows alone.
    if not rows or 'testbenches' in common:
        rows = [Runs.model_validate(common), *rows]
    for row in rows:
        yield from _row(row, options, benches)


def _row(row: Runs, options: RegressOptions, benches: Sequence[Unit]) -> Iterator[Cell]:
    named = [top for wanted in row.testbenches for top in _named(wanted, benches)]
    tops = named or [_top(unit, benches) for unit in benches]
    axes = [[(name, value) for value in values] for name, values in row.parameters.items()]
    for top in dict.fromkeys(tops):
        for parameters in product(*axes):
            for seed, simulator in product(row.seeds or (0,), row.simulators or ('',)):
                yield _cell(row, options, top, dict(parameters), seed, simulator)


def _named(wanted: str, benches: Sequence[Unit]) -> list[str]:
    """Return the tops that a name, a file or a pattern means."""
    found = [unit for unit in benches if fnmatchcase(unit.name, wanted) or fnmatchcase(unit.path, wanted)]
    if not found and WILD & set(wanted):
        known = ', '.join(unit.name for unit in benches[:8]) or 'none at all'
        raise InvalidError(f'No testbench is called {wanted!r}; the project has {known}.')
    # What is no Verilog testbench may still be one: a VHDL entity, or a name that a manifest gives.
    return [_top(unit, benches) for unit in found] or [wanted]


def _top(unit: Unit, benches: Sequence[Unit]) -> str:
    """Return the testbench's name, or its file where two share the name."""
    return unit.name if sum(other.name == unit.name for other in benches) == 1 else unit.path


def _cell(
    row: Runs, options: RegressOptions, top: str, parameters: Mapping[str, str], seed: int, simulator: str
) -> Cell:
    words = [top, *(f'{name}={value}' for name, value in parameters.items())]
    words += [f'seed={seed}'] * bool(seed) + [simulator] * bool(simulator)
    told: dict[str, Any] = {
        'top': top,
        'parameters': dict(parameters),
        'seed': seed,
        'plusargs': list(row.plusargs),
        'defines': dict(row.defines),
        'time_limit_s': row.time_limit_s,
    }
    kept = {name: value for name, value in told.items() if value}
    if options.coverage:
        return Cell(' '.join(words), 'coverage', kept)
    with_simulator = {'simulator': simulator} if simulator else {}
    return Cell(' '.join(words), 'simulate', kept | with_simulator | {'waves': options.waves})
