"""The settings of a project: mistakes with their places, changes that lose nothing, and the schema."""

import pytest

from services.container import Services
from services.design_config import ConfigError, config_schema, read_config
from services.errors import InvalidError, NotFoundError, NotPermittedError, PreconditionError
from tests.designs import person, project

TOML = '[simulate]\ntop = "tb"  # mine\n'


def mistakes(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(ConfigError) as caught:
        read_config(text)
    return [(found.line, found.column, f'{found.message} | {found.hint}') for found in caught.value.diagnostics]


@pytest.mark.parametrize(
    ('text', 'line', 'column', 'words'),
    [
        ('[simulate]\ntop = tb\n', 2, 7, 'a text stands in quotes'),
        ('[simulate]\n  topp = "tb"\n', 2, 3, "simulate.topp: there is no such key | is 'top' meant?"),
        ('[simulat]\n', 1, 2, "simulat: there is no such table | is 'simulate' meant?"),
        ('simulate.waves = 3\n', 1, 1, 'simulate.waves: Input should be a valid boolean'),
        ('[simulate]\nsources = [\n  "../x",\n]\n', 2, 1, 'must stay inside the project'),
        ('[project]\ndefines = { "1x" = "" }\n', 2, 1, 'is no Verilog name'),
        ('[simulate.top]\nx = 1\n', 1, 2, 'simulate.top: Input should be a valid string | top: The testbench'),
        ('[simulate]\ntop = "a"\ntop = "b"\n', 3, 10, 'stands once'),
        ('[[regress.tests]]\nseeds=[1]\n[[regress.tests]]\nsseeds=[1]\n', 4, 1, "is 'seeds' meant?"),
        ('a = ' + '[' * 3000, 1, 0, 'nested too deeply'),
    ],
)
def test_a_mistake_has_its_place_and_what_to_write_instead(text: str, line: int, column: int, words: str):
    [found] = mistakes(text)
    assert found[:2] == (line, column)
    assert words in found[2]


def test_all_mistakes_are_told_at_once():
    found = mistakes('[simulate]\nwaves = 3\ntime_limit_s = -1\n[project]\ntop = 1\n')
    assert [line for line, _, _ in found] == [2, 3, 5]


def test_patterns_and_manifests_that_mean_nothing_are_told(services: Services):
    ada = person(services)
    text = '[project]\nmanifest = "gone.f"\n\n[simulate]\nsources = ["rtl/*.v", "src/*.v"]\ninclude_dirs = ["inc"]\n'
    state = services.configs.get(ada, project(services, ada, {'rtl/a.v': '', 'a6hub.toml': text}))
    assert [(each.severity, each.line) for each in state.mistakes] == [('warning', line) for line in (2, 5, 6)]
    assert state.settings['simulate']['sources'] == ['rtl/*.v', 'src/*.v']


def test_settings_are_written_into_a_new_or_a_present_file(services: Services):
    ada = person(services)
    project_id = project(services, ada)
    first = services.configs.change(ada, project_id, 'simulate', {'top': 'tb'})
    assert (first.text, first.mistakes) == ('[simulate]\ntop = "tb"\n', ())
    second = services.configs.change(ada, project_id, 'project', {'defines': {'A': '1'}}, first.etag)
    assert second.settings == {'simulate': {'top': 'tb'}, 'project': {'defines': {'A': '1'}}}
    assert services.configs.change(ada, project_id, 'simulate', {'top': 'tb'}).etag == second.etag


def test_a_change_on_what_somebody_else_has_changed_writes_nothing(services: Services):
    ada = person(services)
    project_id = project(services, ada, {'a6hub.toml': TOML})
    seen = services.configs.get(ada, project_id).etag
    services.files.write(ada, project_id, 'a6hub.toml', b'[simulate]\ntop = "other"\n')
    with pytest.raises(PreconditionError, match='your settings were not written, and what is stored stays'):
        services.configs.change(ada, project_id, 'simulate', {'top': 'mine'}, seen)
    assert services.configs.get(ada, project_id).settings == {'simulate': {'top': 'other'}}


def test_a_file_with_a_mistake_is_left_alone(services: Services):
    ada = person(services)
    project_id = project(services, ada, {'a6hub.toml': '[simulate]\ntop = tb\n'})
    with pytest.raises(InvalidError, match='a mistake in line 2, so it was not changed'):
        services.configs.change(ada, project_id, 'simulate', {'top': 'mine'})
    assert services.configs.get(ada, project_id).text == '[simulate]\ntop = tb\n'
    services.files.write(ada, project_id, 'a6hub.toml', b'')
    with pytest.raises(InvalidError, match=r'simulate\.waves: Input should be a valid boolean'):
        services.configs.change(ada, project_id, 'simulate', {'waves': 'perhaps'})


def test_only_who_may_write_files_changes_settings(services: Services):
    ada, eve = person(services), person(services)
    hidden, shown = project(services, ada), project(services, ada, visibility='public')
    with pytest.raises(NotFoundError):
        services.configs.get(eve, hidden)
    assert services.configs.get(eve, shown).etag == ''
    with pytest.raises(NotPermittedError):
        services.configs.change(eve, shown, 'simulate', {'top': 'tb'})


def test_the_schema_tells_every_table_and_key():
    schema = config_schema()
    assert set(schema['properties']) >= {'project', 'simulate'}
    assert schema['additionalProperties'] is False
    assert 'manifest' in schema['$defs']['ProjectOptions']['properties']
