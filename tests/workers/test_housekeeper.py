"""What has ended is removed, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from services.clock import now
from services.container import Services
from services.errors import UnavailableError
from services.models import Blob, LoginSession, Project, RefreshToken, SignInFailure, TrashedFile, User
from tests.factories import add_project
from tests.people import PASSWORD, member
from workers.housekeeper import Housekeeper

LONG_AGO = now() - timedelta(days=400)


def count(services: Services, *tables: type) -> list[int]:
    with services.database.read() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_only_what_has_ended_is_removed(services: Services):
    ada = member(services, 'ada')
    services.auth.sign_in_api('ada', PASSWORD, '192.0.2.7')
    kept = add_project(services, ada, {'kept.v': b'module kept; endmodule'}, name='Kept')
    gone = add_project(services, ada, {'gone.v': b'module gone; endmodule'}, name='Gone')
    services.projects.delete(ada, gone.id)
    tables = (User, LoginSession, RefreshToken, Project, Blob)
    before = count(services, *tables)
    assert Housekeeper(services).clean() == []
    assert count(services, *tables) == before
    with services.database.write() as session:
        session.execute(update(Project).where(Project.id == gone.id).values(deleted_at=LONG_AGO))
        session.execute(update(LoginSession).values(expires_at=LONG_AGO))
        session.execute(update(RefreshToken).values(expires_at=LONG_AGO))
        session.execute(update(Blob).values(created_at=LONG_AGO))
        session.add(SignInFailure(key='account:eve', created_at=LONG_AGO))
    assert Housekeeper(services).clean() == []
    assert count(services, *tables, SignInFailure, TrashedFile) == [1, 0, 0, 1, 1, 0, 0]
    assert services.files.read(ada, kept.id, 'kept.v') == b'module kept; endmodule'


def test_a_guest_whom_nobody_came_back_to_is_removed_from_a_server_for_many(services: Services):
    guest = services.auth.create_guest()
    add_project(services, guest.actor, {'x.v': b'x'})
    with services.database.write() as session:
        session.execute(update(User).values(created_at=LONG_AGO))
        session.execute(update(LoginSession).values(expires_at=LONG_AGO, last_seen_at=LONG_AGO))
    Housekeeper(services).clean()
    left = 1 if services.settings.single_person else 0
    assert count(services, User, Project) == [left, left]


def test_one_task_that_fails_does_not_keep_the_others(
    embedded: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail() -> None:
        raise UnavailableError('The store is away.')

    monkeypatch.setattr(embedded.blobs, 'collect', fail)
    assert Housekeeper(embedded).clean() == ['blobs']
    assert 'The store is away' in caplog.text


def test_it_works_by_itself_and_ends(embedded: Services):
    with embedded.database.write() as session:
        session.add(SignInFailure(key='account:eve', created_at=LONG_AGO))
    housekeeper = Housekeeper(embedded, first_s=0.01)
    housekeeper.start()
    while count(embedded, SignInFailure) != [0]:
        pass
    housekeeper.close()
