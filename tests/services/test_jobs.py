"""Jobs as people see them: starting, numbering, looking, cancelling, and who may do so; on both sets of adapters."""

import threading

import pytest

from services.clock import now
from services.errors import InvalidError, LimitError, NotFoundError, NotPermittedError, NotSignedInError
from services.events import JobStatusChanged
from services.job_leases import ATTEMPTS, LEASE, Ending, JobLeases, NewArtifact
from services.limits import Limits
from services.models import Job, JobState, ProjectMember
from services.permissions import ANONYMOUS, Role
from tests.designs import person, project, save


@pytest.fixture
def owner(services):
    return person(services)


@pytest.fixture
def leases(services):
    return JobLeases(services.database, services.blobs)


def expire(services, job):
    """Let a job's lease be over."""
    with services.database.write() as session:
        session.get_one(Job, job.id).lease_expires_at = now() - LEASE


def test_runs_are_numbered_within_their_project(services, owner):
    first, second = project(services, owner), project(services, owner)
    numbers = [services.jobs.start(owner, where, 'simulate').number for where in (first, first, second, first)]
    assert numbers == [1, 2, 1, 3]


def test_a_run_keeps_the_files_as_they_were(services, owner):
    where = project(services, owner, {'a.v': 'old'})
    job = services.jobs.start(owner, where, 'simulate')
    save(services, where, 'a.v', 'new')
    snapshot = services.snapshots.get(job.snapshot_id)
    assert services.snapshots.read(snapshot, 'a.v') == b'old'


def test_people_who_start_at_the_same_time_get_different_numbers(services, owner):
    where = project(services, owner)
    threads = [threading.Thread(target=services.jobs.start, args=(owner, where, 'simulate')) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(job.number for job in services.jobs.list(owner, where).items) == list(range(1, 9))


def test_a_started_run_is_told_on_the_bus_and_listed_newest_first(services, owner):
    heard = []
    services.bus.subscribe(heard.append)
    where = project(services, owner)
    jobs = [services.jobs.start(owner, where, 'simulate') for _ in range(3)]
    page = services.jobs.list(owner, where, limit=2)
    assert [job.number for job in page.items] == [3, 2]
    assert [job.number for job in services.jobs.list(owner, where, limit=2, cursor=page.next).items] == [1]
    assert JobStatusChanged(where, jobs[0].id, 'queued') in heard or services.settings.redis_url


@pytest.mark.parametrize(
    ('flow', 'options', 'words'),
    [
        ('bake', {}, "no flow 'bake'; there are: "),
        ('simulate', {'top': 5}, 'top: Input should be a valid string'),
        ('simulate', {'speed': 5}, 'speed: Extra inputs are not permitted'),
        ('simulate', {'include_dirs': ['../../etc']}, 'must stay inside the project'),
        ('simulate', {'sources': ['/etc/passwd']}, 'must stay inside the project'),
        ('simulate', {'defines': {'a b': 1}}, "'a b' is no Verilog name"),
        ('simulate', {'plusargs': ['x\n-M.']}, 'control character'),
        ('simulate', {'time_limit_s': -1}, 'time_limit_s'),
    ],
)
def test_options_that_cannot_be_used_are_refused_by_name(services, owner, flow, options, words):
    where = project(services, owner)
    with pytest.raises(InvalidError) as caught:
        services.jobs.start(owner, where, flow, options)
    assert words in str(caught.value)
    assert not services.jobs.list(owner, where).items


def test_more_time_than_the_plan_gives_is_refused_with_both_numbers(services, owner):
    with pytest.raises(LimitError, match='time_limit_s is 5000; this plan gives a run at most 600 s'):
        services.jobs.start(owner, project(services, owner), 'simulate', {'time_limit_s': 5000})


def test_a_project_has_only_so_many_runs_waiting(services, owner, monkeypatch):
    monkeypatch.setattr('services.job_drafts.limits_of', lambda _plan: Limits(waiting_jobs_per_project=3))
    where = project(services, owner)
    for _ in range(3):
        services.jobs.start(owner, where, 'simulate')
    with pytest.raises(LimitError, match=r'3 runs .* wait already, and 1 more would make 4; at most 3 .*cancel'):
        services.jobs.start(owner, where, 'simulate')


def test_strangers_neither_see_nor_start_nor_cancel_runs_of_a_private_project(services, owner):
    where, stranger = project(services, owner), person(services)
    job = services.jobs.start(owner, where, 'simulate')
    for actor in (stranger, ANONYMOUS):
        for act in (
            lambda actor: services.jobs.start(actor, where, 'simulate'),
            lambda actor: services.jobs.list(actor, where),
            lambda actor: services.jobs.get(actor, where, job.id),
            lambda actor: services.jobs.get_by_number(actor, where, 1),
            lambda actor: services.jobs.cancel(actor, where, job.id),
            lambda actor: services.jobs.retry(actor, where, job.id),
            lambda actor: services.jobs.read_log(actor, where, job.id),
            lambda actor: services.artifacts.get(actor, where, job.id, job.id),
        ):
            with pytest.raises(NotFoundError):
                act(actor)


def test_everybody_reads_runs_of_a_public_project_and_only_its_people_start_them(services, owner):
    where, reader = project(services, owner, visibility='public'), person(services)
    job = services.jobs.start(owner, where, 'simulate')
    assert services.jobs.get(ANONYMOUS, where, job.id).job.number == 1
    with pytest.raises(NotSignedInError):
        services.jobs.start(ANONYMOUS, where, 'simulate')
    with pytest.raises(NotPermittedError):
        services.jobs.start(reader, where, 'simulate')
    with pytest.raises(NotPermittedError):
        services.jobs.cancel(reader, where, job.id)


def test_a_member_who_may_edit_may_also_run(services, owner):
    where, friend = project(services, owner), person(services)
    with services.database.write() as session:
        session.add(ProjectMember(project_id=where, user_id=friend.user_id, role=Role.EDITOR))
    assert services.jobs.start(friend, where, 'simulate').created_by == friend.user_id


def test_a_run_is_reached_through_its_own_project_only(services, owner):
    mine, other = project(services, owner), project(services, owner)
    job = services.jobs.start(owner, mine, 'simulate')
    with pytest.raises(NotFoundError):
        services.jobs.get(owner, other, job.id)
    with pytest.raises(NotFoundError):
        services.jobs.cancel(owner, other, job.id)


def test_a_waiting_run_is_cancelled_at_once_and_never_claimed(services, owner, leases):
    where = project(services, owner)
    job = services.jobs.start(owner, where, 'simulate')
    assert services.jobs.cancel(owner, where, job.id).state == JobState.CANCELLED
    assert leases.claim(job.id, 'me') is None


def test_the_wish_to_cancel_a_running_one_reaches_its_worker(services, owner, leases):
    where = project(services, owner)
    job = services.jobs.start(owner, where, 'simulate')
    leases.claim(job.id, 'me')
    assert services.jobs.cancel(owner, where, job.id).state == JobState.RUNNING
    assert leases.cancelled([job.id]) == {job.id}


def test_of_many_workers_one_gets_the_job(services, owner, leases):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    claims = []
    threads = [threading.Thread(target=lambda n=n: claims.append(leases.claim(job.id, f'w{n}'))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([claim for claim in claims if claim is not None]) == 1


def test_a_job_whose_worker_is_gone_waits_again_and_is_dead_after_three_attempts(services, owner, leases):
    where = project(services, owner)
    job = services.jobs.start(owner, where, 'simulate')
    for attempt in range(1, ATTEMPTS):
        assert leases.claim(job.id, 'me').attempt == attempt
        assert leases.reclaim() == []
        expire(services, job)
        assert [found.state for found in leases.reclaim()] == [JobState.QUEUED]
    leases.claim(job.id, 'me')
    expire(services, job)
    [dead] = leases.reclaim()
    assert (dead.state, 'died 3 times' in dead.reason) == (JobState.DEAD, True)


def test_a_worker_that_is_known_to_be_dead_is_not_waited_for(services, owner, leases):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    leases.claim(job.id, 'dead one')
    assert [found.id for found in leases.reclaim(['dead one'])] == [job.id]


def test_a_worker_that_lost_its_lease_publishes_nothing(services, owner, leases):
    where = project(services, owner)
    job = services.jobs.start(owner, where, 'simulate')
    slow = leases.claim(job.id, 'slow')
    expire(services, job)
    leases.reclaim()
    quick = leases.claim(job.id, 'quick')
    blob = services.blobs.put(b'waves')
    ending = Ending(JobState.PASSED, artifacts=[NewArtifact('tb.vcd', 'vcd', blob)])
    assert leases.renew([slow]) == [slow]
    assert leases.finish(slow, ending) is False
    assert leases.finish(quick, ending) is True
    assert leases.finish(quick, ending) is False
    assert len(services.jobs.get(owner, where, job.id).artifacts) == 1


def test_a_job_that_is_given_back_loses_no_attempt(services, owner, leases):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    assert leases.give_back(leases.claim(job.id, 'me'))
    assert leases.claim(job.id, 'me').attempt == 1


def test_a_run_is_repeated_on_the_same_files_with_the_same_options(services, owner):
    where = project(services, owner, {'a.v': 'old'})
    job = services.jobs.start(owner, where, 'simulate', {'top': 'tb'})
    save(services, where, 'a.v', 'new')
    again = services.jobs.retry(owner, where, job.id)
    assert (again.number, again.options, again.snapshot_id) == (2, {'top': 'tb'}, job.snapshot_id)


def test_a_log_is_read_from_any_offset_while_it_grows_and_after_it_is_kept(services, owner, leases):
    where = project(services, owner)
    job = services.jobs.start(owner, where, 'simulate')
    claim = leases.claim(job.id, 'me')
    assert services.logs.append(job.id, b'one\n') == 4
    assert services.logs.append(job.id, 'zwölf\n'.encode()) == 11
    part = services.jobs.read_log(owner, where, job.id, offset=4)
    assert (part.data.decode(), part.total, part.ended) == ('zwölf\n', 11, False)
    blob = services.blobs.put(services.logs.read(job.id, 0, 100))
    leases.finish(claim, Ending(JobState.PASSED, artifacts=[NewArtifact('run.log', 'log', blob)]))
    services.logs.forget(job.id)
    part = services.jobs.read_log(owner, where, job.id, offset=4)
    assert (part.data.decode(), part.total, part.ended) == ('zwölf\n', 11, True)
    assert services.jobs.read_log(owner, where, job.id, offset=99).data == b''


def test_an_artifact_is_read_whole_and_in_ranges(services, owner, leases):
    where = project(services, owner)
    job = services.jobs.start(owner, where, 'simulate')
    blob = services.blobs.put(b'0123456789')
    leases.finish(leases.claim(job.id, 'me'), Ending(JobState.PASSED, artifacts=[NewArtifact('x.vcd', 'vcd', blob)]))
    [found] = services.jobs.get(owner, where, job.id).artifacts
    artifact = services.artifacts.get(owner, where, job.id, found.id)
    assert (artifact.name, artifact.size) == ('x.vcd', 10)
    assert b''.join(services.artifacts.stream(artifact)) == b'0123456789'
    assert b''.join(services.artifacts.stream(artifact, 3, 4)) == b'3456'
    with pytest.raises(InvalidError, match='no trace'):
        services.artifacts.open_trace(owner, where, job.id, found.id)


def test_starting_and_cancelling_are_in_the_audit_trail(services, owner):
    where = project(services, owner)
    job = services.jobs.start(owner, where, 'simulate')
    services.jobs.cancel(owner, where, job.id)
    services.jobs.cancel(owner, where, job.id)
    acts = services.audit.own(owner).items
    assert [(act.action, act.object_id, act.detail['number']) for act in acts] == [
        ('job.cancelled', str(job.id), 1),
        ('job.started', str(job.id), 1),
    ]
