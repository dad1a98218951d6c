"""The functions of make that give file names, on the paths of a project."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from services.sources.files import ProjectFiles
from services.sources.patterns import fits, has_wildcard

ROOT = '/-project-'
"""Stands for the project's root wherever make has an absolute path."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function's expanded arguments, and where its relative paths count from."""

    files: ProjectFiles
    folder: str
    arguments: list[str]

    def text(self, number: int) -> str:
        """Return an argument, '' for one that is not given."""
        return self.arguments[number] if number < len(self.arguments) else ''

    def words(self, number: int) -> list[str]:
        """Return the words of an argument."""
        return self.text(number).split()


def split_arguments(text: str) -> list[str]:
    """Split at the commas that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in '({') - (sign in ')}')
        if sign == ',' and not depth:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _wildcard(call: Call) -> str:
    found: list[str] = []
    for word in call.words(0):
        absolute = word.startswith(ROOT)
        path = word[len(ROOT) :].lstrip('/') if absolute else posixpath.join(call.folder, word)
        path = posixpath.normpath(path)
        if has_wildcard(path):
            matches = [each for each in call.files.paths if fits(each, path)]
        else:
            exists = path in call.files or any(each.startswith(f'{path}/') for each in call.files.paths)
            matches = [path] if exists else []
        found += [f'{ROOT}/{each}' if absolute else posixpath.relpath(each, call.folder or '.') for each in matches]
    return ' '.join(found)


def _abspath(call: Call) -> str:
    base = f'{ROOT}/{call.folder}'
    return ' '.join(posixpath.normpath(posixpath.join(base, word)) for word in call.words(0))


def _dir(call: Call) -> str:
    return ' '.join(f'{posixpath.dirname(word) or "."}/' for word in call.words(0))


def _matches(word: str, pattern: str) -> bool:
    before, wild, after = pattern.partition('%')
    if not wild:
        return word == pattern
    return word.startswith(before) and word.endswith(after) and len(word) >= len(before) + len(after)


def _patsubst(call: Call) -> str:
    pattern, new = call.text(0).strip(), call.text(1).strip()
    before, _, after = pattern.partition('%')
    words = []
    for word in call.words(2):
        if not _matches(word, pattern):
            words.append(word)
        else:
            words.append(new.replace('%', word[len(before) : len(word) - len(after)] if '%' in pattern else '', 1))
    return ' '.join(words)


def _filter(call: Call) -> str:
    return ' '.join(word for word in call.words(1) if any(_matches(word, each) for each in call.words(0)))


def _filter_out(call: Call) -> str:
    return ' '.join(word for word in call.words(1) if not any(_matches(word, each) for each in call.words(0)))


def _word(call: Call) -> str:
    number = call.text(0).strip()
    words = call.words(1)
    return words[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(words) else ''


def _join(call: Call) -> str:
    first, second = call.words(0), call.words(1)
    count = max(len(first), len(second))
    pairs = zip(first + [''] * (count - len(first)), second + [''] * (count - len(second)), strict=True)
    return ' '.join(a + b for a, b in pairs)


FUNCTIONS: dict[str, Callable[[Call], str]] = {
    'abspath': _abspath,
    'addprefix': lambda call: ' '.join(call.text(0).strip() + word for word in call.words(1)),
    'addsuffix': lambda call: ' '.join(word + call.text(0).strip() for word in call.words(1)),
    'basename': lambda call: ' '.join(posixpath.splitext(word)[0] for word in call.words(0)),
    'dir': _dir,
    'error': lambda _: '',
    'eval': lambda _: '',
    'filter': _filter,
    'filter-out': _filter_out,
    'findstring': lambda call: call.text(0) if call.text(0) in call.text(1) else '',
    'firstword': lambda call: next(iter(call.words(0)), ''),
    'info': lambda _: '',
    'join': _join,
    'lastword': lambda call: (call.words(0) or [''])[-1],
    'notdir': lambda call: ' '.join(posixpath.basename(word) for word in call.words(0)),
    'patsubst': _patsubst,
    'realpath': _abspath,
    'sort': lambda call: ' '.join(sorted(set(call.words(0)))),
    'strip': lambda call: ' '.join(call.words(0)),
    'subst': lambda call: call.text(2).replace(call.text(0), call.text(1)) if call.text(0) else call.text(2),
    'suffix': lambda call: ' '.join(filter(None, (posixpath.splitext(word)[1] for word in call.words(0)))),
    'warning': lambda _: '',
    'wildcard': _wildcard,
    'word': _word,
    'words': lambda call: str(len(call.words(0))),
}
