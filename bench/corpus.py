"""The wrong designs of tests/data/failures: what each must be told, and whether it is."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.diagnose import Diagnoser
from services.diagnostics import Diagnostic
from workers.sandbox import MIB, Limits

CORPUS = Path(__file__).parents[1] / 'tests' / 'data' / 'failures'
EXPECTED = 'expected.toml'
WITHIN_LINES = 1
WALL_S = 20.0
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Case:
    """A wrong design and what is expected of its run."""

    name: str
    files: dict[str, bytes]
    kind: str
    file: str
    lines: tuple[int, ...]
    """The right line, and others that are as right, as each of two drivers is."""
    hint: str
    flow: str
    limits: Limits
    options: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """What was said of a case, and what of it was right."""

    case: Case
    told: Diagnostic | None
    every: tuple[Diagnostic, ...]
    is_kind_right: bool
    is_place_right: bool
    is_hint_right: bool


def cases(flows: Iterable[str]) -> list[Case]:
    """Return the cases of the given flows."""
    names = set(flows)
    return [case for folder in sorted(CORPUS.iterdir()) if (case := read(folder)).flow in names]


def read(folder: Path) -> Case:
    """Read one case."""
    expected: dict[str, Any] = tomllib.loads((folder / EXPECTED).read_text())
    limits = Limits(
        wall_s=expected.get('wall_s', WALL_S),
        memory_bytes=expected.get('memory_mib', 1024) * MIB,
        disk_bytes=expected.get('disk_mib', 256) * MIB,
        output_lines=expected.get('output_lines', 100_000),
    )
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob('*'))
        if path.is_file() and path.name != EXPECTED
    }
    words = {name: expected[name] for name in ('kind', 'file', 'hint', 'flow')}
    return Case(
        folder.name,
        files,
        lines=(expected['line'], *expected.get('also', ())),
        limits=limits,
        options=expected.get('options', {}),
        **words,
    )


def scores(tools: Diagnoser, wanted: Iterable[Case]) -> Iterator[Score]:
    """Run the cases, a few at a time, and yield their scores in order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda case: score(tools, case), wanted)


def score(tools: Diagnoser, case: Case) -> Score:
    """Run one case; what counts is the diagnostic of the expected kind, or the first where there is none."""
    found = tools.diagnose(case.files, case.flow, case.options, case.limits).diagnostics
    fitting = [item for item in found if item.kind == case.kind]
    told = min(fitting, key=lambda item: distance(item, case)) if fitting else next(iter(found), None)
    return Score(
        case=case,
        told=told,
        every=tuple(found),
        is_kind_right=bool(fitting),
        is_place_right=told is not None and distance(told, case) <= WITHIN_LINES,
        is_hint_right=told is not None and bool(fitting) and bool(re.search(case.hint, told.hint)),
    )


def distance(found: Diagnostic, case: Case) -> int:
    """Return how many lines lie between the told place and the true one; another file is far away."""
    return min(abs(found.line - line) for line in case.lines) if found.file == case.file else 1 << 30
