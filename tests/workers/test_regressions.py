"""A regression with a real worker: the matrix runs, the table tells, and only what failed is run again."""

import time
from xml.etree import ElementTree

import pytest

from services.container import build_services
from services.errors import InvalidError, NotFoundError
from tests.designs import person, project, save
from workers.queue import open_queue
from workers.worker import Worker

pytestmark = pytest.mark.tool
FILES = {
    'tb_add.sv': 'module tb_add; parameter W = 4; initial if (W > 6) $fatal(1, "wide"); endmodule\n',
    'tb_sub.sv': 'module tb_sub; initial $finish; endmodule\n',
    'a6hub.toml': """
[[regress.tests]]
testbenches = ["tb_add"]
parameters = { W = [4, 8] }
[[regress.tests]]
testbenches = ["tb_sub"]
seeds = [1, 2]
""",
}
NAMES = ['tb_add W=4', 'tb_add W=8', 'tb_sub seed=1', 'tb_sub seed=2']


@pytest.fixture
def services(settings):
    """Services that hand their jobs to the real queue."""
    built = build_services(settings, open_queue(settings))
    yield built
    built.close()


@pytest.fixture
def worker(services, settings):
    """A worker in this process."""
    running = Worker(services, settings)
    running.start()
    yield running
    running.stop(0)


@pytest.fixture
def owner(services):
    return person(services)


def table_of(services, owner, job):
    """Wait for the end of a regression and return its table."""
    deadline = time.monotonic() + 120
    while not services.jobs.get(owner, job.project_id, job.id).job.finished_at:
        assert time.monotonic() < deadline, 'the regression did not end'
        time.sleep(0.02)
    return services.regressions.table(owner, job.project_id, job.id)


def test_a_matrix_runs_to_one_table_and_only_what_failed_runs_again(services, owner, worker):
    design = project(services, owner, files=FILES)
    first = services.jobs.start(owner, design, 'regress')
    table = table_of(services, owner, first)
    assert [(row.name, row.state) for row in table.rows] == list(
        zip(NAMES, ['passed', 'failed', 'passed', 'passed'], strict=True)
    )
    assert (table.state, table.counts) == ('failed', {'passed': 3, 'failed': 1})
    assert all(row.time_s > 0 for row in table.rows)
    again = table_of(services, owner, services.jobs.retry(owner, design, first.id, only_failed=True))
    [row] = again.rows
    assert (row.name, row.state, row.cached, row.flaky) == ('tb_add W=8', 'failed', False, False)
    assert [(past.regression, past.state, past.same_files) for past in row.history] == [(first.number, 'failed', True)]


def test_a_regression_that_did_not_change_is_answered_at_once(services, owner, worker):
    design = project(services, owner, files=FILES)
    table_of(services, owner, services.jobs.start(owner, design, 'regress'))
    save(services, design, 'tb_add.sv', FILES['tb_add.sv'].replace('> 6', '> 60'))
    table = table_of(services, owner, services.jobs.start(owner, design, 'regress'))
    assert [row.cached for row in table.rows] == [False, False, True, True]
    assert table.state == 'passed'
    assert not any(row.flaky for row in table.rows)


def test_junit_of_a_regression_names_its_runs(services, owner, worker):
    design = project(services, owner, files=FILES)
    job = services.jobs.start(owner, design, 'regress', {'testbenches': ['tb_add'], 'tests': []})
    table_of(services, owner, job)
    suite = ElementTree.fromstring(services.regressions.junit(owner, design, job.id))[0]
    assert [case.get('name') for case in suite] == ['tb_add']


def test_what_is_no_regression_has_no_table_and_strangers_see_none(services, owner):
    design = project(services, owner, files=FILES)
    single = services.jobs.start(owner, design, 'simulate')
    with pytest.raises(InvalidError, match='is no regression'):
        services.regressions.table(owner, design, single.id)
    matrix = services.jobs.start(owner, design, 'regress')
    with pytest.raises(NotFoundError):
        services.regressions.table(person(services), design, matrix.id)
    with pytest.raises(NotFoundError):
        services.jobs.start(person(services), design, 'regress')


def test_coverage_is_merged_over_the_runs_of_a_matrix(services, owner, worker):
    files = {
        'pick.sv': 'module pick(input s, output reg y);\n'
        '  always @* begin\n    if (s) y = 1;\n    else y = 0;\n  end\nendmodule\n',
        'tb.sv': 'module tb;\n  reg s; wire y; integer seed;\n  pick dut(s, y);\n'
        '  initial begin if (!$value$plusargs("seed=%d", seed)) seed = 0; s = seed == 2; #5 $finish; end\nendmodule\n',
    }
    design = project(services, owner, files=files)
    job = services.jobs.start(owner, design, 'regress', {'seeds': [1, 2], 'coverage': True})
    table = table_of(services, owner, job)
    assert [row.state for row in table.rows] == ['passed', 'passed']
    each = [row.coverage_percent for row in table.rows]
    assert table.coverage_percent > max(each)
