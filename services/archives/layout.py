"""Decides which entries of an archive become files of a project, and under which path."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.archives.incoming import NOTHING, ArchiveMember, MemberKind
from services.errors import InvalidError
from services.paths import fold, normalise, parents, shown

MOST_TOLD = 200
_DRIVE = re.compile(r'[A-Za-z]:[/\\]')
_JUNK = {
    '.git': 'the history of a repository stays outside; a project keeps its own',
    '__macosx': 'only Macs use it',
    '.ds_store': 'only Macs use it',
    'thumbs.db': 'only Windows uses it',
}
_KINDS = {
    MemberKind.LINK: 'a link, which could lead out of the project; put the file itself in its place',
    MemberKind.DEVICE: 'a device or pipe, not a file',
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that was left out, and why."""

    name: str
    reason: str


@dataclass(slots=True)
class Layout:
    """Remembers what was placed, so that two entries never become one file on any machine."""

    skipped: list[Skipped] = field(default_factory=list)
    _placed: dict[str, tuple[str, bool]] = field(default_factory=dict)
    _left_out: set[str] = field(default_factory=set)
    _untold: int = 0

    def place(self, member: ArchiveMember) -> str | None:
        """Return the path of an entry, None if it is left out; raise for an archive that reaches outside."""
        name = _plain(member.name)
        if '..' in re.split(r'[/\\]', name):
            raise InvalidError(f'The archive tries to write outside of the project, to {shown(member.name)}. {NOTHING}')
        path = name.rstrip('/')
        if path in {'', '.'} or self._is_junk(path):
            return None
        is_folder = member.kind is MemberKind.FOLDER
        try:
            path = _checked(name, member.kind)
            self._refuse_collision(path, is_folder=is_folder)
        except InvalidError as error:
            self.skip(member.name, str(error))
            return None
        self._placed.update({fold(folder): (folder, True) for folder in parents(path)})
        self._placed[fold(path)] = (path, is_folder)
        return path

    def skip(self, name: str, reason: str) -> None:
        """Report an entry as left out; a long list is cut."""
        if len(self.skipped) < MOST_TOLD:
            self.skipped.append(Skipped(name[:300], reason))
        else:
            self._untold += 1

    def report(self) -> list[Skipped]:
        """Return everything that was left out."""
        more = [Skipped('…', f'and {self._untold:,} more entries')] if self._untold else []
        return self.skipped + more

    def _is_junk(self, path: str) -> bool:
        names = path.split('/')
        for count, name in enumerate(names, start=1):
            if reason := _JUNK.get(name.lower()):
                root = '/'.join(names[:count])
                if root not in self._left_out:
                    self._left_out.add(root)
                    self.skip(root, reason)
                return True
        return False

    def _refuse_collision(self, path: str, *, is_folder: bool) -> None:
        for folder in parents(path):
            present, present_is_folder = self._placed.get(fold(folder), (folder, True))
            if present != folder:
                raise InvalidError(f'{shown(folder)} and {shown(present)} differ only by case: one folder elsewhere')
            if not present_is_folder:
                raise InvalidError(f'{shown(folder)} is a file in this archive, so nothing can lie below it')
        present, present_is_folder = self._placed.get(fold(path), ('', False))
        if present and present != path:
            raise InvalidError(f'it differs only by case from {shown(present)}: one file on other machines')
        if present and not (is_folder and present_is_folder):
            raise InvalidError('it is there twice; the first one was kept')


def common_top(paths: Iterable[str], folders: Iterable[str]) -> str:
    """Return the one folder that holds everything, with its slash; empty if there is none."""
    tops = {path.partition('/')[0] for path in paths}
    inner = {path.partition('/')[0] for path in folders}
    if len(tops | inner) != 1:
        return ''
    top = next(iter(tops | inner))
    return f'{top}/' if all(path.startswith(f'{top}/') for path in paths) else ''


def _checked(name: str, kind: MemberKind) -> str:
    """Return the path of an entry in its one spelling; raise with the reason why it cannot be taken."""
    if reason := _KINDS.get(kind):
        raise InvalidError(reason)
    if name.startswith('/') or _DRIVE.match(name):
        raise InvalidError('its path is absolute; make the archive with relative paths')
    return normalise(name.rstrip('/'))


def _plain(name: str) -> str:
    name = re.sub(r'^(?:\./+)+', '', name)
    return posixpath.normpath(name) + ('/' if name.endswith('/') else '') if '//' in name or '/./' in name else name
