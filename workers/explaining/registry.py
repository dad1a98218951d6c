"""All kinds and all rules, in the order in which rules are tried."""

from collections.abc import Mapping
from types import ModuleType

from workers.explaining.model import Kind, Rule
from workers.explaining.themes import (
    connections,
    limits,
    lint,
    modules,
    names,
    preprocessor,
    runtime,
    setup,
    support,
    syntax,
    tests,
    values,
    vhdl,
)

THEMES: Mapping[str, ModuleType] = {
    'Project and settings': setup,
    'Syntax': syntax,
    'Includes and macros': preprocessor,
    'Modules and packages': modules,
    'Names': names,
    'Connections and drivers': connections,
    'Numbers, ranges and types': values,
    'Logic that is not what was meant': lint,
    'VHDL': vhdl,
    'While it runs': runtime,
    'Limits and crashes': limits,
    'Tests in Python and proofs': tests,
    'What a tool does not take': support,
}
TRIED = (setup, vhdl, preprocessor, tests, modules, names, connections, values, support, limits, runtime, lint)

KINDS: dict[str, Kind] = {kind.id: kind for theme in THEMES.values() for kind in theme.KINDS}
RULES: tuple[Rule, ...] = tuple(rule for theme in TRIED for rule in theme.RULES)
