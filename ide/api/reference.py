"""The description of REST for people, made of the OpenAPI description, so that it is never out of date."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from ide.api.actor import PERMISSION

METHODS = ('get', 'post', 'put', 'patch', 'delete')
_WORDS = {'string': 'text', 'integer': 'number', 'number': 'number', 'boolean': 'true or false', 'null': 'null'}
_FORMATS = {'uuid': 'id', 'date-time': 'time in UTC', 'binary': 'bytes'}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the address or in a header."""

    name: str
    place: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    text: str
    permission: str
    parameters: tuple[Parameter, ...]
    body: str
    status: str
    answer: str

    @property
    def anchor(self) -> str:
        """Return the name of the operation within the page."""
        return f'{self.method.lower()}{self.path.replace("/", "-").replace("{", "").replace("}", "")}'


def describe_security(app: FastAPI) -> None:
    """Let the OpenAPI description say which operations take a token, so that generated clients send one."""
    original = app.openapi

    def openapi() -> dict[str, Any]:
        described = app.openapi_schema is not None
        description = original()
        if not described:
            schemes = {'token': {'type': 'http', 'scheme': 'bearer', 'description': 'An access or a personal token.'}}
            description.setdefault('components', {})['securitySchemes'] = schemes
            for item in description['paths'].values():
                for operation in item.values():
                    if operation.get(PERMISSION, 'public') != 'public':
                        operation['security'] = [{'token': []}]
        return description

    app.openapi = openapi  # type: ignore[method-assign]


def resources(description: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """Return the operations by the resource that they belong to."""
    found: dict[str, list[Operation]] = {}
    for path, item in description['paths'].items():
        for method in METHODS:
            if method in item:
                operation = _operation(description, method.upper(), path, item[method])
                found.setdefault((item[method].get('tags') or ['other'])[0], []).append(operation)
    return found


def _operation(description: Mapping[str, Any], method: str, path: str, item: Mapping[str, Any]) -> Operation:
    status = next((code for code in sorted(item['responses']) if code < '300'), '200')
    return Operation(
        method=method,
        path=path,
        text=item.get('description') or item.get('summary', ''),
        permission=item.get(PERMISSION, ''),
        parameters=tuple(_parameter(description, each) for each in item.get('parameters', ())),
        body=_shape_of(description, item.get('requestBody', {})),
        status=status,
        answer=_shape_of(description, item['responses'].get(status, {})),
    )


def _parameter(description: Mapping[str, Any], item: Mapping[str, Any]) -> Parameter:
    kind = _shape(description, item.get('schema', {}))
    text = kind if isinstance(kind, str) else json.dumps(kind)
    return Parameter(item['name'], item['in'], text, bool(item.get('required')), item.get('description', ''))


def _shape_of(description: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    content = item.get('content', {})
    if not content:
        return ''
    kind, about = next(iter(content.items()))
    if kind != 'application/json' or not about.get('schema'):
        return str(kind)
    return json.dumps(_shape(description, about['schema']), indent=2, ensure_ascii=False)


def _shape(description: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Any:
    """Return the schema as an example whose values tell their kind; a name with `?` may be left out."""
    if '$ref' in schema:
        schema = description['components']['schemas'][schema['$ref'].rpartition('/')[2]]
    if depth > 6:
        return '…'
    if choices := schema.get('anyOf') or schema.get('oneOf'):
        return _either([_shape(description, choice, depth + 1) for choice in choices])
    if 'enum' in schema or 'const' in schema:
        return ' | '.join(str(value) for value in schema.get('enum', [schema.get('const')]))
    if 'properties' in schema:
        required = schema.get('required', ())
        items = schema['properties'].items()
        return {name if name in required else f'{name}?': _shape(description, each, depth + 1) for name, each in items}
    if schema.get('type') == 'array':
        return [_shape(description, schema.get('items', {}), depth + 1)]
    if schema.get('type') == 'object':
        return {'…': 'anything'}
    kind = str(schema.get('type', ''))
    return _FORMATS.get(schema.get('format', ''), _WORDS.get(kind, 'anything'))


def _either(choices: list[Any]) -> Any:
    if all(isinstance(choice, str) for choice in choices):
        return ' or '.join(choices)
    return next(choice for choice in choices if not isinstance(choice, str))
