"""Finds places in the text of `a6hub.toml`: each mistake with its line and column, and what to write instead."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from services.diagnostics import Diagnostic, Severity

CONFIG_FILE = 'a6hub.toml'
DOCS = 'docs/a6hub-toml.md lists every key'
AT = re.compile(r'\s*\(at line (\d+), column (\d+)\)|\s*\(at end of document\)')
HEADER = re.compile(r'\s*\[\[?\s*([\w.\- "\']+?)\s*\]\]?')
KEY = re.compile(r'\s*((?:[\w-]+|"[^"]*"|\'[^\']*\')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|\'[^\']*\'))*)\s*=')


def broken(text: str, error: str) -> Diagnostic:
    """Return where a text is no TOML."""
    place = AT.search(error)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count('\n') + 1, 0)
    problem = AT.sub('', error)
    hint = DOCS
    if 'Invalid value' in problem:
        hint = 'a text stands in quotes, as in top = "tb"; numbers, true and false do not'
    elif 'Expected' in problem and '=' in problem:
        hint = 'write name = value, or a table as [simulate]'
    elif 'Cannot overwrite' in problem or 'Cannot declare' in problem:
        hint = 'each key and each table stands once: put both parts together'
    return mistake(f'This is not TOML: {problem}', line, column, hint)


def refused(text: str, model: type[BaseModel], error: ValidationError) -> list[Diagnostic]:
    """Return a message for each value that the model does not take, in the order of the text."""
    found = [_explained(text, model, item) for item in error.errors()]
    return sorted(found, key=lambda each: (each.line, each.column))


def place_of(text: str, keys: Sequence[str]) -> tuple[int, int]:
    """Return line and column of a key such as `simulate.top`, of the last part of it that the text holds, or 1, 0."""
    best, found = 0, (1, 0)
    table: list[str] = []
    counted: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            table = _parts(header[1])
            if line.lstrip().startswith('[['):
                counted[header[1]] = counted.get(header[1], -1) + 1
                table.append(str(counted[header[1]]))
            here, column = table, header.start(1)
        elif key := KEY.match(line):
            here, column = [*table, *_parts(key[1])], key.start(1)
        else:
            continue
        if len(here) > best and here == list(keys[: len(here)]):
            best, found = len(here), (number, column + 1)
    return found


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip('"\'') for part in dotted.split('.')]


def _explained(text: str, model: type[BaseModel], item: ErrorDetails) -> Diagnostic:
    keys = [str(key) for key in item['loc']]
    line, column = place_of(text, keys)
    name = '.'.join(keys) or 'value'
    if item['type'] == 'extra_forbidden':
        return _unknown(model, keys, line, column)
    message = item['msg'].removeprefix('Value error, ')
    return mistake(f'{name}: {message}', line, column, _shape(model, keys))


def _unknown(model: type[BaseModel], keys: Sequence[str], line: int, column: int) -> Diagnostic:
    known = list(_fields(model, keys[:-1]))
    what = 'key' if len(keys) > 1 else 'table'
    like = get_close_matches(keys[-1], known, 1)
    listed = f'there is {", ".join(known)}' if known else DOCS
    hint = f'is {like[0]!r} meant? {listed}' if like else listed
    return mistake(f'{".".join(keys)}: there is no such {what}', line, column, hint)


def _fields(model: Any, keys: Sequence[str]) -> Mapping[str, Any]:
    """Return the fields of the table that the keys lead to."""
    for key in keys:
        field = _model_in(model).get(key)
        if not key.isdigit():
            model = field.annotation if field is not None else None
    return _model_in(model)


def _model_in(annotation: Any) -> Mapping[str, Any]:
    """Return the fields of a model, or of the one of which a list is made."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.model_fields
    return next((fields for each in get_args(annotation) if (fields := _model_in(each))), {})


def _shape(model: type[BaseModel], keys: Sequence[str]) -> str:
    """Say what a key takes, in the words of its documentation."""
    fields = _fields(model, keys[:1])
    field = fields.get(keys[1]) if len(keys) > 1 else None
    if field is None or not field.description:
        return DOCS
    return f'{keys[1]}: {" ".join(field.description.split())[:300]}'


def mistake(message: str, line: int, column: int, hint: str) -> Diagnostic:
    """Return an error at a place of the file."""
    return Diagnostic(Severity.ERROR, message, CONFIG_FILE, line, column, rule='config', source='a6hub', hint=hint)
