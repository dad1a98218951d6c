"""What can be asked of each flow: its typed options give the validation, the REST schema and the form."""

import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from services.errors import InvalidError

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
    return value.removeprefix('./') or '.'


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


class SimulateOptions(FlowOptions):
    """How to simulate; what is left out comes from `a6hub.toml` and then from the sources themselves."""

    simulator: Literal['icarus'] = 'icarus'
    """The simulator."""

    top: Text = ''
    """The testbench: a module's name or the path of its file; empty means that it is found."""

    sources: tuple[Path, ...] = Field(default=(), max_length=200)
    """Files or patterns such as `rtl/*.v`; empty means what the testbench needs."""

    include_dirs: tuple[Path, ...] = Field(default=(), max_length=100)
    """Folders searched for `include` files."""

    defines: Pairs = Field(default_factory=dict)
    """Macros, as a table or as `["NAME", "NAME=VALUE"]`."""

    parameters: Pairs = Field(default_factory=dict)
    """Parameters of the top module."""

    plusargs: tuple[Plusarg, ...] = Field(default=(), max_length=100)
    """Arguments for `$test$plusargs` and `$value$plusargs`, with or without the plus."""

    time_limit_s: float = Field(default=0, ge=0, le=86_400)
    """The longest time that the simulation may take; 0 means as long as the plan allows."""

    waves: bool = True
    """Whether a waveform is recorded."""


FLOW_OPTIONS: dict[str, type[FlowOptions]] = {'simulate': SimulateOptions}


def check_options(flow: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options as they are stored, or raise `InvalidError` that names the flow or the field."""
    if flow not in FLOW_OPTIONS:
        raise InvalidError(f'There is no flow {flow[:60]!r}; there are: {", ".join(FLOW_OPTIONS)}.')
    try:
        model = FLOW_OPTIONS[flow].model_validate(options)
    except ValidationError as error:
        raise InvalidError(f'The options of {flow} cannot be used: {explain(error)}.') from None
    return model.model_dump(mode='json', exclude_unset=True)


def explain(error: ValidationError) -> str:
    """Say in one line which fields are wrong and why."""
    return '; '.join(
        f'{".".join(map(str, item["loc"])) or "value"}: {item["msg"].removeprefix("Value error, ")}'
        for item in error.errors()
    )
