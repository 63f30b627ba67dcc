"""What a visitor sees when something goes wrong: what happened, what is safe, what to do next."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request as PlainRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from app import metrics
from app.api.problems import mistake, problem
from app.db import Unavailable
from app.faults import told as told_of
from app.limits import NoRoom, waiting
from app.logs import request_number
from app.templating import Pages

log = logging.getLogger(__name__)
WORDS: dict[int, tuple[str, tuple[str, ...]]] = {
    400: (
        "We could not read that",
        ("Something about the request was broken on its way to us.", "Please go back and send it again."),
    ),
    401: (
        "This page asks for a token",
        (
            "It holds numbers for the people who run this site, and for nobody else.",
            "If you are one of them, please send the token from the settings.",
        ),
    ),
    403: (
        "This must be sent from our own page",
        (
            "Another site tried to send this for you, so we did not accept it.",
            "Please open our page and send it there.",
        ),
    ),
    404: (
        "We do not have this page",
        ("The address may have a typing mistake, or the page has moved.", "You can search all claims, or start again."),
    ),
    405: (
        "This page cannot be used that way",
        ("The address is right, but it does not take what was sent to it.", "Please start from the first page."),
    ),
    410: (
        "This explanation has ended",
        (
            "The person who made it has withdrawn it, or its time is over.",
            "Please ask that person for a new one. You can also check the sentence yourself on the first page.",
        ),
    ),
    413: (
        "That is more than we can read at once",
        (
            "We stopped reading and kept nothing.",
            "Please check one part at a time: up to 200,000 characters, which is about 60 printed pages.",
        ),
    ),
    429: (
        "That was a lot at once",
        (
            "To keep the site quick for everybody, each visitor can send only so much in a short time.",
            "Please wait {wait}, go back and send it again.",
        ),
    ),
    503: (
        "We cannot keep anything just now",
        (
            "Links and messages cannot be stored at the moment. Nothing was half saved.",
            "Checking texts still works. Please try again in a few minutes.",
        ),
    ),
    500: (
        "Something went wrong on our side",
        (
            "It was not your mistake. What you pasted was not kept.",
            "Please try again in a few minutes. If it happens again, try a shorter part of the text.",
        ),
    ),
}

NUMBER = "If you tell us about it, please name this number: {number}. It says nothing about you."


def error_page(request: PlainRequest, pages: Pages, status: int, *, wait: int = 60) -> Response:
    """The page for ``status``; statuses without words of their own read as a broken request or as our fault.

    ``wait`` is the time, in seconds, after which a busy site may be asked again. What htmx asked for is answered above
    the page as it stands, so that nothing on it is lost.
    """
    title, lines = WORDS.get(status) or WORDS[500 if status >= 500 else 400]  # noqa: PLR2004 - HTTP's own classes
    number = request_number.get()
    named = (NUMBER.format(number=number),) if number and status >= 500 else ()  # noqa: PLR2004 - as above
    context = {"title": title, "lines": [*(line.format(wait=waiting(wait)) for line in lines), *named]}
    if request.url.path.startswith("/embed/"):
        return pages.render(request, "embeds/gone.html", {**context, "theme": "auto"}, status=status)
    if request.headers.get("hx-request") != "true":
        return pages.render(request, "errors/error.html", context, status=status)
    response = pages.render(request, "errors/trouble.html", context, status=status)
    response.headers.update({"HX-Retarget": "#trouble", "HX-Reswap": "innerHTML show:top", "Vary": "HX-Request"})
    return response


def note_no_database(fault: Exception) -> None:
    """Tell the operator that the database is away, wherever a page finds it out."""
    metrics.fault(fault)
    log.error("The database does not answer.\n%s", told_of(fault))


def register(app: FastAPI, pages: Pages) -> None:
    """Answer every failure of ``app`` with its page."""

    def told(
        request: PlainRequest, status: int, fields: Sequence[Mapping[str, Any]] = (), *, wait: int = 60
    ) -> Response:
        if request.url.path.startswith("/api/"):
            return problem(status, errors=fields)
        return error_page(request, pages, status, wait=wait)

    @app.exception_handler(HTTPException)
    async def _known(request: Request, known: HTTPException) -> Response:
        wait = known.seconds if isinstance(known, NoRoom) else 60
        response = told(request, known.status_code, wait=wait)
        response.headers.update(known.headers or {})
        if known.status_code == 405:  # noqa: PLR2004 - HTTP's own number
            response.headers["Allow"] = ", ".join(sorted(_methods(app.routes, request.scope)))
        return response

    async def _no_database(request: Request, fault: Exception) -> Response:
        note_no_database(fault)
        return told(request, 503)

    for away in Unavailable:
        app.add_exception_handler(away, _no_database)

    @app.exception_handler(RequestValidationError)
    async def _malformed(request: Request, malformed: RequestValidationError) -> Response:
        # The library's own answer repeats what was sent; ours never does.
        if not request.url.path.startswith("/api/"):
            return error_page(request, pages, 400)
        found = malformed.errors()
        broken = any(error["type"] == "json_invalid" for error in found)
        unread = any(error["loc"] == ("body",) for error in found) and not _is_json(request)
        return told(request, 400 if broken else 415 if unread else 422, [] if unread else list(map(mistake, found)))

    @app.exception_handler(Exception)
    async def _unforeseen(request: Request, fault: Exception) -> Response:
        metrics.fault(fault)
        return told(request, 500)


def _methods(routes: Iterable[BaseRoute], scope: Scope) -> set[str]:
    """Every method of this address; the router itself names only those of its first route."""
    found: set[str] = set()
    for route in routes:
        if isinstance(inner := getattr(route, "original_router", None), Router):  # as FastAPI keeps an included one
            found |= _methods(inner.routes, scope)
        elif route.matches(scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return found


def _is_json(request: Request) -> bool:
    """Whether the sender says that the body is JSON."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media == "application/json" or (media.startswith("application/") and media.endswith("+json"))


def refusal(pages: Pages, status: int, detail: str = "") -> ASGIApp:
    """An application that answers everything with the page for ``status``; the API tells ``detail``."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["path"].startswith("/api/")
        response = problem(status, detail) if is_api else error_page(PlainRequest(scope), pages, status)
        await response(scope, receive, send)

    return refuse
