from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from services import limits
from services.auth import Registration
from services.clock import now
from services.container import Services
from services.errors import ConflictError, InvalidError, LimitError, NotFoundError, NotPermittedError, NotSignedInError
from services.models import File, Project, Star
from services.permissions import ANONYMOUS, ActorKind, Permission
from services.project_fields import ProjectChange
from services.projects import Sort
from tests.factories import add_person, add_project, tree_of


def test_a_project_is_found_by_id_and_by_address(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, name='Größer & Besser')
    assert project.path == '/ada/grosser-besser' or project.path.startswith('/ada/gr')
    assert services.projects.get(ada, project.id) == project
    assert services.projects.find(ada, 'Ada', project.slug.upper()) == project


def test_the_slug_of_a_project_never_collides_below_its_owner(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    slugs = [add_project(services, ada, name=name).slug for name in ('UART', 'uart', 'Uart 2', 'uart!')]
    assert slugs == ['uart', 'uart-2', 'uart-2-2', 'uart-3']
    assert add_project(services, eve, name='UART').slug == 'uart'


@pytest.mark.parametrize('name', ['edit', 'new', 'settings', 'con', '日本', '!!!', 'x'])
def test_any_name_gives_an_address_that_no_route_takes(embedded: Services, name: str):
    ada = add_person(embedded)
    project = add_project(embedded, ada, name=name)
    assert project.name == name
    assert len(project.slug) >= 2
    assert project.slug not in {'edit', 'new', 'settings', 'con'}


def test_lists_show_what_one_may_see_and_nothing_else(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    for visibility in ('public', 'unlisted', 'private'):
        add_project(services, ada, name=f'ada {visibility}', visibility=visibility)
        add_project(services, eve, name=f'eve {visibility}', visibility=visibility)
    shared = services.projects.find(eve, 'eve', 'eve-private')
    services.members.add(eve, shared.id, 'ada', 'viewer')

    def names(page):
        return sorted(project.name for project in page.items)

    assert names(services.projects.own(ada)) == ['ada private', 'ada public', 'ada unlisted', 'eve private']
    assert names(services.projects.of_owner(ada, 'eve')) == ['eve private', 'eve public']
    assert names(services.projects.of_owner(ANONYMOUS, 'eve')) == ['eve public']
    assert services.projects.find(ANONYMOUS, 'eve', 'eve-unlisted').name == 'eve unlisted'
    with pytest.raises(NotFoundError):
        services.projects.find(ANONYMOUS, 'ada', 'ada-private')
    with pytest.raises(NotSignedInError):
        services.projects.own(ANONYMOUS)


def test_a_token_without_the_scope_sees_no_project(services: Services):
    ada = add_person(services)
    project = add_project(services, ada)
    narrow = type(ada)(ada.user_id, ada.kind, ada.name, frozenset({Permission.ACCOUNT_READ}))
    with pytest.raises(NotFoundError):
        services.projects.get(narrow, project.id)
    with pytest.raises(NotPermittedError):
        services.projects.create(narrow, ProjectChange(name='x'))


def test_a_guest_shares_by_link_but_is_not_listed_on_a_server_for_many(services: Services):
    guest = add_person(services, 'guest-1', ActorKind.GUEST)
    add_project(services, guest, visibility='unlisted')
    if services.settings.single_person:
        assert add_project(services, guest, visibility='public').visibility == 'public'
        return
    with pytest.raises(NotPermittedError, match='Register first'):
        add_project(services, guest, visibility='public')


def test_a_deleted_project_frees_its_address_and_comes_back_beside_its_successor(services: Services):
    ada = add_person(services)
    first = add_project(services, ada, {'top.v': b'first'}, name='UART')
    services.projects.delete(ada, first.id)
    with pytest.raises(NotFoundError):
        services.projects.get(ada, first.id)
    with pytest.raises(NotFoundError):
        services.files.read(ada, first.id, 'top.v')
    second = add_project(services, ada, name='UART')
    assert second.slug == 'uart'
    assert services.projects.restore(ada, first.id).slug == 'uart-2'
    assert tree_of(services, ada, first.id) == {'top.v': b'first'}


def test_nobody_but_the_owner_restores(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    project = add_project(services, ada, visibility='public')
    services.members.add(ada, project.id, 'eve', 'maintainer')
    with pytest.raises(NotPermittedError):
        services.projects.delete(eve, project.id)
    services.projects.delete(ada, project.id)
    with pytest.raises(NotFoundError):
        services.projects.restore(eve, project.id)
    assert services.projects.deleted(eve) == []
    assert [info.id for info in services.projects.deleted(ada)] == [project.id]


def test_a_deleted_project_is_gone_for_good_after_its_days(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, {'top.v': b'x'})
    kept = add_project(services, ada)
    for identity, days in ((project.id, 31), (kept.id, 29)):
        services.projects.delete(ada, identity)
        moment = now() - timedelta(days=days)
        with services.database.write() as session:
            session.execute(update(Project).where(Project.id == identity).values(deleted_at=moment))
    assert services.projects.purge_deleted() == 1
    with services.database.read() as session:
        assert session.execute(select(func.count()).select_from(File)).scalar() == 0
    with pytest.raises(NotFoundError):
        services.projects.restore(ada, project.id)
    assert services.projects.restore(ada, kept.id).id == kept.id


def test_a_change_names_what_is_wrong_and_changes_nothing(services: Services):
    ada = add_person(services)
    project = add_project(services, ada)
    for change in (
        ProjectChange(name=''),
        ProjectChange(visibility='everybody'),
        ProjectChange(topics=['x' * 41]),
        ProjectChange(topics=[f't{number}' for number in range(21)]),
        ProjectChange(description='x' * 2001),
        ProjectChange(licence='a\nb'),
        ProjectChange(name='ok', slug='../x'),
    ):
        with pytest.raises(InvalidError) as caught:
            services.projects.update(ada, project.id, change)
        assert caught.value.field
    assert services.projects.get(ada, project.id) == project


def test_an_address_can_be_changed_to_a_free_one(services: Services):
    ada = add_person(services)
    project = add_project(services, ada, name='UART')
    add_project(services, ada, name='Taken')
    assert services.projects.update(ada, project.id, ProjectChange(slug='serial')).path == '/ada/serial'
    with pytest.raises(ConflictError, match='taken'):
        services.projects.update(ada, project.id, ProjectChange(slug='taken'))


def test_listings_are_sorted_as_asked(services: Services):
    ada = add_person(services)
    first, second, third = (add_project(services, ada, name=name) for name in ('Beta', 'Alpha', 'Gamma'))
    services.files.write(ada, first.id, 'top.v', b'newest')
    services.stars.add(ada, second.id)
    orders = {
        sort: [info.id for info in services.projects.own(ada, sort).items]
        for sort in (Sort.NAME, Sort.UPDATED, Sort.CREATED)
    }
    assert orders[Sort.NAME] == [second.id, first.id, third.id]
    assert orders[Sort.UPDATED][0] == first.id
    assert orders[Sort.CREATED] == [third.id, second.id, first.id]
    assert services.projects.own(ada, Sort.STARS).items[0].id == second.id
    with services.database.read() as session:
        assert session.execute(select(func.count()).select_from(Star)).scalar() == 1


def test_a_person_cannot_own_projects_without_end(services: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(limits._PLANS, 'free', replace(limits._PLANS['free'], projects_per_person=2))
    ada = add_person(services)
    for _ in range(2):
        add_project(services, ada)
    with pytest.raises(LimitError, match='3 projects; at most 2'):
        add_project(services, ada)


def test_what_happens_to_a_project_is_on_record(services: Services):
    ada = add_person(services)
    project = add_project(services, ada)
    services.projects.update(ada, project.id, ProjectChange(visibility='public'))
    services.projects.delete(ada, project.id)
    services.projects.restore(ada, project.id)
    actions = [event.action for event in services.audit.own(ada).items]
    assert actions == ['project.restored', 'project.deleted', 'project.updated', 'project.created']


def test_many_projects_of_one_name_at_once_get_different_addresses(services: Services):
    ada = add_person(services)
    with ThreadPoolExecutor(8) as threads:
        projects = list(threads.map(lambda _: add_project(services, ada, name='UART'), range(8)))
    assert sorted(project.slug for project in projects) == ['uart', *(f'uart-{number}' for number in range(2, 9))]


def test_a_person_cannot_keep_bytes_without_end(services: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(limits._PLANS, 'free', replace(limits._PLANS['free'], bytes_per_person=1_000))
    ada, eve = add_person(services), add_person(services, 'eve')
    first = add_project(services, ada, {'rom.bin': b'\0' * 600})
    second = add_project(services, ada)
    with pytest.raises(LimitError, match=r'1,200 bytes together.*at most 1,000'):
        services.files.write(ada, second.id, 'rom.bin', b'\0' * 600)
    with pytest.raises(LimitError):
        services.forks.duplicate(ada, first.id)
    services.members.add(ada, second.id, 'eve', 'editor')
    with pytest.raises(LimitError):
        services.files.write(eve, second.id, 'rom.bin', b'\0' * 600)
    services.projects.delete(ada, first.id)
    services.projects.purge(ada, first.id)
    services.files.write(ada, second.id, 'rom.bin', b'\0' * 600)


def test_only_a_deleted_project_is_purged_and_only_by_its_owner(services: Services):
    ada, eve = add_person(services), add_person(services, 'eve')
    project = add_project(services, ada, visibility='public')
    with pytest.raises(NotFoundError):
        services.projects.purge(ada, project.id)
    services.projects.delete(ada, project.id)
    with pytest.raises(NotFoundError):
        services.projects.purge(eve, project.id)
    services.projects.purge(ada, project.id)
    with pytest.raises(NotFoundError):
        services.projects.restore(ada, project.id)


def test_a_guest_has_less_room_than_who_registered(services: Services):
    guest = services.auth.create_guest().actor
    plan = add_project(services, guest).plan
    assert plan == ('own' if services.settings.single_person else 'guest')
    if plan == 'guest':
        services.auth.register(guest, Registration('ada@example.org', 'ada', 'green-heron-42'))
        [project] = services.projects.own(guest).items
        assert (project.owner, project.plan) == ('ada', 'free')
