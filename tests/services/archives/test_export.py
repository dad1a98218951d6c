"""A project leaves with its runs and comes back as it was."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from services.access import ProjectInfo
from services.archives import ImportReport
from services.blobs import blob_key
from services.container import Services
from services.diagnostics import Diagnostic, Severity
from services.errors import InvalidError, LimitError, NotFoundError
from services.job_leases import Ending, JobLeases, NewArtifact
from services.jobs import JobDetails
from services.models import JobState
from services.permissions import Actor
from services.project_fields import ProjectChange
from services.waveform import ingest_vcd
from tests.factories import add_person, add_project, tree_of

VCD = (
    b'$timescale 1ns $end $scope module tb $end $var wire 1 ! clk $end $upscope $end $enddefinitions $end\n'
    b'#0 0! #5 1!\n'
)
LOG = b'hello from the run\n'
FILES = {'rtl/top.v': b'module top; endmodule\n', 'tb/tb.v': b'module tb; endmodule\n', 'rom.bin': b'\0\1'}


def trace_of(vcd: bytes) -> bytes:
    sink = io.BytesIO()
    ingest_vcd(io.BytesIO(vcd), sink)
    return sink.getvalue()


def run(services: Services, actor: Actor, project_id: UUID, state: JobState = JobState.PASSED) -> None:
    """Let a run come to its end, as a worker does."""
    leases = JobLeases(services.database, services.blobs)
    claim = leases.claim(services.jobs.start(actor, project_id, 'simulate', {'top': 'tb'}).id, 'me')
    leases.plan(claim, [('icarus.compile', 'Compile'), ('icarus.run', 'Run')], 'tb')
    leases.step(claim, 0, JobState.PASSED, metrics={'design__instance__count': 3})
    kept = {'tb.vcd': ('vcd', VCD), 'tb.a6t': ('trace', trace_of(VCD)), 'run.log': ('log', LOG)}
    artifacts = [NewArtifact(name, view, services.blobs.put(data)) for name, (view, data) in kept.items()]
    told = [('icarus.compile', Diagnostic(Severity.WARNING, 'größe 🦆', 'rtl/top.v', 3, 7, 'width'))]
    leases.finish(claim, Ending(state, 'Because.', 1, 'tb', {'cycles': 1.5}, len(LOG), artifacts, told))


def design_with_runs(services: Services, actor: Actor) -> ProjectInfo:
    """Return a project with two ended runs on different sources, and one that waits."""
    project = add_project(services, actor, FILES, name='Serial port', description='Talks', licence='MIT')
    services.files.add_folder(actor, project.id, 'empty')
    run(services, actor, project.id)
    services.files.write(actor, project.id, 'rtl/top.v', b'module top; wire x; endmodule\n')
    run(services, actor, project.id, JobState.FAILED)
    services.jobs.start(actor, project.id, 'simulate')
    return services.projects.get(actor, project.id)


def exported(services: Services, actor: Actor, project: ProjectInfo) -> bytes:
    return b''.join(services.archives.export(actor, project.id).pieces)


def imported(services: Services, actor: Actor, data: bytes, change: ProjectChange | None = None) -> ImportReport:
    return services.archives.import_archive(actor, io.BytesIO(data), change, 'serial-port.a6hub.zip')


def jobs_of(services: Services, actor: Actor, project_id: UUID) -> list[JobDetails]:
    return [services.jobs.get(actor, project_id, job.id) for job in services.jobs.list(actor, project_id).items]


def essence(services: Services, details: JobDetails) -> dict[str, Any]:
    """Return what a person sees of a run."""
    job = details.job
    snapshot = services.snapshots.get(job.snapshot_id)
    same = ('number', 'flow', 'options', 'state', 'reason', 'exit_code', 'top_module', 'metrics', 'log_size')
    times = ('created_at', 'started_at', 'finished_at')
    return {
        **{name: getattr(job, name) for name in same + times},
        'files': services.snapshots.files(snapshot),
        'steps': [(row.step, row.title, row.state, row.finished_at, row.metrics) for row in details.steps],
        'told': [(row.severity, row.message, row.file, row.line, row.column, row.rule) for row in details.diagnostics],
        'artifacts': [(row.name, row.view, row.size, row.sha256) for row in details.artifacts],
    }


def test_files_runs_and_artifacts_come_back_under_new_ids(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    project = design_with_runs(services, ada)
    report = imported(services, eve, exported(services, ada, project))
    copy = report.project
    assert (report.stored, report.runs, report.skipped) == (3, 2, [])
    assert (copy.owner, copy.name, copy.description, copy.licence) == ('eve', 'Serial port', 'Talks', 'MIT')
    assert (copy.visibility, copy.job_count) == ('private', 2)
    assert tree_of(services, eve, copy.id) == tree_of(services, ada, project.id)
    before = [details for details in jobs_of(services, ada, project.id) if details.job.state != JobState.QUEUED]
    after = jobs_of(services, eve, copy.id)
    assert [essence(services, details) for details in after] == [essence(services, details) for details in before]
    assert not {details.job.id for details in after} & {details.job.id for details in before}
    first = after[-1]
    assert services.snapshots.read(services.snapshots.get(first.job.snapshot_id), 'rtl/top.v') == FILES['rtl/top.v']
    assert services.jobs.read_log(eve, copy.id, first.job.id).data == LOG
    trace = next(artifact for artifact in first.artifacts if artifact.view == 'trace')
    assert services.artifacts.open_trace(eve, copy.id, first.job.id, trace.id).hierarchy().variables[0].name == 'clk'
    assert services.jobs.start(eve, copy.id, 'simulate').number == 3


def test_what_was_restored_outlives_the_cleaning_of_the_store(services: Services):
    ada = add_person(services)
    project = design_with_runs(services, ada)
    data = exported(services, ada, project)
    services.projects.delete(ada, project.id)
    copy = imported(services, ada, data, ProjectChange(name='Copy', visibility='public')).project
    services.blobs.collect()
    assert (copy.name, copy.visibility) == ('Copy', 'public')
    for details in jobs_of(services, ada, copy.id):
        for artifact in details.artifacts:
            assert b''.join(services.artifacts.stream(artifact))


def test_an_export_is_a_plain_zip_that_people_can_read(services: Services):
    ada = add_person(services)
    project = design_with_runs(services, ada)
    with zipfile.ZipFile(io.BytesIO(exported(services, ada, project))) as archive:
        assert archive.testzip() is None
        assert archive.read('files/rom.bin') == FILES['rom.bin']
        assert json.loads(archive.read('project.json'))['name'] == 'Serial port'
        jobs = json.loads(archive.read('jobs.json'))['jobs']
        assert [(job['number'], job['state']) for job in jobs] == [(1, 'passed'), (2, 'failed')]
        for artifact in jobs[0]['artifacts']:
            data = archive.read(f'artifacts/{artifact["sha256"]}')
            assert hashlib.sha256(data).hexdigest() == artifact['sha256']


def test_strangers_export_nothing(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    with pytest.raises(NotFoundError):
        services.archives.export(eve, add_project(services, ada).id)


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return an export whose members were tampered with."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def in_job(key: str, value: object) -> Callable[[dict[str, bytes]], None]:
    """Tamper with a property of the first run."""

    def change(members: dict[str, bytes]) -> None:
        jobs = json.loads(members['jobs.json'])
        jobs['jobs'][0][key] = value
        members['jobs.json'] = json.dumps(jobs).encode()

    return change


def in_member(start: str, content: bytes | None) -> Callable[[dict[str, bytes]], None]:
    """Replace the first member whose name begins so, or take it away."""

    def change(members: dict[str, bytes]) -> None:
        name = next(name for name in members if name.startswith(start))
        if content is None:
            del members[name]
        else:
            members[name] = content

    return change


SHA = '0' * 64
STEP = {'position': 0, 'step': 'x', 'state': 'running'}
ARTIFACT = {'name': 'x.vcd', 'view': 'vcd', 'sha256': SHA}


@pytest.mark.parametrize(
    ('tamper', 'told'),
    [
        (in_member('artifacts/', b'other bytes'), 'is not what its name says'),
        (in_member('blobs/', b'other bytes'), 'is not what its name says'),
        (in_member('blobs/', None), 'names files that are not in the archive'),
        (in_member('snapshots/', None), 'is missing'),
        (in_member('snapshots/', b'[]'), 'not what its name says'),
        (in_member('project.json', b'{"format": "a6hub-project"}'), 'project.json .* name'),
        (in_member('project.json', b'{"format": "a6hub-project", "version": 2, "name": "x"}'), 'version'),
        (in_member('project.json', b'a6hub-project'), 'project.json .* cannot be read'),
        (in_member('jobs.json', b'[' * 90_000), 'jobs.json .* cannot be read'),
        (in_member('jobs.json', b'{"jobs": [{}]}'), r'jobs\.0\.number'),
        (in_member('jobs.json', b'{"jobs": NaN}'), 'NaN is no number'),
        (in_job('state', 'queued'), 'only runs that have ended'),
        (in_job('steps', [STEP]), 'only runs that have ended'),
        (in_job('number', 2), 'same number'),
        (in_job('number', 1 << 40), 'number'),
        (in_job('flow', 'bake'), 'no flow'),
        (in_job('options', {'sources': ['/etc/passwd']}), 'must stay inside the project'),
        (in_job('artifacts', [{**ARTIFACT, 'name': '../x'}]), 'stays inside its project'),
        (in_job('artifacts', [{**ARTIFACT, 'sha256': '../../secret'}]), 'sha256'),
        (in_job('snapshot', '../x'), 'snapshot'),
        (in_job('reason', 'a\0b'), 'NUL'),
        (in_job('reason', '\ud800'), 'cannot be read'),
        (in_job('created_at', '2026-01-01T00:00:00'), 'timezone'),
        (in_member('files/r', None), 'names files that are not in the archive'),
    ],
)
def test_an_export_that_was_tampered_with_leaves_nothing_behind(
    embedded: Services, tamper: Callable[[dict[str, bytes]], None], told: str
):
    ada, eve = add_person(embedded), add_person(embedded, 'eve')
    data = exported(embedded, ada, design_with_runs(embedded, ada))
    with pytest.raises(InvalidError, match=told):
        imported(embedded, eve, changed(data, tamper))
    assert embedded.projects.own(eve).items == []


def test_an_artifact_that_the_store_lost_is_left_out_and_told(services: Services):
    ada = add_person(services)
    project = design_with_runs(services, ada)
    lost = next(artifact for artifact in jobs_of(services, ada, project.id)[-1].artifacts if artifact.view == 'log')
    services.store.delete(blob_key(lost.sha256))
    report = imported(services, ada, exported(services, ada, project))
    assert [(item.name, 'does not hold it' in item.reason) for item in report.skipped] == [('run.log', True)] * 2
    first = jobs_of(services, ada, report.project.id)[-1]
    assert [(row.name, row.view) for row in first.artifacts] == [('tb.a6t', 'trace'), ('tb.vcd', 'vcd')]
    assert first.job.log_size == 0


def test_traces_and_programs_are_never_taken_from_outside(embedded: Services):
    ada = add_person(embedded)
    evil = b'#! /usr/bin/vvp\n:vpi_module "evil";\n'
    sha256 = hashlib.sha256(evil).hexdigest()

    def smuggle(members: dict[str, bytes]) -> None:
        views = {'x.vvp': 'sim', 'x.a6t': 'trace', 'x.exe': 'unknown', 'x.fst': 'fst'}
        in_job('artifacts', [{'name': name, 'view': view, 'sha256': sha256} for name, view in views.items()])(members)
        members[f'artifacts/{sha256}'] = evil

    copy = imported(embedded, ada, changed(exported(embedded, ada, design_with_runs(embedded, ada)), smuggle)).project
    first = jobs_of(embedded, ada, copy.id)[-1]
    assert [(artifact.name, artifact.view) for artifact in first.artifacts] == [('x.fst', 'fst')]


def test_hostile_names_in_an_export_are_left_out_or_refused(embedded: Services):
    ada = add_person(embedded)
    data = exported(embedded, ada, add_project(embedded, ada, FILES))
    report = imported(embedded, ada, changed(data, lambda members: members.update({'files/con.v': b'', 'evil': b''})))
    assert {item.name for item in report.skipped} == {'con.v', 'evil'}
    with pytest.raises(InvalidError, match='outside of the project'):
        imported(embedded, ada, changed(data, lambda members: members.update({'files/../../evil.v': b''})))


def test_an_export_is_held_to_the_limits_of_a_project(embedded: Services):
    ada = add_person(embedded)
    data = exported(embedded, ada, add_project(embedded, ada, FILES))
    many = {f'files/{number}.v': b'' for number in range(10_001)}
    with pytest.raises(LimitError, match=r'10,001 files'):
        imported(embedded, ada, changed(data, lambda members: members.update(many)))
    bomb = {f'artifacts/{hashlib.sha256(bytes(20_000_000)).hexdigest()}': bytes(20_000_000)}
    with pytest.raises(LimitError, match='archive_ratio'):
        imported(embedded, ada, changed(data, lambda members: members.update(bomb)))
