"""The web site: middleware, then a page function, then one pure call, then render."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from app import __version__
from app.assets import HTMX_PACKAGE, STATIC, htmx_file
from app.evidence import Evidence, load
from app.judging.check import engine
from app.pages import check, claims, errors, health, information, machines, method, topics
from app.pages import evidence as evidence_pages
from app.security import BodyLimit, OnlyFile, SecurityHeaders
from app.settings import Settings
from app.telling.compose import Composer
from app.telling.shelves import shelf_of
from app.templating import Pages


class Site(FastAPI):
    """FastAPI with our headers around everything, its own error answers included."""

    def build_middleware_stack(self) -> ASGIApp:
        """The middleware with the headers outermost."""
        return SecurityHeaders(super().build_middleware_stack())


def create_app(settings: Settings | None = None, evidence: Evidence | None = None) -> Site:
    """The site over ``evidence``; without one it is loaded, and a broken base stops the start with all its mistakes."""
    settings = settings or Settings()
    pages = Pages(settings.public_address)
    app = Site(
        title="Clinic Claim Checker",
        version=__version__,
        docs_url=None,  # these pages would load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        lifespan=_settled,
    )
    app.state.settings = settings
    app.state.pages = pages
    app.state.evidence = load(settings.claims) if evidence is None else evidence
    app.state.shelf = shelf_of(app.state.evidence)
    app.state.composer = Composer(app.state.evidence)
    engine(app.state.evidence)  # made now, so that the first visitor does not wait for it
    errors.register(app, pages)
    for module in (check, claims, topics, evidence_pages, information, machines, method, health):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC))
    if (htmx := htmx_file()) is not None:
        app.mount("/assets", OnlyFile(StaticFiles(packages=[HTMX_PACKAGE]), htmx.name))
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes, refuse=errors.too_long(pages))
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    return app


@asynccontextmanager
async def _settled(_app: FastAPI) -> AsyncIterator[None]:
    """Set what was loaded aside from the garbage collector, which would walk through all of it again and again."""
    gc.collect()
    gc.freeze()
    yield
