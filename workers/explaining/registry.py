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
TRIED = (setup, syntax, vhdl, preprocessor, tests, modules, names, connections, values, support, limits, runtime, lint)

KINDS: dict[str, Kind] = {kind.id: kind for theme in THEMES.values() for kind in theme.KINDS}
RULES: tuple[Rule, ...] = tuple(rule for theme in TRIED for rule in theme.RULES)
ROUGH: Mapping[str, tuple[str, ...]] = {
    'assigned-input': ('input-assigned',),
    'cocotb-import': ('python-import', 'python-syntax', 'python-error'),
    'cocotb-setup': ('test-setup', 'no-tests', 'python-import'),
    'cocotb-test': ('test-failed', 'unknown-handle', 'test-timeout', 'python-error', 'unknown-in-check'),
    'formal-counterexample': ('counterexample',),
    'formal-induction': ('induction-failed',),
    'formal-no-statements': ('no-properties', 'not-synthesizable', 'unsupported-construct'),
    'formal-setup': ('proof-setup', 'no-properties'),
    'formal-undecided': ('undecided',),
    'formal-unreachable': ('cover-unreached',),
    'bad-port': ('unknown-port', 'port-count', 'unknown-parameter'),
    'blocking': ('blocking-in-sequential', 'mixed-assignments'),
    'case': ('incomplete-case',),
    'case-overlap': ('case-overlap',),
    'defparam': ('style',),
    'implicit-net': ('implicit-wire',),
    'latch': ('latch',),
    'literal': ('bad-number',),
    'loop': ('combinational-loop',),
    'missing-include': ('missing-include',),
    'missing-module': ('missing-module', 'missing-package'),
    'multidriven': ('multiple-drivers',),
    'nonblocking': ('nonblocking-in-combinational',),
    'open-port': ('port-unconnected', 'extra-connection', 'mixed-connections'),
    'range': ('index-out-of-range',),
    'redefinition': ('duplicate-declaration', 'duplicate-module'),
    'semicolon': ('suspicious-semicolon',),
    'style': ('style',),
    'syntax': ('syntax-error',),
    'timescale': ('missing-timescale',),
    'undeclared': (
        'undeclared-name',
        'unknown-function',
        'unknown-hierarchical-name',
        'unknown-system-task',
        'missing-package',
        'unknown-type',
    ),
    'undefined-macro': ('undefined-macro',),
    'undriven': ('undriven-signal',),
    'unsupported': ('unsupported-construct',),
    'unused': ('unused-signal',),
    'width': ('width-mismatch', 'port-width'),
    'wire-assigned': ('reg-needed', 'input-assigned'),
}
"""The words of single flows, such as the topics by which lint merges its tools, and the kinds that they may be."""
