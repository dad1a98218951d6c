"""Saves that were acknowledged survive: four writers, and a web process that is killed at random."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx

from bench.row import Row
from bench.servers import free_port, server_folder
from bench.session import Session
from tests.servers.app import AppServer

WRITERS = 4
SAVES = 10_000
SECONDS_BETWEEN_KILLS = (2.0, 8.0)


def saves_with_kills() -> Iterator[Row]:
    """Save 10,000 times from four writers while the web process is killed at random; look for every save."""
    with server_folder('bench-saves') as folder:
        web = KilledWeb(folder)
        writers = _write(web)
        web.stop()
    lost = [loss for writer in writers for loss in writer.lost]
    acknowledged = sum(writer.acknowledged for writer in writers)
    compared = f'{acknowledged} acknowledged, {web.kills} kills'
    yield Row('acknowledged saves that are lost', len(lost), 'saves', '<= 0', compared)


def _write(web: 'KilledWeb') -> list['Writer']:
    person = Session(web.server.url, 'ada')
    project = person.post('/api/v1/projects', {'name': 'Saves'})['id']
    writers = [Writer(web, person, f'{project}', number) for number in range(WRITERS)]
    threads = [threading.Thread(target=writer.run) for writer in writers]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(random.uniform(*SECONDS_BETWEEN_KILLS))
        web.kill_and_restart()
    for writer in writers:
        writer.check()
    person.close()
    return writers


class KilledWeb:
    """A web process that can be killed and comes back on the same port with the same folder."""

    def __init__(self, folder: Path) -> None:
        self.kills = 0
        self._folder = folder
        self._settings = {'data_dir': folder / 'data', 'port': free_port()}
        migrate = AppServer(folder, self._settings, 'migrate')
        migrate.process.wait()
        self._start()

    def kill_and_restart(self) -> None:
        """Kill it as a power cut would, and start it again."""
        self.server.process.kill()
        self.kills += 1
        self._start()

    def stop(self) -> None:
        """End it in order."""
        self.server.process.stop()

    def _start(self) -> None:
        self.server = AppServer(self._folder, self._settings, 'web')
        self.server.wait_until_healthy()


class Writer:
    """Saves one file again and again with If-Match, as an editor's tab does, and remembers what was acknowledged."""

    def __init__(self, web: KilledWeb, person: Session, project: str, number: int) -> None:
        self._url = f'{web.server.url}/api/v1/projects/{project}/tree/tab{number}.v'
        self._headers = {'Authorization': f'Bearer {person.token}'}
        self._http = httpx.Client(timeout=10)
        self._number = number
        self._sent = ''
        self._stored = ''
        self._etag = ''
        self.acknowledged = 0
        self.lost: list[str] = []

    def run(self) -> None:
        """Save until this writer has done its part."""
        random.seed(self._number)
        while self.acknowledged < SAVES // WRITERS:
            self._save(f'// save {self.acknowledged} of {self._number}\n' + 'x' * random.randint(0, 4000))

    def _save(self, text: str) -> None:
        self._sent = text
        guard = {'If-Match': self._etag} if self._etag else {}
        try:
            answer = self._http.put(self._url, content=text.encode(), headers=self._headers | guard)
        except httpx.TransportError:
            self.check()
            return
        if answer.status_code not in {200, 201}:
            raise RuntimeError(f'a save was answered with {answer.status_code}: {answer.text[:300]}')
        self._stored, self._etag = text, answer.headers['ETag']
        self.acknowledged += 1

    def check(self) -> None:
        """Read the file back: it is the last acknowledged text, or the one that was on its way."""
        answer = self._read()
        if answer.status_code == 404 and not self._stored:
            return
        if answer.text not in {self._stored, self._sent}:
            self.lost.append(self._stored[:40])
        self._stored, self._etag = answer.text, answer.headers['ETag']

    def _read(self) -> httpx.Response:
        while True:
            with suppress(httpx.TransportError):
                return self._http.get(self._url, headers=self._headers)
            time.sleep(0.05)
