"""Tells an outage of the database or the object store from a fault of ours, so that clients know to come back."""

from minio.error import MinioException
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from urllib3.exceptions import HTTPError

OUTAGES: tuple[type[Exception], ...] = (OperationalError, InterfaceError, PoolTimeoutError, MinioException, HTTPError)
"""What may be an outage; `outage` decides."""

_BUSY = 'database is locked'
_FULL = 'disk is full'


def outage(error: Exception) -> str:
    """Return what to tell a person when a part of the server is down, empty when it is not."""
    if isinstance(error, MinioException | HTTPError):
        return 'The object store does not answer. Nothing was changed; try again in a moment.'
    if isinstance(error, PoolTimeoutError):
        return 'The database has more to do than it can. Nothing was changed; try again in a moment.'
    if not isinstance(error, DBAPIError):
        return ''
    if error.connection_invalidated or error.statement is None:
        return 'The database does not answer. Nothing was changed; try again in a moment.'
    if _BUSY in str(error.orig):
        return 'The database is busy. Nothing was changed; try again in a moment.'
    if _FULL in str(error.orig):
        return "The disk of the server is full. Nothing was changed; ask the server's owner to make room."
    return ''
