"""Reads YAML and JSON of strangers: within limits, without any object but plain data, and with the line of each key."""

import json
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import yaml

from services.diagnostics import Diagnostic
from services.sources.manifests.builder import ManifestError
from services.sources.model import mistake

LARGEST = 64 * 1024
"""Characters; the reader is slow, and no person writes more."""
MOST_NODES = 20_000
DEEPEST = 40
Keys: TypeAlias = 'tuple[str | int, ...]'


@dataclass(slots=True)
class Document:
    """Plain data, and where its parts stand."""

    path: str
    data: Any
    lines: dict[Keys, int] = field(default_factory=dict)

    def line(self, *keys: str | int) -> int:
        """Return the line of the innermost part that is known on the way to `keys`."""
        for end in range(len(keys), -1, -1):
            if (line := self.lines.get(tuple(keys[:end]))) is not None:
                return line
        return 1

    def table(self, name: str) -> dict[str, Any]:
        """Return a table of the document, empty where there is none."""
        return as_table(as_table(self.data).get(name))


def read_document(path: str, text: str) -> Document:
    """Return what the file holds; raise `ManifestError` with the line of the first mistake."""
    if len(text) > LARGEST:
        raise ManifestError(
            mistake(
                f'{path} has {len(text):,} characters; a manifest of at most {LARGEST:,} is read',
                'split it, or name the files in sources of a6hub.toml',
                path,
                1,
            )
        )
    try:
        root = yaml.compose(_plain(path, text), Loader=yaml.SafeLoader)
        document = Document(path, None)
        document.data = _Reader(document).value(root, ()) if root is not None else None
    except yaml.MarkedYAMLError as error:
        endless = 'end of stream' in (error.problem or '')
        mark = (error.context_mark if endless else None) or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
        raise ManifestError(_broken(path, error.problem or 'it cannot be read', line, column)) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        told = 'it is nested too deeply' if isinstance(error, RecursionError) else str(error).split('\n')[0][:200]
        raise ManifestError(_broken(path, told, 1, 0)) from None
    return document


def as_table(value: Any) -> dict[str, Any]:
    """Return a table, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """Return a list; a single value is a list of one, and nothing is an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_text(value: Any) -> str:
    """Return a scalar as text, '' for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ''


def _plain(path: str, text: str) -> str:
    """Return JSON in the form that is YAML too: tabs are blanks there, and only there."""
    if not path.endswith('.json'):
        return text
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise ManifestError(_broken(path, error.msg, error.lineno, error.colno)) from None
    return text.replace('\t', ' ')


def _broken(path: str, problem: str, line: int, column: int) -> Diagnostic:
    kind = 'JSON' if path.endswith('.json') else 'YAML'
    found = mistake(f'{path} is not {kind}: {problem}', 'correct it; until then its files are found without it', path)
    return replace(found, line=line, column=column)


class _Reader:
    """Turns nodes into data; each use of an alias counts again, so that no text of a few lines becomes gigabytes."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._left = MOST_NODES
        self._safe = yaml.constructor.SafeConstructor()

    def value(self, node: yaml.Node, keys: Keys) -> Any:
        self._left -= 1
        if self._left < 0:
            raise ValueError(f'it holds more than {MOST_NODES:,} values')
        if len(keys) > DEEPEST:
            raise RecursionError
        self._document.lines.setdefault(keys, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, keys)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, (*keys, number)) for number, each in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, keys: Keys) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ''
            if key_node.tag == 'tag:yaml.org,2002:merge':
                for table in as_list(self.value(value_node, (*keys, '<<'))):
                    merged = {**as_table(table), **merged}
                continue
            self._document.lines[(*keys, key)] = key_node.start_mark.line + 1
            own[key] = self.value(value_node, (*keys, key))
        return {**merged, **own}

    def _scalar(self, node: yaml.Node) -> Any:
        value = self._safe.construct_object(node) if node.tag.startswith('tag:yaml.org,2002:') else str(node.value)
        return value if isinstance(value, str | int | float | bool | None) else str(node.value)
