"""Passwords: the rules for new ones, and hashes of bcrypt."""

import base64
import hashlib
from functools import cache

import bcrypt

from services.errors import InvalidError

MIN_LENGTH = 8
MAX_LENGTH = 1000
MIN_DIFFERENT = 4
_FIRST_GUESSES_WORDS = (
    '12345678 123456789 1234567890 87654321 password passwort passw0rd qwertyui qwertyuiop iloveyou letmein1 '
    'football baseball sunshine princess changeme'
)
_FIRST_GUESSES = frozenset(_FIRST_GUESSES_WORDS.split())


def check_password(password: str, username: str = '', email: str = '', *, field: str = 'password') -> None:
    """Raise with the rule that a new password breaks."""
    if len(password) < MIN_LENGTH:
        raise InvalidError(f'The password needs at least {MIN_LENGTH} characters.', field=field)
    if len(password) > MAX_LENGTH:
        raise InvalidError(f'The password may have at most {MAX_LENGTH} characters.', field=field)
    plain = password.lower()
    if plain in {username.lower(), email.lower(), email.lower().partition('@')[0]}:
        raise InvalidError('The password must not be the username or the e-mail address.', field=field)
    if plain in _FIRST_GUESSES or len(set(plain)) < MIN_DIFFERENT:
        raise InvalidError('This password is among the first that an attacker tries; take another.', field=field)


def hash_password(password: str, rounds: int) -> str:
    """Return the hash to store."""
    return bcrypt.hashpw(_condensed(password), bcrypt.gensalt(rounds)).decode()


def verify_password(password: str, stored: str | None, rounds: int) -> bool:
    """Return whether the password is the one of the stored hash; without a hash, take as long and return False."""
    matches = bcrypt.checkpw(_condensed(password), (stored or _decoy(rounds)).encode())
    return matches and stored is not None


def _condensed(password: str) -> bytes:
    # bcrypt reads 72 bytes and stops at a NUL; a digest in base64 has 44 bytes and none.
    return base64.b64encode(hashlib.sha256(password.encode('utf-8', 'surrogatepass')).digest())


@cache
def _decoy(rounds: int) -> str:
    return hash_password('nobody has this password', rounds)
