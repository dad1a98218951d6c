"""Turns what the tools said in one run into diagnostics that explain themselves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from services.diagnostics import Diagnostic, Severity
from workers.explaining.lexical import encoding_of, open_comment
from workers.explaining.model import Answer, Case, explained
from workers.explaining.project import Project
from workers.explaining.registry import KINDS, ROUGH, RULES
from workers.explaining.second_opinion import Said
from workers.explaining.structure import faults
from workers.explaining.syntax import SyntaxDoctor
from workers.explaining.themes import syntax as syntax_kinds
from workers.explaining.themes.setup import HIDDEN
from workers.explaining.themes.support import UNSUPPORTED, other_tool
from workers.explaining.themes.syntax import MESSAGES, MISSING_SEMICOLON, SYNTAX
from workers.step import OUT_FROM_PROJECT

Found: TypeAlias = tuple[str, Diagnostic]
"""The step that spoke, and what it said."""

UNREADABLE = re.compile('|'.join(pattern.replace('(?i)', '') for pattern in MESSAGES), re.IGNORECASE)
UNREAD = frozenset(kind.id for kind in syntax_kinds.KINDS)
GUESSED = frozenset({SYNTAX.id, MISSING_SEMICOLON.id})
NOT_ABOUT_SYNTAX = frozenset({'ghdl', 'cocotb', 'sby', 'smtbmc', 'a6hub'})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run left: the sources, the lines of its log, and what the second parser said if it was asked."""

    project: Project
    log: tuple[str, ...] = ()
    opinion: tuple[Said, ...] | None = None
    files: tuple[str, ...] = ()
    """The files that were compiled, in their order."""


def explain(found: Iterable[Found], evidence: Evidence) -> list[Found]:
    """Return the diagnostics in their order, each mistake once and explained where its kind is known."""
    given = [(step, with_line(item, evidence.log)) for step, item in found]
    broken = [(step, item) for step, item in given if is_syntax(item)]
    hidden = list(_hidden(given, evidence))
    answers: list[Found] = [('', item) for item in hidden]
    seen_files: set[tuple[str, str]] = set()
    for step, item in given:
        if (answers and item.file.startswith(OUT_FROM_PROJECT)) or _follows(item, hidden, evidence):
            continue
        if not is_syntax(item):
            answers += [(step, answer) for answer in _by_rules(item, answers, evidence)]
        elif (step, item.file) not in seen_files:
            seen_files.add((step, item.file))
            told = [other for origin, other in broken if (origin, other.file) == (step, item.file)]
            answers += [(step, answer) for answer in _syntax(told, evidence)]
    return without_doubles(answers)


def _hidden(given: Sequence[Found], evidence: Evidence) -> Iterator[Diagnostic]:
    """Yield what hides a module from every tool without a word: an encoding, or a comment that is never closed."""
    if not any(item.severity is Severity.ERROR and not is_syntax(item) for _, item in given):
        return
    project = evidence.project
    for path in project.verilog:
        told = Diagnostic(Severity.ERROR, 'unreadable', path, 1, source='a6hub')
        if encoding_of(project, path) == 'UTF-16' or open_comment(project, path):
            yield from SyntaxDoctor(project, path, [told]).mistakes()


def _follows(found: Diagnostic, hidden: Sequence[Diagnostic], evidence: Evidence) -> bool:
    """Say whether a missing module is one of a file that cannot be read."""
    if not hidden or found.severity is not Severity.ERROR:
        return False
    return bool(
        re.search(r'Unknown module type|Cannot find file containing|unknown module|No testbench', found.message)
    )


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
    if (early := _left_open(told[0], evidence)) is not None:
        return early
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


def _left_open(told: Diagnostic, evidence: Evidence) -> list[Diagnostic] | None:
    """Return the mistake of a file that ended while a module was open, which the next file is blamed for."""
    files, project = evidence.files, evidence.project
    until = files.index(told.file) if told.file in files else len(files)
    for path in files[:until]:
        if path in project and any(
            fault.word == 'endmodule' for fault in faults(project.tokens(path), project.lines(path))
        ):
            moved = replace(told, file=path, line=len(project.lines(path)))
            return SyntaxDoctor(project, path, [moved], evidence.opinion or ()).mistakes()
    return None


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
    rough = ROUGH.get(found.kind, ())
    if found.kind and not rough:
        return [explained(found, KINDS[found.kind])] if found.kind in KINDS else [found]
    for rule in RULES if not rough else [rule for rule in RULES if rule.kind.id in rough]:
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
    return [explained(found, KINDS[rough[0]])] if rough else [found]


def without_doubles(found: Sequence[Found]) -> list[Found]:
    """Return each mistake once, and no remark where the same mistake is an error already."""
    errors = {(item.kind, item.file, item.line) for _, item in found if item.kind and item.severity is Severity.ERROR}
    unread = any(item.kind in UNREAD and item.severity is Severity.ERROR for _, item in found)
    kept: dict[object, Found] = {}
    for step, item in found:
        place = item.kind, item.file, item.line
        is_remark = item.severity is Severity.INFO and item.source != 'a6hub'
        if is_remark and ((place in errors and item.line) or (unread and item.kind in UNREAD)):
            continue
        key = (*place, item.message)
        if key not in kept:
            kept[key] = step, item
        elif item.severity is Severity.ERROR and kept[key][1].severity is not Severity.ERROR:
            kept[key] = step, replace(kept[key][1], severity=Severity.ERROR)
    return list(kept.values())


def with_line(found: Diagnostic, log: Sequence[str]) -> Diagnostic:
    """Return a diagnostic with the line of the log that says the same, where its flow read it elsewhere."""
    if found.raw or found.source == 'a6hub' or not found.message:
        return found
    tail = found.message.rpartition(': ')[2][-60:]
    return replace(found, raw=next((line for line in reversed(log) if tail and tail in line), found.message))
