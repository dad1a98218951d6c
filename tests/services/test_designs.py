import pytest

from services.container import Services
from services.errors import LimitError, NotFoundError
from services.ids import new_id
from services.permissions import Actor
from services.project_fields import ProjectChange
from tests.designs import person, project

BENCH = b'module tb; reg clk; uart dut(clk); initial $finish; endmodule\n'


@pytest.fixture
def actor(services: Services) -> Actor:
    return services.auth.create_guest().actor


def test_the_outline_follows_the_sources(services: Services, actor: Actor):
    project = services.projects.create(actor, ProjectChange(name='uart'))
    services.files.write(actor, project.id, 'rtl/uart.v', b'module uart(input clk); endmodule\n')
    services.files.write(actor, project.id, 'tb/tb.v', BENCH)
    outline = services.designs.outline(actor, project.id)
    assert outline.found == 'tb'
    assert [child.module for child in outline.trees[0].children] == ['uart']
    services.files.write(actor, project.id, 'tb/tb.v', b'module bench; initial $finish; endmodule\n')
    assert services.designs.outline(actor, project.id).found == 'bench'
    services.files.write(actor, project.id, 'a6hub.toml', b'[simulate]\ntop = "uart"\n')
    assert services.designs.outline(actor, project.id).found == 'uart'


def test_the_outline_of_a_private_project_is_not_found(services: Services, actor: Actor):
    project = services.projects.create(actor, ProjectChange(name='secret'))
    with pytest.raises(NotFoundError):
        services.designs.outline(Actor(), project.id)


def test_a_page_is_left_and_found_again_by_each_person(services: Services, actor: Actor):
    project = services.projects.create(actor, ProjectChange(name='uart', visibility='unlisted'))
    other = services.auth.create_guest().actor
    services.desk_states.save(actor, project.id, {'tabs': ['a.v']})
    services.desk_states.save(actor, project.id, {'tabs': ['b.v']})
    assert services.desk_states.get(actor, project.id) == {'tabs': ['b.v']}
    assert services.desk_states.get(other, project.id) == {}
    assert services.desk_states.get(Actor(), project.id) == {}


def test_a_huge_state_is_refused(services: Services, actor: Actor):
    project = services.projects.create(actor, ProjectChange(name='uart'))
    with pytest.raises(LimitError, match='65536'):
        services.desk_states.save(actor, project.id, {'text': 'x' * 70_000})


def test_the_state_of_an_unseen_project_is_not_found(services: Services, actor: Actor):
    with pytest.raises(NotFoundError):
        services.desk_states.save(actor, new_id(), {})


def test_a_preference_holds_for_all_projects(services: Services, actor: Actor):
    assert services.desk_states.preference(actor, 'tour_done') is None
    services.desk_states.set_preference(actor, 'tour_done', True)
    assert services.desk_states.preference(actor, 'tour_done') is True
    assert services.desk_states.preference(Actor(), 'tour_done') is None


def test_the_outline_names_the_design_and_what_the_file_sets(services: Services, actor: Actor):
    project = services.projects.create(actor, ProjectChange(name='uart'))
    services.files.write(actor, project.id, 'rtl/uart.v', b'module uart(input clk); endmodule\n')
    services.files.write(actor, project.id, 'tb/tb.v', BENCH)
    services.files.write(actor, project.id, 'a6hub.toml', b'[simulate]\nplusargs = ["seed=7"]\n')
    outline = services.designs.outline(actor, project.id)
    assert (outline.design_top, outline.settings['simulate']) == ('uart', {'plusargs': ['seed=7']})
    services.files.write(actor, project.id, 'a6hub.toml', b'[simulate]\nplusarg = 7\n')
    broken = services.designs.outline(actor, project.id)
    assert broken.config_mistake.startswith('a6hub.toml:2:')


def test_the_outline_shows_vhdl_too(services: Services):
    ada = person(services)
    counter = 'entity counter is port (clk : in bit); end entity;\narchitecture rtl of counter is begin end;\n'
    bench = 'entity tb is end entity;\narchitecture sim of tb is signal clk : bit;\nbegin\n'
    bench += '  dut : entity work.counter port map (clk => clk);\nend architecture;\n'
    outline = services.designs.outline(ada, project(services, ada, {'src/counter.vhd': counter, 'tb/tb.vhd': bench}))
    assert (outline.found, outline.design_top) == ('tb', 'counter')
    [tree] = outline.trees
    assert [(child.name, child.module, child.line) for child in tree.children] == [('dut', 'counter', 1)]
