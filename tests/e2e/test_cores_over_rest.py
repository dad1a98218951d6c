"""picorv32 and SERV, uploaded through REST to a running a6hub, give the values that the bare tools give by hand."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.cores import core_files
from tests.servers.app import AppServer
from tests.vcd import value_changes
from tests.web import PASSWORD
from tests.workers.test_cores import UTILITIES, by_hand

pytestmark = pytest.mark.tool

NEEDED = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.s3]
SERVERS = ['live_server', pytest.param('production_server', marks=NEEDED)]
PICORV32 = ('picorv32.v', 'testbench_ez.v')


@pytest.fixture(params=SERVERS)
def person(request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """Somebody with an account on a running server, once for each set of adapters."""
    server: AppServer = request.getfixturevalue(request.param)
    name = f'p{uuid4().hex[:12]}'
    with httpx.Client(base_url=f'{server.url}/api/v1', timeout=60) as client:
        typed = {'email': f'{name}@example.org', 'username': name, 'password': PASSWORD}
        client.post('/auth/register', json=typed).raise_for_status()
        answer = client.post('/auth/login', json={'email': name, 'password': PASSWORD})
        client.headers['Authorization'] = f'Bearer {answer.json()["access_token"]}'
        yield client


def uploaded(person: httpx.Client, files: dict[str, bytes]) -> str:
    """Make a project of files and return its address."""
    project = f'/projects/{person.post("/projects", json={"name": "Core"}).json()["id"]}'
    for path, content in files.items():
        assert person.put(f'{project}/tree/{path}', content=content).status_code == 201
    return project


def simulated(person: httpx.Client, project: str, **options: object) -> tuple[dict, str, str]:
    """Run a project and return the run, its log and its VCD."""
    started = person.post(f'{project}/jobs', json={'flow': 'simulate', 'options': options})
    assert started.status_code == 202, started.text
    job = f'{project}/jobs/{started.json()["id"]}'
    log = person.get(f'{job}/logs', params={'follow': 1}).text
    found = person.get(job).json()
    [vcd] = [artifact for artifact in found['artifacts'] if artifact['view'] == 'vcd']
    return found, log, person.get(f'{job}/artifacts/{vcd["id"]}').text


def test_picorv32(person, tmp_path):
    files = {name: core_files('picorv32')[name] for name in PICORV32}
    run, log, vcd = simulated(person, uploaded(person, files))
    assert (run['state'], run['top_module']) == ('passed', 'testbench')
    assert log == person.get(f'/projects/{run["project_id"]}/jobs/{run["id"]}/logs').text
    bare = by_hand(tmp_path, files, 'testbench_ez.v picorv32.v', '+vcd', 'testbench.vcd')
    assert value_changes(vcd) == value_changes(bare)


def test_serv(person, tmp_path):
    parts = ('rtl/', 'servant/', 'bench/', 'sw/zephyr_hello.hex')
    files = {path: content for path, content in core_files('serv').items() if path.startswith(parts)}
    files['bench/vlog_tb_utils.v'] = UTILITIES.encode()
    files['a6hub.toml'] = b'[simulate]\ntop = "servant_tb"\nplusargs = ["firmware=sw/zephyr_hello.hex"]\n'
    run, _, vcd = simulated(person, uploaded(person, files))
    assert run['state'] == 'passed'
    libraries = '-y bench -y servant -y rtl -s servant_tb bench/servant_tb.v'
    bare = by_hand(tmp_path, files, libraries, '+firmware=sw/zephyr_hello.hex', 'serv.vcd')
    assert value_changes(vcd) == value_changes(bare)
