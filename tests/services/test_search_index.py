from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text

from services.clock import now
from services.container import Services
from services.models import SearchDocument
from services.project_fields import ProjectChange
from tests.factories import add_person, add_project


def documents(services: Services, project_id: UUID) -> dict[str, str]:
    """Return the indexed texts of a project by path; the empty path is the project itself."""
    with services.database.read() as session:
        rows = session.scalars(select(SearchDocument).where(SearchDocument.project_id == project_id))
        return {row.path: row.text for row in rows}


def test_the_index_follows_every_change_of_the_files(services: Services):
    ada = add_person(services)
    files = {'rtl/a.v': b'alpha', 'b.v': b'beta', 'rom.bin': b'\0', 'c.v': b'gamma'}
    project = add_project(services, ada, files)
    services.search_index.flush()
    assert set(documents(services, project.id)) == {'', 'rtl/a.v', 'b.v', 'c.v'}
    services.files.write(ada, project.id, 'b.v', b'delta')
    services.files.move(ada, project.id, 'rtl', 'src')
    services.files.delete(ada, project.id, 'c.v')
    services.search_index.flush()
    found = documents(services, project.id)
    del found['']
    assert found == {'src/a.v': 'alpha', 'b.v': 'delta'}


def test_the_index_knows_name_description_and_topics(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, name='Old name')
    change = ProjectChange(name='New name', description='serial', topics=['uart'])
    services.projects.update(ada, project.id, change)
    services.search_index.flush()
    assert documents(services, project.id)[''] == 'New name\nold-name\nserial\nuart'


def test_a_long_file_and_odd_characters_do_no_harm(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'long.v': b'x' * 1_000_001, 'odd.v': 'a\u2028b\ufffdc"%_'.encode()})
    services.search_index.flush()
    assert set(documents(services, project.id)) == {'', 'odd.v'}


def test_what_a_killed_server_left_is_caught_up(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'alpha'})
    services.search_index.flush()
    with services.database.write() as session:
        session.execute(text('DELETE FROM search_documents'))
    services.search_index.catch_up(now() + timedelta(hours=1))
    assert documents(services, project.id) == {}
    services.search_index.catch_up(now() - timedelta(hours=1))
    assert documents(services, project.id)['a.v'] == 'alpha'


def test_a_purged_project_leaves_no_documents(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'a.v': b'alpha'})
    services.search_index.flush()
    with services.database.write() as session:
        session.execute(text('DELETE FROM projects'))
    services.search_index.update(project.id)
    assert documents(services, project.id) == {}
