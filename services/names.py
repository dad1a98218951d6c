"""Names in addresses: usernames and project slugs, their rules, and the words that routes and systems need."""

import re
import unicodedata

from services.errors import InvalidError

MIN_LENGTH = 2
MAX_LENGTH = 39
GUEST_PREFIX = 'guest-'

_FORM = re.compile(r'[a-z0-9]+(?:-[a-z0-9]+)*')
_WINDOWS_DEVICES = frozenset({'con', 'prn', 'aux', 'nul', 'conin', 'conout'}) | frozenset(
    f'{name}{number}' for name in ('com', 'lpt') for number in range(10)
)

# NOTE: a test walks the application's routes and holds their first segments against this set.
_ROUTES_WORDS = (
    'account api assets docs edit explore files forgot health help login logout new openapi projects register reset '
    'runs search static storage templates theme try verify'
)
_ROUTES = frozenset(_ROUTES_WORDS.split())
_KEPT_WORDS = (
    'a6hub about abuse admin administrator anonymous anyone app auth blog cdn contact dashboard embed events '
    'everyone favicon feed git graphql guest guests home index internal invite jobs legal license local localhost '
    'mail me metrics news none null organisation organisations organization organizations orgs pricing privacy '
    'public raw robots root security session sessions settings setup sign-in sign-out sign-up signin signout signup '
    'sitemap ssh stars status support system terms tokens topics tour trending undefined upload uploads '
    'user users webhooks well-known wiki www'
)
_KEPT = frozenset(_KEPT_WORDS.split())
RESERVED_USERNAMES = _ROUTES | _KEPT | _WINDOWS_DEVICES
RESERVED_SLUGS = _WINDOWS_DEVICES | frozenset({'edit', 'new', 'settings', 'stars', 'members', 'followers', 'projects'})


def check_username(text: str) -> str:
    """Return the name as it is stored, or raise with the rule that it breaks."""
    name = _checked(text, 'username')
    if name in RESERVED_USERNAMES or name.startswith(GUEST_PREFIX):
        raise InvalidError(f'The username {name!r} is kept for a6hub itself; take another.', field='username')
    return name


def check_slug(text: str) -> str:
    """Return the project's name in addresses as it is stored, or raise with the rule that it breaks."""
    name = _checked(text, 'slug')
    if name in RESERVED_SLUGS:
        raise InvalidError(f'The project name {name!r} is kept for a6hub itself; take another.', field='slug')
    return name


def slugify(text: str, fallback: str = 'project') -> str:
    """Return a valid slug made of `text`, for example `my-uart` of `My UART!`."""
    plain = unicodedata.normalize('NFKD', text).encode('ascii', 'ignore').decode().lower()
    slug = re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:MAX_LENGTH].strip('-')
    if len(slug) < MIN_LENGTH or slug in RESERVED_SLUGS:
        slug = f'{slug}-{fallback}'.strip('-')
    return slug


def numbered(name: str, number: int) -> str:
    """Return `name-2` for the second of that name, within the longest length."""
    ending = f'-{number}'
    return name[: MAX_LENGTH - len(ending)].rstrip('-') + ending


def _checked(text: str, what: str) -> str:
    name = text.strip().lower()
    if not MIN_LENGTH <= len(name) <= MAX_LENGTH:
        raise InvalidError(
            f'The {what} needs {MIN_LENGTH} to {MAX_LENGTH} characters; this has {len(name)}.', field=what
        )
    if not _FORM.fullmatch(name):
        rule = 'letters a to z, digits and single hyphens between them'
        raise InvalidError(f'The {what} takes {rule}; {text[:60]!r} has something else.', field=what)
    return name
