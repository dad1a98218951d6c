"""An S3 server of the tests: Ceph's radosgw with one monitor and one store in memory, a bucket for each test."""

import itertools
import os
import shutil
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from minio import Minio

from tests.servers.process import ServerProcess, accepts_connections, free_port, server_folder

ACCESS_KEY = 'a6hubtests'
SECRET_KEY = 'a6hubtestsecret'
START_TIMEOUT_S = 120

# NOTE: without ms_mon_client_mode=crc the gateway asks for encryption that "none" cannot give, and waits for ever.
CONFIGURATION = """
[global]
fsid = {fsid}
mon_host = [v2:127.0.0.1:{mon_v2},v1:127.0.0.1:{mon_v1}]
mon_initial_members = a
public_addr = 127.0.0.1
public_network = 127.0.0.0/8
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
memstore_device_bytes = 2147483648
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data_avail_crit = 1
mon_data_avail_warn = 2
ms_bind_ipv6 = false
run_dir = {folder}/run
admin_socket = {folder}/run/$name.asok
pid_file = {folder}/run/$name.pid
log_file = {folder}/$name.ceph.log
mon_data = {folder}/mon
osd_data = {folder}/osd

[client.rgw.a]
rgw_frontends = beast endpoint=127.0.0.1:{http}
rgw_dns_name = 127.0.0.1
rgw_enable_apis = s3
rgw_thread_pool_size = 32
rgw_ops_log_rados = false
rgw_dynamic_resharding = false
rgw_init_timeout = {timeout}
ms_mon_client_mode = crc
auth_client_required = none
"""


class S3Server:
    """A running S3 server that makes buckets."""

    def __init__(self, port: int) -> None:
        self.endpoint = f'127.0.0.1:{port}'
        self._client = Minio(endpoint=self.endpoint, access_key=ACCESS_KEY, secret_key=SECRET_KEY, secure=False)
        self._numbers = itertools.count(1)

    def create(self) -> str:
        """Create an empty bucket and return the URL that selects it."""
        bucket = f'test-{next(self._numbers)}'
        self._client.make_bucket(bucket_name=bucket)
        return f'http://{ACCESS_KEY}:{SECRET_KEY}@{self.endpoint}/{bucket}'


@pytest.fixture(scope='session')
def s3_server() -> Iterator[S3Server]:
    """An S3 server, started when the first test asks for it: that takes about 13 s and 450 MB."""
    with server_folder('s3') as folder, ExitStack() as stack:
        yield S3Server(_start(folder, stack))


@pytest.fixture
def s3_url(s3_server: S3Server) -> str:
    """The URL of an empty bucket of this test, as A6HUB_S3_URL takes it."""
    return s3_server.create()


def _start(folder: Path, stack: ExitStack) -> int:
    ports = {name: free_port() for name in ('mon_v2', 'mon_v1', 'http')}
    fsid = str(uuid.uuid4())
    configuration = folder / 'ceph.conf'
    configuration.write_text(CONFIGURATION.format(fsid=fsid, folder=folder, timeout=START_TIMEOUT_S, **ports))
    for name in ('mon', 'osd', 'run'):
        (folder / name).mkdir()

    addresses = f'[v2:127.0.0.1:{ports["mon_v2"]},v1:127.0.0.1:{ports["mon_v1"]}]'
    _run(folder, 'monmaptool', '--create', '--fsid', fsid, '--addv', 'a', addresses, 'monmap')
    _run(folder, 'ceph-mon', '--mkfs', '-i', 'a', '--monmap', 'monmap')
    _serve(folder, stack, 'ceph-mon', '-i', 'a').wait_until(lambda: accepts_connections(ports['mon_v2']))

    osd = str(uuid.uuid4())
    _run(folder, 'ceph', 'osd', 'new', osd)
    _run(folder, 'ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', osd)
    _serve(folder, stack, 'ceph-osd', '-i', '0')

    gateway = _serve(folder, stack, 'radosgw', '-n', 'client.rgw.a')
    gateway.wait_until(lambda: accepts_connections(ports['http']), START_TIMEOUT_S)
    keys = ['--access-key', ACCESS_KEY, '--secret-key', SECRET_KEY]
    _run(folder, 'radosgw-admin', 'user', 'create', '--uid=tests', '--display-name=tests', '--max-buckets=0', *keys)
    return ports['http']


def _serve(folder: Path, stack: ExitStack, program: str, *args: str) -> ServerProcess:
    # The store lives in memory and is thrown away: there is nothing to shut down in order.
    argv = [_found(program), '-f', '-c', 'ceph.conf', *args]
    process = ServerProcess(argv, folder, program, stop_signal=signal.SIGKILL, env=_environment(folder))
    stack.callback(process.stop)
    return process


def _run(folder: Path, program: str, *args: str) -> None:
    argv = [_found(program), *args]
    done = subprocess.run(argv, cwd=folder, env=_environment(folder), capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise RuntimeError(f'{program} ended with code {done.returncode}: {done.stderr}')


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, 'CEPH_CONF': str(folder / 'ceph.conf')}


def _found(program: str) -> str:
    path = shutil.which(program)
    if not path:
        raise RuntimeError(f'{program} is missing: script/test installs the S3 server (packages radosgw and ceph-*)')
    return path
