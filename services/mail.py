"""Mails: through SMTP when a server is set, otherwise printed to the log."""

import logging
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

from services.errors import InvalidError
from services.settings import Settings

log = logging.getLogger('a6hub.mail')

TIMEOUT_S = 20


class Mailer(Protocol):
    """Takes mails to deliver later, so that nobody sees by the time it takes whether an address is known."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Take one mail."""

    def close(self) -> None:
        """Deliver what was taken."""


class LogMailer:
    """Prints mails to the server's log, where the one person of an embedded server finds the link."""

    def send(self, to: str, subject: str, text: str) -> None:
        log.warning('Mail to %s (no A6HUB_SMTP_URL is set, so it is printed here): %s\n%s', to, subject, text)

    def close(self) -> None:
        """Nothing waits."""


class SmtpMailer:
    """Hands mails to an SMTP server, one after the other, in a thread of its own."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {'smtp', 'smtps'} or not parts.hostname:
            raise InvalidError('A6HUB_SMTP_URL must read smtp(s)://USER:PASSWORD@HOST:PORT.')
        self._parts = parts
        self._sender = sender
        self._queue = ThreadPoolExecutor(1, thread_name_prefix='mail')

    def send(self, to: str, subject: str, text: str) -> None:
        message = EmailMessage()
        message['From'] = self._sender
        message['To'] = to
        message['Subject'] = subject
        message['Date'] = formatdate()
        message['Message-ID'] = make_msgid(domain=parseaddr(self._sender)[1].rpartition('@')[2] or None)
        message.set_content(text)
        self._queue.submit(self._deliver, message)

    def close(self) -> None:
        self._queue.shutdown(wait=True)

    def _deliver(self, message: EmailMessage) -> None:
        try:
            with self._connect() as server:
                if self._parts.username:
                    server.login(unquote(self._parts.username), unquote(self._parts.password or ''))
                server.send_message(message)
        except (OSError, smtplib.SMTPException):
            log.exception('The mail to %s could not be delivered', message['To'])

    def _connect(self) -> smtplib.SMTP:
        host = self._parts.hostname or ''
        if self._parts.scheme == 'smtps':
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, self._parts.port or 465, timeout=TIMEOUT_S, context=context)
        server = smtplib.SMTP(host, self._parts.port or 587, timeout=TIMEOUT_S)
        server.ehlo()
        if server.has_extn('starttls'):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        return server


def open_mailer(settings: Settings) -> Mailer:
    """Return the mailer that the settings ask for."""
    return SmtpMailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else LogMailer()
