"""The web site: middleware, then a page function, then one pure call, then render."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import __version__
from app.api import explanations as api_explanations
from app.api import v1, whole
from app.api.description import describe
from app.assets import HTMX_PACKAGE, STATIC, htmx_file
from app.db import engine_for
from app.edition import edition_from
from app.evidence import Evidence
from app.faults import keep_messages_out_of_logs
from app.handing_over import HandingOver
from app.judging.check import method_revision
from app.limits import Limits
from app.metrics import Watched, serving
from app.migrating import migrated
from app.packing import Packing
from app.pages import (
    cards,
    check,
    claims,
    embeds,
    errors,
    explanations,
    feedback,
    feeds,
    groups,
    health,
    information,
    machines,
    method,
    patterns,
    reports,
    topics,
)
from app.pages import evidence as evidence_pages
from app.queues import Queues
from app.security import BodyLimit, OnlyFile, OwnPagesOnly, SecurityHeaders
from app.settings import Settings, read_settings
from app.sharing import Links
from app.swapping import swapping
from app.templating import Pages
from app.turns import takes_turns

PAGES = (  # tried in this order, which takes time: first what busy sites embed and what most people open
    embeds, claims, check, topics, evidence_pages, information, machines, method, explanations, reports, feedback,
    feeds, groups, cards, patterns, health,
)  # fmt: skip
API = (v1, whole, api_explanations)
OPEN_TO_ALL = frozenset({"/", "/sheet", "/embed/check", "/api/v1/check"})
"""Posts that change nothing, so that a bookmarklet, a shared text or an embed elsewhere may send them."""


SWITCH = 0.001
"""Seconds after which a check lets a page go first. At Python's own 0.005 pages beside checks take twice as long (their
p95 was 20 ms in place of 9), and checks no less."""


class Site(FastAPI):
    """FastAPI with our headers around everything, its own error answers included."""

    def build_middleware_stack(self) -> ASGIApp:
        """The middleware with the headers around it, and the count of requests around everything."""
        return Watched(SecurityHeaders(super().build_middleware_stack()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; it sees one edition of the evidence, also where another one is put in meanwhile."""
        if scope["type"] == "http":
            scope.setdefault("state", {})["edition"] = self.state.edition
        await super().__call__(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """The description of the API, made once for each revision of the evidence."""
        evidence = self.state.edition.evidence
        if self.openapi_schema is None or self.state.described != evidence.revision:
            self.openapi_schema = describe(self, evidence)
            self.state.described = evidence.revision
        return self.openapi_schema


def create_app(
    settings: Settings | None = None, evidence: Evidence | None = None, queues: Queues | None = None
) -> Site:
    """The site over ``evidence``; without one it is loaded, and a broken base stops the start with all its mistakes.

    ``queues`` are those of all workers of a server; without them this one does every check that it is asked for.
    """
    settings = settings or read_settings()
    keep_messages_out_of_logs()
    pages = Pages(settings.public_address)
    app = Site(
        title="Clinic Claim Checker",
        version=__version__,
        docs_url=None,  # these pages would load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,  # app/api/whole.py gives it out, with a tag like everything there
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        lifespan=_settled,
    )
    app.state.settings = settings
    app.state.pages = pages
    app.state.edition = edition_from(settings.claims, evidence)
    app.state.limits = Limits(redis_url=settings.redis_url)
    app.state.database = engine_for(settings.database_url)
    app.state.links = Links(app.state.database)
    errors.register(app, pages)
    for module in (*PAGES, *API):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC))
    if (htmx := htmx_file()) is not None:
        app.mount("/assets", OnlyFile(StaticFiles(packages=[HTMX_PACKAGE]), htmx.name))
    too_large = errors.refusal(pages, 413, f"A request may hold {settings.max_body_bytes:,} bytes.")
    # Packed by whoever answers, so that little goes over. Level 6 takes twice as long for 6% less of a long answer.
    app.add_middleware(Packing, minimum_size=1000, compresslevel=4)
    if queues is not None:
        app.add_middleware(HandingOver, queues=queues, routes=_routes_in_turn())
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes, refuse=too_large)
    app.add_middleware(OwnPagesOnly, open_paths=OPEN_TO_ALL, refuse=errors.refusal(pages, 403))
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts, www_redirect=False)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.proxies)
    return app


def _routes_in_turn() -> dict[tuple[str, str], Route]:
    """The routes of checks, by method and path."""
    routes = (route for module in (*PAGES, *API) for route in module.router.routes if isinstance(route, Route))
    return {(method, one.path): one for one in routes if takes_turns(one.endpoint) for method in one.methods or ()}


@asynccontextmanager
async def _settled(app: FastAPI) -> AsyncIterator[None]:
    """Set what was loaded aside from the garbage collector, and bring the database up to date; let go of it at last."""
    sys.setswitchinterval(SWITCH)
    serving(app.state.edition.evidence.revision, method_revision())
    gc.collect()
    gc.freeze()
    async with migrated(app.state.settings.database_url), swapping(app):
        yield
    app.state.database.dispose()
