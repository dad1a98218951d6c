"""The application with NiceGUI below it, as `python main.py web` serves it."""

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.servers.app import AppServer


def test_an_unknown_address_of_rest_is_told_in_the_form_of_all_errors(live_server: AppServer):
    answer = httpx.get(f'{live_server.url}/api/v1/nothing')
    assert (answer.status_code, answer.json()['error']) == (404, 'not-found')
    assert 'set-cookie' not in answer.headers


def test_a_wrong_method_is_told_with_the_right_ones(live_server: AppServer):
    answer = httpx.delete(f'{live_server.url}/api/v1/auth/me')
    assert (answer.status_code, answer.json()['error']) == (405, 'method-not-allowed')
    assert answer.headers['allow'] == 'GET, PATCH'


def test_an_unknown_page_looks_like_all_pages(live_server: AppServer):
    answer = httpx.get(f'{live_server.url}/a/b/c/d', headers={'Accept': 'text/html'})
    assert answer.status_code == 404
    assert 'class="site-top"' in answer.text
    assert '/_nicegui' not in answer.text


def test_rest_sets_no_cookie_and_is_not_touched_by_nicegui(live_server: AppServer):
    answer = httpx.post(f'{live_server.url}/api/v1/auth/login', json={'email': 'nobody', 'password': 'a wrong one'})
    assert answer.status_code == 401
    assert 'set-cookie' not in answer.headers


def test_a_slash_too_many_leads_to_the_page(live_server: AppServer):
    answer = httpx.get(f'{live_server.url}/explore/', headers={'Accept': 'text/html'})
    assert answer.status_code in {307, 308}
    assert answer.headers['location'].endswith('/explore')
    other = httpx.get(f'{live_server.url}//evil.example/', headers={'Accept': 'text/html'})
    assert 'evil.example' not in other.headers.get('location', '')


SOCKET = '/_nicegui_ws/socket.io/?EIO=4&transport=websocket'


def test_the_socket_of_pages_opens_for_pages_of_this_server(live_server: AppServer):
    with connect(live_server.url.replace('http', 'ws') + SOCKET, origin=live_server.url) as socket:
        assert socket.recv(timeout=10).startswith('0{')


@pytest.mark.parametrize('origin', ['https://evil.example', 'http://127.0.0.1:1', 'null'])
def test_the_socket_of_pages_stays_shut_for_pages_of_others(live_server: AppServer, origin: str):
    with pytest.raises(InvalidStatus, match='403'):
        connect(live_server.url.replace('http', 'ws') + SOCKET, origin=origin)


@pytest.mark.parametrize('origin', ['https://evil.example', 'null'])
def test_the_other_way_of_the_socket_stays_shut_as_well(live_server: AppServer, origin: str):
    polling = SOCKET.replace('websocket', 'polling')
    answer = httpx.post(live_server.url + polling, content=b'40', headers={'Origin': origin})
    assert answer.status_code == 403
