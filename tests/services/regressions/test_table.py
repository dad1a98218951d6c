"""The table of a regression, what is flaky in it, and JUnit."""

from uuid import uuid4
from xml.etree import ElementTree

from services.models import JobState
from services.regressions import Row, Table, junit
from services.regressions.table import Past


def row(state: JobState, *history: Past, name: str = 'tb', reason: str = '') -> Row:
    return Row(
        id=uuid4(),
        number=7,
        name=name,
        flow='simulate',
        state=state,
        reason=reason,
        time_s=1.5,
        coverage_percent=None,
        from_run=None,
        cached=False,
        history=history,
    )


def past(state: JobState, same_files: bool = True) -> Past:
    return Past(1, state, same_files)


def test_what_passed_and_failed_on_the_same_files_is_flaky():
    assert row(JobState.PASSED, past(JobState.FAILED)).flaky
    assert row(JobState.FAILED, past(JobState.FAILED), past(JobState.PASSED)).flaky
    assert not row(JobState.PASSED, past(JobState.PASSED)).flaky


def test_a_repaired_or_a_broken_design_is_not_flaky():
    assert not row(JobState.PASSED, past(JobState.FAILED, same_files=False)).flaky


def test_a_crash_of_ours_makes_nothing_flaky():
    assert not row(JobState.PASSED, past(JobState.CRASHED), past(JobState.CANCELLED)).flaky


def test_junit_names_every_run_with_its_outcome():
    states = (JobState.PASSED, JobState.FAILED, JobState.TIMED_OUT, JobState.CRASHED, JobState.CANCELLED)
    table = Table(3, JobState.FAILED, [row(state, name=f'tb {state.value}', reason='why') for state in states])
    suite = ElementTree.fromstring(junit(table, 'a <design>'))[0]
    wanted = {'tests': '5', 'failures': '2', 'errors': '1', 'skipped': '1', 'time': '7.500', 'name': 'a <design> #3'}
    assert suite.attrib == wanted
    assert [[child.tag for child in case] for case in suite] == [[], ['failure'], ['failure'], ['error'], ['skipped']]
    assert suite[1][0].attrib == {'type': 'failed', 'message': 'why'}


def test_junit_holds_no_character_that_xml_forbids():
    table = Table(1, JobState.FAILED, [row(JobState.FAILED, name='a\x1b[0m\x00', reason='\ud800 "quoted" <b>')])
    case = ElementTree.fromstring(junit(table, 'p'))[0][0]
    assert (case.get('name'), case[0].get('message')) == ('a[0m', ' "quoted" <b>')
