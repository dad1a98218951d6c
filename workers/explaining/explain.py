"""Turns what the tools said in one run into diagnostics that explain themselves."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from services.diagnostics import Diagnostic, Severity
from workers.explaining.lexical import open_comment
from workers.explaining.model import Answer, Case, explained
from workers.explaining.project import Project
from workers.explaining.registry import KINDS, ROUGH, RULES
from workers.explaining.second_opinion import Said
from workers.explaining.structure import faults
from workers.explaining.syntax import SyntaxDoctor
from workers.explaining.themes.setup import HIDDEN
from workers.explaining.themes.support import UNSUPPORTED, other_tool
from workers.explaining.themes.syntax import MESSAGES, MISSING_SEMICOLON, SYNTAX
from workers.step import OUT_FROM_PROJECT

Found: TypeAlias = tuple[str, Diagnostic]
"""The step that spoke, and what it said."""

UNREADABLE = re.compile('|'.join(pattern.replace('(?i)', '') for pattern in MESSAGES), re.IGNORECASE)
GUESSED = frozenset({SYNTAX.id, MISSING_SEMICOLON.id})
NOT_ABOUT_SYNTAX = frozenset({'ghdl', 'cocotb', 'sby', 'smtbmc', 'a6hub'})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run left: the sources, the lines of its log, and what the second parser said if it was asked."""

    project: Project
    log: tuple[str, ...] = ()
    opinion: tuple[Said, ...] | None = None


def explain(found: Iterable[Found], evidence: Evidence) -> list[Found]:
    """Return the diagnostics in their order, each mistake once and explained where its kind is known."""
    given = list(found)
    broken = [(step, item) for step, item in given if is_syntax(item)]
    answers: list[Found] = []
    seen_files: set[tuple[str, str]] = set()
    for step, item in given:
        if answers and item.file.startswith(OUT_FROM_PROJECT):
            continue
        if not is_syntax(item):
            answers += [(step, answer) for answer in _by_rules(item, answers, evidence)]
        elif (step, item.file) not in seen_files:
            seen_files.add((step, item.file))
            told = [other for origin, other in broken if (origin, other.file) == (step, item.file)]
            answers += [(step, answer) for answer in _syntax(told, evidence)]
    return without_doubles(answers)


def is_syntax(found: Diagnostic) -> bool:
    """Say whether a tool could not read the source here."""
    if (
        found.severity is not Severity.ERROR
        or found.kind not in ('', 'syntax')
        or found.source in NOT_ABOUT_SYNTAX
        or not found.file
    ):
        return False
    return found.kind == 'syntax' or bool(UNREADABLE.search(found.message))


def _syntax(told: Sequence[Diagnostic], evidence: Evidence) -> list[Diagnostic]:
    project, heard = evidence.project, evidence.opinion or ()
    path = told[0].file
    if path in project:
        found = SyntaxDoctor(project, path, told, heard).mistakes()
        if found[0].kind not in GUESSED or any(said.file == path for said in heard):
            return found
    # A file that is not closed is noticed in the next one; so is one that ends within a macro or a comment.
    elsewhere = [other for other in dict.fromkeys(said.file for said in heard) if other in project and other != path]
    for other in elsewhere or [other for other in project.verilog if other != path and not sound(project, other)]:
        moved = [replace(item, file=other, line=len(project.lines(other))) for item in told[:1]]
        return SyntaxDoctor(project, other, moved, heard).mistakes()
    if path not in project:
        return list(told[:1])
    return [_unsupported(item) for item in told[:3]] if evidence.opinion is not None else found


def sound(project: Project, path: str) -> bool:
    """Say whether all blocks of a file are closed."""
    return not faults(project.tokens(path), project.lines(path)) and not open_comment(project, path)


def _unsupported(found: Diagnostic) -> Diagnostic:
    """Another parser takes the whole source, so it is the tool that lacks something."""
    answer = Answer(
        f'{found.source.capitalize()} cannot read this line, which is correct SystemVerilog',
        hint=other_tool(found.source),
    )
    return explained(found, UNSUPPORTED, answer)


def _by_rules(found: Diagnostic, before: Sequence[Found], evidence: Evidence) -> list[Diagnostic]:
    rough = ROUGH.get(found.kind, '')
    if found.kind and not rough:
        return [found]
    for rule in RULES if not rough else [rule for rule in RULES if rule.kind.id == rough]:
        match = rule.match(found)
        if match is None:
            continue
        if rule.echo and any(item.severity is Severity.ERROR for _, item in before):
            return []
        answer = rule.explain(Case(found, match, evidence.project, evidence.log)) if rule.explain else Answer()
        if answer is not None and answer.message.endswith(HIDDEN) and before:
            return []
        if answer is not None:
            return [explained(found, rule.kind, answer)]
    return [explained(found, KINDS[rough])] if rough else [found]


def without_doubles(found: Sequence[Found]) -> list[Found]:
    """Return each mistake once: one kind at one place, with its first and gravest message."""
    kept: dict[object, Found] = {}
    for step, item in found:
        key = (item.kind, item.file, item.line, item.message if not item.line or not item.kind else item.rule)
        if key not in kept:
            kept[key] = step, item
        elif item.severity is Severity.ERROR and kept[key][1].severity is not Severity.ERROR:
            kept[key] = step, replace(kept[key][1], severity=Severity.ERROR)
    return list(kept.values())
