"""Patterns of paths as people type them: `*.v`, `rtl/`, `tb/**/*.sv`, `!*_old.v`."""

import regex

from services.errors import InvalidError

LONGEST = 1_000
MOST_STARS = 8
"""More of them in one pattern take too long to try."""

_STARS = regex.compile(r'\*+')
_SIGNS = regex.compile(r'\*\*/|\*+|\?|[^*?]+')


class Globs:
    """Comma separated patterns; a path fits if one of them names it or its folder, and none after `!` does."""

    def __init__(self, patterns: str) -> None:
        if len(patterns) > LONGEST:
            raise InvalidError(f'The patterns are longer than {LONGEST:,} letters.', field='include')
        given = [pattern.strip() for pattern in patterns.split(',') if pattern.strip()]
        self._taken = [_compiled(pattern) for pattern in given if not pattern.startswith('!')]
        self._left_out = [_compiled(pattern[1:]) for pattern in given if pattern.startswith('!')]

    def fits(self, path: str) -> bool:
        """Return whether the path is one of those that are meant."""
        named = not self._taken or any(each.fullmatch(path) for each in self._taken)
        return named and not any(each.fullmatch(path) for each in self._left_out)


def _compiled(pattern: str) -> 'regex.Pattern[str]':
    text = pattern.strip().removeprefix('./').removeprefix('/')
    if len(_STARS.findall(text)) > MOST_STARS:
        raise InvalidError(f'A pattern takes at most {MOST_STARS} stars; {pattern[:60]!r} has more.', field='include')
    # Without a folder, a pattern means a name anywhere; whatever it names, a folder means all that lies below.
    anywhere = '' if '/' in text.rstrip('/') else '(?:.*/)?'
    parts = ''.join(_part(sign) for sign in _SIGNS.findall(text.rstrip('/')))
    return regex.compile(f'{anywhere}{parts}(?:/.*)?', regex.IGNORECASE)


def _part(sign: str) -> str:
    if sign == '**/':
        return '(?:.*/)?'
    if sign.startswith('*'):
        return '.*' if len(sign) > 1 else '[^/]*'
    return '[^/]' if sign == '?' else regex.escape(sign)
