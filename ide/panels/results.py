"""What a run found: the list of problems, the marks in the editor and the signs in the file tree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from components.editor import Problem as Mark
from components.file_tree import Entry
from components.problems import GotoEventArguments, Problem, Problems
from ide.panels.desk import Desk
from services.models import JobDiagnostic


class ResultsPanel:
    """Shows the diagnostics of one run at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._marked: set[str] = set()
        self.problems = Problems().on_goto(self._goto)

    def show(self, found: Sequence[JobDiagnostic]) -> None:
        """Show these and no others."""
        self.problems.set_problems(problem_of(item) for item in found)
        errors = sum(item.severity == 'error' for item in found)
        self._desk.dock.set_badge('problems', str(len(found)) if found else '', 'error' if errors else 'warning')
        marks = marks_of(found)
        for path in self._marked | set(marks):
            self._desk.editor.set_diagnostics(path, marks.get(path, []))
        self._desk.tree.set_badges(*(badge_of(path, items) for path, items in marks.items()))
        self._marked = set(marks)

    def _goto(self, e: GotoEventArguments) -> None:
        self._desk.open_file(e.file, e.line, e.column or 1)


def problem_of(item: JobDiagnostic) -> Problem:
    """Return a diagnostic as the list shows it."""
    return Problem(
        severity=item.severity,
        message=item.message,
        file=item.file or None,
        line=item.line or None,
        column=item.column or None,
        source=item.source or item.step.partition('.')[0],
        code=item.rule,
        kind=item.kind,
        cause=item.cause,
        hint=item.hint,
        raw=item.raw,
    )


def marks_of(found: Iterable[JobDiagnostic]) -> dict[str, list[Mark]]:
    """Return the marks of each file."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for item in found:
        if item.file and item.line:
            message = f'{item.message}\nWhat to do: {item.hint}' if item.hint else item.message
            source = item.source or item.step
            mark = Mark(
                line=item.line, column=item.column or None, message=message, severity=item.severity, source=source
            )
            marks[item.file].append(mark)
    return marks


def badge_of(path: str, marks: Sequence[Mark]) -> Entry:
    """Return how the tree shows a file with these messages: the number of errors, or a dot for warnings."""
    errors = sum(mark.severity == 'error' for mark in marks)
    return Entry(path=path, badge=str(errors) if errors else '', severity='error' if errors else 'warning')
