"""All of REST: one line for each resource."""

from fastapi import FastAPI

from ide.api import (
    archives,
    artifacts,
    auth,
    config,
    coverage,
    files,
    flows,
    jobs,
    limits,
    projects,
    queue,
    regressions,
    reproduction,
    search,
    sharing,
    simulators,
    templates,
    tokens,
    tree,
    users,
)
from ide.api.schemas import ERRORS
from ide.api.waves import waves_router
from ide.context import actor_of
from services.container import Services

# The busiest come first: the framework looks for a route one by one.
RESOURCES = (
    projects,
    tree,
    files,
    jobs,
    artifacts,
    auth,
    tokens,
    users,
    limits,
    templates,
    flows,
    config,
    search,
    archives,
    sharing,
    reproduction,
    regressions,
    coverage,
    simulators,
    queue,
)


def include_api(app: FastAPI, services: Services) -> None:
    """Add the routes below `/api/v1`, each resource by itself: a router within a router is searched twice."""
    for resource in RESOURCES:
        app.include_router(resource.router, prefix='/api/v1', responses=ERRORS)
    app.include_router(waves_router(actor_of, services.artifacts.open_trace), prefix='/api/v1', responses=ERRORS)
