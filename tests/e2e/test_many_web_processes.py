"""Production as docs/operate.md tells it: two web processes behind the proxy, a worker, PostgreSQL, Redis and S3."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Designer
from tests.servers.app import AppServer
from tests.servers.nginx import running_nginx
from tests.servers.postgres import PostgresServer
from tests.servers.process import free_port, server_folder
from tests.servers.radosgw import S3Server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.tool,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.s3,
]


@dataclass
class Site:
    """The address that people type, and the web processes behind it."""

    url: str
    start_web: Callable[[int], AppServer]
    ports: list[int]
    web: dict[int, AppServer] = field(default_factory=dict)

    def start(self, port: int) -> None:
        """Start the web process on this port."""
        self.web[port] = self.start_web(port)
        self.web[port].wait_until_healthy()

    def kill(self, port: int) -> None:
        """Kill the web process on this port."""
        self.web.pop(port).process.kill()


@pytest.fixture
def site(postgres_server: PostgresServer, redis_server: str, s3_server: S3Server) -> Iterator[Site]:
    with ExitStack() as stack:
        folder = stack.enter_context(server_folder('site'))
        ports, proxy = [free_port(), free_port()], free_port()
        settings = {
            'database_url': postgres_server.url(postgres_server.create()),
            'redis_url': redis_server.removesuffix('/0') + '/2',
            's3_url': s3_server.create(),
            'public_url': f'https://127.0.0.1:{proxy}',
            'secret_key': 'the same on every host of this site',
        }
        AppServer(folder, settings, 'migrate').process.wait()
        stack.callback(AppServer(folder, settings, 'worker').process.stop)
        url = stack.enter_context(running_nginx(ports, proxy))
        site = Site(url, lambda port: AppServer(folder, {**settings, 'port': port}, 'web'), ports)
        for port in ports:
            site.start(port)
        yield site
        for server in site.web.values():
            server.process.stop()


@pytest.fixture
def designer(site: Site, browser: Browser) -> Iterator[Designer]:
    context = browser.new_context(viewport={'width': 1440, 'height': 900}, ignore_https_errors=True)
    yield Designer(context.new_page(), site.url)
    context.close()


def test_a_run_on_the_worker_shows_on_the_page_of_a_web_process(designer: Designer):
    designer.open_template('counter')
    designer.simulate()
    expect(designer.status()).to_have_text('run #1 passed', timeout=20_000)


def test_a_page_goes_on_in_another_process_when_its_own_is_killed(designer: Designer, site: Site):
    designer.open_template('counter')
    for number, port in enumerate(site.ports):
        site.kill(port)
        expect(designer.page.get_by_test_id('connection')).to_have_text('● Connected', timeout=30_000)
        designer.wait_until_open()
        designer.type_at_the_end(f' survived {number}')
        designer.wait_until_saved()
        site.start(port)
    designer.page.reload()
    expect(designer.page.locator('.cm-content:visible')).to_contain_text('survived 0 survived 1')
