"""Coverage becomes marks on the lines of the files that a run saw."""

import json

import pytest

from ide.panels.coverage import covered_files

BRANCHES = [{'line': 4, 'column': 3, 'name': 'else', 'count': 0}, {'line': 3, 'column': 3, 'name': 'if', 'count': 2}]
FILE = {'sha256': 'abc', 'lines': {'3': 7, '4': 2, '9': 0}, 'branches': BRANCHES, 'toggles': []}


def test_each_line_says_how_often_it_was_reached():
    [marks] = covered_files(json.dumps({'files': {'a.v': FILE}}).encode(), {'a.v': 'abc'}).values()
    assert [(mark.line, mark.text, mark.tone) for mark in marks] == [
        (3, '7x', 'ok'),
        (4, '2x · not else', 'warn'),
        (9, 'not reached', 'err'),
    ]


def test_a_file_that_changed_since_has_no_marks():
    assert covered_files(json.dumps({'files': {'a.v': FILE}}).encode(), {'a.v': 'other'}) == {}


@pytest.mark.parametrize('data', [b'', b'{', b'[]', b'{"files": {"a.v": 3}}', b'{"files": []}'])
def test_broken_data_is_no_coverage(data: bytes):
    assert covered_files(data, {'a.v': 'abc'}) == {}
