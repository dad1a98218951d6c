"""The names of projects in addresses: unique below their owner, freed by a deletion, claimed again by a restoration."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.errors import ConflictError
from services.models import Namespace, Project
from services.names import check_slug, numbered, slugify

_PARKED = '~'
"""Stands in the slug of a deleted project only, so that its old one is free."""


def claim_slug(session: Session, namespace_id: UUID, wanted: str | None, name: str) -> str:
    """Return the slug that was asked for, which must be free, or a free one made of the name."""
    if wanted is None:
        return free_slug(session, namespace_id, slugify(name))
    slug = check_slug(wanted)
    if slug in _taken(session, namespace_id, slug):
        raise ConflictError(f'You have a project {slug!r} already; choose another address.', field='slug')
    return slug


def free_slug(session: Session, namespace_id: UUID, slug: str) -> str:
    """Return `slug`, or it with the lowest number that is free."""
    taken = _taken(session, namespace_id, slug[:30])
    candidate, number = slug, 2
    while candidate in taken:
        candidate, number = numbered(slug, number), number + 1
    return candidate


def parked_slug(slug: str, project_id: UUID) -> str:
    """Return what a deleted project is called."""
    return f'{slug}{_PARKED}{project_id.hex}'


def unparked_slug(slug: str) -> str:
    """Return what a deleted project was called."""
    return slug.partition(_PARKED)[0]


def _taken(session: Session, namespace_id: UUID, start: str) -> set[str]:
    """Return the slugs in use; the namespace stays locked until the transaction ends, so none is taken meanwhile."""
    session.execute(select(Namespace.id).where(Namespace.id == namespace_id).with_for_update(key_share=True))
    mine = Project.namespace_id == namespace_id, Project.slug.startswith(start, autoescape=True)
    return set(session.scalars(select(Project.slug).where(*mine)))
