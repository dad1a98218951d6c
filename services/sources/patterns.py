"""Patterns of paths: `*` and `?` stay in one folder, `**` goes through all, and no pattern takes long to try."""

from collections.abc import Sequence
from functools import lru_cache

WILD = '*?'


def has_wildcard(pattern: str) -> bool:
    """Say whether the pattern means more than one name."""
    return any(sign in pattern for sign in WILD)


def fits(path: str, pattern: str) -> bool:
    """Compare a path with a normal pattern."""
    fixed = pattern[: min((at for sign in WILD if (at := pattern.find(sign)) >= 0), default=len(pattern))]
    return path.startswith(fixed) and _fits(path.split('/'), _parts(pattern))


@lru_cache(maxsize=1000)
def _parts(pattern: str) -> tuple[str, ...]:
    parts: list[str] = []
    for name in pattern.split('/'):
        # `**.v` is short for `**/*.v`.
        through, rest = '**' in name, name.replace('**', '*')
        parts += ['**'] * through + [rest] * (not through or rest != '*')
    return tuple(parts) if parts[-1] != '**' else (*parts, '*')


def _fits(names: Sequence[str], parts: Sequence[str]) -> bool:
    """Follow all ways at once: which numbers of parts can have been used up after each name."""
    open_at = _passing({0}, parts)
    for name in names:
        taken = [at for at in open_at if at < len(parts) and _name_fits(name, parts[at])]
        open_at = _passing({at if parts[at] == '**' else at + 1 for at in taken}, parts)
    return len(parts) in open_at


def _passing(states: set[int], parts: Sequence[str]) -> set[int]:
    """Add that `**` may stand for no folder at all."""
    found = set(states)
    for at in sorted(states):
        while at < len(parts) and parts[at] == '**':
            at += 1
            found.add(at)
    return found


def _name_fits(name: str, part: str) -> bool:
    """Compare one name; at a mismatch, only the last star takes one letter more."""
    if part == '**' or part == name:
        return True
    at, here, star, marked = 0, 0, -1, 0
    while here < len(name):
        if at < len(part) and part[at] == '*':
            star, marked = at, here
            at += 1
        elif at < len(part) and part[at] in ('?', name[here]):
            at, here = at + 1, here + 1
        elif star >= 0:
            marked += 1
            at, here = star + 1, marked
        else:
            return False
    return all(sign == '*' for sign in part[at:])
