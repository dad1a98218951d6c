"""Reads filelists (`.f`, `.fl`, `.vc`, `.flist`): the arguments of a simulator, one beneath the other."""

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise

from services.sources.files import ProjectFiles
from services.sources.listing import Listing
from services.sources.manifests.arguments import Arguments
from services.sources.manifests.builder import Ask, Builder, ManifestError, Where
from services.sources.model import mistake

SUFFIXES = ('.f', '.fl', '.vc', '.flist', '.filelist')
DEEPEST = 16
MOST_WORDS = 50_000
MOST_VOTES = 400
COMMENT = re.compile(r'"(?:\\.|[^"\n])*"|//[^\n]*|/\*.*?(?:\*/|\Z)|(?m:^[ \t]*#[^\n]*)', re.DOTALL)
WORD = re.compile(r'(?:"((?:\\.|[^"\n])*)"|(\\\r?\n)|([^\s"]|(?<=\S)"[^"\n]*")+)')
VARIABLE = re.compile(r'\$\{(\w+)\}|\$\((\w+)\)|\$(\w+)')


def is_filelist(path: str) -> bool:
    """Say whether a file's name is one of a filelist."""
    return path.lower().endswith(SUFFIXES)


def nested(files: ProjectFiles, path: str) -> set[str]:
    """Return the names of the lists that a list takes in, without their folders."""
    words = [word for word, _ in _words(path, files.manifest(path) or '')]
    return {posixpath.basename(name) for flag, name in pairwise(words) if flag in ('-f', '-F', '-file')}


def read_filelist(files: ProjectFiles, path: str, ask: Ask) -> Listing:
    """Return what the list says, with the lists inside it."""
    text = files.manifest(path)
    if text is None:
        raise ManifestError(mistake(f'{path} is not in the project', 'correct manifest in a6hub.toml', 'a6hub.toml'))
    builder = Builder(files, path, 'filelist')
    reader = _Reader(builder, dict(ask.variables))
    folder = reader.base_of(path, text)
    reader.take(path, text, folder, depth=0)
    reader.arguments.close()
    if folder != builder.folder:
        builder.note(f'paths in {path} count from {folder or "the root of the project"}, where its files are')
    top = reader.arguments.tops[0] if reader.arguments.tops else ''
    builder.design_top = builder.bench_top = top
    return builder.listing()


class _Reader:
    """A list and those inside it; they share macros, folders and libraries."""

    def __init__(self, builder: Builder, variables: dict[str, str]) -> None:
        self.builder = builder
        self.arguments = Arguments(builder, builder.folder)
        self._variables = variables
        self._left = MOST_WORDS
        self._open: list[str] = []

    def base_of(self, path: str, text: str) -> str:
        """Return the folder from which most of the paths lead to files: where the simulator would be started."""
        names = [word for word, _ in _words(path, text) if not word.startswith(('+', '-'))][:MOST_VOTES]
        self._guess_variables(names)
        self._guess_variables([f'{word[8:]}/' for word, _ in _words(path, text) if word.startswith('+incdir+$')])
        placed = [self.expanded(name) for name in names]
        folder = posixpath.dirname(path)
        bases = [folder, *_above(folder)]
        return max(bases, key=lambda base: (self._hits(placed, base), base == folder, -len(base)))

    def _hits(self, names: list[str], base: str) -> int:
        return sum(posixpath.normpath(posixpath.join(base, name)) in self.builder.files for name in names)

    def _guess_variables(self, names: list[str]) -> None:
        """Give each variable that begins paths the folder in which most of those paths exist."""
        rests: dict[str, list[str]] = {}
        for name in names:
            if (found := VARIABLE.match(name)) and (variable := _name(found)) not in self._variables:
                rests.setdefault(variable, []).append(name[found.end() :].lstrip('/'))
        for variable, endings in rests.items():
            folder, count = _likeliest_folder(self.builder.files, endings)
            if count:
                self._variables[variable] = folder or '.'
                shown = folder or 'the root of the project'
                self.builder.note(f'${variable} is {shown}: {count} of {len(endings)} paths lead to files from there')

    def expanded(self, word: str) -> str:
        """Return a word with the values of its variables; what has none stays."""
        for _ in range(DEEPEST):
            if '$' not in word:
                break
            word = VARIABLE.sub(lambda found: self._variables.get(_name(found), found[0]), word)[:1000]
        return word

    def take(self, path: str, text: str, folder: str, depth: int) -> None:
        """Read one list; names in it count from `folder`."""
        self._open.append(path)
        self.arguments.folder = folder
        self.arguments.read(self._without_lists(path, text, folder, depth))
        self._open.pop()

    def _without_lists(self, path: str, text: str, folder: str, depth: int) -> Iterator[tuple[str, Where]]:
        words = _words(path, text)
        for raw, where in words:
            self._left -= 1
            if self._left < 0:
                raise ManifestError(
                    mistake(f'{path} has more than {MOST_WORDS:,} words', 'shorten it', path, where.line)
                )
            word = self.expanded(raw)
            if word in ('-f', '-F', '-file'):
                name = self.expanded(next(words, ('', where))[0])
                self._nested(name, folder if word != '-F' else posixpath.dirname(path), where, word, depth)
                self.arguments.folder = folder
            elif left := VARIABLE.search(word):
                self._unknown(_name(left), where)
            else:
                yield word, where

    def _nested(self, name: str, folder: str, where: Where, flag: str, depth: int) -> None:
        if left := VARIABLE.search(name):
            self._unknown(_name(left), where)
            return
        path = self.builder.place(name, folder, where)
        if path is None:
            return
        text = self.builder.files.manifest(path)
        if text is None:
            self.builder.missing(path, name, where)
        elif path in self._open or depth >= DEEPEST:
            self.builder.warn(f'{path} takes itself in again', f'remove one {flag}', where)
        else:
            self.builder.read[path] = None
            # Paths below -F count from the list itself, those below -f from where the tool was started.
            self.take(path, text, posixpath.dirname(path) if flag == '-F' else folder, depth + 1)

    def _unknown(self, variable: str, where: Where) -> None:
        hint = f'give it a value: variables = {{ {variable} = "folder" }} in [project] of a6hub.toml'
        self.builder.warn(f'The variable {variable} has no value here', hint, where)


def _words(path: str, text: str) -> Iterator[tuple[str, Where]]:
    """Yield the words with their lines, without comments."""
    bare = COMMENT.sub(lambda found: found[0] if found[0].startswith('"') else _blank(found[0]), text)
    line, counted = 1, 0
    for found in WORD.finditer(bare):
        line += bare.count('\n', counted, found.start())
        counted = found.start()
        if found[2] is None:
            yield (found[1] if found[1] is not None else found[0].replace('"', '')), Where(path, line)


def _blank(comment: str) -> str:
    return '\n' * comment.count('\n') or ' '


def _name(found: 're.Match[str]') -> str:
    return found[1] or found[2] or found[3]


def _above(folder: str) -> list[str]:
    """Return the folders above one, nearest first, down to the root."""
    names = folder.split('/') if folder else []
    return ['/'.join(names[:end]) for end in range(len(names) - 1, -1, -1)] if names else []


def _likeliest_folder(files: ProjectFiles, endings: list[str]) -> tuple[str, int]:
    """Return the folder from which most of the endings lead to files, and how many do."""
    votes: dict[str, int] = {}
    for ending in endings[:MOST_VOTES]:
        places = files.named(posixpath.basename(ending)) if not ending.endswith('/') else files.folders(ending)
        for path in places:
            if path == ending or path.endswith(f'/{ending}'):
                folder = path[: len(path) - len(ending)].rstrip('/')
                votes[folder] = votes.get(folder, 0) + 1
    best = max(votes, key=lambda folder: (votes[folder], -len(folder), folder), default='')
    return best, votes.get(best, 0)
