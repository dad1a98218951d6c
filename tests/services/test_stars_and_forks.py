from concurrent.futures import ThreadPoolExecutor

import pytest

from services.container import Services
from services.errors import NotFoundError, NotSignedInError
from services.permissions import Actor
from services.project_fields import ProjectChange


@pytest.fixture
def owner(services: Services) -> Actor:
    return services.auth.create_guest().actor


@pytest.fixture
def visitor(services: Services) -> Actor:
    return services.auth.create_guest().actor


def test_a_star_counts_once_and_can_be_taken_back(services: Services, owner: Actor, visitor: Actor):
    project = services.projects.create(owner, ProjectChange(name='uart', visibility='unlisted'))
    services.stars.add(visitor, project.id)
    assert services.stars.add(visitor, project.id).star_count == 1
    assert services.stars.has(visitor, project.id)
    assert services.stars.remove(visitor, project.id).star_count == 0
    assert not services.stars.has(visitor, project.id)


def test_many_stars_at_once_are_all_counted(services: Services, owner: Actor):
    project = services.projects.create(owner, ProjectChange(name='uart', visibility='unlisted'))
    people = [services.auth.create_guest().actor for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda person: services.stars.add(person, project.id), people))
    assert services.projects.get(owner, project.id).star_count == 6


def test_nobody_cannot_star(services: Services, owner: Actor):
    project = services.projects.create(owner, ProjectChange(name='uart', visibility='unlisted'))
    with pytest.raises(NotSignedInError):
        services.stars.add(Actor(), project.id)


def test_what_one_may_not_see_can_neither_be_starred_nor_forked(services: Services, owner: Actor, visitor: Actor):
    project = services.projects.create(owner, ProjectChange(name='secret'))
    with pytest.raises(NotFoundError):
        services.stars.add(visitor, project.id)
    with pytest.raises(NotFoundError):
        services.forks.fork(visitor, project.id)


def test_a_fork_has_the_files_and_goes_its_own_way(services: Services, owner: Actor, visitor: Actor):
    project = services.projects.create(owner, ProjectChange(name='uart', visibility='unlisted', licence='MIT'))
    services.files.write(owner, project.id, 'rtl/uart.v', b'module uart; endmodule\n')
    copy = services.forks.fork(visitor, project.id)
    assert (copy.visibility, copy.licence, copy.forked_from) == ('private', 'MIT', f'{project.owner}/uart')
    services.files.write(visitor, copy.id, 'rtl/uart.v', b'module mine; endmodule\n')
    assert services.files.read(owner, project.id, 'rtl/uart.v') == b'module uart; endmodule\n'
    assert services.projects.get(owner, project.id).fork_count == 1


def test_a_fork_outlives_its_origin(services: Services, owner: Actor, visitor: Actor):
    project = services.projects.create(owner, ProjectChange(name='uart', visibility='unlisted'))
    services.files.write(owner, project.id, 'a.v', b'module a; endmodule\n')
    copy = services.forks.fork(visitor, project.id)
    services.projects.delete(owner, project.id)
    assert services.files.read(visitor, copy.id, 'a.v') == b'module a; endmodule\n'
