"""The settings of a project in `a6hub.toml`: read, checked against its files, and changed without losing anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.config_text import place_of
from services.config_writer import write_settings
from services.design_config import CONFIG_FILE, ConfigError, DesignConfig, read_config
from services.diagnostics import Diagnostic, Severity
from services.errors import InvalidError, NotFoundError, PreconditionError
from services.files import FileService
from services.permissions import Actor
from services.sources import ProjectFiles
from services.sources.resolve import NO_MANIFEST

LARGEST = 256 * 1024
"""Bytes; a longer file holds something else."""


@dataclass(frozen=True, slots=True)
class ConfigState:
    """The file as it is stored; `etag` is empty where there is none, and nothing is set where it has mistakes."""

    text: str
    etag: str
    config: DesignConfig
    mistakes: tuple[Diagnostic, ...] = ()

    @property
    def settings(self) -> dict[str, dict[str, Any]]:
        """Return what the file sets, table by table."""
        return self.config.model_dump(mode='json', exclude_unset=True)


class ConfigService:
    """Changes go through the files of the project, so that they are guarded, told and undone like any other."""

    def __init__(self, files: FileService) -> None:
        self._files = files

    def get(self, actor: Actor, project_id: UUID) -> ConfigState:
        """Return the settings, with every mistake in them."""
        paths = [entry.path for entry in self._files.all(actor, project_id) if not entry.is_folder]
        text, etag = self._stored(actor, project_id)
        try:
            config = read_config(text)
        except ConfigError as error:
            return ConfigState(text, etag, DesignConfig(), error.diagnostics)
        lost = sorted(_lost(text, config, paths), key=lambda found: found.line)
        return ConfigState(text, etag, config, tuple(lost))

    def change(
        self, actor: Actor, project_id: UUID, flow: str, changes: Mapping[str, Any], if_match: str | None = None
    ) -> ConfigState:
        """Set keys of a flow's table, and remove those whose value is None; the rest of the file stays as it is.

        With `if_match`, nothing is written if the file is not the one that the person has seen.
        """
        self._files.check_write(actor, project_id, CONFIG_FILE)
        text, etag = self._stored(actor, project_id)
        if if_match is not None and if_match.strip('"') != etag:
            raise PreconditionError(
                f'{CONFIG_FILE} was changed meanwhile; your settings were not written, and what is stored stays. '
                'Look at it and set them again.',
                etag,
            )
        written = self._written(text, flow, changes)
        if written != text:
            self._files.write(
                actor,
                project_id,
                CONFIG_FILE,
                written.encode(),
                if_match=etag or None,
                if_none_match=not etag,
                origin='settings',
            )
        return self.get(actor, project_id)

    def _written(self, text: str, flow: str, changes: Mapping[str, Any]) -> str:
        try:
            read_config(text)
        except ConfigError as error:
            found = error.diagnostic
            raise InvalidError(
                f'{CONFIG_FILE} has a mistake in line {found.line}, so it was not changed: {found.message}. '
                'Correct it in the editor first.'
            ) from None
        try:
            return write_settings(text, flow, changes)
        except ConfigError as error:
            keys = ', '.join(changes)
            raise InvalidError(f'The settings of {flow} cannot be used: {error}.', field=keys[:60]) from None

    def _stored(self, actor: Actor, project_id: UUID) -> tuple[str, str]:
        try:
            opened = self._files.open(actor, project_id, CONFIG_FILE)
        except NotFoundError:
            # The project itself may be what is not found.
            self._files.page(actor, project_id, 1)
            return '', ''
        if opened.entry.size > LARGEST:
            raise InvalidError(f'{CONFIG_FILE} has {opened.entry.size:,} bytes; at most {LARGEST:,} are read.')
        return opened.read().decode(errors='replace'), opened.entry.etag


def _lost(text: str, config: DesignConfig, paths: list[str]) -> list[Diagnostic]:
    """Return a warning for each pattern, folder and manifest that means nothing in the project."""
    files = ProjectFiles(paths, lambda _: None)
    found: list[Diagnostic] = []
    for table in DesignConfig.model_fields:
        options = getattr(config, table)
        for key in ('sources', 'include_dirs'):
            for pattern in getattr(options, key, ()):
                if pattern != '.' and not files.matching(pattern) and not files.folders(f'{pattern.strip("/")}/'):
                    found.append(_nothing(text, table, key, f'{pattern!r} matches no file of this project'))
    manifest = config.project.manifest
    if manifest not in ('', '.', NO_MANIFEST) and manifest not in files:
        found.append(_nothing(text, 'project', 'manifest', f'{manifest} is not in this project'))
    return found


def _nothing(text: str, table: str, key: str, problem: str) -> Diagnostic:
    line, column = place_of(text, [table, key])
    hint = 'paths count from the root of the project; correct it, or take it out'
    return Diagnostic(
        Severity.WARNING,
        f'{table}.{key}: {problem}',
        CONFIG_FILE,
        line,
        column,
        rule='config',
        source='a6hub',
        hint=hint,
    )
