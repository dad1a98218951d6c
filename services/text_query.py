"""Finds and replaces a text or regular expression line by line, within a bounded time whatever the pattern."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import regex

from services.errors import InvalidError, LimitError
from services.limits import limits_of, megabytes

Hit: TypeAlias = 'regex.Match[str]'
Found: TypeAlias = 'regex.Match[str] | None'

LONGEST_QUERY = 1_000
LONGEST_REPLACEMENT = 10_000
MOST_REPEATS = 100_000
"""Counted repeats are unrolled when a pattern is compiled, so nested ones would fill the memory."""

BUDGET_S = 1.0

_COUNTED = regex.compile(r'\{(\d*)(?:,(\d*))?\}')
_REFUSED = regex.compile(r'\(\?(?:R|&|P>|[+-]?\d)|(?<!\\)\{[^{}]*[deis]\s*<')
_ACROSS = regex.compile(r'\\[AZz]|\(\?<?[!=]')
"""What may match a line but not the text that the line stands in."""

_GROUP = regex.compile(r'\\([\\nt\d])|\$(\d)')


@dataclass(frozen=True, slots=True)
class TextQuery:
    """What to look for, and how."""

    text: str
    regex: bool = False
    case: bool = False
    word: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text, counted from 0 in characters: its line, and where in the line it begins and ends."""

    line: int
    start: int
    end: int
    text: str
    """The whole line."""


class Finder:
    """A query made ready; all its searches together share one budget of time."""

    def __init__(self, query: TextQuery, budget_s: float = BUDGET_S) -> None:
        _check(query)
        source = query.text if query.regex else regex.escape(query.text)
        if query.word:
            source = rf'(?<!\w)(?:{source})(?!\w)'
        try:
            self._pattern = regex.compile(source, regex.MULTILINE | (0 if query.case else regex.IGNORECASE))
        except (regex.error, RecursionError, OverflowError) as error:
            raise InvalidError(f'The regular expression cannot be read: {error}.', field='q') from None
        self._is_regex = query.regex
        self._by_line = query.regex and '\\n' not in query.text and '\n' not in query.text
        self._looks_around = bool(_ACROSS.search(query.text))
        self._left_s = budget_s

    def find(self, text: str) -> Iterator[Match]:
        """Yield every match that is not empty, in order; of one over several lines the part in the first."""
        if self._by_line and not self._looks_around and self._timed(self._pattern.search, text) is None:
            return
        if self._by_line:
            for number, line in enumerate(text.split('\n')):
                bare = line.removesuffix('\r')
                yield from (Match(number, start, end, bare) for start, end in self._spans(bare))
            return
        number, counted = 0, 0
        for start, end in self._spans(text):
            number += text.count('\n', counted, start)
            counted = start
            begin = text.rfind('\n', 0, start) + 1
            line = text[begin : _line_end(text, start)].removesuffix('\r')
            yield Match(number, start - begin, min(end - begin, len(line)), line)

    def replace(self, text: str, replacement: str) -> tuple[str, int]:
        """Return the text with every match replaced, and how many there were."""
        if len(replacement) > LONGEST_REPLACEMENT:
            raise InvalidError(f'The replacement is longer than {LONGEST_REPLACEMENT:,} letters.', field='replacement')
        if not self._by_line:
            return self._replace_in(text, replacement)
        if not self._looks_around and self._timed(self._pattern.search, text) is None:
            return text, 0
        lines, count = text.split('\n'), 0
        for number, line in enumerate(lines):
            bare = line.removesuffix('\r')
            changed, found = self._replace_in(bare, replacement)
            if found:
                lines[number] = changed + line[len(bare) :]
                count += found
        return '\n'.join(lines), count

    def _replace_in(self, text: str, replacement: str) -> tuple[str, int]:
        pieces, at, count, size = [], 0, 0, len(text)
        for match in self._matches(text):
            new = expanded(match, replacement) if self._is_regex else replacement
            size += len(new)
            if size > (most := limits_of().editor_file_bytes):
                raise LimitError(f'A file would become larger than {megabytes(most)} (editor_file_bytes).')
            pieces += [text[at : match.start()], new]
            at, count = match.end(), count + 1
        return (''.join(pieces) + text[at:], count) if count else (text, 0)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        return (match.span() for match in self._matches(text))

    def _matches(self, text: str) -> Iterator[Hit]:
        """Yield what is not empty; a match of nothing is nothing to show or to replace."""
        found = self._pattern.finditer(text, timeout=self._left_s, concurrent=True)
        while (match := self._timed(next, found, None)) is not None:
            if match.end() > match.start():
                yield match

    def _timed(self, function: Callable[..., Found], *arguments: object) -> Found:
        if self._left_s <= 0:
            raise _too_slow()
        options = {} if function is next else {'timeout': self._left_s, 'concurrent': True}
        began = time.thread_time()
        try:
            return function(*arguments, **options)
        except (TimeoutError, MemoryError):
            raise _too_slow() from None
        finally:
            self._left_s -= time.thread_time() - began


def expanded(match: Hit, replacement: str) -> str:
    r"""Return the replacement with `$1` or `\1` for groups, and `\n`, `\t`, `\\` for those signs."""

    def sign(found: Hit) -> str:
        if found[1] and not found[1].isdigit():
            return {'n': '\n', 't': '\t'}.get(found[1], '\\')
        number = int(found[1] or found[2])
        return (match[number] or '') if number <= match.re.groups else ''

    return str(_GROUP.sub(sign, replacement))


def _check(query: TextQuery) -> None:
    if not query.text:
        raise InvalidError('Type what to search for.', field='q')
    if len(query.text) > LONGEST_QUERY:
        raise InvalidError(f'The search is longer than {LONGEST_QUERY:,} letters.', field='q')
    if not query.regex:
        return
    counts = [max(int(low or 1), int(high or 1)) for low, high in _COUNTED.findall(query.text)]
    if math.prod(max(count, 1) for count in counts) > MOST_REPEATS:
        raise InvalidError(f'The regular expression repeats more than {MOST_REPEATS:,} times; shorten it.', field='q')
    if _REFUSED.search(query.text):
        raise InvalidError('Recursive and fuzzy regular expressions are not possible here.', field='q')


def _line_end(text: str, start: int) -> int:
    end = text.find('\n', start)
    return len(text) if end < 0 else end


def _too_slow() -> InvalidError:
    return InvalidError(
        'The regular expression takes too long: it tries too many ways to match. '
        'Avoid repeats inside of repeats such as (a+)+, or narrow the files.',
        field='q',
    )
