"""Treatments and conditions: what is claimed of each, what was studied, what went wrong and what the law says."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.pages.requests import Kept, Shelves, Templates
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
def treatment(request: Request, pages: Templates, shelves: Shelves, kept: Kept, ident: str) -> Response:
    """One treatment."""
    return _topic(request, pages, shelves, kept, "treatment", ident)


@router.api_route("/conditions/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
def condition(request: Request, pages: Templates, shelves: Shelves, kept: Kept, ident: str) -> Response:
    """One condition."""
    return _topic(request, pages, shelves, kept, "condition", ident)


def _index(request: Request, pages: Templates, shelves: Shelves, what: What) -> Response:
    groups = shelves.library.grouped(what)
    return pages.render(request, "pages/topics.html", {"what": what, "groups": groups})


def _topic(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    request: Request, pages: Templates, shelves: Shelves, kept: Kept, what: What, ident: str
) -> Response:
    if not has_page(shelves, what, ident):
        raise HTTPException(404)

    def render() -> Response:
        return pages.render(request, "pages/topic.html", {"page": topic_page(shelves, what, ident)})

    return kept.answer(request, (shelves.evidence.revision, what, ident), render)
