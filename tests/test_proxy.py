"""deploy/nginx.conf in a real nginx: a browser stays with its process, sockets and scripts get through."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.servers.nginx import running_nginx


class Echo(BaseHTTPRequestHandler):
    """Answers with its own port and what the proxy told it."""

    protocol_version = 'HTTP/1.1'

    def do_GET(self) -> None:
        told = {name: self.headers.get(name, '') for name in ('Host', 'X-Forwarded-Proto', 'Upgrade', 'Connection')}
        body = '\n'.join([str(self.server.server_address[1]), *(f'{name}: {value}' for name, value in told.items())])
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope='module')
def proxy() -> Iterator[str]:
    with echo_server() as one, echo_server() as two, running_nginx([one, two]) as url:
        yield url


def test_a_browser_stays_with_one_process(proxy):
    with browser(proxy) as client:
        assert len({port_of(client.get('/ada/uart/edit')) for _ in range(12)}) == 1


def test_browsers_are_spread_over_the_processes(proxy):
    ports = set()
    for _ in range(24):
        with browser(proxy) as client:
            ports.add(port_of(client.get('/')))
    assert len(ports) == 2


def test_only_the_first_page_sets_the_cookie(proxy):
    with browser(proxy) as client:
        assert 'a6hub_route' in client.get('/').cookies
        assert 'set-cookie' not in client.get('/').headers


def test_rest_sets_no_cookie(proxy):
    with browser(proxy) as client:
        assert 'set-cookie' not in client.get('/api/v1/limits').headers


def test_the_upgrade_of_a_socket_reaches_the_process_of_the_page(proxy):
    with browser(proxy) as client:
        page = client.get('/ada/uart/edit')
        headers = {'Connection': 'Upgrade', 'Upgrade': 'websocket'}
        socket = client.get('/_nicegui_ws/socket.io/', headers=headers)
        assert port_of(socket) == port_of(page)
        assert 'Upgrade: websocket\nConnection: upgrade' in socket.text


def test_the_process_learns_that_the_browser_came_over_tls(proxy):
    with browser(proxy) as client:
        assert 'X-Forwarded-Proto: https' in client.get('/').text


def port_of(answer: httpx.Response) -> str:
    """Return the port of the process that answered."""
    assert answer.status_code == 200
    return answer.text.splitlines()[0]


def browser(url: str) -> httpx.Client:
    """Return a client that keeps cookies and trusts the certificate of the test."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return httpx.Client(base_url=url, verify=context)


@contextmanager
def echo_server() -> Iterator[int]:
    """Run what stands for a process of the product, and give its port."""
    with ThreadingHTTPServer(('127.0.0.1', 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
