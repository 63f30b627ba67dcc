"""Treatments and conditions: what is claimed of each, what was studied, what went wrong and what the law says."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.pages.requests import Shelves, Templates, desk_of
from app.telling.topic_page import What, has_page, topic_page

router = APIRouter()


@router.api_route("/treatments", methods=["GET", "HEAD"], include_in_schema=False)
def treatments(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """All treatments that a claim is about."""
    return _index(request, pages, shelves, "treatment")


@router.api_route("/conditions", methods=["GET", "HEAD"], include_in_schema=False)
def conditions(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """All conditions that a claim is about."""
    return _index(request, pages, shelves, "condition")


@router.api_route("/treatments/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
async def treatment(request: Request, ident: str) -> Response:
    """One treatment."""
    return await _topic(request, "treatment", ident)


@router.api_route("/conditions/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
async def condition(request: Request, ident: str) -> Response:
    """One condition."""
    return await _topic(request, "condition", ident)


def _index(request: Request, pages: Templates, shelves: Shelves, what: What) -> Response:
    groups = shelves.library.grouped(what)
    return pages.render(request, "pages/topics.html", {"what": what, "groups": groups})


async def _topic(request: Request, what: What, ident: str) -> Response:
    desk = desk_of(request)
    shelf = desk.shelf
    if not has_page(shelf, what, ident):
        raise HTTPException(404)

    def render() -> Response:
        return desk.pages.render(request, "pages/topic.html", {"page": topic_page(shelf, what, ident)})

    return await desk.kept.ready(request, (shelf.evidence.revision, what, ident), render)
