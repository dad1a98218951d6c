"""Waiting for parts of the server that are gone for a moment: the result of a run is worth it."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from minio.error import S3Error
from sqlalchemy.exc import OperationalError
from urllib3.exceptions import HTTPError

log = logging.getLogger(__name__)

T = TypeVar('T')

LONGEST_S = 120.0
LONGEST_PAUSE_S = 5.0
PASSING = (OperationalError, S3Error, HTTPError, ConnectionError)
"""What a database or a store raises while it restarts."""


def patiently(act: Callable[[], T], longest_s: float = LONGEST_S) -> T:
    """Do it, again and again while database or store do not answer."""
    deadline = time.monotonic() + longest_s
    pause = 0.1
    while True:
        try:
            return act()
        except PASSING:
            if time.monotonic() > deadline:
                raise
            log.exception('Database or store do not answer; trying again')
            time.sleep(pause)
            pause = min(LONGEST_PAUSE_S, 2 * pause)
