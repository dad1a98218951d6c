"""Coverage and the choice of a simulator through REST, with a real worker."""

import pytest

from services.blobs import BlobService
from services.models import Artifact, Job
from services.views import COVERAGE
from tests.designs import person, project, save
from tests.ide.api.test_jobs import ada, client, ended, services, started, worker  # noqa: F401 - fixtures

pytestmark = pytest.mark.tool
PICK = 'module pick(input s, output reg y);\n  always @* begin\n    if (s) y = 1;\n    else y = 0;\n  end\nendmodule\n'
BENCH = 'module tb;\n  reg s = 0; wire y;\n  pick dut(s, y);\n  initial #5 $finish;\nendmodule\n'


async def test_coverage_is_told_for_present_files_and_a_spoiled_result_spoils_nothing(client, ada, services, worker):  # noqa: F811
    where = project(services, ada, {'pick.sv': PICK, 'tb.sv': BENCH})
    _, job = await ended(client, await started(client, where, flow='coverage'))
    assert job['state'] == 'passed'
    spoil(services, where)
    address = f'/api/v1/projects/{where}/coverage'
    found = (await client.get(address)).json()
    assert found['files']['pick.sv']['lines']['3'] == 0
    assert 0 < found['totals']['line']['percent'] < 100
    assert (await client.get(address, params={'path': 'tb.sv'})).json()['files'] == {}
    save(services, where, 'pick.sv', PICK + '\n')
    assert (await client.get(address)).json()['files'] == {}


async def test_the_choice_of_a_simulator_comes_with_its_reason(client, ada, services):  # noqa: F811
    where = project(services, ada)
    chosen = (await client.get(f'/api/v1/projects/{where}/simulator')).json()
    assert chosen['simulator'] == 'icarus'
    assert 'short' in chosen['reason']
    others = project(services, person(services, 'eve'))
    assert (await client.get(f'/api/v1/projects/{others}/simulator')).status_code == 404


def spoil(services, where) -> None:  # noqa: F811
    """Add a run whose design wrote its own nonsense in the place of its coverage."""
    blobs: BlobService = services.blobs
    blob = blobs.put(b'{"files": {"pick.sv": {"lines": 3}}}')
    with services.database.write() as session:
        job = session.query(Job).filter_by(project_id=where).one()
        other = Job(project_id=where, number=job.number + 1, flow='coverage', snapshot_id=job.snapshot_id)
        session.add(other)
        session.flush()
        session.add(
            Artifact(
                job_id=other.id, project_id=where, name='coverage.json', view=COVERAGE.id, size=9, sha256=blob.sha256
            )
        )
