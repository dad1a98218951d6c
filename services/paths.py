"""Paths of project files: one place that says which are allowed, and when two of them collide."""

import re
import unicodedata

from services.errors import InvalidError

MAX_PATH_BYTES = 500
MAX_NAME_BYTES = 255

_DEVICES = re.compile(r'(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])', re.IGNORECASE)
_JOINERS = {'\u200c', '\u200d'}
"""Part of words and emoji, so allowed in names, but not as a disguise of `.git`."""


def normalise(path: str) -> str:
    """Return `path` in its one spelling: relative, slashes, Unicode NFC; raise `InvalidError` with the reason."""
    if not isinstance(path, str) or not path:
        raise InvalidError('A file needs a path such as rtl/top.v.')
    path = unicodedata.normalize('NFC', path)
    _refuse_characters(path)
    if path.startswith('/'):
        raise InvalidError(f'The path {shown(path)} is absolute; give it relative to the project, such as rtl/top.v.')
    for name in path.split('/'):
        _refuse_name(path, name)
    if (size := len(path.encode())) > MAX_PATH_BYTES:
        raise InvalidError(f'The path {shown(path)} has {size} bytes; at most {MAX_PATH_BYTES} are allowed.')
    return path


def fold(path: str) -> str:
    """Return the key of a normal path; two paths with one key are the same file on some machine."""
    return unicodedata.normalize('NFC', unicodedata.normalize('NFC', path).casefold())


def parents(path: str) -> list[str]:
    """Return the folders above a normal path, outermost first."""
    names = path.split('/')[:-1]
    return ['/'.join(names[: count + 1]) for count in range(len(names))]


def shown(path: str) -> str:
    """Return the path for a message: quoted, shortened, without characters that disturb a terminal."""
    return repr(path if len(path) <= 120 else f'{path[:117]}...')


def _refuse_characters(path: str) -> None:
    if '\\' in path:
        raise InvalidError(f'The path {shown(path)} has a backslash; separate folders by /.')
    for character in path:
        category = unicodedata.category(character)
        hidden = category in {'Cc', 'Cs', 'Zl', 'Zp'} or (category == 'Cf' and character not in _JOINERS)
        if hidden:
            raise InvalidError(
                f'The path {shown(path)} has the invisible character U+{ord(character):04X}; remove it from the name.'
            )


def _refuse_name(path: str, name: str) -> None:
    if not name:
        raise InvalidError(f'The path {shown(path)} has an empty name between or after slashes.')
    if name in {'.', '..'}:
        raise InvalidError(f'The path {shown(path)} contains {name!r}; a path stays inside its project.')
    if name[-1] in '. ' or name[0] == ' ':
        raise InvalidError(f'The name {shown(name)} begins with a space or ends with a dot or space; rename it.')
    if fold(_without_joiners(name)) in {'.git', 'git~1'}:
        raise InvalidError(f'The path {shown(path)} lies in a .git folder, which a project cannot hold.')
    if ':' in name:
        raise InvalidError(f'The name {shown(name)} has a colon, which Windows takes for a drive or stream; rename it.')
    if _DEVICES.fullmatch(name.split('.')[0].rstrip()):
        raise InvalidError(f'The name {shown(name)} is a device on Windows, so nobody there could use it; rename it.')
    if (size := len(name.encode())) > MAX_NAME_BYTES:
        raise InvalidError(f'The name {shown(name)} has {size} bytes; at most {MAX_NAME_BYTES} are allowed.')


def _without_joiners(name: str) -> str:
    return ''.join(character for character in name if character not in _JOINERS)
