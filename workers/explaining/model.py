"""The words of explaining: a kind of failure, the rule that recognises it, and the answer that a rule gives."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from services.diagnostics import Diagnostic
from workers.explaining.project import Project

LONGEST = 600
CONTROL = re.compile(r'[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure under a stable name; `cause` and `hint` hold where nothing more exact is known."""

    id: str
    title: str
    cause: str
    hint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule has found out; what is empty stays as the tool or the kind says it."""

    message: str = ''
    file: str = ''
    line: int = 0
    cause: str = ''
    hint: str = ''


@dataclass(frozen=True, slots=True)
class Case:
    """One message of a tool that a rule recognised, in front of the project's sources and the run's log."""

    found: Diagnostic
    match: re.Match[str]
    project: Project
    log: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        """Return a named part of the match, '' where it took no part."""
        return (self.match.groupdict().get(name) or '').strip('\'"`\\')

    @property
    def text(self) -> str:
        """The line of source that the tool named."""
        return self.project.line(self.found.file, self.found.line)


Explain: TypeAlias = Callable[[Case], Answer | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """Recognises a kind by what a tool prints, or by the tool's own name for its check.

    `explain` answers for the case at hand, and None means that it is another kind after all.
    `echo` marks a message that only repeats the error before it.
    """

    kind: Kind
    patterns: tuple[str, ...] = ()
    explain: Explain | None = None
    checks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    echo: bool = False
    compiled: tuple[re.Pattern[str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, 'compiled', tuple(re.compile(pattern) for pattern in self.patterns))

    def match(self, found: Diagnostic) -> re.Match[str] | None:
        """Return the match with what a tool said, if this rule is about it."""
        if self.sources and found.source not in self.sources:
            return None
        if self.checks and found.rule in self.checks:
            fitting = (pattern.search(found.message) for pattern in self.compiled)
            return next((match for match in fitting if match), None) or re.match('', '')
        texts = (found.message, found.raw)
        return next((match for text in texts for pattern in self.compiled if (match := pattern.search(text))), None)


def explained(found: Diagnostic, kind: Kind, answer: Answer | None = None) -> Diagnostic:
    """Return a diagnostic with its kind, cause and hint."""
    answer = answer or Answer()
    moved = bool(answer.line) and (answer.file or found.file, answer.line) != (found.file, found.line)
    return replace(
        found,
        kind=kind.id,
        message=plain(answer.message or found.message),
        file=answer.file or found.file,
        line=answer.line or found.line,
        column=0 if moved else found.column,
        cause=answer.cause or found.cause or kind.cause,
        # What a flow says of its own kinds is more exact than the table.
        hint=plain(answer.hint or (found.hint if found.kind or found.source == 'a6hub' else '') or kind.hint),
    )


def plain(text: str) -> str:
    """Return text of a source as every database and page takes it: no control characters, and not without end."""
    short = text if len(text) <= LONGEST else f'{text[:LONGEST]} …'
    return CONTROL.sub('\ufffd', short)
