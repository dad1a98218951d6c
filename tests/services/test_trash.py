from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from services import limits
from services.clock import now
from services.container import Services
from services.errors import ConflictError, InvalidError, NotFoundError, PreconditionError
from services.files import FileChange
from services.models import TrashedFile
from services.trash import purge_trash
from tests.factories import add_person, add_project, tree_of


def test_many_files_are_written_at_once_and_taken_back_at_once(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'old a', 'b.v': b'old b', 'c.v': b'c'})
    changes = [FileChange('a.v', b'new a'), FileChange('b.v', b'new b'), FileChange('new/d.v', b'd')]
    replacement = services.files.write_many(ada, project.id, changes)
    assert [item.created for item in replacement.written] == [False, False, True]
    assert tree_of(services, ada, project.id)['a.v'] == b'new a'
    services.files.undo(ada, project.id, replacement.batch_id)
    files = {path: data for path, data in tree_of(services, ada, project.id).items() if data is not None}
    assert files == {'a.v': b'old a', 'b.v': b'old b', 'c.v': b'c', 'new/d.v': b'd'}


def test_one_stale_file_stops_them_all(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'old', 'b.v': b'old'})
    stale = '0' * 64
    with pytest.raises(PreconditionError):
        services.files.write_many(ada, project.id, [FileChange('a.v', b'new'), FileChange('b.v', b'new', stale)])
    assert tree_of(services, ada, project.id) == {'a.v': b'old', 'b.v': b'old'}
    with pytest.raises(InvalidError, match='same path'):
        services.files.write_many(ada, project.id, [FileChange('a.v', b'1'), FileChange('A.v', b'2')])


def test_a_replacement_is_not_taken_back_over_newer_text(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'old'})
    replacement = services.files.write_many(ada, project.id, [FileChange('a.v', b'new')])
    services.files.write(ada, project.id, 'a.v', b'newest')
    with pytest.raises(ConflictError, match=r"'a\.v' was written since"):
        services.files.undo(ada, project.id, replacement.batch_id)
    assert services.files.read(ada, project.id, 'a.v') == b'newest'


def test_the_trash_forgets_its_oldest_batches_when_it_is_full(services: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(limits._PLANS, 'free', replace(limits._PLANS['free'], trash_bytes_per_project=25))
    ada = add_person(services)
    project = add_project(services, ada, {f'{name}.v': b'0123456789' for name in 'abc'})
    batches = [services.files.delete(ada, project.id, f'{name}.v').batch_id for name in 'abc']
    with pytest.raises(NotFoundError):
        services.files.undo(ada, project.id, batches[0])
    for batch in batches[1:]:
        services.files.undo(ada, project.id, batch)
    assert set(tree_of(services, ada, project.id)) == {'b.v', 'c.v'}


def test_the_trash_is_emptied_after_its_days(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'a', 'b.v': b'b'})
    old, new = (services.files.delete(ada, project.id, path).batch_id for path in ('a.v', 'b.v'))
    with services.database.write() as session:
        moment = now() - timedelta(days=31)
        session.execute(update(TrashedFile).where(TrashedFile.batch_id == old).values(created_at=moment))
    assert purge_trash(services.database) == 1
    services.files.undo(ada, project.id, new)
    assert tree_of(services, ada, project.id) == {'b.v': b'b'}
