"""Real cores give the same values here as with the bare tools by hand."""

import subprocess
from pathlib import Path

import pytest

from services.models import JobState
from tests.cores import core_files
from tests.vcd import value_changes

pytestmark = pytest.mark.tool

# SERV's testbench takes this module from another repository.
UTILITIES = 'module vlog_tb_utils; initial begin $dumpfile("serv.vcd"); $dumpvars(0); #200000 $finish; end endmodule\n'


def by_hand(folder: Path, files: dict[str, bytes], compile_arguments: str, run_arguments: str, vcd: str) -> str:
    """Compile and run with plain Icarus and return the VCD."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    subprocess.run(['iverilog', '-g2012', '-o', 'hand.vvp', *compile_arguments.split()], cwd=folder, check=True)
    subprocess.run(['vvp', '-N', 'hand.vvp', *run_arguments.split()], cwd=folder, check=True, capture_output=True)
    return (folder / vcd).read_text()


def test_picorv32_gives_the_values_of_the_bare_tools(simulate, tmp_path):
    files = core_files('picorv32')
    run = simulate(files, top='testbench_ez.v')
    assert run.state is JobState.PASSED
    assert run.plan.options['plusargs'] == ('vcd',)
    bare = by_hand(tmp_path, files, 'testbench_ez.v picorv32.v', '+vcd', 'testbench.vcd')
    assert value_changes(run.vcd) == value_changes(bare)


@pytest.mark.parametrize('options', [{}, {'top': 'testbench'}])
def test_of_picorv32s_testbenches_one_is_taken_that_has_all_it_needs(simulate, options):
    run = simulate(core_files('picorv32'), **options)
    assert run.state is JobState.PASSED
    message = run.plan.diagnostics[0].message
    assert message.startswith('Several testbenches: testbench (testbench_ez.v) was taken, there is also')


def test_the_listed_sources_decide_which_of_several_modules_with_one_name_is_meant(simulate):
    toml = '[simulate]\ntop = "testbench"\nsources = ["picorv32.v", "testbench_ez.v"]\n'
    run = simulate({**core_files('picorv32'), 'a6hub.toml': toml.encode()})
    assert (run.state, run.plan.diagnostics) == (JobState.PASSED, ())


def test_picorv32_runs_from_two_uploaded_files_without_any_word_about_them(simulate):
    files = {name: core_files('picorv32')[name] for name in ('picorv32.v', 'testbench_ez.v')}
    run = simulate(files)
    assert run.state is JobState.PASSED
    assert [file.name for group in run.results[-1].files.values() for file in group] == ['testbench.vcd']


def test_serv_gives_the_values_of_the_bare_tools(simulate, tmp_path):
    files = {**core_files('serv'), 'bench/vlog_tb_utils.v': UTILITIES.encode()}
    run = simulate(files, top='servant_tb', plusargs=['firmware=sw/zephyr_hello.hex'])
    assert run.state is JobState.PASSED, run.lines
    # The target `sim` of servant.core sets this macro.
    libraries = '-DSERV_CLEAR_RAM=1 -y bench -y servant -y rtl -s servant_tb bench/servant_tb.v'
    bare = by_hand(tmp_path, files, libraries, '+firmware=sw/zephyr_hello.hex', 'serv.vcd')
    assert value_changes(run.vcd) == value_changes(bare)
    assert len(value_changes(bare)) > 300


def test_servs_missing_module_is_named_with_what_to_do(simulate):
    run = simulate(core_files('serv'))
    assert run.state is JobState.FAILED
    [error] = run.errors
    assert (error.file, error.message) == ('bench/servant_tb.v', 'Unknown module type: vlog_tb_utils')
