"""Composes the web application: REST and pages on the parent, the IDE page on NiceGUI below it."""

from fastapi import FastAPI

from ide import assets, health
from ide.api import unknown
from ide.api.reference import describe_security
from ide.api.router import include_api
from ide.csrf import SameOrigin
from ide.errors import add_error_handlers
from ide.head import HeadRequests
from ide.limits import BodyLimit
from ide.pages.router import pages_router
from ide.rate_limit import RateLimit
from ide.security import SecurityHeaders
from services.container import Services


def create_app(services: Services) -> FastAPI:
    """Return the parent application with everything but NiceGUI, which `mount_nicegui` adds last."""
    app = FastAPI(title='a6hub', version='1', docs_url=None, redoc_url=None, openapi_url='/openapi.json')
    app.state.services = services
    # The last one added is the first to see a request.
    app.add_middleware(HeadRequests)
    app.add_middleware(RateLimit, services=services)
    app.add_middleware(BodyLimit)
    app.add_middleware(SameOrigin, settings=services.settings)
    app.add_middleware(SecurityHeaders)
    add_error_handlers(app)
    include_api(app, services)
    describe_security(app)
    app.include_router(health.router)
    app.include_router(assets.router)
    app.include_router(unknown.router)
    app.include_router(pages_router())
    return app
