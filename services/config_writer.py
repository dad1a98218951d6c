"""Writes settings into the text of `a6hub.toml`: comments, order and form of all the rest stay as they are."""

from collections.abc import Mapping, MutableMapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Table

from services.design_config import DesignConfig, read_config
from services.errors import InvalidError


def write_settings(text: str, flow: str, changes: Mapping[str, Any]) -> str:
    """Return the text with these keys of a flow's table set, and those removed whose value is None.

    Raise `ConfigError` where the text cannot be used before or after, and `InvalidError` for a table that none is.
    """
    if flow not in DesignConfig.model_fields:
        raise InvalidError(f'a6hub.toml has no table {flow[:60]!r}; there is {", ".join(DesignConfig.model_fields)}.')
    read_config(text)
    windows = '\r\n' in text
    document = tomlkit.parse(text.replace('\r\n', '\n'))
    table = document.get(flow)
    if table is None:
        if not any(value is not None for value in changes.values()):
            return text
        table = _added(document, flow)
    for key, value in changes.items():
        _change(table, key, value)
    written = tomlkit.dumps(document)
    read_config(written)
    return written.replace('\n', '\r\n') if windows else written


def _added(document: tomlkit.TOMLDocument, flow: str) -> Table:
    """Add an empty table at the end, set off by an empty line."""
    before = tomlkit.dumps(document)
    if before and not before.endswith('\n'):
        document.add(tomlkit.nl())
    if before.strip() and not before.endswith('\n\n'):
        document.add(tomlkit.nl())
    table = tomlkit.table()
    document.add(flow, table)
    return table


def _change(table: MutableMapping[str, Any], key: str, value: Any) -> None:
    present = table.get(key)
    if value is None:
        table.pop(key, None)
    elif present is not None and _plain(present) == _plain(value):
        return
    elif isinstance(value, Mapping):
        _change_table(table, key, present, value)
    elif isinstance(value, list | tuple):
        _change_list(table, key, present, list(value))
    else:
        table[key] = value


def _change_table(table: MutableMapping[str, Any], key: str, present: Any, value: Mapping[str, Any]) -> None:
    """Change a table entry by entry, so that what else stands in it stays."""
    if not isinstance(present, Table | InlineTable):
        table[key] = present = tomlkit.inline_table()
    for name in [name for name in present if name not in value]:
        present.pop(name)
    for name, item in value.items():
        if name not in present or _plain(present[name]) != item:
            present[name] = item


def _change_list(table: MutableMapping[str, Any], key: str, present: Any, value: list[Any]) -> None:
    """Add to a list what is new at its end, and take out what is gone; only another order writes it anew."""
    if isinstance(present, AoT) and all(isinstance(item, Mapping) for item in value):
        _change_rows(present, value)
        if value:
            return
    if isinstance(present, Array):
        for at in range(len(present) - 1, -1, -1):
            if present[at] not in value:
                del present[at]
        for item in value[len(present) :]:
            present.append(_item(item))
        if list(present) == value:
            return
    array = tomlkit.array()
    array.extend([_item(item) for item in value])
    if isinstance(present, Array):
        array.multiline('\n' in present.as_string())
    table[key] = array


def _change_rows(rows: AoT, value: list[Mapping[str, Any]]) -> None:
    """Change `[[rows]]` one by one; new ones are added at the end, and the last ones go where there are fewer."""
    while len(rows) > len(value):
        del rows[-1]
    for row, wanted in zip(rows, value, strict=False):
        for key in {**row, **wanted}:
            _change(row, key, wanted.get(key))
    for wanted in value[len(rows) :]:
        row = tomlkit.table()
        for key, item in wanted.items():
            _change(row, key, item)
        rows.append(row)


def _item(value: Any) -> Any:
    """Return a value as it stands in a list; a table stands in one line."""
    if not isinstance(value, Mapping):
        return value
    table = tomlkit.inline_table()
    for name, item in value.items():
        table[name] = _item(item)
    return table


def _plain(value: Any) -> Any:
    """Return a value without its form, to be compared."""
    unwrapped = value.unwrap() if hasattr(value, 'unwrap') else value
    return list(unwrapped) if isinstance(unwrapped, tuple) else unwrapped
