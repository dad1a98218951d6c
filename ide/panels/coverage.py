"""Coverage on the source: how often a run reached each line, at its end."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from components.editor import InlineValue
from ide.panels.desk import Desk
from services.jobs import JobDetails

VIEW = 'coverage'
LARGEST = 32 << 20


class CoveragePanel:
    """Shows the coverage of the run that was looked at last and left some, on the files that are still the same."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._on = True
        self._files: dict[str, list[InlineValue]] = {}

    async def show(self, details: JobDetails) -> None:
        """Show what this run reached, where it says so."""
        found = next((item for item in details.artifacts if item.view == VIEW and item.size <= LARGEST), None)
        if found is None:
            return
        data = await self._desk.attempt(self._desk.services.artifacts.read, found)
        entries = await self._desk.attempt(self._desk.services.files.all, self._desk.project.id)
        present = {entry.path: entry.sha256 for entry in entries or ()}
        self._clear()
        self._files = covered_files(data or b'', present)
        self._draw()

    def toggle(self) -> None:
        """Show or hide it."""
        self._on = not self._on
        self._draw()
        if not self._files:
            self._desk.toasts.show('No coverage yet: run the flow coverage first.')

    def _draw(self) -> None:
        for path, values in self._files.items():
            self._desk.editor.set_inline_values(path, values if self._on else [])

    def _clear(self) -> None:
        for path in self._files:
            self._desk.editor.set_inline_values(path, [])


def covered_files(data: bytes, present: Mapping[str, str]) -> dict[str, list[InlineValue]]:
    """Return the marks of each file whose text is the one that the run saw; broken data gives none."""
    try:
        files = json.loads(data)['files']
        return {path: list(_marks(file)) for path, file in files.items() if present.get(path) == file['sha256']}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _marks(file: Mapping[str, Any]) -> Iterator[InlineValue]:
    missed: dict[int, list[str]] = defaultdict(list)
    for branch in file['branches']:
        if not branch['count']:
            missed[int(branch['line'])].append(str(branch['name']))
    for text, count in file['lines'].items():
        line, ways = int(text), missed.pop(int(text), [])
        if not count:
            yield InlineValue(line=line, text='not reached', tone='err')
        elif ways:
            named = ', '.join(dict.fromkeys(ways))
            yield InlineValue(line=line, text=f'{count}x · not {named}', title=f'never taken: {named}', tone='warn')
        else:
            yield InlineValue(line=line, text=f'{count}x', tone='ok')
