"""Text becomes tokens: comments go, conditional parts that are off go, simple macros are replaced."""

import re
from collections.abc import Collection, Iterator
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """What a token is."""

    WORD = 1
    TASK = 2
    STRING = 3
    NUMBER = 4
    SIGN = 5
    DIRECTIVE = 6


class Token(NamedTuple):
    """A piece of the text and the line it stands on."""

    kind: Kind
    text: str
    line: int


PATTERN = re.compile(
    r"""
    (?P<skip>\s+|//[^\n]*|/\*.*?(?:\*/|\Z))
  | (?P<string>"(?:\\.|[^"\\\n])*"?)
  | (?P<define>`define\s+(?P<name>[A-Za-z_]\w*)(?P<body>(?:\\\r?\n|[^\n])*))
  | (?P<directive>`[A-Za-z_]\w*)
  | (?P<word>[A-Za-z_][\w$]*|\\[^\s]+)
  | (?P<task>\$[A-Za-z_][\w$]*)
  | (?P<number>[0-9][\w.]*|'[sS]?[bBoOdDhH][\s]*[\w?]+)
  | (?P<sign>::|.)
    """,
    re.VERBOSE | re.DOTALL,
)
KINDS = {
    'string': Kind.STRING,
    'directive': Kind.DIRECTIVE,
    'word': Kind.WORD,
    'task': Kind.TASK,
    'number': Kind.NUMBER,
    'sign': Kind.SIGN,
}
CONDITIONS = frozenset({'`ifdef', '`ifndef', '`elsif', '`else', '`endif'})
DIRECTIVES = frozenset(
    """
    `__FILE__ `__LINE__ `begin_keywords `celldefine `default_decay_time `default_nettype `default_trireg_strength
    `delay_mode_distributed `delay_mode_path `delay_mode_unit `delay_mode_zero `disable_portfaults `enable_portfaults
    `end_keywords `endcelldefine `endprotect `line `nosuppress_faults `nounconnected_drive `pragma `protect `resetall
    `suppress_faults `timescale `unconnected_drive `undefineall `uselib
    """.split()  # noqa: SIM905 - a list of strings reads worse
)
"""What begins with a grave accent and is no macro."""
PLAIN_NAME = re.compile(r'\s*([A-Za-z_]\w*)\s*(?://.*)?$', re.DOTALL)


class Tokenizer:
    """Reads one text; afterwards `defines` and `includes` hold what it asked for, `undefined` the macros it lacks."""

    def __init__(self, text: str, defines: Collection[str] = ()) -> None:
        self._text = text
        self._macros: dict[str, str] = dict.fromkeys(defines, '')
        self.defines: set[str] = set()
        self.includes: list[str] = []
        self.undefined: set[str] = set()

    def tokens(self) -> list[Token]:
        """Return the tokens that are in force."""
        return list(self._in_force(self._raw()))

    def _raw(self) -> Iterator[tuple[str, re.Match[str], int]]:
        line = 1
        for match in PATTERN.finditer(self._text):
            kind = match.lastgroup or 'skip'
            if kind != 'skip':
                yield 'define' if match['define'] else kind, match, line
            if kind in ('skip', 'define', 'string'):
                line += match[0].count('\n')

    def _in_force(self, raw: Iterator[tuple[str, re.Match[str], int]]) -> Iterator[Token]:
        active = Conditions(self._macros)
        for kind, match, line in raw:
            text = match[0]
            if text in CONDITIONS:
                name = '' if text in ('`else', '`endif') else next((m[0] for _, m, _ in raw), '')
                active.turn(text, name)
            elif not active:
                continue
            elif kind == 'define':
                self._define(match)
            elif kind == 'directive':
                yield from self._directive(text, line, raw)
            else:
                yield Token(KINDS[kind], text, line)

    def _define(self, match: re.Match[str]) -> None:
        body = PLAIN_NAME.match(match['body'])
        self._macros[match['name']] = body[1] if body else ''
        self.defines.add(match['name'])

    def _directive(self, text: str, line: int, raw: Iterator[tuple[str, re.Match[str], int]]) -> Iterator[Token]:
        if text == '`include':
            following = next(raw, None)
            if following is not None and following[0] == 'string':
                self.includes.append(following[1][0].strip('"'))
        elif text == '`undef':
            following = next(raw, None)
            if following is not None:
                self._macros.pop(following[1][0], None)
        elif name := self._macros.get(text[1:]):
            yield Token(Kind.WORD, name, line)
        else:
            if text[1:] not in self._macros and text not in DIRECTIVES:
                self.undefined.add(text[1:])
            yield Token(Kind.DIRECTIVE, text, line)


class Conditions:
    """Which of the nested `ifdef` parts the reader is in; true where all of them are on."""

    def __init__(self, macros: dict[str, str]) -> None:
        self._macros = macros
        self._stack: list[tuple[bool, bool]] = []  # is this branch on, was one of this `ifdef`

    def __bool__(self) -> bool:
        return all(on for on, _ in self._stack)

    def turn(self, directive: str, name: str) -> None:
        """Follow one conditional directive; one that does not fit is passed over."""
        known = name in self._macros
        if directive in ('`ifdef', '`ifndef'):
            on = known is (directive == '`ifdef')
            self._stack.append((on, on))
        elif self._stack:
            _, done = self._stack.pop()
            if directive == '`elsif':
                self._stack.append((known and not done, known or done))
            elif directive == '`else':
                self._stack.append((not done, True))
