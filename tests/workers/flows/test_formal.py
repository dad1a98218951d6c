"""The flow `formal` on the real tools: proofs, counterexamples, and what keeps a design from being proven."""

import pytest

from services.diagnostics import Severity
from services.models import JobState
from services.views import VCD
from workers.flow import DesignError
from workers.sandbox import Limits

pytestmark = pytest.mark.tool

PATIENT = Limits(wall_s=90)
COUNTER = """module counter(input clk, input rst_n, input en, output reg [3:0] q);
  always @(posedge clk or negedge rst_n)
    if (!rst_n) q <= 0;
    else if (en && q < 9) q <= q + 1;
{body}
endmodule
"""
SBY = """[options]
mode {mode}
depth 12
{options}
[engines]
{engine}

[script]
read -formal counter.v
prep -top counter

[files]
../rtl/counter.v
"""


def counter(body):
    return {'rtl/counter.v': COUNTER.format(body=body)}


def with_sby(body, mode='bmc', engine='smtbmc', options=''):
    return {**counter(body), 'formal/counter.sby': SBY.format(mode=mode, engine=engine, options=options)}


def waves(run):
    return sorted(file.name for file in run.results[-1].files.get(VCD, ()))


@pytest.mark.parametrize('engine', ['yices', 'z3', 'cvc5', 'abc'])
def test_every_engine_proves_and_refutes(formal, engine):
    proven = formal(counter('always @(posedge clk) assert (q < 10);'), PATIENT, mode='prove', depth=5, engines=[engine])
    assert (proven.state, proven.errors) == (JobState.PASSED, [])
    wrong = formal(
        counter('always @(posedge clk) few: assert (q < 2);'), PATIENT, mode='bmc', depth=5, engines=[engine]
    )
    assert wrong.state is JobState.FAILED
    assert [(found.file, found.line) for found in wrong.errors] == [('rtl/counter.v', 5)]
    assert waves(wrong) == ['counterexample-few.vcd']


def test_each_violated_assertion_has_its_own_problem_and_waveform(formal):
    body = 'always @(posedge clk) begin\n  low: assert (q < 2);\n  assert (q != 5);\n  fine: assert (q < 10);\nend'
    run = formal(counter(body), PATIENT)
    assert sorted(found.line for found in run.errors) == [6, 7]
    assert waves(run) == ['counterexample-counter_v-7.vcd', 'counterexample-low.vcd']
    assert all('$scope module counter' in file.read_text() for file in run.results[-1].files[VCD])
    metrics = run.results[-1].metrics
    assert (metrics['formal__failed__count'], metrics['formal__proven__count']) == (2, 1)


def test_cover_statements_are_reached_with_a_waveform_and_one_out_of_reach_fails(formal):
    run = formal(counter('always @(posedge clk) begin\n  three: cover (q == 3);\n  cover (q == 12);\nend'), PATIENT)
    assert run.state is JobState.FAILED
    assert [(found.line, found.kind) for found in run.errors] == [(7, 'cover-unreached')]
    assert waves(run) == ['cover-three.vcd']


def test_an_induction_that_does_not_close_is_no_counterexample(formal):
    # From a state beyond 9, which the design never reaches, it would go on to 12.
    text = counter('always @(posedge clk) far: assert (q != 12);')['rtl/counter.v']
    files = {'rtl/counter.v': text.replace('q < 9', 'q != 9')}
    run = formal(files, PATIENT, mode='prove', depth=3)
    assert (run.state, run.errors) == (JobState.FAILED, [])
    assert 'the induction does not close' in run.reason
    [found] = run.results[-1].diagnostics
    assert (found.severity, found.line, found.kind) == (Severity.WARNING, 5, 'induction-failed')
    assert waves(run) == ['induction-far.vcd']


def test_the_reset_is_assumed_in_the_first_step_unless_told_otherwise(formal):
    files = counter('always @(posedge clk) assert (q < 10);')
    run = formal(files, PATIENT)
    assert run.state is JobState.PASSED
    assert 'assumed: !rst_n in the first step' in run.lines
    assert formal(files, PATIENT, reset='none').state is JobState.FAILED
    refused = formal(files, PATIENT, reset='missing')
    assert "the reset 'missing' is no input of one bit" in refused.errors[0].message


def test_systemverilog_with_clocked_assertions_is_read(formal):
    text = (
        'module m(input logic clk, rst_n, output logic [3:0] q);\n'
        '  always_ff @(posedge clk or negedge rst_n) if (!rst_n) q <= 0; else if (q < 9) q <= q + 1;\n'
        '  limit: assert property (@(posedge clk) disable iff (!rst_n) q < 10);\n'
        '  always_comb assert (q < 12);\nendmodule\n'
    )
    run = formal({'m.sv': text}, PATIENT, mode='prove')
    assert (run.state, run.results[-1].metrics['formal__proven__count']) == (JobState.PASSED, 2)


def test_an_assertion_that_no_reader_takes_says_how_to_write_it(formal):
    text = 'module m(input clk, a, b);\n  assert property (@(posedge clk) a |=> b);\nendmodule\n'
    run = formal({'m.sv': text}, PATIENT)
    [error] = run.errors
    assert (error.file, error.line) == ('m.sv', 2)
    assert '$past(a)' in error.hint


@pytest.mark.parametrize(
    ('files', 'place', 'words'),
    [
        (counter(''), ('rtl/counter.v', 1), 'no assert or cover'),
        (counter('always @* assert (q < );'), ('rtl/counter.v', 5), 'syntax error'),
        (counter('other u(en); always @* assert (q < 10);'), ('rtl/counter.v', 5), "unknown module 'other'"),
    ],
)
def test_a_design_that_cannot_be_proven_says_why_on_its_line(formal, files, place, words):
    run = formal(files, PATIENT)
    assert run.state is JobState.FAILED
    assert [(found.file, found.line) for found in run.errors] == [place]
    assert words in run.errors[0].message
    assert run.errors[0].hint


@pytest.mark.parametrize(
    ('files', 'options', 'words'),
    [
        (counter(''), {'top': 'nope'}, "no top module 'nope'"),
        (counter(''), {'sby': 'x.sby'}, "no .sby file 'x.sby'"),
        (counter(''), {'engines': ['abc'], 'mode': 'cover'}, 'cannot do cover'),
        (
            {'a.vhd': 'entity a is port (x: in bit);\nend a;\narchitecture b of a is\nbegin\nend b;\n'},
            {'top': 'a'},
            'VHDL',
        ),
    ],
)
def test_what_cannot_begin_is_refused(formal, files, options, words):
    with pytest.raises(DesignError, match=words):
        formal(files, PATIENT, **options)


def test_a_search_that_never_ends_stops_at_its_limit_and_tells_how_far_it_came(formal):
    run = formal(counter('always @(posedge clk) assert (q < 10);'), PATIENT, depth=100_000, time_limit_s=6)
    assert run.state is JobState.TIMED_OUT
    assert 'the time limit of 6 s' in run.reason
    assert 'of bmc were begun: lower depth' in run.reason


def test_the_projects_own_file_is_run_and_places_lead_to_its_sources(formal):
    run = formal(with_sby('always @(posedge clk) few: assert (!rst_n || q < 2);', engine='smtbmc z3'), PATIENT)
    assert run.plan.assumptions[0].startswith('formal/counter.sby says what is proven')
    assert [(found.file, found.line) for found in run.errors] == [('rtl/counter.v', 5)]
    assert waves(run) == ['counterexample-few.vcd']


def test_a_file_that_expects_a_failure_passes(formal):
    run = formal(with_sby('always @* assert (q == 3);', options='expect fail'), PATIENT)
    assert (run.state, run.errors) == (JobState.PASSED, [])


def test_a_solver_that_is_not_here_is_stood_for_and_that_is_said(formal):
    run = formal(with_sby('always @* assert (q == q);', engine='smtbmc boolector'), PATIENT)
    assert run.state is JobState.PASSED
    assert 'boolector is not on this server: yices answers in its place' in run.plan.assumptions


@pytest.mark.parametrize(
    ('change', 'line', 'words'),
    [
        (('smtbmc', 'smtbmc mathsat'), 6, "'mathsat' not found"),
        (('../rtl/counter.v', 'missing.v'), 13, 'missing.v'),
        (('depth 12', 'colour 12'), 3, 'Unused option: colour'),
        (('[engines]', '[motors]'), 5, "unexpected section 'motors'"),
        (('-top counter', '-top nope'), 10, "Module `nope' not found"),
    ],
)
def test_a_mistake_in_the_file_is_shown_on_its_line(formal, change, line, words):
    files = with_sby('always @* assert (q == q);')
    files['formal/counter.sby'] = files['formal/counter.sby'].replace(*change)
    run = formal(files, PATIENT)
    assert run.state is JobState.FAILED
    [error] = run.errors
    assert words in error.message
    assert (error.file, error.line) == ('formal/counter.sby', line)


def test_tasks_are_chosen_by_name_and_their_waveforms_bear_it(formal):
    files = with_sby('always @(posedge clk) begin few: assert (!rst_n || q < 2); two: cover (q == 2); end')
    text = files['formal/counter.sby'].replace('mode bmc', 'b: mode bmc\nc: mode cover')
    files['formal/counter.sby'] = f'[tasks]\nb\nc\n\n{text}'
    assert waves(formal(files, PATIENT)) == ['b-counterexample-few.vcd', 'c-cover-two.vcd']
    assert formal(files, PATIENT, tasks=['c']).state is JobState.PASSED
    unknown = formal(files, PATIENT, tasks=['d'])
    assert [found.message for found in unknown.errors] == ["counter.sby has no task d; it has ['b', 'c']"]


def test_what_a_file_runs_stays_in_the_sandbox(formal):
    files = with_sby('always @* assert (q == q);')
    files['formal/counter.sby'] = (
        "--pycode-begin--\nimport pathlib\nprint('password' if pathlib.Path('/etc/shadow').exists() else 'walls')\n"
        '--pycode-end--\n'
    ) + files['formal/counter.sby'].replace('read -formal', 'exec -- ls /home /root\nread -formal')
    run = formal(files, PATIENT)
    assert run.state is not JobState.PASSED
    assert 'password' not in '\n'.join(run.lines)
