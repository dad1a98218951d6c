"""The project as explaining sees it: lines, tokens, what is declared, and which names are near to one another."""

import difflib
import posixpath
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from services.sources.languages import language_of
from services.verilog import Design, Unit, is_verilog
from services.verilog.tokens import Kind, Token, Tokenizer
from services.verilog.words import KEYWORDS

DECLARING = frozenset(
    """
    bit byte enum event function genvar inout input int integer interface localparam logic longint module output
    package parameter program real realtime reg shortint shortreal specparam string supply0 supply1 task time tri tri0
    tri1 triand trior trireg type typedef uwire wand wire wor const var class
    """.split()  # noqa: SIM905
)
BEFORE_NAMES = DECLARING | {']', ',', 'signed', 'unsigned', '}', 'automatic'}
NEAR = 0.6
LARGEST_READ = 400_000
"""Longer files are netlists; nobody wants them searched for near names."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file."""

    file: str
    line: int


class Project:
    """Texts by path, read when they are needed; nothing here changes a file."""

    def __init__(self, paths: Iterable[str], load: Callable[[str], str | None], defines: Collection[str] = ()) -> None:
        self.paths = tuple(sorted(paths))
        self._load = load
        self._defines = tuple(defines)
        self._texts: dict[str, str] = {}
        self._tokens: dict[str, list[Token]] = {}

    def __contains__(self, path: str) -> bool:
        return path in self.paths

    def text(self, path: str) -> str:
        """Return the text of a file, '' where there is none."""
        if path not in self._texts:
            self._texts[path] = (self._load(path) if path in self.paths else None) or ''
        return self._texts[path]

    def line(self, path: str, number: int) -> str:
        """Return one line, '' where there is none."""
        lines = self.lines(path)
        return lines[number - 1] if 0 < number <= len(lines) else ''

    def lines(self, path: str) -> list[str]:
        """Return all lines of a file, split as tools count them."""
        return [line.rstrip('\r') for line in self.text(path).split('\n')]

    def tokens(self, path: str) -> list[Token]:
        """Return the tokens of a file without comments and without parts that are off."""
        if path not in self._tokens:
            text = self.text(path)
            self._tokens[path] = Tokenizer(text, self._defines).tokens() if len(text) <= LARGEST_READ else []
        return self._tokens[path]

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The files in a hardware description language."""
        return tuple(path for path in self.paths if language_of(path))

    @cached_property
    def verilog(self) -> tuple[str, ...]:
        """The files in Verilog or SystemVerilog."""
        return tuple(path for path in self.paths if is_verilog(path))

    @cached_property
    def design(self) -> Design:
        """All modules of the project."""
        return Design.read({path: self.text(path) for path in self.verilog}, self._defines, others=self.paths)

    def defined_in(self, name: str) -> str:
        """Return the file in whose text a module is defined, be it in a comment."""
        pattern = re.compile(rf'^\s*(?:module|entity)\s+{re.escape(name)}\b', re.MULTILINE | re.IGNORECASE)
        return next((path for path in self.sources if pattern.search(self.text(path))), '')

    @property
    def modules(self) -> list[str]:
        """The names of everything that can be instantiated."""
        return list(self.design.units)

    def unit(self, name: str) -> Unit | None:
        """Return the module of a name."""
        return self.design.resolve(name)

    def unit_at(self, path: str, line: int) -> Unit | None:
        """Return the module around a line."""
        file = self.design.files.get(path)
        inside = [unit for unit in file.units if unit.line <= line <= unit.end_line] if file else []
        return inside[-1] if inside else None

    def instance(self, module: str, inside: str = '') -> Place | None:
        """Return where a module is first instantiated, in the module `inside` if one is named."""
        for name, units in self.design.units.items():
            for unit in units:
                if inside and name != inside:
                    continue
                if used := next((item for item in unit.instances if module in (item.module, item.name)), None):
                    return self.head(unit.path, used.line, used.module)
        return None

    def head(self, path: str, line: int, word: str) -> Place:
        """Return where a statement of several lines that ends up at `line` begins with `word`."""
        for number in range(line, max(0, line - 40), -1):
            if re.search(rf'\b{re.escape(word)}\b', self.line(path, number)):
                return Place(path, number)
        return Place(path, line)

    def words(self, unit: Unit) -> dict[str, list[int]]:
        """Return the names that a module uses, with the lines where each stands."""
        found: dict[str, list[int]] = {}
        for token in self.tokens(unit.path):
            if unit.line <= token.line <= unit.end_line and token.kind is Kind.WORD and token.text not in KEYWORDS:
                found.setdefault(token.text, []).append(token.line)
        return found

    def declared(self, unit: Unit) -> dict[str, int]:
        """Return the names that a module declares, each with its line."""
        tokens = [token for token in self.tokens(unit.path) if unit.line <= token.line <= unit.end_line]
        types = self.types
        found: dict[str, int] = {}
        open_, depth = False, 0
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.text in DECLARING or (token.text in types and not open_):
                open_, depth = True, 0
            elif token.text in ';=' and depth <= 0:
                open_ = token.text == '=' and open_
            elif token.text in '([{':
                depth += 1
            elif token.text in ')]}':
                depth -= 1
            elif open_ and token.kind is Kind.WORD and token.text not in KEYWORDS and before is not None:
                starts = before.text in types or before.text in BEFORE_NAMES
                found |= {token.text: token.line} if starts and token.text not in found else {}
        return found

    @cached_property
    def types(self) -> frozenset[str]:
        """The names of types that the project defines."""
        return frozenset(
            name
            for path in self.verilog
            for name in re.findall(r'\btypedef\b[^;]*?(\w+)\s*;', self.text(path)[:LARGEST_READ])
        )

    @cached_property
    def macros(self) -> dict[str, Place]:
        """The macros that the project defines, each with its place."""
        found: dict[str, Place] = {}
        for path in self.verilog:
            for number, line in enumerate(self.lines(path), start=1):
                if match := re.match(r'\s*`define\s+(\w+)', line):
                    found.setdefault(match[1], Place(path, number))
        return found

    def find_declaration(self, path: str, line: int, name: str) -> int:
        """Return the line of the module around `line` that declares `name`, 0 where none does."""
        unit = self.unit_at(path, line)
        return self.declared(unit).get(name, 0) if unit else 0

    def files_named(self, name: str) -> list[str]:
        """Return the paths that end as `name` does."""
        base = posixpath.basename(name)
        return [path for path in self.paths if posixpath.basename(path) == base]

    def like_file(self, name: str) -> str:
        """Return the path whose file name is nearest to that of `name`, '' where none is near."""
        by_base = {posixpath.basename(path): path for path in self.paths}
        return by_base.get(nearest(posixpath.basename(name), by_base), '')


def nearest(name: str, names: Iterable[str], cutoff: float = NEAR) -> str:
    """Return the name that is spelled most like `name`, '' where none is."""
    others = [other for other in names if other != name]
    same = [other for other in others if other.lower() == name.lower()]
    if same:
        return same[0]
    squeezed = {other: squeeze(other) for other in others}
    if alike := [other for other in others if squeezed[other] == squeeze(name)]:
        return alike[0]
    if turned := [other for other in others if sorted(other) == sorted(name)]:
        return turned[0]
    close = difflib.get_close_matches(name, others, n=1, cutoff=cutoff)
    return close[0] if close else ''


def squeeze(name: str) -> str:
    """Return a name without what people forget: case, underscores, and the usual prefixes and suffixes."""
    return re.sub(r'^(i|o|u|r|w)_|_(i|o|r|q|d|reg|next)$|_', '', name.lower())
