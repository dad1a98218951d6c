from datetime import timedelta

import pytest

from ide.formats import ago, duration, size
from services.clock import now


@pytest.mark.parametrize(
    ('past', 'text'),
    [
        (timedelta(seconds=3), 'just now'),
        (timedelta(minutes=1, seconds=3), '1 minute ago'),
        (timedelta(hours=5), '5 hours ago'),
        (timedelta(days=400), '1 year ago'),
    ],
)
def test_moments_are_told_by_their_distance(past: timedelta, text: str):
    assert ago(now() - past) == text


@pytest.mark.parametrize(('count', 'text'), [(0, '0 B'), (999, '999 B'), (4200, '4.2 kB'), (10**8, '100.0 MB')])
def test_sizes_carry_their_unit(count: int, text: str):
    assert size(count) == text


def test_durations_are_told_in_seconds_or_minutes():
    start = now()
    assert duration(start, start + timedelta(seconds=0.31)) == '0.3 s'
    assert duration(start, start + timedelta(seconds=125)) == '2 min 5 s'
    assert duration(start, None) == ''
