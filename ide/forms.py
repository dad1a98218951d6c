"""Forms of the plain pages: what was typed, and what is wrong with it."""

from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import RedirectResponse

from services.errors import A6HubError, InvalidError


@dataclass(slots=True)
class Form:
    """Typed texts by the names of their fields, shown again after an error; passwords are not."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    error: str = ''
    error_field: str = ''

    def get(self, name: str) -> str:
        """Return what was typed, empty if nothing was."""
        return self.values.get(name, '')

    def failed(self, error: A6HubError) -> 'Form':
        """Note what is wrong, and beside which field to say so."""
        self.error, self.error_field = str(error), error.field
        return self


async def read_form(request: Request) -> Form:
    """Return the text fields of a posted form."""
    form = Form()
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            if '\0' in value or '\0' in name:
                raise InvalidError('The form holds a NUL character, which no field takes.')
            form.values[name] = value
            form.lists.setdefault(name, []).append(value)
    return form


def safe_target(path: str, otherwise: str) -> str:
    """Return a path of this site to go on to; anything else could lead to another site."""
    is_own = path.startswith('/') and not path.startswith(('//', '/\\'))
    return path if is_own and path.isprintable() and '\\' not in path else otherwise


def see(path: str) -> RedirectResponse:
    """Go on to a page after a form."""
    return RedirectResponse(path, 303)
