"""Wrong designs are run with the real tools, and told what is wrong, where it is, and what to do."""

import pytest

from bench.corpus import CORPUS, Score, cases, read, scores
from bench.diagnose import diagnoser
from workers.explaining import KINDS
from workers.flows import FLOWS

pytestmark = pytest.mark.tool

RIGHT_PLACE = 0.95
RIGHT_HINT = 0.90


@pytest.fixture(scope='module')
def every() -> list[Score]:
    with diagnoser() as tools:
        return list(scores(tools, cases(FLOWS)))


def table(wrong: list[Score]) -> str:
    """Return what was said of the cases that are wrong."""
    rows = [
        f'{score.case.name}: {score.case.kind} {score.case.file}:{score.case.lines} /{score.case.hint}/ '
        f'was told {score.told.kind} {score.told.file}:{score.told.line} {score.told.hint!r}'
        if score.told
        else f'{score.case.name}: nothing was told'
        for score in wrong
    ]
    return '\n'.join(rows)


def test_there_are_a_hundred_cases_and_each_expects_a_kind_of_the_table():
    every = [read(folder) for folder in sorted(CORPUS.iterdir())]
    assert len(every) >= 100
    assert {case.kind for case in every} <= set(KINDS)
    assert len({case.kind for case in every}) >= 40


def test_the_place_is_right_within_one_line(every):
    wrong = [score for score in every if not score.is_place_right]
    assert len(wrong) <= (1 - RIGHT_PLACE) * len(every), table(wrong)


def test_the_suggestion_is_right(every):
    wrong = [score for score in every if not score.is_hint_right]
    assert len(wrong) <= (1 - RIGHT_HINT) * len(every), table(wrong)


def test_every_explained_problem_says_what_happened_why_and_what_to_do(every):
    told = [score.told for score in every if score.told and score.told.kind]
    assert all(item.message and item.cause and item.hint for item in told)
