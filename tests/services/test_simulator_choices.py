"""The simulator that a run would take is known before the run, with its reason."""

import pytest

from services.container import Services
from services.errors import InvalidError, NotFoundError
from services.permissions import Actor
from services.project_fields import ProjectChange
from services.simulators import Simulator

BENCH = b'module tb; reg clk = 0; initial begin $display("x"); $finish; end endmodule\n'


@pytest.fixture
def actor(services: Services) -> Actor:
    return services.auth.create_guest().actor


def test_the_choice_follows_sources_options_and_the_project_file(services: Services, actor: Actor):
    project = services.projects.create(actor, ProjectChange(name='uart'))
    services.files.write(actor, project.id, 'tb.sv', BENCH)
    choose = services.simulators.choose
    assert choose(actor, project.id, {}).simulator is Simulator.ICARUS
    assert choose(actor, project.id, {'time_limit_s': 300}).simulator is Simulator.VERILATOR
    services.files.write(actor, project.id, 'tb.sv', BENCH.replace(b'$display("x");', b'if (clk inside {0}) ;'))
    choice = choose(actor, project.id, {})
    assert (choice.simulator, choice.reason) == (Simulator.VERILATOR, 'Icarus does not take inside (tb.sv:1)')
    services.files.write(actor, project.id, 'a6hub.toml', b'[simulate]\nsimulator = "icarus"\n')
    assert 'a6hub.toml' in choose(actor, project.id, {}).reason


def test_a_project_that_cannot_be_run_says_why(services: Services, actor: Actor):
    project = services.projects.create(actor, ProjectChange(name='empty'))
    with pytest.raises(InvalidError, match='No module was found'):
        services.simulators.choose(actor, project.id, {})


def test_who_may_not_see_a_project_learns_nothing_of_it(services: Services, actor: Actor):
    project = services.projects.create(actor, ProjectChange(name='secret'))
    with pytest.raises(NotFoundError):
        services.simulators.choose(Actor(), project.id, {})
