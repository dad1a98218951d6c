import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import InvalidError
from services.paths import fold, normalise, parents


@pytest.mark.parametrize(
    'path', ['top.v', 'rtl/top.v', 'a b/c.d', 'naïve.v', '日本/語.v', '.gitignore', '.github/x', 'a$b']
)
def test_an_ordinary_path_stays_as_it_is(path: str):
    assert normalise(path) == path


@pytest.mark.parametrize(
    ('path', 'reason'),
    [
        ('', 'needs a path'),
        ('/etc/passwd', 'absolute'),
        ('../secret', 'stays inside'),
        ('rtl/../../secret', 'stays inside'),
        ('rtl/./top.v', 'stays inside'),
        ('rtl//top.v', 'empty name'),
        ('rtl/', 'empty name'),
        ('rtl\\top.v', 'backslash'),
        ('top\0.v', 'U+0000'),
        ('top\n.v', 'U+000A'),
        ('top\x7f.v', 'U+007F'),
        ('v.\u202egpj', 'U+202E'),
        ('\ud800.v', 'U+D800'),
        ('.git/config', '.git'),
        ('rtl/.GIT/hooks/x', '.git'),
        ('.g\u200cit/config', '.git'),
        ('git~1/config', '.git'),
        ('C:/windows', 'colon'),
        ('CON', 'device'),
        ('rtl/nul.v', 'device'),
        ('com1', 'device'),
        ('LPT9.txt', 'device'),
        ('com¹.v', 'device'),
        ('rtl ', 'ends with'),
        ('rtl./top.v', 'ends with'),
        (' top.v', 'begins with'),
        ('a' * 256, '256 bytes'),
        ('é' * 128, '256 bytes'),
        ('/'.join(['abcdefgh'] * 60), '539 bytes'),
    ],
)
def test_a_path_that_some_machine_could_not_hold_is_refused_with_the_reason(path: str, reason: str):
    with pytest.raises(InvalidError) as caught:
        normalise(path)
    assert reason in str(caught.value)


def test_two_spellings_of_one_letter_become_one_path():
    assert normalise('e\u0301.v') == normalise('\u00e9.v')


def test_names_that_differ_only_by_case_have_one_key():
    assert fold('RTL/Straße.v') == fold('rtl/STRASSE.v')


def test_the_folders_above_a_path_come_outermost_first():
    assert parents('a/b/c.v') == ['a', 'a/b']
    assert parents('c.v') == []


@given(st.text(max_size=60))
def test_whatever_is_accepted_stays_inside_its_folder_and_has_one_spelling(path: str):
    try:
        accepted = normalise(path)
    except InvalidError:
        return
    assert normalise(accepted) == accepted
    names = accepted.split('/')
    assert all(names)
    assert not {'.', '..'} & set(names)
    assert not accepted.startswith('/')
    assert fold(fold(accepted)) == fold(accepted)
    assert len(fold(accepted)) <= 1000


@given(st.lists(st.sampled_from(['..', '.', '', '.git', '.GIT', 'a', 'CON', 'b.', ' ']), min_size=1, max_size=5))
def test_no_arrangement_of_hostile_names_is_accepted(names: list[str]):
    if set(names) == {'a'}:
        assert normalise('/'.join(names))
        return
    with pytest.raises(InvalidError):
        normalise('/'.join(names))
