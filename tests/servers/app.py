"""a6hub itself as its users run it: `python main.py` on a free port with a throw-away data folder."""

import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.servers.postgres import PostgresServer
from tests.servers.process import ServerProcess, free_port, server_folder
from tests.servers.radosgw import S3Server

ROOT = Path(__file__).parents[2]


class AppServer:
    """A running a6hub: web and worker, or one of them."""

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, object],
        process: str = 'all',
        *,
        prefix: Sequence[str] = (),
        root: Path = ROOT,
    ) -> None:
        self.port = int(str(settings.get('port') or free_port()))
        self.url = f'http://127.0.0.1:{self.port}'
        self.data_dir = Path(str(settings.get('data_dir') or folder / 'data'))
        values = {'rate_limit_per_minute': 0, **settings, 'port': self.port, 'data_dir': self.data_dir}
        env = {f'A6HUB_{name.upper()}': str(value) for name, value in values.items()}
        argv = [*prefix, sys.executable, str(root / 'main.py'), process]
        self.process = ServerProcess(argv, folder, f'a6hub-{process}', env=env)

    def wait_until_healthy(self, timeout_s: float = 60) -> None:
        """Return once /health answers 200."""
        self.process.wait_until(lambda: answers(f'{self.url}/health'), timeout_s)

    def log(self) -> str:
        """Return what web and worker have printed."""
        return self.process.log.read_text(errors='replace')


StartServer: TypeAlias = Callable[..., AppServer]


@pytest.fixture(scope='session')
def live_server() -> Iterator[AppServer]:
    """a6hub with web and worker on the embedded adapters, shared by all tests of the session."""
    with running_app() as server:
        yield server


@pytest.fixture(scope='session')
def production_server(postgres_server: PostgresServer, redis_server: str, s3_server: S3Server) -> Iterator[AppServer]:
    """a6hub with web and worker on PostgreSQL, Redis and S3, shared by all tests of the session."""
    database = postgres_server.url(postgres_server.create())
    # Tests empty Redis database 0 as they like.
    redis = redis_server.removesuffix('/0') + '/1'
    with running_app(database_url=database, redis_url=redis, s3_url=s3_server.create()) as server:
        yield server


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Start an a6hub of this test alone, with the settings that are given: `start_server(worker_threads=1)`."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(running_app(**settings))


@contextmanager
def running_app(**settings: object) -> Iterator[AppServer]:
    """Run web and worker until the end of the block."""
    with server_folder('app') as folder:
        server = AppServer(folder, settings)
        try:
            server.wait_until_healthy()
            yield server
        finally:
            server.process.stop()


def answers(url: str) -> bool:
    """Tell whether a GET of this address gives 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
