"""All of a person's data: exported as one archive, deleted for good, moved from a guest to an account."""

import io
import json
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from services.container import Services
from services.errors import InvalidError, NotFoundError, NotSignedInError
from services.models import AuditEvent, Base, File, Job, Project, SignInFailure, Star
from services.permissions import Actor
from services.project_fields import ProjectChange
from tests.people import member, project_of, sign_in

SECRET = b'module secret; endmodule\n'


def rows(services: Services, table: type[Base]) -> int:
    with services.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def exported(services: Services, actor: Actor) -> ZipFile:
    name, pieces = services.account_data.export(actor)
    assert name.startswith(f'a6hub-{actor.name}-')
    return ZipFile(io.BytesIO(b''.join(pieces)))


def test_the_archive_holds_everything_and_no_secret(services: Services):
    ada = member(services, 'ada')
    files = {'rtl/uart.v': SECRET, 'data.bin': bytes(range(256)) * 5000, 'old.v': b'module old; endmodule\n'}
    project_id = project_of(services, ada, 'uart', files)
    services.files.delete(ada, project_id, 'old.v')
    archive = exported(services, ada)
    assert archive.testzip() is None
    account = json.loads(archive.read('account.json'))
    assert account['account']['email'] == 'ada@example.org'
    assert 'password_hash' not in account['account']
    about = json.loads(archive.read('projects/uart/project.json'))
    assert about['name'] == 'uart'
    assert [run['flow'] for run in about['runs']] == ['simulate']
    assert archive.read('projects/uart/files/rtl/uart.v') == SECRET
    assert archive.read('projects/uart/files/data.bin') == bytes(range(256)) * 5000
    assert archive.read('projects/uart/runs/1/run.log') == b'passed\n'
    [trash] = [name for name in archive.namelist() if '/trash/' in name]
    assert archive.read(trash) == files['old.v']
    assert all('/../' not in name and not name.startswith('/') for name in archive.namelist())


def test_the_archive_holds_nothing_of_others(services: Services):
    # A name that no hexadecimal id can hold by chance.
    zora, eve = member(services, 'zora'), member(services, 'eve')
    project_of(services, zora, 'uart', {'uart.v': SECRET})
    archive = exported(services, eve)
    assert sorted(archive.namelist()) == ['README.txt', 'account.json']
    assert b'zora' not in archive.read('account.json')


def test_a_deleted_account_leaves_nothing_but_nameless_acts(services: Services):
    ada, eve = member(services, 'ada'), member(services, 'eve')
    project_of(services, ada, 'uart', {'uart.v': SECRET})
    others = project_of(services, eve, 'spi', {'spi.v': b'module spi; endmodule\n'})
    with services.database.write() as session:
        session.add(Star(user_id=ada.user_id, project_id=others))
        session.get_one(Project, others).star_count = 1
    services.account_data.delete(ada, ada.user_id)
    assert [rows(services, table) for table in (Project, File, Job, Star)] == [1, 1, 1, 0]
    with services.database.read() as session:
        assert session.get_one(Project, others).star_count == 0
        acts = list(session.scalars(select(AuditEvent).where(AuditEvent.actor_id == ada.user_id)))
    assert 'account.deleted' in {act.action for act in acts}
    assert {act.actor_name for act in acts} <= {'', 'deleted'}
    assert {act.address for act in acts} == {''}


def test_a_deleted_person_is_named_nowhere(services: Services):
    zora, eve = member(services, 'zora'), member(services, 'eve')
    design = project_of(services, zora, 'uart', {'uart.v': SECRET})
    services.projects.update(zora, design, ProjectChange(visibility='public'))
    copy = services.forks.fork(eve, design)
    services.members.add(eve, copy.id, 'zora', 'editor')
    services.members.remove(eve, copy.id, 'zora')
    with pytest.raises(NotSignedInError):
        services.auth.sign_in_api('zora', 'a wrong one', '192.0.2.9')
    services.account_data.delete(zora, zora.user_id)
    assert services.projects.get(eve, copy.id).forked_from == ''
    with services.database.read() as session:
        details = list(session.scalars(select(AuditEvent.detail)))
        keys = list(session.scalars(select(SignInFailure.key)))
    assert 'zora' not in str(details)
    assert str(zora.user_id) not in str(keys)


def test_a_deleted_person_called_like_a_word_of_the_trail_leaves_that_of_others(services: Services):
    odd, eve, bob = member(services, 'role'), member(services, 'eve'), member(services, 'bob')
    services.members.add(eve, project_of(services, eve, 'spi', {'spi.v': SECRET}), bob.name, 'editor')
    services.account_data.delete(odd, odd.user_id)
    added = select(AuditEvent.detail).where(AuditEvent.action == 'member.added')
    with services.database.read() as session:
        assert session.scalars(added).one() == {'username': 'bob', 'role': 'editor'}


def test_the_password_is_asked_for(services: Services):
    ada = member(services, 'ada')
    with pytest.raises(InvalidError, match='not your current password'):
        services.account_data.delete(ada, ada.user_id, 'a wrong one', ask=True)
    assert sign_in(services, 'ada').user_id == ada.user_id


def test_nobody_deletes_another_person(services: Services):
    ada, eve = member(services, 'ada'), member(services, 'eve')
    with pytest.raises(NotFoundError):
        services.account_data.delete(eve, ada.user_id)


def test_a_guest_who_signs_in_takes_the_projects_along(services: Services):
    ada = member(services, 'ada')
    project_of(services, ada, 'uart', {'uart.v': SECRET})
    guest = services.auth.create_guest().actor
    project_of(services, guest, 'uart', {'uart.v': b'module other; endmodule\n'})
    assert services.account_data.adopt(guest, ada) == 1
    names = set(exported(services, ada).namelist())
    assert {'projects/uart/files/uart.v', 'projects/uart-2/files/uart.v'} <= names
    assert services.account_data.adopt(guest, ada) == 0


def test_pruning_spares_who_is_still_there(services: Services):
    ada, guest = member(services, 'ada'), services.auth.create_guest()
    services.account_data.prune()
    assert services.identity.resolve(f'cookie {guest.cookie}', '').user_id == guest.actor.user_id
    assert sign_in(services, 'ada').user_id == ada.user_id
