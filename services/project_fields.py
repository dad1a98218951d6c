"""A project's own properties: what each takes, checked before anything is stored."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.errors import InvalidError, NotPermittedError
from services.limits import limits_of
from services.models import Visibility
from services.permissions import Actor, ActorKind
from services.settings import Settings

MAX_NAME = 100
MAX_DESCRIPTION = 2_000
MAX_LICENCE = 60
MAX_TOPIC = 40

_TOPIC = re.compile(r'[a-z0-9][a-z0-9+.#-]*')


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What to set; None leaves a property as it is."""

    name: str | None = None
    description: str | None = None
    visibility: str | None = None
    licence: str | None = None
    topics: list[str] | None = None
    slug: str | None = None


def checked_change(change: ProjectChange, *, partial: bool = False) -> dict[str, Any]:
    """Return the columns that the change sets; raise `InvalidError` that names the field at fault."""
    if change.name is None and not partial:
        raise InvalidError('A project needs a name.', field='name')
    checks: dict[str, Callable[[Any], Any]] = {
        'name': _name,
        'description': lambda text: _text(text, 'description', MAX_DESCRIPTION, lines=True),
        'visibility': _visibility,
        'licence': lambda text: _text(text, 'licence', MAX_LICENCE),
        'topics': _topics,
    }
    given = {name: getattr(change, name) for name in checks}
    return {name: checks[name](value) for name, value in given.items() if value is not None}


def check_listing(actor: Actor, visibility: Visibility | None, settings: Settings) -> None:
    """Raise when a guest would publish to everybody on a server of many people."""
    if visibility == Visibility.PUBLIC and actor.kind == ActorKind.GUEST and not settings.single_person:
        raise NotPermittedError('Register first to make a project public; a guest can share it as unlisted.')


def _name(text: str) -> str:
    name = _text(text, 'name', MAX_NAME)
    if not name:
        raise InvalidError('A project needs a name.', field='name')
    return name


def _text(text: str, field: str, limit: int, *, lines: bool = False) -> str:
    text = unicodedata.normalize('NFC', text).strip()
    if len(text) > limit:
        raise InvalidError(f'The {field} has {len(text):,} characters; at most {limit:,} fit.', field=field)
    allowed = '\n\r\t' if lines else ''
    if any(unicodedata.category(character) in {'Cc', 'Cs'} and character not in allowed for character in text):
        raise InvalidError(f'The {field} has control characters; type it as plain text.', field=field)
    return text


def _visibility(text: str) -> Visibility:
    try:
        return Visibility(text)
    except ValueError:
        raise InvalidError('visibility takes private, unlisted or public.', field='visibility') from None


def _topics(topics: list[str]) -> list[str]:
    found = list(dict.fromkeys(topic.strip().lower() for topic in topics))
    if len(found) > (limit := limits_of().topics_per_project):
        raise InvalidError(f'There are {len(found)} topics; at most {limit} are allowed.', field='topics')
    for topic in found:
        if len(topic) > MAX_TOPIC or not _TOPIC.fullmatch(topic):
            rule = f'letters a to z, digits and - + . #, at most {MAX_TOPIC} of them'
            raise InvalidError(f'The topic {topic[:60]!r} is not allowed: it takes {rule}.', field='topics')
    return found
