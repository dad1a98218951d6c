"""A browser's end of a NiceGUI page, without the browser: opens the page, its socket, and sends events."""

import asyncio
import html
import json
import re
import time
import urllib.parse
import uuid
from typing import Any

import httpx
import websockets


class PageClient:
    """One open page."""

    def __init__(self, http: httpx.AsyncClient, socket: websockets.ClientConnection, client_id: str, body: str) -> None:
        self.elements = elements_of(body)
        self._http = http
        self._socket = socket
        self._client_id = client_id
        self._next_message = 0
        self._shown: tuple[str, asyncio.Future[None]] | None = None
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._acknowledge())]

    @classmethod
    async def open(cls, http: httpx.AsyncClient, path: str) -> 'PageClient':
        """Load a page and connect its socket, as the page's script does."""
        answer = await http.get(path)
        answer.raise_for_status()
        client_id = found(r"'client_id': '([^']+)'", answer.text)
        socket = await _connect(http, client_id)
        return cls(http, socket, client_id, answer.text)

    async def event(self, element_id: int, listener_id: str, argument: object, shown: str) -> float:
        """Send an event and return the seconds until the page is told to show `shown`."""
        self._shown = (shown, asyncio.get_running_loop().create_future())
        message = {
            'id': element_id,
            'client_id': self._client_id,
            'listener_id': listener_id,
            'args': [json.dumps(argument)],
        }
        start = time.perf_counter()
        await self._socket.send(f'42{json.dumps(["event", message])}')
        await asyncio.wait_for(self._shown[1], 30)
        return time.perf_counter() - start

    def listener(self, event: str) -> tuple[int, str]:
        """Return the element and the listener of the first listener for this event on the page."""
        for element_id, element in self.elements.items():
            for listener in element.get('events', []):
                if listener['type'] == event:
                    return int(element_id), str(listener['listener_id'])
        raise LookupError(f'nothing on the page listens for {event}')

    @property
    def is_connected(self) -> bool:
        """Whether the server still holds the socket."""
        return self._socket.close_code is None

    async def close(self) -> None:
        """Close the page."""
        for task in self._tasks:
            task.cancel()
        await self._socket.close()

    async def _read(self) -> None:
        async for message in self._socket:
            text = str(message)
            if text == '2':
                await self._socket.send('3')
                continue
            if numbered := re.search(r'"_id":(\d+)', text):
                self._next_message = max(self._next_message, int(numbered[1]) + 1)
            if self._shown and self._shown[0] in text and not self._shown[1].done():
                self._shown[1].set_result(None)

    async def _acknowledge(self) -> None:
        while True:
            await asyncio.sleep(3)
            body = {'client_id': self._client_id, 'next_message_id': self._next_message}
            await self._socket.send('42' + json.dumps(['ack', body]))


def elements_of(body: str) -> dict[str, dict[str, Any]]:
    """Return the elements of a page, as the server describes them to the browser."""
    found_elements: dict[str, dict[str, Any]] = json.loads(
        html.unescape(found(r'parseElements\(String\.raw`(.*?)`\)', body))
    )
    return found_elements


def found(pattern: str, text: str) -> str:
    """Return what the group of a pattern matches."""
    match = re.search(pattern, text, re.DOTALL)
    if not match:
        raise LookupError(f'the page has no {pattern}')
    return match[1]


async def _connect(http: httpx.AsyncClient, client_id: str) -> websockets.ClientConnection:
    query = urllib.parse.urlencode(
        {
            'client_id': client_id,
            'next_message_id': 0,
            'implicit_handshake': 'true',
            'document_id': uuid.uuid4(),
            'tab_id': uuid.uuid4(),
            'EIO': 4,
            'transport': 'websocket',
        }
    )
    origin = str(http.base_url).rstrip('/')
    cookies = '; '.join(f'{name}={value}' for name, value in http.cookies.items())
    headers = {'Origin': origin} | ({'Cookie': cookies} if cookies else {})
    url = f'{origin.replace("http", "ws", 1)}/_nicegui_ws/socket.io/?{query}'
    socket = await websockets.connect(url, additional_headers=headers, max_size=None, ping_interval=None)
    await socket.recv()
    await socket.send('40')
    while not str(answer := await socket.recv()).startswith('4'):
        await socket.send('3')
    if not str(answer).startswith('40'):
        raise ConnectionError(f'the server refused the socket: {answer!r}')
    return socket
