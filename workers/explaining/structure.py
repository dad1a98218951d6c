"""Finds blocks that are never closed and closing words without a block, by nesting and by indentation."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from services.verilog.tokens import Kind, Token

CLOSERS = {
    'begin': 'end',
    'case': 'endcase',
    'casex': 'endcase',
    'casez': 'endcase',
    'randcase': 'endcase',
    'checker': 'endchecker',
    'class': 'endclass',
    'clocking': 'endclocking',
    'config': 'endconfig',
    'covergroup': 'endgroup',
    'fork': 'join',
    'function': 'endfunction',
    'generate': 'endgenerate',
    'interface': 'endinterface',
    'macromodule': 'endmodule',
    'module': 'endmodule',
    'package': 'endpackage',
    'primitive': 'endprimitive',
    'program': 'endprogram',
    'property': 'endproperty',
    'sequence': 'endsequence',
    'specify': 'endspecify',
    'table': 'endtable',
    'task': 'endtask',
}
JOINS = frozenset({'join', 'join_any', 'join_none'})
ENDS = frozenset(CLOSERS.values()) | JOINS
UNITS = frozenset({'module', 'macromodule', 'interface', 'package', 'program', 'primitive', 'checker', 'config'})
DIRECTIVES = frozenset({'`default_nettype', '`timescale', '`resetall', '`celldefine', '`endcelldefine'})
NO_BLOCK_AFTER = {
    'fork': {'wait', 'disable'},
    'function': {'import', 'export', 'extern', 'pure', 'virtual', 'context', '=', ',', '('},
    'task': {'import', 'export', 'extern', 'pure', 'virtual', 'context', '=', ',', '('},
    'property': {'assert', 'assume', 'cover', 'restrict', 'expect'},
    'sequence': {'cover', 'assert', 'assume'},
    'interface': {'virtual', '(', ','},
    'class': {'typedef', 'interface'},
    'module': {'extern'},
    'clocking': {'.'},
}


@dataclass(frozen=True, slots=True)
class Block:
    """An opening word and where its line begins."""

    word: str
    line: int
    indent: int
    name: str = ''

    @property
    def closer(self) -> str:
        """The word that closes it."""
        return CLOSERS[self.word]


@dataclass(frozen=True, slots=True)
class Fault:
    """A word that is missing or too much: `word` belongs after `line`; `block` is what stays open."""

    word: str
    line: int
    missing: bool
    block: Block | None = None


def faults(tokens: list[Token], lines: list[str]) -> list[Fault]:
    """Return the first fault of each module whose blocks do not nest; none where they do."""
    found: list[Fault] = []
    for piece in pieces(tokens):
        if (fault := fault_of(piece, lines)) is not None:
            found.append(fault)
    return found


def pieces(tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut a file before each module, so that one mistake does not spoil what follows."""
    start = 0
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else None
        if token.text in UNITS and opens(tokens, at) and before is not None and before.line < token.line:
            yield tokens[start:at]
            start = at
    yield tokens[start:]


def fault_of(tokens: list[Token], lines: list[str]) -> Fault | None:
    """Return the fault of one module."""
    aside = {token.line for token in tokens if token.text in DIRECTIVES}
    tokens = [token for token in tokens if token.line not in aside]
    if nests(tokens):
        return None
    return by_indentation(tokens, lines) or by_nesting(tokens, lines)


def opens(tokens: list[Token], at: int) -> bool:
    """Say whether the word there opens a block."""
    token = tokens[at]
    if token.kind is not Kind.WORD or token.text not in CLOSERS:
        return False
    before = tokens[at - 1].text if at else ''
    if before in NO_BLOCK_AFTER.get(token.text, ()) or before in ('.', '::'):
        return False
    return not (
        token.text == 'clocking' and before == 'default' and tokens[at + 2 : at + 3] and tokens[at + 2].text == ';'
    )


def marks(tokens: list[Token]) -> Iterator[tuple[Token, bool]]:
    """Yield the words that open (true) and close (false) blocks."""
    for at, token in enumerate(tokens):
        if token.kind is Kind.WORD and token.text in ENDS:
            yield token, False
        elif opens(tokens, at):
            yield token, True


def fits(block: Block, word: str) -> bool:
    """Say whether a word closes a block."""
    return word in JOINS if block.word == 'fork' else block.closer == word


def nests(tokens: list[Token]) -> bool:
    """Say whether every block is closed by its own word."""
    stack: list[Block] = []
    for token, is_open in marks(tokens):
        if is_open:
            stack.append(Block(token.text, token.line, 0))
        elif not stack or not fits(stack.pop(), token.text):
            return False
    return not stack


def indent_of(lines: list[str], number: int) -> int:
    """Return the column where a line's text begins, a tab counting to the next multiple of eight."""
    line = lines[number - 1].expandtabs() if 0 < number <= len(lines) else ''
    return len(line) - len(line.lstrip())


def by_nesting(tokens: list[Token], lines: list[str]) -> Fault | None:
    """Return the fault where the words first do not fit: the innermost open block, or a closing word too much."""
    stack: list[Block] = []
    last = tokens[0].line if tokens else 0
    for token, is_open in marks(tokens):
        if is_open:
            stack.append(Block(token.text, token.line, indent_of(lines, token.line)))
        elif stack and fits(stack[-1], token.text):
            stack.pop()
        elif any(fits(block, token.text) for block in stack):
            return Fault(stack[-1].closer, before(tokens, token), True, stack[-1])
        else:
            return Fault(token.text, token.line, False)
        last = token.line
    if not stack:
        return None
    return Fault(stack[-1].closer, max(last, tokens[-1].line), True, stack[-1])


def before(tokens: list[Token], token: Token) -> int:
    """Return the line of the token before one."""
    at = next(at for at, other in enumerate(tokens) if other is token)
    return tokens[at - 1].line if at else token.line


def by_indentation(tokens: list[Token], lines: list[str]) -> Fault | None:
    """Return the fault that the indentation shows, where it is kept well enough to show one."""
    reader = Reader(lines)
    for _, group in groupby(tokens, key=lambda token: token.line):
        if (fault := reader.line(list(group))) is not None:
            return fault
    if reader.stack:
        block = reader.stack[-1]
        return Fault(block.closer, reader.last, True, block)
    return None


class Reader:
    """Goes through the lines of one module and compares each closing word with the line that opened the block."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self.stack: list[Block] = []
        self.last = 0
        self._heads: dict[int, int] = {}

    def line(self, tokens: list[Token]) -> Fault | None:
        """Read the tokens of one line."""
        number, indent = tokens[0].line, indent_of(self._lines, tokens[0].line)
        first = tokens[0].text
        fault = self._left_open(first, indent) or self._not_opened(first, number, indent)
        if fault is not None:
            return fault
        for token, is_open in marks(tokens):
            if is_open:
                self.stack.append(Block(token.text, number, indent))
            elif self.stack and fits(self.stack[-1], token.text):
                self.stack.pop()
            else:
                return self._clash(token, number)
        self._heads = {column: line for column, line in self._heads.items() if column <= indent}
        if first not in ENDS or tokens[-1].text == 'else':
            self._heads[indent] = number
        self.last = tokens[-1].line
        return None

    def _left_open(self, first: str, indent: int) -> Fault | None:
        """Find a line further left than its block, or at its level without closing it: it comes too early."""
        if not self.stack or first.startswith('`'):
            return None
        block = self.stack[-1]
        if fits(block, first):
            closes_outer = any(fits(outer, first) and outer.indent == indent for outer in self.stack[:-1])
            if indent < block.indent and closes_outer:
                return Fault(block.closer, self.last, True, block)
            return None
        if indent > block.indent or first in CONTINUING or self._flat(block, indent):
            return None
        return Fault(block.closer, self.last, True, block)

    def _flat(self, block: Block, indent: int) -> bool:
        """Allow for people who do not indent inside a block, or put `begin` on a line of its own."""
        below = next((number for number in range(block.line + 1, len(self._lines) + 1) if self._has_code(number)), 0)
        if below and indent_of(self._lines, below) <= block.indent:
            return True
        return indent == block.indent and (block.word in UNITS or block.word in UNINDENTED)

    def _has_code(self, number: int) -> bool:
        text = self._lines[number - 1].strip()
        return bool(text) and not text.startswith(('//', '/*', '*'))

    def _not_opened(self, first: str, number: int, indent: int) -> Fault | None:
        """Find an `end` further right than the innermost block: a line above it opened none."""
        if first not in ('end', 'endcase') or not self.stack:
            return None
        block = self.stack[-1]
        if not fits(block, first) and not any(fits(outer, first) for outer in self.stack):
            return self._headless(first, number, indent)
        if indent <= block.indent or self._heads.get(indent) is None:
            return None
        return self._headless(first, number, indent)

    def _headless(self, first: str, number: int, indent: int) -> Fault:
        head = self._heads.get(indent, 0)
        if first == 'end' and head:
            return Fault('begin', head, True)
        return Fault(first, number, False)

    def _clash(self, token: Token, number: int) -> Fault:
        inner = self.stack[-1] if self.stack else None
        if inner is not None and any(fits(block, token.text) for block in self.stack):
            return Fault(inner.closer, self.last or number, True, inner)
        return Fault(token.text, number, False)


CONTINUING = frozenset({'else', 'begin', ')', '.', ',', ']', '}', '&', '|', '+', '?', ':', '(', '`'})
UNINDENTED = frozenset({'generate', 'fork', 'specify'})
