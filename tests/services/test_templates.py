import pytest

from services.container import Services
from services.errors import NotFoundError, NotSignedInError
from services.permissions import ANONYMOUS
from services.project_fields import ProjectChange
from services.templates import EXAMPLES
from tests.factories import add_person, tree_of


def test_templates_are_listed_in_their_order(embedded: Services):
    templates = embedded.templates.list_templates()
    assert [template.order for template in templates] == sorted(template.order for template in templates)
    assert {'counter', 'uart', 'fifo'} <= {template.name for template in templates}
    assert all(template.title and template.summary and template.language for template in templates)


def test_a_project_holds_exactly_the_files_of_its_template(services: Services):
    ada = add_person(services)
    project = services.templates.create(ada, 'uart')
    files = {path: data for path, data in tree_of(services, ada, project.id).items() if data is not None}
    source = {path.relative_to(EXAMPLES / 'uart').as_posix(): path for path in (EXAMPLES / 'uart').rglob('*')}
    assert files == {
        name: path.read_bytes()
        for name, path in source.items()
        if path.is_file() and name != 'template.toml' and '__pycache__' not in name
    }
    assert (project.name, project.slug, project.template, project.visibility) == ('UART', 'uart', 'uart', 'private')


def test_every_template_makes_a_project(embedded: Services):
    ada = add_person(embedded)
    for template in embedded.templates.list_templates():
        project = embedded.templates.create(ada, template.name)
        assert project.file_count > 0, template.name


def test_ones_own_words_win_over_the_templates(embedded: Services):
    ada = add_person(embedded)
    project = embedded.templates.create(ada, 'uart', ProjectChange(name='Mine', visibility='public', topics=['own']))
    assert (project.name, project.visibility, project.topics) == ('Mine', 'public', ['own'])
    assert project.description


@pytest.mark.parametrize('name', ['', '..', '../uart', 'uart/../uart', 'nothing'])
def test_an_unknown_template_is_named_with_those_there_are(embedded: Services, name: str):
    ada = add_person(embedded)
    with pytest.raises(NotFoundError, match='uart'):
        embedded.templates.create(ada, name)


def test_a_template_needs_an_account_to_become_a_project(embedded: Services):
    with pytest.raises(NotSignedInError):
        embedded.templates.create(ANONYMOUS, 'uart')
