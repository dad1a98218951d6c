"""The history of a project's runs, on every set of adapters."""

import pytest

from services.container import Services
from services.errors import NotFoundError
from services.models import JobState
from services.permissions import ANONYMOUS
from services.run_history import RunFilter
from tests.factories import add_project
from tests.people import add_run, member


@pytest.fixture
def project(services: Services):
    ada = member(services, 'ada')
    project = add_project(services, ada, {'uart.v': b'module uart; endmodule\n'}, name='uart')
    add_run(services, ada, project.id)
    return ada, project.id


def test_runs_are_narrowed_down(services: Services, project):
    ada, project_id = project
    services.files.write(ada, project_id, 'uart.v', b'module uart(input a); endmodule\n')
    services.jobs.start(ada, project_id, 'simulate', {'plusargs': ['n=1']})

    def numbers(**wanted) -> list[int]:
        found = services.run_history.find(ada, project_id, RunFilter(**wanted))
        return [job.number for job in found.items]

    assert numbers() == [2, 1]
    assert numbers(state=JobState.PASSED) == [1]
    assert numbers(flow='lint') == []
    assert numbers(person='ada') == [2, 1]
    assert numbers(person='nobody') == []
    assert list(services.run_history.people(ada, project_id).values()) == ['ada']


def test_two_runs_are_compared(services: Services, project):
    ada, project_id = project
    services.files.write(ada, project_id, 'uart.v', b'module uart(input a); endmodule\n')
    services.jobs.start(ada, project_id, 'simulate', {'plusargs': ['n=1']})
    found = services.run_history.compare(ada, project_id, 2, 1)
    assert (found.a.number, found.b.number) == (1, 2)
    assert [(change.name, change.b) for change in found.settings if change.differs] == [('plusargs', ['n=1'])]
    assert [(change.name, change.kind) for change in found.files] == [('uart.v', 'changed')]
    assert [(change.kind, change.diagnostic.message) for change in found.diagnostics] == [('gone', 'a message')]
    with pytest.raises(NotFoundError):
        services.run_history.compare(ada, project_id, 1, 3)


def test_a_stranger_finds_nothing(services: Services, project):
    _, project_id = project
    eve = member(services, 'eve')
    for actor in (eve, ANONYMOUS):
        with pytest.raises(NotFoundError):
            services.run_history.find(actor, project_id, RunFilter())
        with pytest.raises(NotFoundError):
            services.run_history.people(actor, project_id)
        with pytest.raises(NotFoundError):
            services.run_history.compare(actor, project_id, 1, 1)
