"""Renders the plain pages: the frame, who is looking, and a content security policy that names each script."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup
from starlette.types import Scope

from ide import formats, theme
from ide.agents import browser_name
from ide.assets import asset_url, import_map
from ide.context import ACTOR, SESSION_COOKIE, actor_of, cookie_value, services_of
from ide.cookies import set_session
from ide.security import STRICT
from services.container import Services
from services.permissions import ANONYMOUS, Actor, ActorKind
from services.sessions import browser_lifetime


class _Nonces(Extension):
    """Gives every script of a template the nonce of its answer; a script in what people wrote has none."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return source.replace('<script', '<script nonce="{{ nonce }}"')


async def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Answer with a template; it also knows `actor`, `path`, `origin`, `single_person`, `asset` and `import_map`."""
    actor = await actor_of(request)
    answer = _answer(request.scope, template, status, values)
    if actor.session_id and (cookie := cookie_value(request.headers.get('cookie', ''), SESSION_COOKIE)):
        # Each page that a person opens lengthens the life of the cookie.
        lifetime = browser_lifetime(services_of(request).settings, actor.kind)
        set_session(answer, request, cookie, int(lifetime.total_seconds()))
    return answer


def error_page(scope: Scope, status: int, title: str, detail: str) -> HTMLResponse:
    """Answer with the page that tells what went wrong."""
    signed_in = scope.get(ACTOR, ANONYMOUS).user_id
    values = {'title': title, 'detail': detail, 'offer_sign_in': status in {401, 404} and not signed_in}
    return _answer(scope, 'error.html', status, values)


def _answer(scope: Scope, template: str, status: int, values: dict[str, Any]) -> HTMLResponse:
    nonce = secrets.token_urlsafe(12)
    services: Services = scope['app'].state.services
    frame = {
        'actor': (actor := scope.get(ACTOR, ANONYMOUS)),
        'shown_name': _shown_name(actor, services.settings.single_person),
        'path': scope['path'],
        'origin': services.settings.origin,
        'single_person': services.settings.single_person,
        'nonce': nonce,
    }
    html = _environment.get_template(template).render({**frame, **values})
    answer = HTMLResponse(html, status)
    answer.headers['content-security-policy'] = STRICT.replace(
        "script-src 'self' 'unsafe-inline'", f"script-src 'self' 'nonce-{nonce}'"
    )
    if actor.user_id:
        answer.headers['cache-control'] = 'private, no-cache'
    return answer


def _shown_name(actor: Actor, single_person: bool) -> str:
    if actor.kind is ActorKind.GUEST:
        return 'You' if single_person else 'Guest'
    return actor.name


def _when(moment: datetime | None) -> Markup:
    if moment is None:
        return Markup('never')
    utc = moment.astimezone(UTC)
    shown = f'{utc.day} {utc:%b %Y, %H:%M} UTC'
    return Markup('<time datetime="{}">{}</time>').format(utc.isoformat(timespec='seconds'), shown)


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / 'templates'),
    autoescape=True,
    undefined=StrictUndefined,
    extensions=[_Nonces],
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(
    asset=asset_url,
    import_map=lambda: Markup(import_map()),  # noqa: S704  (made of our own folder names)
    logo=Markup(theme.LOGO),  # noqa: S704  (a constant)
    theme_script=Markup(f'{theme.CHOICE};{theme.TOGGLE}'),  # noqa: S704  (constants)
)
_environment.filters.update(agent=browser_name, ago=formats.ago, size=formats.size, when=_when)
