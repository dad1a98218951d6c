"""Mails, delivered to a real SMTP server or printed to the log."""

import base64
import logging

import pytest

from services.container import Services, build_services
from services.errors import InvalidError
from services.mail import LogMailer, SmtpMailer
from services.settings import Settings
from services.users import Changes
from tests.people import PASSWORD, member
from tests.servers.smtp import MailServer

SENDER = 'a6hub <no-reply@example.org>'


def test_a_mail_reaches_the_server_with_sender_and_credentials(mail_server: MailServer):
    mailer = SmtpMailer(mail_server.url, SENDER)
    mailer.send('ada@example.org', 'Grüße', 'One line.\nA second one with ä.\n')
    mailer.close()
    [mail] = mail_server.mails
    assert (mail['From'], mail['To'], mail['Subject']) == (SENDER, 'ada@example.org', 'Grüße')
    assert mail.get_content().splitlines() == ['One line.', 'A second one with ä.']
    [credentials] = mail_server.credentials
    assert base64.b64decode(credentials.split()[1]) == b'\0user\0p@ss'


def test_a_forgotten_password_is_mailed_with_the_public_address(mail_server: MailServer, embedded_settings: Settings):
    changes = {'smtp_url': mail_server.url, 'mail_from': SENDER, 'public_url': 'https://a6hub.example'}
    services = build_services(embedded_settings.model_copy(update=changes))
    member(services, 'ada')
    services.auth.forgot_password('Ada@example.org')
    services.auth.forgot_password('nobody@example.org')
    services.close()
    confirm, reset = mail_server.mails
    assert 'https://a6hub.example/verify?token=' in confirm.get_content()
    assert 'https://a6hub.example/reset?token=' in reset.get_content()
    assert reset['To'] == 'ada@example.org'


def test_a_changed_address_is_told_to_the_old_one(mail_server: MailServer, embedded_settings: Settings):
    services = build_services(embedded_settings.model_copy(update={'smtp_url': mail_server.url}))
    ada = member(services, 'ada')
    changes = Changes(email='new@example.org', password=PASSWORD)
    services.users.update(ada, services.users.me(ada).id, changes)
    services.close()
    assert [mail['To'] for mail in mail_server.mails] == ['ada@example.org', 'ada@example.org', 'new@example.org']


def test_a_server_that_does_not_answer_is_logged_and_nobody_waits(caplog: pytest.LogCaptureFixture):
    mailer = SmtpMailer('smtp://127.0.0.1:1', SENDER)
    mailer.send('ada@example.org', 'A subject', 'A text.')
    mailer.close()
    assert 'could not be delivered' in caplog.text


def test_no_line_break_of_a_name_becomes_a_header(mail_server: MailServer):
    mailer = SmtpMailer(mail_server.url, SENDER)
    with pytest.raises(ValueError, match='linefeed'):
        mailer.send('ada@example.org\nBcc: eve@example.org', 'A subject', 'A text.')
    mailer.close()
    assert mail_server.mails == []


def test_without_a_server_the_mail_is_in_the_log(embedded: Services, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.WARNING)
    assert isinstance(embedded.mailer, LogMailer)
    member(embedded, 'ada')
    assert 'http://127.0.0.1:8080/verify?token=' in caplog.text


def test_an_address_of_the_wrong_form_is_refused_at_the_start():
    with pytest.raises(InvalidError, match='A6HUB_SMTP_URL'):
        SmtpMailer('mail.example.org:25', SENDER)
