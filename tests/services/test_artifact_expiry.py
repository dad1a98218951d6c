"""How long artifacts are kept: by plan, with a date that is shown, for ever where they are pinned; on both adapters."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from services.clock import now
from services.errors import ExpiredError, LimitError, NotFoundError, NotPermittedError
from services.job_leases import Ending, JobLeases, NewArtifact
from services.limits import Limits
from services.models import Artifact, Blob, JobState, User
from services.permissions import ActorKind
from services.users import Changes
from tests.designs import person, project
from tests.factories import add_person
from workers.housekeeper import Housekeeper

DAY = timedelta(days=1)


@pytest.fixture
def owner(services):
    return person(services)


@pytest.fixture
def clock(monkeypatch):
    """Let days pass: `clock(90)` is the time in 90 days."""

    def pass_days(days: float) -> None:
        monkeypatch.setattr('services.artifacts.now', lambda: now() + days * DAY)

    return pass_days


def run(services, owner, where, **files):
    """Return a run that left these files, by view."""
    job = services.jobs.start(owner, where, 'simulate')
    left = [NewArtifact(f'run.{view}', view, services.blobs.put(data)) for view, data in files.items()]
    claim = JobLeases(services.database, services.blobs).claim(job.id, 'me')
    JobLeases(services.database, services.blobs).finish(claim, Ending(JobState.PASSED, artifacts=left))
    return job


def details(services, owner, job):
    return services.jobs.get(owner, job.project_id, job.id)


def of_plan(services, owner, plan):
    with services.database.write() as session:
        session.execute(update(User).where(User.id == owner.user_id).values(plan=plan))


@pytest.mark.parametrize(('plan', 'days'), [('guest', 7), ('free', 90), ('own', None)])
def test_the_plan_of_the_owner_says_until_when(services, owner, plan, days):
    of_plan(services, owner, plan)
    [artifact] = details(services, owner, run(services, owner, project(services, owner), log=b'x')).artifacts
    if days is None:
        assert artifact.expires_at is None
    else:
        assert abs(artifact.expires_at - now() - days * DAY) < timedelta(minutes=1)


def test_what_has_expired_keeps_its_name_and_date_and_gives_its_bytes_back(services, owner, clock):
    where = project(services, owner)
    job = run(services, owner, where, log=b'a log of its own', vcd=b'waves of its own')
    before = details(services, owner, job)
    clock(89)
    assert services.artifacts.expire() == 0
    clock(91)
    assert services.artifacts.expire() == 2
    assert services.artifacts.expire() == 0
    found = details(services, owner, job)
    assert (found.artifacts, [artifact.name for artifact in found.expired]) == ([], ['run.vcd', 'run.log'])
    day = f'{before.artifacts[0].expires_at:%Y-%m-%d}'
    with pytest.raises(ExpiredError, match=f'run.vcd expired on {day}. Run it again'):
        services.artifacts.get(owner, where, job.id, before.artifacts[0].id)
    part = services.jobs.read_log(owner, where, job.id)
    assert (part.data.decode(), part.ended) == (f'run.log expired on {day}. Run it again to see what it says.\n', True)
    with services.database.write() as session:
        session.execute(update(Blob).values(created_at=now() - 400 * DAY))
    services.blobs.collect()
    with services.database.read() as session:
        left = set(session.scalars(select(Blob.sha256)))
    assert not left & {artifact.sha256 for artifact in before.artifacts}


def test_the_housekeeper_lets_them_go(services, owner, clock):
    job = run(services, owner, project(services, owner), log=b'x')
    clock(91)
    assert Housekeeper(services).clean() == []
    assert [artifact.name for artifact in details(services, owner, job).expired] == ['run.log']


def test_pinned_ones_stay_until_they_are_unpinned(services, owner, clock):
    where = project(services, owner)
    job = run(services, owner, where, log=b'x', vcd=b'y')
    vcd = details(services, owner, job).artifacts[0]
    [pinned] = services.artifacts.pin(owner, where, job.id, vcd.id)
    assert (pinned.name, pinned.pinned) == ('run.vcd', True)
    clock(1000)
    services.artifacts.expire()
    assert [artifact.name for artifact in details(services, owner, job).artifacts] == ['run.vcd']
    services.artifacts.pin(owner, where, job.id, pinned=False)
    services.artifacts.expire()
    assert details(services, owner, job).artifacts == []
    with pytest.raises(NotFoundError, match='expired'):
        services.artifacts.pin(owner, where, job.id)


def test_all_that_a_run_left_is_pinned_at_once_and_the_trail_says_so(services, owner):
    where = project(services, owner)
    job = run(services, owner, where, log=b'x', vcd=b'y')
    assert all(artifact.pinned for artifact in services.artifacts.pin(owner, where, job.id))
    assert services.audit.own(owner).items[0].action == 'artifact.pinned'


def test_what_the_page_of_the_project_shows_stays(services, owner, clock):
    where = project(services, owner)
    old = run(services, owner, where, trace=b'old', log=b'1')
    shown = run(services, owner, where, trace=b'new', log=b'2')
    run(services, owner, where, log=b'3')
    clock(91)
    assert services.artifacts.expire() == 3
    assert details(services, owner, old).artifacts == []
    assert len(details(services, owner, shown).artifacts) == 2
    assert services.jobs.latest(owner, where, view='trace').job.id == shown.id


def test_only_so_much_is_pinned(services, owner, monkeypatch):
    where = project(services, owner)
    first, second = (run(services, owner, where, log=data) for data in (b'12345678', b'1234567'))
    monkeypatch.setattr('services.artifacts.limits_of', lambda _plan: Limits(pinned_bytes_per_project=10))
    services.artifacts.pin(owner, where, first.id)
    services.artifacts.pin(owner, where, first.id)
    with pytest.raises(LimitError, match=r'15 bytes .* at most 10 bytes .*pinned_bytes_per_project'):
        services.artifacts.pin(owner, where, second.id)


def test_readers_may_not_pin_and_strangers_see_nothing(services, owner):
    public, private = project(services, owner, visibility='public'), project(services, owner)
    reader = person(services)
    with pytest.raises(NotPermittedError):
        services.artifacts.pin(reader, public, run(services, owner, public, log=b'x').id)
    with pytest.raises(NotFoundError):
        services.artifacts.pin(reader, private, run(services, owner, private, log=b'x').id)


def test_another_plan_means_other_dates(services, owner):
    of_plan(services, owner, 'guest')
    job = run(services, owner, project(services, owner), log=b'x')
    admin = add_person(services, 'root', ActorKind.ADMIN)
    for plan, days in (('free', 90), ('own', None), ('guest', 7)):
        services.users.update(admin, owner.user_id, Changes(plan=plan))
        [artifact] = details(services, owner, job).artifacts
        found = artifact.expires_at and (artifact.expires_at - now() + DAY / 2).days
        assert found == days


def test_an_archive_of_the_project_leaves_out_what_has_expired(services, owner, clock):
    where = project(services, owner)
    run(services, owner, where, log=b'x')
    clock(91)
    services.artifacts.expire()
    with services.database.read() as session:
        assert session.scalars(select(Artifact.sha256)).all() == ['']
    archive = b''.join(services.archives.export(owner, where).pieces)
    names = zipfile.ZipFile(io.BytesIO(archive)).namelist()
    assert not [name for name in names if 'artifacts/' in name]
