"""The flow `coverage` on Verilator: what one or several testbenches reach of a design."""

import hashlib
import json
from functools import partial

import pytest

from services.models import JobState
from services.views import COVERAGE, COVERAGE_LCOV
from workers.sandbox import Limits

pytestmark = pytest.mark.tool

DESIGN = """module gate(input clk, input a, output reg y);
  always @(posedge clk) begin
    if (a)
      y <= 1;
    else
      y <= 0;
  end
endmodule
"""
BENCH = """module {name};
  reg clk = 0, a = {a}; wire y;
  gate g(clk, a, y);
  always #5 clk = ~clk;
  initial #30 $finish;
endmodule
"""
FILES = {
    'rtl/gate.v': DESIGN,
    'tb/tb_one.v': BENCH.format(name='tb_one', a=1),
    'tb/tb_two.v': BENCH.format(name='tb_two', a=0),
}


@pytest.fixture
def cover(run_flow):
    return partial(run_flow, 'coverage', limits=Limits(wall_s=300, build_s=300))


def stored(run):
    [file] = run.results[-1].files[COVERAGE]
    return json.loads(file.read_text())


def test_what_one_testbench_reaches_of_the_design_is_counted(cover):
    run = cover(FILES, top='tb_one')
    assert run.state is JobState.PASSED, run.lines
    data = stored(run)
    assert list(data['files']) == ['rtl/gate.v']
    file = data['files']['rtl/gate.v']
    assert file['sha256'] == hashlib.sha256(DESIGN.encode()).hexdigest()
    assert (file['lines']['4'] > 0, file['lines']['6']) == (True, 0)
    assert {(item['name'], item['count'] > 0) for item in file['branches']} == {('if', True), ('else', False)}
    assert run.results[-1].metrics['coverage__branch__percent'] == 50
    [lcov] = run.results[-1].files[COVERAGE_LCOV]
    assert 'DA:6,0' in lcov.read_text()


def test_several_testbenches_are_merged(cover):
    run = cover(FILES, testbenches=['tb_one', 'tb_two'])
    assert run.state is JobState.PASSED, run.lines
    assert stored(run)['totals']['branch']['percent'] == 100
    assert run.results[-1].metrics['coverage__line__percent'] == 100


def test_an_error_of_a_testbench_fails_the_run_on_its_line(cover):
    run = cover({**FILES, 'tb/tb_one.v': FILES['tb/tb_one.v'].replace('$finish', '$fatal(1, "no")')}, top='tb_one')
    assert run.state is JobState.FAILED
    assert (run.errors[0].file, run.errors[0].line) == ('tb/tb_one.v', 5)
