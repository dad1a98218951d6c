"""Reads the variables of a Makefile as text: conditions, includes and functions are followed, nothing is ever run."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from services.sources.files import ProjectFiles
from services.sources.manifests.builder import ManifestError
from services.sources.manifests.make_functions import FUNCTIONS, ROOT, Call, split_arguments
from services.sources.model import mistake

ASSIGNMENT = re.compile(
    r'^\s*(?:(?:export|override|private)\s+)*([\w.$(){}%/-]+)\s*(\?=|:::?=|::?=|\+=|!=|=)\s*(.*)$', re.DOTALL
)
CONDITION = re.compile(r'^\s*(?:(else)\s+)?(ifeq|ifneq|ifdef|ifndef)\b\s*(.*)$')
INCLUDE = re.compile(r'^\s*(?:-include|sinclude|include)\s+(.*)$')
RULE = re.compile(r'^[^=#]*[^:=#]:(?![:=])|^[^\s=#:]+:(?!=)')
MOST_TEXT = 2_000_000
"""Characters that all expansions together may make."""
DEEPEST = 30
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a variable's value and the place where it is given."""

    text: str
    file: str
    line: int


@dataclass(slots=True)
class Variable:
    """What a variable holds: with `=` its text is expanded at each use."""

    pieces: list[Piece]
    is_plain: bool = False


@dataclass(slots=True)
class MakeText:
    """One Makefile with those that it includes; read it once, then ask for `words`."""

    files: ProjectFiles
    path: str
    given: Mapping[str, str] = field(default_factory=dict)
    """Variables as on the command line of make, which win over the text."""
    read: dict[str, None] = field(default_factory=dict)
    commands: dict[str, None] = field(default_factory=dict)
    """Shell commands that were met and not run."""
    _variables: dict[str, Variable] = field(default_factory=dict)
    _left: int = MOST_TEXT
    _lines: int = 0

    def parse(self) -> None:
        """Read the text and the texts that it includes."""
        folder = posixpath.dirname(self.path)
        here = f'{ROOT}/{folder}'.rstrip('/')
        for name in ('CURDIR', 'PWD'):
            self._variables[name] = Variable([Piece(here, self.path, 1)], is_plain=True)
        for name, value in self.given.items():
            self._variables[name] = Variable([Piece(value, self.path, 1)], is_plain=True)
        self._file(self.path, 0)

    def has(self, name: str) -> bool:
        """Say whether the variable holds anything."""
        return bool(self.value(name).strip())

    def value(self, name: str) -> str:
        """Return the value of a variable, '' for one that is not set."""
        variable = self._variables.get(name)
        return ' '.join(self._piece(piece, variable, 0) for piece in variable.pieces) if variable else ''

    def words(self, name: str) -> Iterator[tuple[str, Piece]]:
        """Yield the words of a variable with the place that gave them."""
        for piece, text in self.pieces(name):
            for word in text.split():
                yield word, piece

    def pieces(self, name: str) -> Iterator[tuple[Piece, str]]:
        """Yield the parts of a variable with what each of them says."""
        variable = self._variables.get(name)
        for piece in variable.pieces if variable else ():
            yield piece, self._piece(piece, variable, 0)

    def names(self) -> list[str]:
        """Return the names of all variables."""
        return list(self._variables)

    def _piece(self, piece: Piece, variable: Variable | None, depth: int) -> str:
        return piece.text if variable is None or variable.is_plain else self.expand(piece.text, depth)

    def _file(self, path: str, depth: int) -> None:
        text = self.files.manifest(path)
        if text is None or depth > DEEPEST:
            return
        self.read[path] = None
        makefiles = self._variables.setdefault('MAKEFILE_LIST', Variable([], is_plain=True))
        makefiles.pieces.append(Piece(f'{ROOT}/{path}', path, 1))
        _Lines(self, path, depth).read(text)

    def include(self, text: str, path: str, depth: int) -> None:
        """Read the Makefiles that an include names, as far as they are in the project."""
        for word in self.expand(text).split():
            name = word.removeprefix(f'{ROOT}/') if word.startswith(ROOT) else word
            base = '' if word.startswith(ROOT) else posixpath.dirname(self.path)
            found = posixpath.normpath(posixpath.join(base, name))
            if found in self.files and found not in self.read:
                self._file(found, depth + 1)

    def count_line(self, path: str, line: int) -> None:
        """Refuse texts that include each other without end."""
        self._lines += 1
        if self._lines > MOST_LINES:
            raise ManifestError(mistake(f'{path} and what it includes have too many lines', 'shorten it', path, line))

    def assign(self, match: re.Match[str], path: str, line: int) -> None:
        """Follow one assignment."""
        name, sign, text = self.expand(match[1]), match[2], match[3].rstrip()
        if name in self.given:
            return
        known = self._variables.get(name)
        plain = sign in (':=', '::=', ':::=')
        if sign == '?=' and known is not None:
            return
        if sign == '!=':
            self.commands[text[:80]] = None
            text = ''
        if sign == '+=' and known is not None:
            known.pieces.append(Piece(self.expand(text) if known.is_plain else text, path, line))
        else:
            self._variables[name] = Variable([Piece(self.expand(text) if plain else text, path, line)], plain)

    def is_set(self, name: str) -> bool:
        """Say whether `ifdef` takes a variable as set."""
        variable = self._variables.get(name)
        return variable is not None and any(piece.text.strip() for piece in variable.pieces)

    def expand(self, text: str, depth: int = 0) -> str:
        """Return a text with its variables and functions replaced."""
        self._count(len(text), depth)
        parts: list[str] = []
        at = 0
        while (sign := text.find('$', at)) >= 0 and sign + 1 < len(text):
            parts.append(text[at:sign])
            following = text[sign + 1]
            if following in '({':
                end = _closing(text, sign + 1)
                parts.append(self._reference(text[sign + 2 : end], depth + 1))
                at = end + 1
            else:
                parts.append('$' if following == '$' else self._variable(following, depth + 1))
                at = sign + 2
        return ''.join(parts) + text[at:]

    def _count(self, size: int, depth: int) -> None:
        self._left -= size
        if self._left < 0 or depth > DEEPEST:
            raise ManifestError(
                mistake(f'{self.path} expands without end', 'a variable uses itself, or grows too large', self.path, 1)
            )

    def _variable(self, name: str, depth: int) -> str:
        variable = self._variables.get(name)
        if variable is None:
            return ''
        self._count(sum(len(piece.text) for piece in variable.pieces), depth)
        return ' '.join(self._piece(piece, variable, depth) for piece in variable.pieces)

    def _reference(self, inside: str, depth: int) -> str:
        name, _, rest = inside.partition(' ')
        if name == 'shell':
            return self._shell(self.expand(rest, depth).strip())
        if name in ('if', 'or', 'and', 'foreach'):
            return self._lazy(name, split_arguments(rest), depth)
        if name in FUNCTIONS:
            arguments = [self.expand(each, depth) for each in split_arguments(rest)]
            return FUNCTIONS[name](Call(self.files, posixpath.dirname(self.path), arguments))
        whole = self.expand(inside, depth)
        name, colon, pattern = whole.partition(':')
        if colon and '=' in pattern:
            old, _, new = pattern.partition('=')
            old, new = (old, new) if '%' in old else (f'%{old}', f'%{new}')
            value = self._variable(name, depth)
            return FUNCTIONS['patsubst'](Call(self.files, '', [old, new, value]))
        return self._variable(whole.strip(), depth)

    def _lazy(self, name: str, arguments: list[str], depth: int) -> str:
        """Follow the functions that look at an argument only when it matters."""
        arguments += [''] * (3 - len(arguments))
        if name == 'if':
            return self.expand(arguments[1 if self.expand(arguments[0], depth).strip() else 2], depth)
        if name == 'foreach':
            variable, words = self.expand(arguments[0], depth).strip(), self.expand(arguments[1], depth).split()
            return ' '.join(self._with(variable, word, arguments[2], depth) for word in words[:1000])
        values = [self.expand(each, depth).strip() for each in arguments if each]
        return next(filter(None, values), '') if name == 'or' else values[-1] if values and all(values) else ''

    def _with(self, name: str, value: str, text: str, depth: int) -> str:
        kept = self._variables.get(name)
        self._variables[name] = Variable([Piece(value, self.path, 1)], is_plain=True)
        try:
            return self.expand(text, depth)
        finally:
            if kept is None:
                del self._variables[name]
            else:
                self._variables[name] = kept

    def _shell(self, command: str) -> str:
        """Answer the few commands whose answer is known without running them."""
        words = command.split()
        if words in (['pwd'], ['pwd', '-P']):
            return self._variable('CURDIR', 0)
        if words[:1] == ['realpath'] or words[:2] == ['readlink', '-f']:
            return FUNCTIONS['abspath'](Call(self.files, posixpath.dirname(self.path), [words[-1]]))
        if words[:1] == ['dirname'] and len(words) == 2:
            return posixpath.dirname(words[1])
        if words[:1] == ['ls'] and len(words) > 1:
            return FUNCTIONS['wildcard'](Call(self.files, posixpath.dirname(self.path), [' '.join(words[1:])]))
        if words[:1] == ['find'] and (found := re.fullmatch(r'find\s+(\S+)(?:\s+-type\s+f)?\s+-name\s+(\S+)', command)):
            pattern = f'{found[1].rstrip("/")}/**/{found[2].strip(chr(34) + chr(39)).lstrip(chr(92))}'
            return FUNCTIONS['wildcard'](Call(self.files, posixpath.dirname(self.path), [pattern]))
        if words[:1] != ['cocotb-config']:
            self.commands[command[:80]] = None
        return ''


class _Lines:
    """Follows the lines of one text: which conditions hold, where a rule begins."""

    def __init__(self, make: MakeText, path: str, depth: int) -> None:
        self._make = make
        self._path = path
        self._depth = depth
        self._conditions: list[tuple[bool, bool]] = []  # does this branch hold, did one of this condition hold
        self._in_rule = False
        self._in_define = False

    def read(self, text: str) -> None:
        for line, logical in _logical_lines(text):
            self._make.count_line(self._path, line)
            self._line(logical, line)

    def _line(self, text: str, line: int) -> None:
        if self._in_define or text.lstrip().startswith('define '):
            self._in_define = not text.strip().startswith('endef')
            return
        if self._in_rule and text.startswith('\t'):
            return
        if text.strip():
            self._in_rule = False
        if self._condition(text) or not all(holds for holds, _ in self._conditions):
            return
        if found := INCLUDE.match(text):
            self._make.include(found[1], self._path, self._depth)
        elif match := ASSIGNMENT.match(text):
            self._make.assign(match, self._path, line)
        elif RULE.match(text):
            self._in_rule = True

    def _condition(self, text: str) -> bool:
        word = text.strip()
        if found := CONDITION.match(text):
            if found[1]:
                self._otherwise(lambda: self._holds(found[2], found[3]))
            else:
                outer = all(holds for holds, _ in self._conditions)
                holds = outer and self._holds(found[2], found[3])
                self._conditions.append((holds, holds))
        elif word == 'else':
            self._otherwise(lambda: True)
        elif word == 'endif' and self._conditions:
            self._conditions.pop()
        else:
            return False
        return True

    def _otherwise(self, holds: Callable[[], bool]) -> None:
        if self._conditions:
            _, done = self._conditions.pop()
            now = not done and holds()
            self._conditions.append((now, done or now))

    def _holds(self, kind: str, text: str) -> bool:
        text = text.strip()
        if kind in ('ifdef', 'ifndef'):
            return self._make.is_set(self._make.expand(text).strip()) is (kind == 'ifdef')
        if text.startswith('('):
            sides = [self._make.expand(each).strip() for each in split_arguments(text[1 : _closing(text, 0)])]
        else:
            sides = [self._make.expand(a or b) for a, b in re.findall(r'"([^"]*)"|\'([^\']*)\'', text)]
        return (len(sides) > 1 and sides[0] == sides[1]) is (kind == 'ifeq')


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with their continuations and without comments, and the number of each one's first line."""
    lines = text.split('\n')
    at = 0
    while at < len(lines):
        first, line = at, lines[at].rstrip('\r')
        while line.endswith('\\') and at + 1 < len(lines):
            at += 1
            line = f'{line[:-1].rstrip()} {lines[at].strip()}'
        at += 1
        yield first + 1, re.sub(r'(?<!\\)#.*$', '', line).replace('\\#', '#')


def _closing(text: str, start: int) -> int:
    """Return where the bracket at `start` closes, or the end of the text."""
    opening = text[start]
    closing = {'(': ')', '{': '}'}[opening]
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == opening) - (text[at] == closing)
        if not depth:
            return at
    return len(text)
