"""Removes what has ended: old sign-ins, trash and projects after their time, expired artifacts, unused blobs."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from services.clock import now
from services.container import Services
from services.errors import A6HubError
from services.trash import purge_trash
from workers.builds import prune_builds

log = logging.getLogger(__name__)

FIRST_S = 300.0
EVERY_S = 3600.0


class Housekeeper:
    """Cleans up every hour; several workers may do so at once."""

    def __init__(self, services: Services, builds: Path | None = None, first_s: float = FIRST_S) -> None:
        self._first_s = first_s
        # What the first ones delete is what the last one finds unused.
        self._tasks: dict[str, Callable[[], object]] = {
            'accounts': services.account_data.prune,
            'trash': lambda: purge_trash(services.database),
            'projects': services.projects.purge_deleted,
            'artifacts': services.artifacts.expire,
            'blobs': services.blobs.collect,
            'search': lambda: services.search_index.catch_up(now() - 2 * timedelta(seconds=EVERY_S)),
        }
        if builds is not None:
            self._tasks['builds'] = lambda: prune_builds(builds)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._loop, name='housekeeper', daemon=True)

    def start(self) -> None:
        """Clean up a while after the start, and from then on."""
        self._thread.start()

    def close(self) -> None:
        """Stop cleaning up."""
        self._closing.set()
        self._thread.join(5)

    def clean(self) -> list[str]:
        """Do every task once, and return those that failed; the next hour tries them again."""
        return [name for name, task in self._tasks.items() if not self._closing.is_set() and not self._done(name, task)]

    def _done(self, name: str, task: Callable[[], object]) -> bool:
        try:
            task()
        except (SQLAlchemyError, A6HubError, OSError):
            log.exception('Cleaning up %s failed; the next try is in %.0f min', name, EVERY_S / 60)
            return False
        return True

    def _loop(self) -> None:
        wait_s = self._first_s
        while not self._closing.wait(wait_s):
            self.clean()
            wait_s = EVERY_S
