"""Text is found and replaced as in an editor, within a bounded time whatever the pattern."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import InvalidError, LimitError
from services.globs import Globs
from services.text_query import Finder, TextQuery

SOURCE = 'module top;\n  wire tx, tx_next;\r\n  // TX ends\n\n  assign tx = tx_next;\nendmodule'


def places(text: str, query: str, **options: bool) -> list[tuple[int, str]]:
    found = Finder(TextQuery(query, **options)).find(text)
    return [(match.line, match.text[match.start : match.end]) for match in found]


def replaced(text: str, query: str, replacement: str, **options: bool) -> str:
    return Finder(TextQuery(query, **options)).replace(text, replacement)[0]


def test_case_words_and_expressions_are_told_apart():
    assert [line for line, _ in places(SOURCE, 'tx')] == [1, 1, 2, 4, 4]
    assert [line for line, _ in places(SOURCE, 'tx', case=True)] == [1, 1, 4, 4]
    assert [line for line, _ in places(SOURCE, 'tx', word=True)] == [1, 2, 4]
    assert places(SOURCE, r't\w+t', regex=True) == [(1, 'tx_next'), (4, 'tx_next')]
    assert places(SOURCE, 't.x') == []
    assert places(SOURCE, '(tx') == []


def test_beginnings_and_ends_are_those_of_lines():
    assert places(SOURCE, r'^\s*assign', regex=True) == [(4, '  assign')]
    assert places(SOURCE, r';$', regex=True) == [(0, ';'), (1, ';'), (4, ';')]
    assert places('a  \n\n\nb  ', r'\s+$', regex=True) == [(0, '  '), (3, '  ')]
    assert replaced('a  \r\n\r\nb  ', r'\s+$', '', regex=True) == 'a\r\n\r\nb'
    assert replaced('a\nb', '$', ';', regex=True) == 'a\nb'


def test_a_pattern_that_names_line_ends_reaches_over_them():
    assert places(SOURCE, r'ends\n\n', regex=True) == [(2, 'ends')]
    assert replaced('a\n\n\nb', r'\n\n+', r'\n', regex=True) == 'a\nb'


def test_groups_go_into_the_replacement():
    assert replaced('a_next b_next', r'(\w)_next', r'next_$1\t\1$2', regex=True) == 'next_a\ta next_b\tb'
    assert replaced('a.b a.b', 'a.b', r'$1\1') == r'$1\1 $1\1'
    assert Finder(TextQuery('x')).replace('x y x', 'x') == ('x y x', 2)


def test_lookarounds_see_the_line_they_are_in():
    assert places('a\nb', r'a(?!\s)', regex=True) == [(0, 'a')]
    assert places('a\nb', r'a\Z', regex=True) == [(0, 'a')]


@given(st.text('ab\r\nü'), st.text('abü', min_size=1, max_size=2), st.text('xy'))
def test_a_plain_replacement_is_that_of_python(text: str, query: str, replacement: str):
    assert replaced(text, query, replacement, case=True) == text.replace(query, replacement)
    by_line = replaced(text, f'(?:{re.escape(query)})', replacement, case=True, regex=True)
    assert by_line == text.replace(query, replacement)


@pytest.mark.parametrize(
    'pattern',
    [
        '(a|aa)+$',
        '(?:a?){40}a{40}b',
        '(a*)*[^a]b|(a+)+$',
        r'(\w+\s?)+\d$',
        '(.*?,){40}P',
        '^(([a-z])+.)+[A-Z]([a-z])+$',
    ],
)
def test_a_catastrophic_expression_finds_nothing_or_is_stopped(pattern: str):
    with contextlib.suppress(InvalidError):
        assert places(('a' * 4000 + ',!') * 3, pattern, regex=True) == []


def test_the_worst_expression_is_stopped():
    with pytest.raises(InvalidError, match='takes too long'):
        places('a' * 4000 + '!', '(a+)+$', regex=True)
    with pytest.raises(InvalidError, match='takes too long'):
        replaced('a' * 4000 + '!', '(a+)+$', 'x', regex=True)


@pytest.mark.parametrize(
    ('pattern', 'told'),
    [
        ('(', 'cannot be read: missing \\)'),
        ('[a', 'unterminated'),
        ('*', 'nothing to repeat'),
        ('', 'Type what'),
        ('x' * 1001, 'longer than 1,000'),
        ('((a{1000}){1000}){1000}', 'repeats more than'),
        ('(?=(a+))+\\1{9999999}', 'repeats more than'),
        ('x{99999999999999999999}', 'repeats more than'),
        ('(?R)', 'Recursive'),
        ('(a(?1))', 'Recursive'),
        ('(?:hello){e<=3}', 'fuzzy'),
        ('(' * 480 + ')' * 480, 'cannot be read'),
    ],
)
def test_an_expression_that_cannot_be_used_says_why(pattern: str, told: str):
    with pytest.raises(InvalidError, match=told):
        places('abc', pattern, regex=True)


def test_a_replacement_that_would_fill_the_memory_is_refused():
    with pytest.raises(LimitError, match='editor_file_bytes'):
        replaced('a' * 10_000, 'a', 'b' * 9_000)
    with pytest.raises(InvalidError, match='longer than 10,000'):
        replaced('a', 'a', 'b' * 10_001)


@pytest.mark.parametrize(
    ('patterns', 'fitting'),
    [
        ('', {'top.v', 'rtl/a.v', 'rtl/sub/b.sv', 'tb/tb_a.v', 'README.md'}),
        ('*.v', {'top.v', 'rtl/a.v', 'tb/tb_a.v'}),
        ('rtl/*.v', {'rtl/a.v'}),
        ('rtl', {'rtl/a.v', 'rtl/sub/b.sv'}),
        ('rtl/', {'rtl/a.v', 'rtl/sub/b.sv'}),
        ('rtl/**/*.sv, README.MD', {'rtl/sub/b.sv', 'README.md'}),
        ('**/b.sv', {'rtl/sub/b.sv'}),
        ('./top.v', {'top.v'}),
        ('!tb, !*.md', {'top.v', 'rtl/a.v', 'rtl/sub/b.sv'}),
        ('*.v,!tb_*', {'top.v', 'rtl/a.v'}),
        ('r?l/**', {'rtl/a.v', 'rtl/sub/b.sv'}),
        ('[a-z]*.v', set()),
    ],
)
def test_patterns_of_paths_mean_what_people_mean(patterns: str, fitting: set[str]):
    paths = {'top.v', 'rtl/a.v', 'rtl/sub/b.sv', 'tb/tb_a.v', 'README.md'}
    assert {path for path in paths if Globs(patterns).fits(path)} == fitting


def test_many_stars_are_refused():
    with pytest.raises(InvalidError, match='at most 8 stars'):
        Globs('*a' * 9 + 'b')
