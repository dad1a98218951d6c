"""Reads the head of a unit: its name, its port list, and the names it leans on."""

from dataclasses import dataclass

from services.verilog.model import Direction, Port
from services.verilog.tokens import Kind, Token
from services.verilog.words import KEYWORDS

DIRECTIONS = {direction.value: direction for direction in Direction if direction}
CLOSERS = {'(': ')', '[': ']', '{': '}'}


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the first semicolon; `end` is the index after it."""

    name: str
    ports: tuple[Port, ...]
    references: frozenset[str]
    end: int


def read_header(tokens: list[Token]) -> Header | None:
    """Read a unit's head from its first word on, or return nothing where no name follows."""
    at = 1
    while at < len(tokens) and tokens[at].text in ('automatic', 'static'):
        at += 1
    if at >= len(tokens) or tokens[at].kind is not Kind.WORD or tokens[at].text in KEYWORDS:
        return None
    name = tokens[at].text.removeprefix('\\')
    end = _head_end(tokens, at)
    head = tokens[at + 1 : end]
    names = frozenset(token.text for token in head if token.kind is Kind.WORD and token.text not in KEYWORDS)
    return Header(name, tuple(_ports(head)), names, end)


def _head_end(tokens: list[Token], start: int) -> int:
    """Return the index after the head's semicolon; an `import pkg::*;` before the ports belongs to the head."""
    at = start + 1
    importing = False
    while at < len(tokens):
        text = tokens[at].text
        importing = importing or text == 'import'
        if text in CLOSERS:
            at = skip_group(tokens, at)
            continue
        at += 1
        if text == ';' and not importing:
            return at
        importing = importing and text != ';'
    return len(tokens)


def skip_group(tokens: list[Token], start: int) -> int:
    """Return the index after the bracket that closes the one at `start`."""
    depth = 0
    for at in range(start, len(tokens)):
        text = tokens[at].text
        if tokens[at].kind is not Kind.SIGN:
            continue
        if text in CLOSERS:
            depth += 1
        elif text in CLOSERS.values():
            depth -= 1
            if depth == 0:
                return at + 1
    return len(tokens)


def _ports(head: list[Token]) -> list[Port]:
    """Read the port list, which is the last group in round brackets that does not follow a `#`."""
    at = 0
    while at < len(head):
        if head[at].text == '#' and at + 1 < len(head) and head[at + 1].text == '(':
            at = skip_group(head, at + 1)
        elif head[at].text == '(':
            return _port_list(head[at + 1 : skip_group(head, at) - 1])
        else:
            at += 1
    return []


def _port_list(tokens: list[Token]) -> list[Port]:
    ports: list[Port] = []
    direction, width = Direction.UNKNOWN, ''
    for item in split_at_commas(tokens):
        words = [token.text for token in item if token.kind is Kind.WORD]
        names = _declared_name(item)
        if not names:
            continue
        if (given := next((DIRECTIONS[word] for word in words if word in DIRECTIONS), None)) is not None:
            direction, width = given, packed_range(item)
        elif len([word for word in words if word not in KEYWORDS]) > 1 and direction is Direction.UNKNOWN:
            ports.append(Port(names, Direction.INTERFACE))
            continue
        ports.append(Port(names, direction, width))
    return ports


def _declared_name(item: list[Token]) -> str:
    """Return the last name before a default value or an array range."""
    name, depth = '', 0
    for token in item:
        if token.kind is Kind.SIGN and token.text in '([{':
            depth += 1
        elif token.kind is Kind.SIGN and token.text in ')]}':
            depth -= 1
        elif token.text == '=' and not depth:
            break
        elif token.kind is Kind.WORD and not depth and token.text not in KEYWORDS:
            name = token.text.removeprefix('\\')
    return name


def packed_range(item: list[Token]) -> str:
    """Return the first range in square brackets that stands before the name."""
    for at, token in enumerate(item):
        if token.text == '[':
            return ''.join(part.text for part in item[at : skip_group(item, at)])
        if token.kind is Kind.WORD and token.text not in KEYWORDS:
            return ''
    return ''


def split_at_commas(tokens: list[Token]) -> list[list[Token]]:
    """Split at the commas that stand in no bracket."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.kind is Kind.SIGN:
            depth += (token.text in CLOSERS) - (token.text in CLOSERS.values())
        if token.text == ',' and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]
