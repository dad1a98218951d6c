"""Comments go, lines stay."""

import pytest

from services.verilog import blank_comments


@pytest.mark.parametrize(
    ('text', 'blank'),
    [
        ('a; // b\nc;', 'a;  \nc;'),
        ('a; /* b\n b */ c;', 'a;  \n c;'),
        ('x = "// no comment"; // one', 'x = "// no comment";  '),
        (r'x = "\"// no comment"; // one', r'x = "\"// no comment";  '),
        ('/* open to the end\nof the file', ' \n'),
        ('`define A b // in a macro \\\n  c', '`define A b // in a macro \\\n  c'),
        ('"an open string\n// a comment', '"an open string\n '),
        ('(* keep *) wire a;', '(* keep *) wire a;'),
        ('', ''),
    ],
)
def test_a_comment_becomes_a_space_and_lines_stay_where_they_are(text: str, blank: str):
    assert blank_comments(text) == blank
    assert blank_comments(text).count('\n') == text.count('\n')
