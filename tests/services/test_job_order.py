"""Whose run is next: people who wait before what runs by itself, and everybody in turn; on both sets of adapters."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from services.clock import now
from services.job_drafts import Draft
from services.job_leases import Ending, JobLeases
from services.job_order import ALONE_WITHIN, Room
from services.limits import limits_of
from services.models import Job, JobState, Priority, User
from tests.designs import person, project


@pytest.fixture
def leases(services):
    return JobLeases(services.database, services.blobs)


def change(services, job, **values):
    with services.database.write() as session:
        session.execute(update(Job).where(Job.id == job.id).values(**values))


def plan(services, actor, name):
    with services.database.write() as session:
        session.execute(update(User).where(User.id == actor.user_id).values(plan=name))


def served(leases, count, room=None):
    """Let a worker take so many jobs and end each at once; return them."""
    claims = []
    for _ in range(count):
        claim = leases.claim_next('me', room)
        if claim is None:
            break
        leases.finish(claim, Ending(JobState.PASSED))
        claims.append(claim.job)
    return claims


def test_the_oldest_run_of_a_person_is_first(services, leases):
    ada = person(services)
    where = project(services, ada)
    jobs = [services.jobs.start(ada, where, 'simulate') for _ in range(3)]
    assert [job.id for job in served(leases, 5)] == [job.id for job in jobs]


def test_what_a_person_waits_for_comes_before_what_runs_by_itself(services, leases):
    ada = person(services)
    where = project(services, ada)
    services.jobs.start(ada, where, 'simulate', priority=Priority.BATCH)
    single = services.jobs.start(ada, where, 'simulate')
    assert leases.claim_next('me').job.id == single.id


def test_two_hundred_runs_of_one_person_take_turns_with_those_of_another(services, leases):
    ada, eve = person(services), person(services)
    flood, few = project(services, ada), project(services, eve)
    services.jobs.start_children(ada, flood, Draft('simulate'), [Draft('simulate') for _ in range(200)])
    services.jobs.start_children(eve, few, Draft('simulate'), [Draft('simulate') for _ in range(3)])
    assert [job.project_id for job in served(leases, 7)].count(few) == 3
    single = services.jobs.start(eve, few, 'simulate')
    assert served(leases, 1)[0].id == single.id


def test_the_person_with_the_fewest_running_runs_is_first(services, leases):
    ada, eve = person(services), person(services)
    for actor in (ada, eve):
        plan(services, actor, 'own')
    mine, hers = project(services, ada), project(services, eve)
    for where, actor in [(mine, ada)] * 4 + [(hers, eve)] * 2:
        services.jobs.start(actor, where, 'simulate')
    taken = [leases.claim_next('me').job.project_id for _ in range(6)]
    assert [taken[:2].count(hers), taken[2:4].count(hers), taken[4:]] == [1, 1, [mine, mine]]


def test_no_more_runs_of_a_person_go_on_at_once_than_the_plan_gives(services, leases):
    ada, eve = person(services), person(services)
    where = project(services, ada)
    limit = limits_of('free').concurrent_jobs
    jobs = [services.jobs.start(ada, where, 'simulate') for _ in range(limit + 1)]
    claims = [leases.claim_next('me') for _ in range(limit)]
    assert leases.claim_next('me') is None
    other = services.jobs.start(eve, project(services, eve), 'simulate')
    assert leases.claim_next('me').job.id == other.id
    leases.finish(claims[0], Ending(JobState.FAILED))
    assert leases.claim_next('me').job.id == jobs[-1].id


@pytest.mark.parametrize(('name', 'limit'), [('guest', 1), ('free', 2), ('own', 9)])
def test_workers_that_claim_at_the_same_moment_keep_to_the_plan_and_take_each_job_once(services, leases, name, limit):
    ada = person(services)
    plan(services, ada, name)
    where = project(services, ada)
    services.jobs.start_children(ada, where, Draft('simulate'), [Draft('simulate') for _ in range(9)])
    claims = []
    threads = [
        threading.Thread(target=lambda n=n: claims.extend(leases.claim_next(f'w{n}') for _ in range(3)))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [claim.job.id for claim in claims if claim is not None]
    while (claim := leases.claim_next('last')) is not None:
        taken.append(claim.job.id)
    assert (len(taken), len(set(taken))) == (limit, limit)


def test_a_worker_that_batch_runs_fill_still_takes_a_single_run(services, leases):
    ada, eve = person(services), person(services)
    services.jobs.start(ada, project(services, ada), 'simulate', priority=Priority.BATCH)
    assert leases.claim_next('me', Room(batch=False)) is None
    single = services.jobs.start(eve, project(services, eve), 'simulate')
    assert leases.claim_next('me', Room(batch=False)).job.id == single.id


def test_a_run_that_pauses_after_a_fault_of_the_server_is_passed_over_until_its_pause_is_over(services, leases):
    ada = person(services)
    job = services.jobs.start(ada, project(services, ada), 'simulate')
    assert leases.retry_later(leases.claim_next('me'), 'The store did not answer.')
    row = services.jobs.get(ada, job.project_id, job.id).job
    assert (row.state, row.reason, row.attempt) == ('queued', 'The store did not answer.', 1)
    assert row.not_before > now()
    assert leases.claim_next('me') is None
    change(services, job, not_before=now())
    claim = leases.claim_next('me')
    assert (claim.attempt, claim.job.reason) == (2, '')


def test_each_pause_is_longer_than_the_one_before(services, leases):
    ada = person(services)
    job = services.jobs.start(ada, project(services, ada), 'simulate')
    pauses = []
    for _ in range(2):
        leases.retry_later(leases.claim(job.id, 'me'), '')
        pauses.append(services.jobs.get(ada, job.project_id, job.id).job.not_before - now())
    assert timedelta() < pauses[0] < timedelta(seconds=3) < pauses[1] < timedelta(seconds=9)


def test_a_run_under_which_a_worker_died_waits_a_while_for_a_worker_of_its_own(services, leases):
    ada = person(services)
    job = services.jobs.start(ada, project(services, ada), 'simulate')
    change(services, job, deaths=1, not_before=now())
    assert leases.claim_next('me', Room(alone=False)) is None
    change(services, job, not_before=now() - ALONE_WITHIN)
    assert leases.claim_next('me', Room(alone=False)).job.id == job.id


def test_death_in_company_is_no_attempt_and_death_alone_is_one(services, leases):
    ada = person(services)
    where = project(services, ada)
    jobs = [services.jobs.start(ada, where, 'simulate') for _ in range(2)]
    for _ in jobs:
        leases.claim_next('dead')
    assert [(job.state, job.attempt, job.deaths) for job in leases.reclaim(['dead'])] == [('queued', 0, 1)] * 2
    assert leases.claim_next('alone').attempt == 1
    assert [(job.state, job.attempt, job.deaths) for job in leases.reclaim(['alone'])] == [('queued', 1, 2)]
    assert leases.claim_next('alone').attempt == 2


def test_a_run_that_is_never_alone_is_dead_after_twice_as_many_deaths(services, leases):
    ada = person(services)
    where = project(services, ada)
    jobs = [services.jobs.start(ada, where, 'simulate') for _ in range(2)]
    for _ in range(6):
        for job in jobs:
            leases.claim(job.id, 'dead')
        found = leases.reclaim(['dead'])
    assert [(job.state, 'died 6 times' in job.reason) for job in found] == [('dead', True)] * 2


def test_a_worker_that_took_its_own_lost_job_again_publishes_the_new_run_only(services, leases):
    ada = person(services)
    where = project(services, ada)
    jobs = [services.jobs.start(ada, where, 'simulate') for _ in range(2)]
    first, _ = (leases.claim(job.id, 'me') for job in jobs)
    leases.reclaim(['me'])
    second = leases.claim(jobs[0].id, 'me')
    assert (first.owner, first.attempt) == (second.owner, second.attempt)
    assert leases.finish(first, Ending(JobState.FAILED)) is False
    assert leases.finish(second, Ending(JobState.PASSED)) is True
