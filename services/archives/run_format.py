"""The form of an exported project: `project.json` and `jobs.json`, checked like all that comes from outside."""

import json
from datetime import datetime
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from services.archives.incoming import NOTHING
from services.diagnostics import Severity
from services.errors import InvalidError
from services.models import JobState
from services.paths import normalise

FORMAT = 'a6hub-project'
VERSION = 1
PROJECT_FILE, JOBS_FILE = 'project.json', 'jobs.json'
LARGEST_PROJECT_FILE, LARGEST_JOBS_FILE = 100_000, 16_000_000
MOST_JOBS = 500
"""An export holds this many of the newest runs."""

Model = TypeVar('Model', bound=BaseModel)


def _final(state: JobState) -> JobState:
    if not state.is_final:
        raise ValueError('only runs that have ended can be imported')
    return state


def _path(path: str) -> str:
    try:
        return normalise(path)
    except InvalidError as error:
        raise ValueError(str(error)) from None


Sha256: TypeAlias = Annotated[str, Field(pattern=r'^[0-9a-f]{64}$')]
Count: TypeAlias = Annotated[int, Field(ge=0, lt=2**31)]
Final: TypeAlias = Annotated[JobState, AfterValidator(_final)]
Long: TypeAlias = Annotated[str, Field(max_length=100_000)]


class Exported(BaseModel):
    """Base of what an export holds; keys of later versions are passed over."""

    model_config = ConfigDict(from_attributes=True, extra='ignore')


class ExportedProject(Exported):
    """A project's own properties."""

    format: Annotated[str, Field(pattern=f'^{FORMAT}$')] = FORMAT
    version: Annotated[int, Field(ge=1, le=VERSION)] = VERSION
    name: Annotated[str, Field(max_length=200)]
    description: Long = ''
    licence: Annotated[str, Field(max_length=60)] = ''
    topics: Annotated[list[str], Field(max_length=100)] = Field(default_factory=list)


class ExportedStep(Exported):
    """One step of a run."""

    position: Count
    step: Annotated[str, Field(max_length=60)]
    title: Annotated[str, Field(max_length=100)] = ''
    state: Final
    reason: Long = ''
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    metrics: dict[str, Any] = Field(default_factory=dict)


class ExportedDiagnostic(Exported):
    """One message of a tool."""

    position: Count
    step: Annotated[str, Field(max_length=60)] = ''
    severity: Severity
    message: Long
    file: Annotated[str, Field(max_length=500)] = ''
    line: Count = 0
    column: Count = 0
    rule: Annotated[str, Field(max_length=100)] = ''
    kind: Annotated[str, Field(max_length=60)] = ''
    source: Annotated[str, Field(max_length=60)] = ''
    cause: Long = ''
    hint: Long = ''
    raw: Long = ''


class ExportedArtifact(Exported):
    """One kept output; its bytes are in `artifacts/` under their SHA-256."""

    name: Annotated[str, Field(max_length=300), AfterValidator(_path)]
    view: Annotated[str, Field(max_length=40)]
    sha256: Sha256


class ExportedJob(Exported):
    """One run; `snapshot` names a file of `snapshots/` by its SHA-256."""

    number: Annotated[int, Field(ge=1, lt=2**31)]
    flow: Annotated[str, Field(max_length=60)]
    options: dict[str, Any] = Field(default_factory=dict)
    snapshot: Sha256
    state: Final
    reason: Long = ''
    created_at: AwareDatetime
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    exit_code: Annotated[int, Field(ge=-(2**31), lt=2**31)] | None = None
    top_module: Annotated[str, Field(max_length=200)] = ''
    metrics: dict[str, Any] = Field(default_factory=dict)
    steps: Annotated[list[ExportedStep], Field(max_length=100)] = Field(default_factory=list)
    diagnostics: Annotated[list[ExportedDiagnostic], Field(max_length=10_000)] = Field(default_factory=list)
    artifacts: Annotated[list[ExportedArtifact], Field(max_length=1_000)] = Field(default_factory=list)


class ExportedJobs(Exported):
    """All runs, the first ones first."""

    jobs: Annotated[list[ExportedJob], Field(max_length=MOST_JOBS)] = Field(default_factory=list)


def parsed(model: type[Model], data: bytes, name: str) -> Model:
    """Return what a JSON file of an export says; raise with the place of the first mistake."""
    try:
        value = json.loads(data, parse_constant=_refuse_constant)
        # Neither a NUL nor half a character can be stored by every database.
        if '\\u0000' in json.dumps(value, ensure_ascii=False).encode().decode():
            raise ValueError('it holds a NUL character')
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = '.'.join(str(part) for part in first['loc'])
        raise InvalidError(f'{name} of the export cannot be used: {place}: {first["msg"]}. {NOTHING}') from None
    except (ValueError, RecursionError) as error:
        raise InvalidError(f'{name} of the export cannot be read: {str(error)[:200]}. {NOTHING}') from None


def rendered(value: BaseModel) -> bytes:
    """Return a file of an export."""
    return json.dumps(value.model_dump(mode='json', warnings=False), indent=1, ensure_ascii=False).encode()


def no_later_than(moment: datetime | None, limit: datetime) -> datetime | None:
    """Return a time of an import, which cannot lie in the future."""
    return None if moment is None else min(moment, limit)


def _refuse_constant(name: str) -> None:
    raise ValueError(f'{name} is no number of JSON')
