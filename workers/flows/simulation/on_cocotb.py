"""The plan of tests in Python: the design is compiled as for a simulation, and cocotb runs within the simulator."""

import json
import posixpath
import re
from dataclasses import replace

from services.simulators import Simulator
from services.sources import mistake
from services.sources.languages import Language
from services.sources.model import CocotbBench
from services.views import SIM
from workers.flow import DesignError, Plan
from workers.flows.simulation import on_icarus, on_verilator
from workers.flows.simulation.bench import Bench
from workers.step import Step
from workers.tools import cocotb, cocotb_verilator, icarus, verilator
from workers.tools.scripts import place_scripts

TIMESCALE = '1ns/1ps'
SEED = 1
PROGRAMS = {Simulator.ICARUS: f'design{SIM.suffix}', Simulator.VERILATOR: verilator.PROGRAM}
PLANS = {Simulator.ICARUS: on_icarus.plan, Simulator.VERILATOR: on_verilator.plan}
COMPILERS: dict[Simulator, type[Step]] = {
    Simulator.ICARUS: icarus.Compile,
    Simulator.VERILATOR: cocotb_verilator.CompileForTests,
}


def plan(bench: Bench) -> Plan:
    """Return what compiles the design and runs the tests."""
    tests = tests_of(bench)
    simulator = simulator_of(bench, tests)
    bench = with_timescale(bench)
    compiled = PLANS[simulator](bench)
    seed = bench.options.seed or SEED
    job = {
        'simulator': simulator.value,
        'program': PROGRAMS[simulator],
        'toplevel': bench.sources.top,
        'modules': modules_of(bench, tests),
        'folder': tests.folder,
        'python_path': tests.python_path,
        'filter': filter_of(bench.options.testcases or tests.testcases),
        'seed': seed,
        'plusargs': plusargs_of(compiled),
        'waves': bench.options.waves,
        'memories': dict(bench.sources.memory_files),
    }
    folder = place_scripts(bench.workspace, cocotb.SCRIPTS)
    (folder / cocotb.JOB).write_text(json.dumps(job), encoding='utf-8')
    if simulator is Simulator.VERILATOR:
        cocotb_verilator.lay_out_main(folder)
    seeded = () if bench.options.seed else (f'random seed {SEED}: set seed for another one',)
    return replace(
        compiled,
        assumptions=(*about_waves(compiled, simulator), *seeded),
        steps=(COMPILERS[simulator], cocotb.RunTests),
    )


def simulator_of(bench: Bench, tests: CocotbBench) -> Simulator:
    """Return the simulator that was named, or that the Makefile names, or Icarus."""
    named: str = bench.options.simulator
    if named == 'auto':
        named = tests.simulator if tests.simulator in PROGRAMS else Simulator.ICARUS
    if named not in PROGRAMS:
        raise DesignError(mistake(f'cocotb does not run on {named} here', f'set simulator to {" or ".join(PROGRAMS)}'))
    return Simulator(named)


def about_waves(compiled: Plan, simulator: Simulator) -> tuple[str, ...]:
    """Return what was assumed, in words that fit tests in Python."""
    said = (note.replace('the testbench has no $dumpvars', 'nothing records') for note in compiled.assumptions)
    return (*said, f'tests by cocotb on {simulator.shown}')


def tests_of(bench: Bench) -> CocotbBench:
    """Return the tests of the project, those in VHDL left out."""
    tests = bench.sources.cocotb
    if tests is None or Language.VHDL in bench.sources.languages.values():
        raise DesignError(
            mistake(
                'cocotb drives designs in Verilog and SystemVerilog here; this one has parts in VHDL',
                'write a testbench in VHDL and set framework to verilog',
            )
            if tests
            else mistake('No tests for cocotb were found in this project', 'add a file with @cocotb.test()')
        )
    return tests


def modules_of(bench: Bench, tests: CocotbBench) -> tuple[str, ...]:
    """Return the test modules to run, each of which is a file of the project."""
    modules = bench.options.test_modules or tests.modules
    folders = ('.', tests.folder, *tests.python_path)
    for module in modules:
        path = module.replace('.', '/')
        places = [posixpath.normpath(posixpath.join(folder, path)) for folder in folders]
        if not any(
            f'{place}{ending}' in bench.workspace.inputs for place in places for ending in ('.py', '/__init__.py')
        ):
            known = ', '.join(sorted(tests.modules)) or 'none'
            raise DesignError(
                mistake(
                    f'There is no test module {module!r} in {tests.folder}; found: {known}',
                    'name it as Python imports it from that folder, without .py',
                    tests.manifest,
                    1 if tests.manifest else 0,
                )
            )
    return modules


def filter_of(testcases: tuple[str, ...]) -> str:
    """Return the regular expression that chooses these tests, parametrized ones with all their values."""
    return '|'.join(rf'(^|\.){re.escape(name)}($|/)' for name in testcases)


def with_timescale(bench: Bench) -> Bench:
    """Count time in nanoseconds where nobody says otherwise: tests wait for such, and a simulator counts seconds."""
    if bench.options.timescale:
        return bench
    return replace(bench, options=bench.options.model_copy(update={'timescale': TIMESCALE}))


def plusargs_of(compiled: Plan) -> tuple[str, ...]:
    """Return the plusargs of project and run, and one that a dump waits for."""
    given = compiled.options.get('plusargs')
    return tuple(given) if isinstance(given, tuple) else ()
