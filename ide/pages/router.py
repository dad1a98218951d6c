"""All plain pages: one line for each module."""

from fastapi import APIRouter

from ide.pages import (
    account,
    acts,
    explore,
    home,
    login,
    mine,
    passwords,
    project_settings,
    public,
    queue,
    reference,
    runs,
)


def pages_router() -> APIRouter:
    """Return the routes of the pages; those that begin with a person's name come last."""
    router = APIRouter(include_in_schema=False)
    for pages in (
        login,
        passwords,
        account,
        queue,
        reference,
        home,
        explore,
        mine,
        acts,
        runs,
        public,
        project_settings,
    ):
        router.include_router(pages.router)
    router.include_router(explore.people)
    return router
