"""The time, always in UTC."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment with its time zone, UTC."""
    return datetime.now(UTC)
