"""Two runs side by side, without a database."""

from services.models import JobDiagnostic
from services.run_comparison import (
    MOST_DIFFERENT,
    LineKind,
    changes_of,
    compare_diagnostics,
    compare_figures,
    compare_logs,
)


def found(message: str, line: int = 1) -> JobDiagnostic:
    return JobDiagnostic(severity='error', message=message, file='a.v', line=line, rule='', kind='')


def test_what_differs_comes_first_and_says_what_happened():
    changes = changes_of({'same': 1, 'gone': 2, 'other': 3}, {'same': 1, 'new': 4, 'other': 5})
    assert [(change.name, change.kind) for change in changes] == [
        ('gone', 'removed'),
        ('new', 'added'),
        ('other', 'changed'),
        ('same', 'same'),
    ]


def test_figures_grow_by_a_number_and_by_percent():
    [errors, own] = compare_figures({'flow__errors__count': 4, 'own': 0}, {'flow__errors__count': 3, 'own': 2})
    assert (errors.title, errors.difference, errors.percent) == ('Errors', -1, -25)
    assert (own.title, own.difference, own.percent) == ('own', 2, None)
    assert compare_figures({'own': 1}, {})[0].difference is None


def test_a_message_that_moved_is_the_same_and_each_is_counted():
    before = [found('width', 3), found('latch', 9), found('latch', 12)]
    after = [found('width', 5), found('latch', 9), found('loop')]
    kinds = [
        (change.kind, change.diagnostic.message, change.diagnostic.line)
        for change in compare_diagnostics(before, after)
    ]
    assert kinds == [('new', 'loop', 1), ('gone', 'latch', 12), ('same', 'width', 5), ('same', 'latch', 9)]


def test_equal_parts_of_logs_are_folded():
    lines = [f'line {number}' for number in range(40)]
    difference = compare_logs('\n'.join(lines), '\n'.join([*lines[:20], 'more', *lines[20:]]))
    kinds = [line.kind for line in difference.lines]
    assert kinds.count(LineKind.ADDED) == 1
    assert [line.count for line in difference.lines if line.kind is LineKind.FOLD] == [17, 17]
    added = next(line for line in difference.lines if line.kind is LineKind.ADDED)
    assert (added.text, added.a, added.b) == ('more', None, 21)
    assert not difference.is_same
    assert not difference.cut


def test_equal_logs_have_no_difference_and_colours_are_none():
    assert compare_logs('\x1b[2ma\x1b[0m\nb', 'a\nb').is_same
    assert compare_logs('', '').is_same


def test_logs_that_differ_in_everything_are_compared_in_part():
    a = '\n'.join(f'a{number}' for number in range(MOST_DIFFERENT + 5))
    difference = compare_logs(a, a.replace('a', 'b'))
    assert difference.cut
    assert len(difference.lines) == 2 * MOST_DIFFERENT
