"""The words of which flows' options are made: names, paths inside the project, tables, text without control bytes."""

import re
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

NAME = re.compile(r'[A-Za-z_][\w$]*')
PRINTABLE = re.compile(r'[^\x00-\x1f\x7f]*')


def _macro_names(value: dict[str, str]) -> dict[str, str]:
    for name in value:
        if not NAME.fullmatch(name):
            raise ValueError(f'{name!r} is no Verilog name')
    return value


def _pairs(value: Any) -> Any:
    """Take `["NAME", "NAME=VALUE"]` as well as a table."""
    if isinstance(value, list | tuple):
        return {str(item).partition('=')[0]: str(item).partition('=')[2] for item in value}
    return {name: str(item) for name, item in value.items()} if isinstance(value, dict) else value


def _inside(value: str) -> str:
    """Keep a path or pattern inside the project."""
    if value.startswith('/') or '..' in value.split('/') or not PRINTABLE.fullmatch(value):
        raise ValueError(f'{value!r} must stay inside the project: no leading "/", no ".."')
    return value.removeprefix('./') or ('.' if value else '')


def _printable(value: str) -> str:
    if not PRINTABLE.fullmatch(value):
        raise ValueError(f'{value!r} holds a control character')
    return value


def _plusarg(value: str) -> str:
    return _printable(value).removeprefix('+')


Text: TypeAlias = Annotated[str, Field(max_length=500), AfterValidator(_printable)]
Path: TypeAlias = Annotated[str, Field(max_length=500), AfterValidator(_inside)]
Plusarg: TypeAlias = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_plusarg)]
Pairs: TypeAlias = Annotated[
    dict[str, Text], BeforeValidator(_pairs), AfterValidator(_macro_names), Field(max_length=200)
]


class FlowOptions(BaseModel):
    """Base of every flow's options."""

    model_config = ConfigDict(frozen=True, extra='forbid', use_attribute_docstrings=True)


def explain(error: ValidationError) -> str:
    """Say in one line which fields are wrong and why."""
    return '; '.join(
        f'{".".join(map(str, item["loc"])) or "value"}: {item["msg"].removeprefix("Value error, ")}'
        for item in error.errors()
    )
