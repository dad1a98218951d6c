"""Names in addresses."""

import pytest
from fastapi import FastAPI

from services.errors import InvalidError
from services.names import RESERVED_USERNAMES, check_slug, check_username, numbered, slugify
from tests.web import routes_of


@pytest.mark.parametrize('name', ['ada', 'a6', 'x-1-y', 'a' * 39, '42'])
def test_good_names_stay_as_they_are(name: str):
    assert check_username(name) == name
    assert check_slug(name) == name


@pytest.mark.parametrize(
    'name',
    [
        '',
        'a',
        'a' * 40,
        '-ada',
        'ada-',
        'a--b',
        'a_b',
        'a.b',
        'ä-b',
        'a/b',
        '..',
        'a b',
        'a\0b',
        'a\nb',
        '\uff41da',
        'nul',
        'LPT1',
    ],
)
def test_names_that_break_an_address_are_refused(name: str):
    for check in (check_username, check_slug):
        with pytest.raises(InvalidError):
            check(name)


def test_case_and_blanks_around_make_no_other_name():
    assert check_username('  Ada ') == 'ada'


@pytest.mark.parametrize('name', ['api', 'Explore', 'login', 'www', 'guest-1'])
def test_words_of_the_product_are_kept(name: str):
    with pytest.raises(InvalidError, match='kept'):
        check_username(name)


@pytest.mark.parametrize(
    ('text', 'slug'),
    [
        ('My UART!', 'my-uart'),
        ('  ', 'project'),
        ('ä', 'a-project'),
        ('Señal 8b/10b', 'senal-8b-10b'),
        ('日本', 'project'),
        ('con', 'con-project'),
        ('x' * 60, 'x' * 39),
        ('a' * 38 + '-b', 'a' * 38),
    ],
)
def test_a_slug_is_made_of_any_text(text: str, slug: str):
    assert slugify(text) == slug
    assert check_slug(slugify(text)) == slug


def test_a_numbered_name_keeps_within_the_longest():
    assert numbered('uart', 2) == 'uart-2'
    assert numbered('x' * 39, 12) == 'x' * 36 + '-12'


def test_no_person_can_take_the_first_word_of_a_route(app: FastAPI):
    firsts = {route.path.split('/')[1].partition('.')[0] for route in routes_of(app)}
    # A name has no underscore, so routes with one are safe.
    words = {first for first in firsts if first and not first.startswith('{') and '_' not in first}
    assert {'api', 'assets', 'login', 'account'} <= words
    assert words <= RESERVED_USERNAMES
