"""Patterns of paths: what they mean, and that none takes long."""

import pytest

from services.sources import ProjectFiles
from services.sources.patterns import fits

PATHS = ['a.v', 'rtl/a.v', 'rtl/b.sv', 'rtl/core/c.v', 'rtl/notes.md', 'tb/tb.vhd']


@pytest.mark.parametrize(
    ('pattern', 'found'),
    [
        ('*.v', ['a.v']),
        ('rtl/*.v', ['rtl/a.v']),
        ('rtl/**/*.v', ['rtl/a.v', 'rtl/core/c.v']),
        ('**/*.v', ['a.v', 'rtl/a.v', 'rtl/core/c.v']),
        ('rtl/**', ['rtl/a.v', 'rtl/b.sv', 'rtl/core/c.v', 'rtl/notes.md']),
        ('rtl/**.v', ['rtl/a.v', 'rtl/core/c.v']),
        ('rtl', ['rtl/a.v', 'rtl/b.sv', 'rtl/core/c.v']),
        ('rtl/', ['rtl/a.v', 'rtl/b.sv', 'rtl/core/c.v']),
        ('./rtl/./?.*v', ['rtl/a.v', 'rtl/b.sv']),
        ('rtl/a.v', ['rtl/a.v']),
        ('.', ['a.v', 'rtl/a.v', 'rtl/b.sv', 'rtl/core/c.v', 'tb/tb.vhd']),
        ('no/*.v', []),
        ('rt', []),
    ],
)
def test_a_pattern_names_files_in_order(pattern: str, found: list[str]):
    assert ProjectFiles(PATHS, lambda path: '').matching(pattern) == found


def test_a_pattern_of_many_stars_ends():
    assert not fits('/'.join(['a' * 30] * 40), '/'.join(['**', 'a*a*a*a*a*a*a*b'] * 20))
