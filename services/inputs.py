"""Checks of typed text: lengths, and characters that no database or page takes."""

import re
import unicodedata

from services.errors import InvalidError

_EMAIL = re.compile(r'[^@\s,;:<>()\[\]\\"]{1,64}@[^@\s,;:<>()\[\]\\"]{1,253}')


def check_line(text: str, field: str, longest: int) -> str:
    """Return one line of text without surrounding blanks, or raise."""
    line = _composed(text, field).strip()
    if any(unicodedata.category(character) in {'Cc', 'Zl', 'Zp'} for character in line):
        raise InvalidError(f'{field} takes one line without control characters.', field=field)
    return _within(line, field, longest)


def check_text(text: str, field: str, longest: int) -> str:
    """Return text of several lines, or raise."""
    lines = _composed(text, field).replace('\r\n', '\n')
    if any(unicodedata.category(character) == 'Cc' and character not in '\n\t' for character in lines):
        raise InvalidError(f'{field} takes text without control characters.', field=field)
    return _within(lines, field, longest)


def check_email(text: str) -> str:
    """Return an e-mail address as it is stored, or raise."""
    email = check_line(text, 'email', 254).lower()
    if not _EMAIL.fullmatch(email) or '..' in email:
        raise InvalidError(f'{text[:80]!r} is no e-mail address; it reads name@example.org.', field='email')
    return email


def _composed(text: str, field: str) -> str:
    if any('\ud800' <= character <= '\udfff' for character in text):
        raise InvalidError(f'{field} takes text that is valid Unicode; this holds half a character.', field=field)
    return unicodedata.normalize('NFC', text)


def _within(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise InvalidError(f'{field} takes at most {longest} characters; this has {len(text)}.', field=field)
    return text
