"""How a person left a project's IDE page: open files, sizes, waveform view."""

import json
from typing import Any
from uuid import UUID

from services.access import open_project
from services.clock import now
from services.database import Database
from services.errors import LimitError
from services.models import ProjectState, User
from services.permissions import Actor, Permission

LARGEST = 64 * 1024


class DeskStateService:
    """One state for each person and project; the last page to write wins."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, actor: Actor, project_id: UUID) -> dict[str, Any]:
        """Return what was kept, empty for nothing or nobody."""
        if actor.user_id is None:
            return {}
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.PROJECT_READ)
            row = session.get(ProjectState, (project_id, actor.user_id))
        return dict(row.state) if row else {}

    def save(self, actor: Actor, project_id: UUID, state: dict[str, Any]) -> None:
        """Keep a state of at most 64 KiB; without an account nothing is kept."""
        if actor.user_id is None:
            return
        size = len(json.dumps(state))
        if size > LARGEST:
            raise LimitError(f'The state of a page may have {LARGEST} bytes; this one has {size}.')
        with self._database.write() as session:
            open_project(session, actor, project_id, Permission.PROJECT_READ)
            key = {'project_id': project_id, 'user_id': actor.user_id}
            session.merge(ProjectState(**key, state=state, updated_at=now()))

    def preference(self, actor: Actor, key: str) -> Any:
        """Return what a person chose for all projects, None for nothing or nobody."""
        if actor.user_id is None:
            return None
        with self._database.read() as session:
            user = session.get(User, actor.user_id)
        return user.preferences.get(key) if user else None

    def set_preference(self, actor: Actor, key: str, value: bool | str) -> None:
        """Keep a choice for all projects; without an account nothing is kept."""
        if actor.user_id is None:
            return
        with self._database.write() as session:
            user = session.get(User, actor.user_id)
            if user is not None:
                user.preferences = {**user.preferences, key: value}
