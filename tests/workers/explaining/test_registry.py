"""The table of kinds: whole, without doubles, and told in docs/failures.md."""

import re
from pathlib import Path

from workers.explaining import KINDS, THEMES
from workers.explaining.registry import RULES

DOCS = (Path(__file__).parents[3] / 'docs' / 'failures.md').read_text()


def test_every_kind_says_what_happened_why_and_what_to_do():
    assert all(kind.title and kind.cause and kind.hint for kind in KINDS.values())


def test_there_are_at_least_forty_kinds_and_no_name_stands_twice():
    named = [kind.id for theme in THEMES.values() for kind in theme.KINDS]
    assert len(named) >= 40
    assert len(named) == len(set(named))


def test_names_fit_the_column_that_keeps_them():
    assert all(re.fullmatch(r'[a-z][a-z-]{2,58}', name) for name in KINDS)


def test_every_rule_gives_a_kind_of_the_table():
    assert {rule.kind.id for rule in RULES} <= set(KINDS)


def test_the_documentation_tells_every_kind_as_the_table_has_it():
    rows = dict(re.findall(r'^\| `([a-z-]+)` \| ([^|]+) \|', DOCS, re.MULTILINE))
    assert rows == {kind.id: kind.title for kind in KINDS.values()}
