"""Checks of each part that the server stands on."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.bus import EventBus, RedisBus
from services.database import Database
from services.errors import UnavailableError
from services.settings import Settings
from services.storage import ObjectStore
from services.worker_board import WorkerBoard


class HealthService:
    """Asks each part whether it works; a check returns details or raises `UnavailableError`."""

    def __init__(
        self, settings: Settings, database: Database, store: ObjectStore, bus: EventBus, workers: WorkerBoard
    ) -> None:
        self._settings = settings
        self._database = database
        self._store = store
        self._bus = bus
        self._workers = workers

    def checks(self) -> dict[str, Callable[[], dict[str, Any]]]:
        """Return the checks by the name of their part."""
        return {'database': self.database, 'store': self.store, 'bus': self.bus, 'workers': self.workers}

    def database(self) -> dict[str, Any]:
        """Read one row."""
        try:
            with self._database.read() as session:
                session.execute(text('SELECT 1'))
        except SQLAlchemyError as error:
            raise UnavailableError(f'The database does not answer: {error.__class__.__name__}.') from error
        return {'kind': self._database.engine.dialect.name}

    def store(self) -> dict[str, Any]:
        """Reach the object store."""
        self._store.check()
        return {'kind': 's3' if self._settings.s3_url else 'folder'}

    def bus(self) -> dict[str, Any]:
        """Reach Redis, where events go through it."""
        if isinstance(self._bus, RedisBus):
            self._bus.check()
        return {'kind': 'redis' if self._settings.redis_url else 'local'}

    def workers(self) -> dict[str, Any]:
        """Find workers that live and may run designs."""
        found = self._workers.read()
        if not found:
            raise UnavailableError('No worker has spoken lately, so runs wait: start one with `python main.py worker`.')
        if refusals := [worker.refusal for worker in found if worker.refusal]:
            raise UnavailableError(refusals[0])
        return {'kind': 'workers', 'workers': [asdict(worker) for worker in found]}
