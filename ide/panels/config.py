"""Shows the mistakes of `a6hub.toml` in the editor when it is opened and whenever it is stored."""

from components.editor import Problem
from ide.panels.desk import Desk
from services.design_config import CONFIG_FILE
from services.diagnostics import Diagnostic
from services.events import Event, FileChanged, TreeChanged


class ConfigPanel:
    """The file is checked as it is stored, without a run; the marks of runs stay on all other files."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        desk.listen(self._on_event)

    async def check(self) -> None:
        """Mark each mistake at its line and column, and clear what a check or a run marked before."""
        state = await self._desk.attempt(self._desk.services.configs.get, self._desk.project.id)
        if state is not None:
            self._desk.editor.set_diagnostics(CONFIG_FILE, [mark(each) for each in state.mistakes])

    async def _on_event(self, event: Event) -> None:
        if isinstance(event, TreeChanged) or (isinstance(event, FileChanged) and event.path == CONFIG_FILE):
            await self.check()


def mark(mistake: Diagnostic) -> Problem:
    """Return a mistake as the editor shows it: with what to do about it."""
    return Problem(
        line=mistake.line,
        column=mistake.column or None,
        message=f'{mistake.message}\n{mistake.hint}' if mistake.hint else mistake.message,
        severity=str(mistake.severity),
        source=mistake.source,
        rule=mistake.rule,
    )
