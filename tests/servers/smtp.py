"""A mail server of the tests: keeps what it is sent."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs, with one account `user` and its password `p@ss`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(('127.0.0.1', 0), _Talk)
        self.mails: list[EmailMessage] = []
        self.credentials: list[str] = []

    @property
    def url(self) -> str:
        """Return the address as A6HUB_SMTP_URL takes it."""
        return f'smtp://user:p%40ss@127.0.0.1:{self.server_address[1]}'


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say('220 ready')
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(' ')
            if verb.upper() == 'EHLO':
                self._say('250-here\r\n250 AUTH PLAIN')
            elif verb.upper() == 'AUTH':
                self.server.credentials.append(rest)
                self._say('235 welcome')
            elif verb.upper() == 'DATA':
                self._say('354 go on')
                self.server.mails.append(self._mail())
                self._say('250 kept')
            elif verb.upper() == 'QUIT':
                self._say('221 bye')
                return
            else:
                self._say('250 fine')

    def _mail(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b'.\r\n':
            lines.append(line)
        message = message_from_bytes(b''.join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    def _say(self, line: str) -> None:
        self.wfile.write(f'{line}\r\n'.encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A running mail server."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
