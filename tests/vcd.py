"""Reads a VCD into value changes by name, to compare two of them."""

from typing import TypeAlias

Changes: TypeAlias = dict[str, list[tuple[int, str]]]


def value_changes(text: str) -> Changes:
    """Return for each variable's full name its changes as time and value."""
    head, _, body = text.partition('$enddefinitions')
    names = names_by_code(head)
    changes: Changes = {name: [] for group in names.values() for name in group}
    time = 0
    for line in body.splitlines():
        if line.startswith('#'):
            time = int(line[1:])
        elif line[:1] in ('b', 'r', '0', '1', 'x', 'z'):
            value, _, code = line.partition(' ') if line[0] in 'br' else (line[0], '', line[1:])
            for name in names[code]:
                changes[name].append((time, value))
    return changes


def names_by_code(head: str) -> dict[str, list[str]]:
    """Return the full names of the variables that each identifier code stands for."""
    names: dict[str, list[str]] = {}
    scopes: list[str] = []
    for part in head.split('$end'):
        words = part.split()
        if words[:1] == ['$scope']:
            scopes.append(words[2])
        elif words[:1] == ['$upscope']:
            scopes.pop()
        elif words[:1] == ['$var']:
            names.setdefault(words[3], []).append('.'.join([*scopes, *words[4:]]))
    return names
