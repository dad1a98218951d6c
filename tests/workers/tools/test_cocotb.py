"""cocotb: its results and tracebacks become problems on lines of Python."""

import pytest

from services.models import JobState
from services.views import SIM
from workers.sandbox import Command, Limits, Outcome, Reason
from workers.step import StepResult
from workers.tools import cocotb, cocotb_results
from workers.tools.simulating import RunOptions
from workers.workspace import Workspace

FAILED = """<testsuites><testsuite name="test_a"><testcase classname="test_a" name="adds" time="0.1">
<failure type="AssertionError" message="{message}">Traceback (most recent call last):
  File "/job/project/test/test_a.py", line 9, in adds
    check(dut)
  File "/job/project/test/checks.py", line 3, in check
    assert dut.q.value == 7
  File "/usr/lib/python3/other.py", line 1, in inner
</failure><properties><property name="file" value="/job/project/test/test_a.py"/>
<property name="sim_time_stop" value="41.0"/><property name="sim_time_unit" value="ns"/></properties></testcase>
<testcase classname="test_a" name="later"><skipped/></testcase>
<testcase classname="test_a" name="fine"/></testsuite></testsuites>"""
VALUES = "assert LogicArray('0101', Range(3, 'downto', 0)) == 7&#10; +  where LogicArray = PackedObject(a.q).value"


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path / 'job')
    made.create()
    return made


def concluded(workspace, text='', lines=()):
    if text:
        (workspace.out / cocotb.RESULTS).write_text(text)
    step, result = cocotb.RunTests(RunOptions()), StepResult()
    for line in lines:
        step.parse_line(line)
    step.conclude(workspace, result)
    return step, result


def test_only_fixed_names_stand_in_the_command_line():
    step = cocotb.RunTests(RunOptions())
    assert step.commands({SIM: ('design.vvp',)}, 'out') == [
        Command(('cocotb', 'out/cocotb/run_tests.py', 'out/cocotb/job.json'))
    ]


def test_a_failed_test_is_an_error_where_the_project_failed_with_values_and_time(workspace):
    step, result = concluded(workspace, FAILED.format(message=VALUES))
    [error] = result.diagnostics
    assert (error.file, error.line) == ('test/checks.py', 3)
    assert error.message == 'test_a.adds failed at 41.0 ns: AssertionError: assert 0b0101 == 7'
    assert (result.state, result.reason) == (JobState.FAILED, '1 of 3 tests failed: test_a.adds.')
    figures = step.collect_metrics(workspace, result)
    assert [int(figures[name]) for name in cocotb.RunTests.metrics[:4]] == [3, 1, 1, 1]


def test_a_module_that_is_missing_is_explained_with_what_is_there(workspace):
    lines = [
        '     -.--ns ERROR    cocotb   Traceback (most recent call last):',
        '  File "/usr/lib/python3.11/importlib/__init__.py", line 126, in import_module',
        '  File "/job/project/test/test_a.py", line 2, in <module>',
        '    import scipy',
        "  ModuleNotFoundError: No module named 'scipy'",
    ]
    _, result = concluded(workspace, lines=lines)
    [error] = result.diagnostics
    assert (error.file, error.line) == ('test/test_a.py', 2)
    assert 'numpy' in error.hint
    assert result.reason == "No test ran: ModuleNotFoundError: No module named 'scipy'"


def test_a_simulator_that_a_test_ended_is_told(workspace):
    _, result = concluded(workspace, lines=['  0.00ns INFO  cocotb.regression   running test_a.adds (1/2)'])
    assert 'the test test_a.adds ended the simulator' in result.reason


@pytest.mark.parametrize('text', ['<', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'x' * 100])
def test_results_that_are_none_are_not_read(workspace, text):
    _, result = concluded(workspace, text)
    assert (result.state, len(result.diagnostics)) == (JobState.FAILED, 1)


def test_the_time_limit_names_the_test_that_ran():
    step = cocotb.RunTests(RunOptions(time_limit_s=2))
    assert step.limits(Limits(wall_s=60)).wall_s == 2
    step.parse_line('   0.00ns INFO     cocotb.regression    running test_a.waits (3/5)')
    said = step.explain(Outcome(-9, Reason.WALL, 2, 2, 0), Limits())
    assert said.startswith('The test test_a.waits was running')


@pytest.mark.parametrize(
    ('message', 'word'),
    [
        ('ValueError: Unable to accurately represent 1(ns) with the simulator precision of 1e0', 'timescale'),
        ('AttributeError: adder contains no child object named b', 'under that name'),
        ('SimTimeoutError: it did not pass', 'in time'),
        ('SimFailure: the simulation ended prematurely', 'Clock'),
    ],
)
def test_what_to_do_is_told(message, word):
    assert word in cocotb_results.hint_of(message)
