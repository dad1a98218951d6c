"""script/bench: a goal is met or not by its limit, and every measurement says what it does."""

import importlib
import json
from pathlib import Path

import pytest

from bench.row import Row, as_json, as_table

TOPICS = sorted(
    path.stem
    for path in (Path(__file__).parents[1] / 'bench').glob('*.py')
    if '\nMEASURES' in path.read_text() and path.stem != '__main__'
)


def row(figure: float, limit: str) -> Row:
    return Row('saves lost', figure, 'saves', limit, 'ten thousand saves')


@pytest.mark.parametrize(
    ('figure', 'limit', 'met'),
    [(0, '<= 0', True), (1, '<= 0', False), (1000, '>= 1000', True), (999.9, '>= 1000', False), (7, '', True)],
)
def test_a_goal_is_met_by_its_limit(figure, limit, met):
    assert row(figure, limit).met is met


def test_the_table_names_goal_figure_limit_and_comparison():
    cells = [cell.strip() for cell in as_table([row(1, '<= 0')]).splitlines()[-1].strip('|').split('|')]
    assert cells == ['saves lost', '1', 'saves', '<= 0', 'NO', 'ten thousand saves']


def test_the_file_holds_the_same_rows():
    assert json.loads(as_json([row(0, '<= 0')])) == [
        {
            'goal': 'saves lost',
            'figure': 0,
            'unit': 'saves',
            'limit': '<= 0',
            'compared_with': 'ten thousand saves',
            'met': True,
        }
    ]


@pytest.mark.parametrize('topic', TOPICS)
def test_every_measurement_of_a_topic_says_what_it_does(topic):
    measures = importlib.import_module(f'bench.{topic}').MEASURES
    assert measures
    assert all(measure.__doc__ for measure in measures)
