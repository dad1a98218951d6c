"""Public ids: UUID version 7 (RFC 9562, section 5.7), which sort by their time of birth."""

import os
import time
from uuid import UUID

from services.errors import NotFoundError


def new_id() -> UUID:
    """Return a new id: 48 bits of Unix time in milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    high = (milliseconds << 16) | 0x7000 | (random >> 68)
    low = (0b10 << 62) | (random & ((1 << 62) - 1))
    return UUID(int=(high << 64) | low)


def parse_id(text: str, what: str) -> UUID:
    """Return the id that `text` spells; anything else is an unknown `what`."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundError(f'There is no {what} {text[:80]!r}.') from None
