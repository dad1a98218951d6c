"""Registering, signing in, guests, and passwords, on both sets of adapters."""

import pytest

from services.auth import Registration
from services.container import Services
from services.errors import ConflictError, InvalidError, NotSignedInError, RateLimitError
from services.models import User
from services.permissions import ANONYMOUS, Actor, ActorKind

PASSWORD = 'green-heron-42'
ADDRESS = '192.0.2.7'


def register(services: Services, username: str = 'ada', actor: Actor = ANONYMOUS) -> User:
    return services.auth.register(actor, Registration(f'{username}@example.org', username, PASSWORD))


def sign_in(services: Services, name: str = 'ada', password: str = PASSWORD) -> Actor:
    return services.auth.sign_in_browser(name, password, ADDRESS, 'a browser').actor


def resolve(services: Services, credential: str) -> Actor:
    return services.identity.resolve(credential, ADDRESS)


def test_a_person_registers_and_signs_in_by_username_or_address(services: Services):
    user = register(services)
    assert sign_in(services, 'ada').user_id == user.id
    assert sign_in(services, 'ADA@example.org').name == 'ada'


def test_the_cookie_stands_for_the_person_until_sign_out(services: Services):
    register(services)
    signed_in = services.auth.sign_in_browser('ada', PASSWORD, ADDRESS, 'a browser')
    credential = f'cookie {signed_in.cookie}'
    actor = resolve(services, credential)
    assert actor == signed_in.actor
    assert services.identity.cached(credential, ADDRESS) == actor
    services.sessions.end(actor)
    assert services.identity.cached(credential, ADDRESS) is None
    assert resolve(services, credential).kind is ActorKind.ANONYMOUS


def test_a_forged_cookie_is_an_anonymous_visitor(services: Services):
    register(services)
    cookie = services.auth.sign_in_browser('ada', PASSWORD, ADDRESS, '').cookie
    other = services.auth.create_guest().cookie
    forged = other.partition('.')[0] + '.' + cookie.partition('.')[2]
    for value in (forged, cookie[:-2], '', 'x.y', '\ud800'):
        assert resolve(services, f'cookie {value}').user_id is None


@pytest.mark.parametrize('password', ['wrong', '', PASSWORD + ' ', 'x' * 100, 'a\0b'])
def test_a_wrong_password_is_refused(services: Services, password: str):
    register(services)
    with pytest.raises(NotSignedInError, match='wrong'):
        sign_in(services, 'ada', password)


def test_passwords_differ_beyond_the_72nd_byte(services: Services):
    long = 'ä-very-long-password-' * 5
    services.auth.register(ANONYMOUS, Registration('ada@example.org', 'ada', long + '1'))
    assert sign_in(services, 'ada', long + '1').name == 'ada'
    with pytest.raises(NotSignedInError):
        sign_in(services, 'ada', long + '2')


@pytest.mark.parametrize(
    ('email', 'username', 'password', 'field'),
    [
        ('ada', 'ada', PASSWORD, 'email'),
        ('a b@example.org', 'ada', PASSWORD, 'email'),
        ('ada@example.org\nBcc: eve@example.org', 'ada', PASSWORD, 'email'),
        ('ada@example.org', 'a', PASSWORD, 'username'),
        ('ada@example.org', 'Ada Lovelace', PASSWORD, 'username'),
        ('ada@example.org', 'projects', PASSWORD, 'username'),
        ('ada@example.org', 'com1', PASSWORD, 'username'),
        ('ada@example.org', 'guest-ada', PASSWORD, 'username'),
        ('ada@example.org', '../ada', PASSWORD, 'username'),
        ('ada@example.org', 'ada\0', PASSWORD, 'username'),
        ('ada@example.org', 'ada', 'short', 'password'),
        ('ada@example.org', 'ada', 'x' * 1001, 'password'),
        ('ada@example.org', 'ada', 'aaaaaaaaaa', 'password'),
        ('ada-lovelace@example.org', 'ada', 'Ada-Lovelace', 'password'),
    ],
)
def test_what_does_not_make_an_account_names_its_field(
    embedded: Services, email: str, username: str, password: str, field: str
):
    with pytest.raises(InvalidError) as caught:
        embedded.auth.register(ANONYMOUS, Registration(email, username, password))
    assert caught.value.field == field


def test_names_and_addresses_are_taken_whatever_their_case(services: Services):
    register(services, 'ada')
    with pytest.raises(ConflictError, match='username') as caught:
        services.auth.register(ANONYMOUS, Registration('other@example.org', 'ADA', PASSWORD))
    assert caught.value.field == 'username'
    with pytest.raises(ConflictError, match='e-mail'):
        services.auth.register(ANONYMOUS, Registration('Ada@Example.org', 'other', PASSWORD))


def test_a_guest_becomes_a_member_and_stays_the_same_person(services: Services):
    guest = services.auth.create_guest(ADDRESS, 'a browser')
    assert guest.actor.kind is ActorKind.GUEST
    member = register(services, 'ada', guest.actor)
    assert member.id == guest.actor.user_id
    actor = resolve(services, f'cookie {guest.cookie}')
    assert (actor.kind, actor.name) == (ActorKind.MEMBER, 'ada')


def test_guessing_is_stopped_for_an_account_even_with_the_right_password(services: Services):
    register(services)
    for _ in range(10):
        with pytest.raises(NotSignedInError):
            sign_in(services, 'ada', 'a wrong one')
    with pytest.raises(RateLimitError, match='this account') as caught:
        sign_in(services, 'ada@example.org', PASSWORD)
    assert 0 < caught.value.retry_after_s <= 15 * 60


def test_guessing_is_stopped_for_an_address(services: Services):
    register(services)
    for number in range(50):
        with pytest.raises(NotSignedInError):
            sign_in(services, f'nobody-{number}', 'a wrong one')
    with pytest.raises(RateLimitError, match='this address'):
        sign_in(services)
    assert services.auth.sign_in_browser('ada', PASSWORD, '198.51.100.1', '').actor.name == 'ada'


def test_signing_in_often_with_the_right_password_is_no_guessing(embedded: Services):
    register(embedded)
    for _ in range(60):
        assert sign_in(embedded).name == 'ada'


def test_a_changed_password_ends_every_other_sign_in(services: Services):
    register(services)
    here = services.auth.sign_in_browser('ada', PASSWORD, ADDRESS, '')
    there = services.auth.sign_in_browser('ada', PASSWORD, ADDRESS, '')
    pair = services.auth.sign_in_api('ada', PASSWORD, ADDRESS)
    assert resolve(services, f'bearer {pair.access_token}').name == 'ada'
    services.auth.change_password(here.actor, PASSWORD, 'blue-heron-43')
    assert resolve(services, f'cookie {here.cookie}').name == 'ada'
    assert resolve(services, f'cookie {there.cookie}').user_id is None
    with pytest.raises(NotSignedInError):
        resolve(services, f'bearer {pair.access_token}')
    with pytest.raises(NotSignedInError):
        services.sessions.refresh(pair.refresh_token)
    assert sign_in(services, 'ada', 'blue-heron-43').name == 'ada'


def test_a_password_is_changed_only_with_the_present_one(services: Services):
    register(services)
    with pytest.raises(InvalidError) as caught:
        services.auth.change_password(sign_in(services), 'not mine', 'blue-heron-43')
    assert caught.value.field == 'current_password'
