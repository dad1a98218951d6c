"""An equal run returns the stored result, a different one never does; and what a run did can be done elsewhere."""

import io
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from services.container import build_services
from services.errors import InvalidError, NotFoundError
from services.models import Artifact
from tests.designs import COUNTER, person, project, save
from workers.queue import open_queue
from workers.worker import Worker

pytestmark = pytest.mark.tool
HEADED = {
    'tb.v': '`include "width.vh"\nmodule tb; reg [`WIDTH-1:0] a = 1; initial #5 $display("%b", a); endmodule\n',
    'inc/width.vh': '`define WIDTH 4\n',
    'a6hub.toml': '[simulate]\ninclude_dirs = ["other", "inc"]\n',
}


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


@pytest.fixture
def run(services, owner, worker) -> Callable[..., object]:
    """Run a flow to its end and return all that it left."""

    def ended(project_id, who=owner, flow='simulate', fresh=False, **options):
        job = services.jobs.start(who, project_id, flow, options, fresh=fresh)
        deadline = time.monotonic() + 60
        while not services.jobs.get(who, project_id, job.id).job.finished_at:
            assert time.monotonic() < deadline, 'the run did not end'
            time.sleep(0.01)
        return services.jobs.get(who, project_id, job.id)

    return ended


def log_of(services, who, found) -> str:
    return services.jobs.read_log(who, found.job.project_id, found.job.id).data.decode()


def names(found) -> dict[str, str]:
    return {item.name: item.sha256 for item in found.artifacts if item.view != 'log'}


def test_an_unchanged_run_is_answered_from_the_first_and_says_so(services, owner, run):
    design = project(services, owner)
    first, second, third = run(design), run(design), run(design)
    assert (first.job.cached, second.job.cached) == (False, True)
    assert (second.job.from_run, third.job.from_run) == (1, 1)
    assert second.job.state == first.job.state
    assert names(second) == names(first)
    assert second.job.metrics == first.job.metrics
    assert [step.state for step in second.steps] == ['passed', 'passed']
    assert 'from run #1' in log_of(services, owner, second)
    assert 'run #2' in log_of(services, owner, second)
    assert 'Simulate (Icarus) …' in log_of(services, owner, second)
    assert log_of(services, owner, second).count('run #') == 2


def test_a_failed_design_is_answered_with_its_diagnostics(services, owner, run):
    design = project(services, owner, files={'tb.v': 'module tb;\n  initial begin\n    x = ;\n  end\nendmodule\n'})
    first, second = run(design), run(design)
    assert second.job.cached
    assert [(item.file, item.line, item.message) for item in second.diagnostics] == [
        (item.file, item.line, item.message) for item in first.diagnostics
    ]


@pytest.mark.parametrize(
    ('path', 'text'),
    [
        ('notes.txt', 'nothing that a tool reads'),
        ('rtl/unused.v', 'module unused(input a); endmodule\n'),
        ('rtl/counter.v', COUNTER + '\n\n// a comment at its end\n'),
        ('rtl/counter.v', '// a comment at its beginning\n/* and\n one */\n' + COUNTER),
    ],
)
def test_a_comment_or_a_file_that_is_not_read_changes_nothing(services, owner, run, path, text):
    design = project(services, owner)
    run(design)
    save(services, design, path, text)
    assert run(design).job.from_run == 1


@pytest.mark.parametrize(
    ('path', 'text'),
    [
        ('rtl/counter.v', COUNTER.replace('+ 1', '+ 3')),
        ('rtl/counter.v', COUNTER.replace(';', '; ; // "not a comment', 1) + '// "\n'),
        ('a6hub.toml', '[simulate]\ndefines = ["FAST"]\n'),
    ],
)
def test_what_the_tools_read_is_run_again(services, owner, run, path, text):
    design = project(services, owner)
    run(design)
    save(services, design, path, text)
    assert not run(design).job.cached


def test_an_included_file_counts_and_one_that_would_be_found_before_it(services, owner, run):
    design = project(services, owner, files=HEADED)
    run(design)
    assert run(design).job.from_run == 1
    save(services, design, 'other/width.vh', '`define WIDTH 7\n')
    assert not run(design).job.cached
    save(services, design, 'other/width.vh', '`define WIDTH 8\n')
    assert not run(design).job.cached


def test_a_memory_file_that_only_the_running_simulation_knows_counts(services, owner, run):
    bench = (
        'module tb; reg [7:0] m [0:1]; reg [80*8:1] f;\n'
        'initial begin if (!$value$plusargs("mem=%s", f)) f = "a.hex"; $readmemh(f, m); $display("%h", m[0]); end\n'
        'endmodule\n'
    )
    design = project(services, owner, files={'tb.v': bench, 'rom/x.hex': '11 22\n', 'rom/y.hex': '33 44\n'})
    plusargs = {'plusargs': ['mem=rom/x.hex']}
    run(design, **plusargs)
    save(services, design, 'rom/y.hex', '55 66\n')
    assert run(design, **plusargs).job.cached
    save(services, design, 'rom/x.hex', '77 88\n')
    found = run(design, **plusargs)
    assert not found.job.cached
    assert '\n77' in log_of(services, owner, found)


def test_a_message_with_its_line_is_not_taken_over_when_the_line_moves(services, owner, run):
    bench = 'module tb; initial begin #1 $error("wrong"); $finish; end endmodule\n'
    design = project(services, owner, files={'tb.sv': bench})
    run(design)
    save(services, design, 'tb.sv', '// one line more\n' + bench)
    found = run(design)
    assert not found.job.cached
    assert [item.line for item in found.diagnostics if item.severity == 'error'] == [2]


def test_other_options_are_another_run_and_a_fresh_one_is_run_in_any_case(services, owner, run):
    design = project(services, owner)
    run(design)
    assert not run(design, plusargs=['seed=2']).job.cached
    assert not run(design, fresh=True).job.cached
    again = services.jobs.retry(owner, design, run(design).job.id)
    deadline = time.monotonic() + 60
    while not services.jobs.get(owner, design, again.id).job.finished_at:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert not services.jobs.get(owner, design, again.id).job.cached


def test_who_has_the_same_inputs_gets_the_result_and_learns_nothing_of_the_other(services, owner, run):
    run(project(services, owner))
    stranger = person(services, 'eve')
    found = run(project(services, stranger), who=stranger)
    assert (found.job.cached, found.job.from_run) == (True, None)
    assert 'from an equal run' in log_of(services, stranger, found)
    assert 'number' not in str(services.reproduction.envelope(stranger, found.job.project_id, found.job.id)['from'])


def test_a_run_whose_outputs_have_expired_is_run_again(services, owner, run):
    design = project(services, owner)
    first = run(design)
    with services.database.write() as session:
        session.delete(session.get_one(Artifact, first.artifacts[0].id))
    assert not run(design).job.cached


def test_the_envelope_tells_result_assumptions_and_trace(services, owner, run):
    found = run(project(services, owner))
    envelope = services.reproduction.envelope(owner, found.job.project_id, found.job.id)
    assert envelope['result']['state'] == 'passed'
    assert {item['name'] for item in envelope['result']['artifacts']} == {item.name for item in found.artifacts}
    assert any('tb' in assumption for assumption in envelope['assumptions'])
    compiled, simulated = envelope['trace']['steps']
    assert compiled['commands'][0]['argv'][0] == 'iverilog'
    assert simulated['commands'][0]['argv'][0] == 'vvp'
    assert envelope['trace']['tools']['iverilog']['version'][0].isdigit()
    assert len(envelope['trace']['key']) == 64


def test_reproduce_does_the_same_with_the_bare_tools(services, owner, run, tmp_path: Path):
    design = project(services, owner)
    found = run(design)
    unpacked(services, owner, found, tmp_path)
    done = subprocess.run(['bash', tmp_path / 'reproduce.sh'], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, '')
    kept = next(item for item in found.artifacts if item.view == 'vcd')
    bare = next(tmp_path.glob('project/**/*.vcd')).read_bytes()
    assert without_head(bare) == without_head(b''.join(services.artifacts.stream(kept)))


def test_reproduce_fails_where_the_run_failed_and_user_text_stays_text(services, owner, run, tmp_path: Path):
    bench = 'module tb; initial begin $display("%m"); #1 $fatal(1, "no"); end endmodule\n'
    design = project(services, owner, files={"it's; touch hacked $(touch hacked).sv": bench})
    found = run(design, plusargs=["a='$(touch hacked)'"])
    assert found.job.state == 'failed'
    unpacked(services, owner, found, tmp_path)
    done = subprocess.run(['bash', tmp_path / 'reproduce.sh'], capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert not list(tmp_path.rglob('hacked'))


def test_a_run_that_started_no_tool_cannot_be_repeated_and_strangers_see_none(services, owner, run):
    design = project(services, owner, files={'readme.md': 'empty'})
    found = run(design)
    with pytest.raises(InvalidError, match='started no tool'):
        services.reproduction.bundle(owner, design, found.job.id)
    with pytest.raises(NotFoundError):
        services.reproduction.bundle(person(services, 'eve'), design, found.job.id)


def unpacked(services, owner, found, folder: Path) -> None:
    _, pieces = services.reproduction.bundle(owner, found.job.project_id, found.job.id)
    ZipFile(io.BytesIO(b''.join(pieces))).extractall(folder)


def without_head(vcd: bytes) -> bytes:
    return vcd.partition(b'$timescale')[2]
