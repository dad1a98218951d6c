"""Tests in Python within the flow `simulate`, on the real simulators."""

import pytest

from services.models import JobState
from services.views import TEST_RESULTS, VCD
from tests.workers.test_templates import files_of
from workers.flow import DesignError
from workers.sandbox import Limits

pytestmark = pytest.mark.tool

PATIENT = Limits(wall_s=120)
ADDER = """module adder #(parameter W = 4) (input [W-1:0] a, b, output [W:0] sum);
  assign sum = a + b;
endmodule
"""
TEST = """import random

import cocotb
from cocotb.triggers import Timer
{more}

async def add(dut, a, b):
    dut.a.value, dut.b.value = a, b
    await Timer(2, 'ns')
    return int(dut.sum.value)


@cocotb.test()
async def adds(dut):
    {first}


@cocotb.test()
async def adds_what_chance_brings(dut):
    for _ in range(10):
        a, b = random.randrange(16), random.randrange(16)
        assert await add(dut, a, b) == a + b
    dut._log.info('chance %d', random.randrange(10**6))
"""


def project(first='assert await add(dut, 3, 4) == 7', more='', **files):
    return {'rtl/adder.v': ADDER, 'test/test_adder.py': TEST.format(first=first, more=more), **files}


def test_tests_without_a_makefile_are_found_and_pass_with_a_waveform(simulate):
    run = simulate(project(), PATIENT)
    assert run.state is JobState.PASSED, run.lines
    assert run.plan.top == 'adder'
    assert '$scope module adder' in run.vcd
    assert [file.name for file in run.results[-1].files[TEST_RESULTS]] == ['results.xml']
    assert run.results[-1].metrics['simulation__tests_passed__count'] == 2


@pytest.mark.parametrize(('name', 'tests'), [('cocotb', 6), ('tinytapeout', 10)])
def test_the_tests_of_a_template_pass(simulate, name, tests):
    run = simulate(files_of(name), PATIENT, framework='cocotb')
    assert run.state is JobState.PASSED, run.lines
    assert run.results[-1].metrics['simulation__tests_passed__count'] == tests
    assert run.vcd.count('$var') >= 4


def test_a_failed_assertion_is_shown_on_its_line_with_the_values(simulate):
    run = simulate(project('assert await add(dut, 3, 4) == 8'), PATIENT)
    assert (run.state, run.reason) == (JobState.FAILED, '1 of 2 tests failed: test_adder.adds.')
    [error] = run.errors
    assert (error.file, error.line) == ('test/test_adder.py', 15)
    assert error.message == 'test_adder.adds failed at 2.0 ns: AssertionError: assert 7 == 8'


def test_modules_beside_the_tests_and_numpy_can_be_imported(simulate):
    more = 'import numpy\nfrom model import double\n'
    helper = {'test/model.py': 'def double(x):\n    return x * 2\n'}
    first = 'assert await add(dut, 3, 3) == double(3) == numpy.array([1, 5]).sum()'
    assert simulate(project(first, more, **helper), PATIENT).state is JobState.PASSED


@pytest.mark.parametrize(
    ('first', 'more', 'line', 'words'),
    [
        ('pass', 'import scipy', 5, "No module named 'scipy'"),
        ('x = (', '', 15, 'was never closed'),
        ('dut.nothing.value = 1', '', 15, 'contains no child object named nothing'),
        ('raise KeyError("gone")', '', 15, "KeyError: 'gone'"),
    ],
)
def test_a_mistake_in_python_is_shown_on_its_line(simulate, first, more, line, words):
    run = simulate(project(first, more), PATIENT)
    assert run.state is JobState.FAILED
    assert [(found.file, found.line) for found in run.errors] == [('test/test_adder.py', line)]
    assert words in run.errors[0].message


def test_a_test_that_never_gives_way_is_stopped_and_named(simulate):
    run = simulate(project('while True: pass'), PATIENT, time_limit_s=8)
    assert run.state is JobState.TIMED_OUT
    assert 'The test test_adder.adds was running' in run.reason


def test_options_choose_tests_seed_parameters_and_waves(simulate):
    chosen = {'testcases': ['adds_what_chance_brings'], 'parameters': {'W': '5'}, 'waves': False}
    runs = [simulate(project('assert 0'), PATIENT, seed=seed, **chosen) for seed in (5, 5, 6)]
    assert {run.state for run in runs} == {JobState.PASSED}
    assert all(VCD not in run.results[-1].files for run in runs)
    said = [next(line.split('chance ')[1] for line in run.lines if 'chance ' in line) for run in runs]
    assert said[0] == said[1] != said[2]


def test_a_makefile_says_what_is_tested(simulate):
    makefile = (
        'VERILOG_SOURCES = $(PWD)/../rtl/adder.v\nCOCOTB_TOPLEVEL = adder\nCOCOTB_TEST_MODULES = test_adder\n'
        'include $(shell cocotb-config --makefiles)/Makefile.sim\n'
    )
    run = simulate(project(**{'test/Makefile': makefile, 'rtl/other.v': 'module other; endmodule\n'}), PATIENT)
    assert run.state is JobState.PASSED
    assert 'tests test_adder (test/Makefile)' in run.plan.assumptions


@pytest.mark.parametrize(
    ('options', 'words'),
    [
        ({'test_modules': ['test_other']}, "no test module 'test_other' in test; found: test_adder"),
        ({'simulator': 'ghdl'}, 'does not run on ghdl'),
        ({'top': 'nope', 'framework': 'cocotb'}, "no top module 'nope'"),
    ],
)
def test_what_cannot_be_tested_is_refused(simulate, options, words):
    with pytest.raises(DesignError, match=words):
        simulate(project(), PATIENT, **options)


def test_a_design_without_tests_says_what_to_add(simulate):
    with pytest.raises(DesignError, match='No tests for cocotb were found'):
        simulate({'rtl/adder.v': ADDER}, PATIENT, framework='cocotb')


def test_no_test_that_fits_fails_the_run(simulate):
    run = simulate(project(), PATIENT, testcases=['subtracts'])
    assert run.state is JobState.FAILED
    assert 'no test was found' in run.reason


def test_python_sees_neither_the_machine_nor_the_network(simulate):
    first = "assert not __import__('pathlib').Path('/etc/shadow').exists()"
    assert simulate(project(first), PATIENT).state is JobState.PASSED
    reach = "__import__('socket').create_connection(('127.0.0.1', 80), 1)"
    run = simulate(project(reach), PATIENT)
    assert run.state is JobState.FAILED
    assert 'Error' in run.errors[0].message
