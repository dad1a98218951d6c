"""Mistakes below the grammar: encodings, characters pasted from a web page, quotes and comments left open."""

import re
from collections.abc import Iterable, Iterator

from services.verilog.words import KEYWORDS
from workers.explaining.project import Place, Project, nearest

PASTED = {
    '\u201c': '"',
    '\u201d': '"',
    '\u201e': '"',
    '\u00ab': '"',
    '\u00bb': '"',
    '\u2018': "'",
    '\u2019': "'",
    '\u00b4': "'",
    '\u2013': '-',
    '\u2014': '-',
    '\u2212': '-',
    '\u00d7': '*',
    '\u2264': '<=',
    '\u2265': '>=',
    '\u2260': '!=',
    '\u00a0': ' ',
    '\u200b': '',
    '\u200c': '',
    '\u2028': ' ',
    '\u3000': ' ',
    '\uff1b': ';',
    '\uff0c': ',',
    '\uff08': '(',
    '\uff09': ')',
    '\u037e': ';',
    '\u2026': '...',
    '\uff1a': ':',
    '\u2032': "'",
    '\u202f': ' ',
    '\u2009': ' ',
    '\u00ad': '',
    '\u2060': '',
}
BACKTICK = '`'
CODE = re.compile(r'//[^\n]*|/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"?', re.DOTALL)
CONDITION = re.compile(r'^[ \t]*`(ifdef|ifndef|elsif|else|endif)\b', re.MULTILINE)
OFTEN = sorted(
    KEYWORDS
    - {'is', 'or', 'and', 'not', 'if', 'do', 'this', 'use', 'cell', 'type', 'small', 'large', 'weak', 'strong', 'ref'}
)
SHORTEST_WORD = 3
WORD = re.compile(r'(?<![\w$.`])[A-Za-z_]\w*')
DECLARED = (
    r'\b(?:input|output|inout|reg|wire|logic|integer|int|string|bit|genvar|parameter|localparam|task|function|real|time|'
    r'module)\b'
)


def encoding_of(project: Project, path: str) -> str:
    """Return the name of a file's encoding where no tool can read it, '' where it is all right."""
    text = project.text(path)
    if '\x00' in text[:400]:
        return 'UTF-16'
    return 'UTF-8 with a byte order mark' if text.startswith('\ufeff') else ''


def code_of(text: str) -> str:
    """Return the text with comments and strings blanked, lines and columns kept."""
    return CODE.sub(lambda match: re.sub(r'[^\n]', ' ', match[0]), text)


def pasted(project: Project, path: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold a character which no Verilog has, each with the first such character."""
    for number, line in enumerate(code_of(project.text(path)).split('\n'), start=1):
        strange = next((character for character in line if ord(character) > 126 and character != '\ufeff'), '')
        if strange:
            yield number, strange


def open_comment(project: Project, path: str) -> int:
    """Return the line of a block comment that is never closed, 0 where there is none."""
    text = project.text(path)
    for match in CODE.finditer(text):
        if match[0].startswith('/*') and not match[0].endswith('*/'):
            return text.count('\n', 0, match.start()) + 1
    return 0


def open_string(project: Project, path: str) -> int:
    """Return the line of a string without its second quote, 0 where there is none."""
    text = project.text(path)
    for match in CODE.finditer(text):
        if match[0].startswith('"') and (len(match[0]) == 1 or not match[0].endswith('"')):
            return text.count('\n', 0, match.start()) + 1
    return 0


def open_condition(project: Project, path: str) -> tuple[int, str] | None:
    """Return the line of an `ifdef that is not closed, or of an `endif too much, with its word."""
    text = code_of(project.text(path))
    stack: list[tuple[int, str]] = []
    for match in CONDITION.finditer(text):
        line = text.count('\n', 0, match.start(1)) + 1
        if match[1].startswith('if'):
            stack.append((line, match[1]))
        elif not stack:
            return line, match[1]
        elif match[1] == 'endif':
            stack.pop()
    return stack[-1] if stack else None


def misspelled(project: Project, path: str, around: Iterable[int]) -> tuple[Place, str, str] | None:
    """Return a word in the given lines that is almost a keyword: its place, itself, and the keyword."""
    text = code_of(project.text(path))
    lines = text.split('\n')
    for number in around:
        line = lines[number - 1] if 0 < number <= len(lines) else ''
        for match in WORD.finditer(line):
            known = match[0] in project.types or match[0] in project.design.units
            if not known and (found := _almost(match, line, text)):
                return Place(path, number), match[0], found
    return None


def _almost(match: re.Match[str], line: str, text: str) -> str:
    """Return the keyword that was meant by a word which stands where a keyword may, once or twice in the file."""
    word, first, following = match[0], not line[: match.start()].strip(), line[match.end() :].strip()
    if word in KEYWORDS or len(word) < SHORTEST_WORD or '_' in word.removeprefix('always_'):
        return ''
    if following and not re.match(r'[A-Za-z_\[(@#\\]', following):
        return ''
    if word.lower() in KEYWORDS and first:
        return word.lower()
    if re.search(rf'{DECLARED}[^;\n]*\b{re.escape(word)}\s*([;,=)\[]|$)', text, re.MULTILINE):
        return ''
    uses = len(re.findall(rf'\b{re.escape(word)}\b', text))
    near = nearest(word, OFTEN, 0.75 if first else 0.84)
    return near if uses <= (2 if first else 1) and near and abs(len(near) - len(word)) <= 2 else ''
