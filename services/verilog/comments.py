"""Takes the comments out of Verilog, and leaves every line where it stands."""

import re

PIECES = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)


def blank_comments(text: str) -> str:
    """Return the text with a space for each comment; line ends within comments stay."""
    return PIECES.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    piece = match[0]
    # A comment that ends in a backslash goes on a macro, in which it stands.
    if piece.startswith('"') or (piece.startswith('//') and piece.endswith('\\')):
        return piece
    return ' ' + '\n' * piece.count('\n')
