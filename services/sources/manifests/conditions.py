"""Conditions in manifests: `tool_icarus? (tb.v)` of FuseSoC, `all(rtl, not(asic))` of Bender."""

import re
from collections.abc import Collection

CONDITION = re.compile(r'(!?)\s*([\w.+-]+)\s*\?\s*\(')
TOKEN = re.compile(r'\s*([A-Za-z_][\w.-]*|\*|[(),])')
DEEPEST = 20


def chosen(text: str, flags: Collection[str], depth: int = 0) -> list[str]:
    """Return the words that hold: `a flag? (b) !flag? (c)` gives `a` and either `b` or `c`."""
    words: list[str] = []
    at = 0
    while (found := CONDITION.search(text, at)) is not None and depth < DEEPEST:
        words += text[at : found.start()].split()
        end = _closing(text, found.end())
        if (found[2] in flags) is not bool(found[1]):
            words += chosen(text[found.end() : end], flags, depth + 1)
        at = end + 1
    return words + text[at:].split()


def _closing(text: str, start: int) -> int:
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == '(') - (text[at] == ')')
        if not depth:
            return at
    return len(text)


class ConditionError(ValueError):
    """The text is no expression of targets."""


def holds(expression: str, targets: Collection[str]) -> bool:
    """Evaluate an expression of Bender: a target, `*`, `all(...)`, `any(...)` or `not(...)`."""
    tokens = TOKEN.findall(expression)
    if ''.join(tokens) != re.sub(r'\s+', '', expression) or not tokens:
        raise ConditionError(expression)
    value, at = _value(tokens, 0, targets, 0)
    if at != len(tokens):
        raise ConditionError(expression)
    return value


def _value(tokens: list[str], at: int, targets: Collection[str], depth: int) -> tuple[bool, int]:
    if at >= len(tokens) or tokens[at] in '(),' or depth > DEEPEST:
        raise ConditionError
    word = tokens[at]
    if at + 1 >= len(tokens) or tokens[at + 1] != '(':
        return word == '*' or word in targets, at + 1
    values: list[bool] = []
    at += 1
    while tokens[at] in '(,':
        value, at = _value(tokens, at + 1, targets, depth + 1)
        values.append(value)
        if at >= len(tokens):
            raise ConditionError
    if tokens[at] != ')' or word not in ('all', 'any', 'not') or (word == 'not' and len(values) != 1):
        raise ConditionError
    return {'all': all(values), 'any': any(values), 'not': not values[0]}[word], at + 1
