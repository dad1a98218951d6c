"""What bodies of requests and answers share."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

import orjson
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, model_validator

T = TypeVar('T')

DEEPEST = 20
"""How deep a body may be nested."""


class RequestBody(BaseModel):
    """A body with known fields only, whose texts every database takes."""

    model_config = ConfigDict(extra='forbid', str_max_length=100_000)

    @model_validator(mode='before')
    @classmethod
    def _has_storable_text(cls, value: Any) -> Any:
        if isinstance(value, dict):
            for name, text in _texts(value):
                if '\0' in text:
                    raise ValueError(f'{name} holds a NUL character')
                if not text.isascii() and any('\ud800' <= character <= '\udfff' for character in text):
                    raise ValueError(f'{name} holds half a character (a lone surrogate)')
        return value


class Answer(BaseModel):
    """A body of an answer, made from a row or a value."""

    model_config = ConfigDict(from_attributes=True)


class PageOf(Answer, Generic[T]):
    """A page of a list: `next` is the cursor of the next one, null at the end."""

    items: Sequence[T]
    next: str | None


class ErrorAnswer(Answer):
    """Every error: a code for programs, a text for people."""

    error: str
    detail: str


ERRORS: dict[int | str, dict[str, Any]] = {
    401: {'model': ErrorAnswer, 'description': 'The request needs an account, or its token is of no use.'},
    403: {'model': ErrorAnswer, 'description': 'The account or the scopes of the token do not allow it.'},
    404: {'model': ErrorAnswer, 'description': 'It does not exist, or you may not see it.'},
    422: {'model': ErrorAnswer, 'description': 'What was sent cannot be used.'},
    429: {'model': ErrorAnswer, 'description': 'Too many requests; Retry-After tells when to come back.'},
}


class Json(JSONResponse):
    """JSON by orjson, which knows ids, moments and dataclasses; for answers that must be fast."""

    def render(self, content: Any) -> bytes:
        return orjson.dumps(content)


def _texts(value: Any, name: str = 'body', depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        raise ValueError(f'{name} is nested deeper than {DEEPEST} levels')
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield f'a name in {name}', key
            yield from _texts(item, str(key), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, name, depth + 1)
