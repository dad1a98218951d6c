"""SymbiYosys: what its tasks found becomes problems on the lines of the design."""

import json

import pytest

from services.diagnostics import Severity
from services.models import JobState
from services.views import RTL
from workers.sandbox import Command, Limits, Outcome, Reason
from workers.step import StepResult
from workers.tools import sby
from workers.workspace import Workspace

FOUND = {'kind': 'assert', 'name': 'small', 'file': 'rtl/a.v', 'line': 7, 'column': 3, 'step': 4, 'trace': 'x.vcd'}
TASK = {'task': 'bmc', 'mode': 'bmc', 'is_expected': False}


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path / 'job')
    made.create()
    return made


def concluded(workspace, tasks, state=JobState.FAILED):
    text = tasks if isinstance(tasks, str) else json.dumps(tasks)
    (workspace.out / sby.RESULTS).write_text(text)
    step, result = sby.Prove(sby.ProveOptions()), StepResult(state=state)
    step.conclude(workspace, result)
    return step, result


def test_only_fixed_names_stand_in_the_command_lines():
    assert sby.Read(sby.Read.Options()).commands({RTL: ('a.v',)}, 'out') == [
        Command(('pyosys', 'out/sby/elaborate.py', 'out/sby/job.json'))
    ]
    assert sby.Prove(sby.ProveOptions()).commands({}, 'out') == [
        Command(('sby', 'out/sby/prove.py', 'out/sby/job.json'))
    ]


def test_a_violated_assertion_is_an_error_on_its_line_with_step_and_waveform(workspace):
    _, result = concluded(workspace, [{**TASK, 'status': 'FAIL', 'properties': [{**FOUND, 'status': 'FAIL'}]}])
    [found] = result.diagnostics
    assert (found.severity, found.file, found.line, found.column) == (Severity.ERROR, 'rtl/a.v', 7, 3)
    assert 'small does not hold: step 4' in found.message
    assert 'x.vcd' in found.hint
    assert result.reason == 'The assertion at rtl/a.v:7 does not hold: a counterexample of 5 steps was found.'


def test_a_violation_that_the_file_expects_is_only_told(workspace):
    task = {**TASK, 'is_expected': True, 'status': 'FAIL', 'properties': [{**FOUND, 'status': 'FAIL'}]}
    _, result = concluded(workspace, [task], JobState.PASSED)
    assert [found.severity for found in result.diagnostics] == [Severity.INFO]


def test_figures_count_what_the_mode_looks_at(workspace):
    cover = {**FOUND, 'kind': 'cover'}
    tasks = [
        {**TASK, 'status': 'PASS', 'properties': [{**FOUND, 'status': 'PASS'}, {**cover, 'status': 'UNKNOWN'}]},
        {**TASK, 'mode': 'cover', 'status': 'PASS', 'properties': [{**cover, 'status': 'PASS'}]},
    ]
    step, result = concluded(workspace, tasks)
    step.parse_line('engine_0: ##   0:00:00  Checking assertions in step 19..')
    metrics = step.collect_metrics(workspace, result)
    assert {name.split('__')[1]: int(value) for name, value in metrics.items()} == {
        'depth': 20,
        'properties': 2,
        'proven': 1,
        'failed': 0,
        'covered': 1,
    }


@pytest.mark.parametrize('text', ['', '[', '{"task": 1}', '[{"task": {}}]', '[1]'])
def test_results_that_the_design_wrote_itself_are_not_believed(workspace, text):
    step, result = concluded(workspace, text)
    assert (result.diagnostics, step.collect_metrics(workspace, result)) == ([], {})
    assert 'could not begin' in result.reason


def test_a_link_in_place_of_the_results_is_not_followed(workspace, tmp_path):
    (tmp_path / 'other.json').write_text('[]')
    (workspace.out / sby.RESULTS).symlink_to(tmp_path / 'other.json')
    assert sby.read_results(workspace.out / sby.RESULTS) == []


def test_the_time_limit_says_how_far_the_search_came():
    step = sby.Prove(sby.ProveOptions(time_limit_s=3))
    assert step.limits(Limits(wall_s=60)).wall_s == 3
    for line in ('== deep', 'engine_0: ##   0:00:02  Checking assertions in step 41..'):
        step.parse_line(line)
    said = step.explain(Outcome(-9, Reason.WALL, 3, 3, 0), Limits())
    assert said.startswith('Steps 0 to 41 of deep were begun: lower depth')


def test_solvers_that_another_one_stands_for_are_named():
    text = '[engines]\nsmtbmc boolector\n# smtbmc bitwuzla\nabc pdr\n'
    assert sby.replaced_solvers(text) == ['boolector']
