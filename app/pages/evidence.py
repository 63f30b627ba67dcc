"""The evidence itself: studies, harms, the law by country, and every source."""

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from app.evidence.schema import Confirmable
from app.pages.requests import EvidenceBase, Kept, Shelves, Templates, desk_of, listed
from app.telling.bibliography import Wanted, leaf
from app.telling.harms import harms_by_setting, unconfirmed_harms
from app.telling.law import law_by_place, unconfirmed_places
from app.telling.standing import standings
from app.telling.study_page import Asked, possible, study_page, study_table

router = APIRouter(prefix="/evidence")
_PAGE_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


@router.api_route("", methods=["GET", "HEAD"], include_in_schema=False)
def hub(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """What the base holds, and how to download it."""
    evidence, library = shelves.evidence, shelves.library
    shelf = (
        ("/claims", "Claims", len(evidence.records), "what clinics say, checked"),
        ("/treatments", "Treatments", len(library.topics("treatment")), "what clinics offer"),
        ("/conditions", "Conditions", len(library.topics("condition")), "what people hope to have treated"),
        ("/evidence/studies", "Studies", len(evidence.studies), "how treatments were tested"),
        ("/evidence/safety", "Known harms", _confirmed(evidence.safety), "what went wrong, and where"),
        ("/evidence/regulation", "The law, by country", _confirmed(evidence.regulation), "what regulators say"),
        ("/evidence/sources", "Sources", len(evidence.sources), "papers, official records and pages"),
        ("/glossary", "Words explained", len(shelves.glossary.words), "in plain words"),
    )
    context = {"shelf": shelf, "revision": evidence.revision, "reviewed": shelves.reviewed}
    return pages.render(request, "pages/evidence.html", context)


def _confirmed(records: Mapping[str, Confirmable]) -> int:
    return sum(record.is_confirmed for record in records.values())


@router.api_route("/studies", methods=["GET", "HEAD"], include_in_schema=False)
def studies(
    request: Request, pages: Templates, shelves: Shelves, kept: Kept, asked: Annotated[Asked, Depends()]
) -> Response:
    """All studies in a table; htmx asks for the table alone."""
    asked = possible(shelves, asked)

    def render() -> Response:
        context = {"table": study_table(shelves, asked)}
        return pages.render(request, "pages/studies.html", context, block="results")

    if asked == Asked() and "hx-request" not in request.headers:
        return kept.answer(request, (shelves.evidence.revision, "studies"), render)
    return listed(request, render(), "/evidence/studies", asked.query)


@router.api_route("/studies/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
async def study(request: Request, ident: str) -> Response:
    """One study with every field and every caveat."""
    desk = desk_of(request)
    shelf = desk.shelf
    if ident not in shelf.evidence.studies:
        raise HTTPException(404)

    def render() -> Response:
        context = {"page": study_page(shelf, shelf.evidence.studies[ident])}
        return desk.pages.render(request, "pages/study.html", context)

    return await desk.kept.ready(request, (shelf.evidence.revision, "study", ident), render)


@router.api_route("/safety", methods=["GET", "HEAD"], include_in_schema=False)
async def safety(request: Request) -> Response:
    """All known harms, and harms looked for and not found."""
    desk = desk_of(request)
    shelf = desk.shelf

    def render() -> Response:
        context = {"settings": harms_by_setting(shelf), "unconfirmed": unconfirmed_harms(shelf)}
        return desk.pages.render(request, "pages/safety.html", context)

    return await desk.kept.ready(request, (shelf.evidence.revision, "safety"), render)


@router.api_route("/regulation", methods=["GET", "HEAD"], include_in_schema=False)
async def regulation(request: Request) -> Response:
    """What the law says, country by country."""
    desk = desk_of(request)
    shelf = desk.shelf

    def render() -> Response:
        confirmed = [p for p in shelf.evidence.regulation.values() if p.is_confirmed]
        context = {
            "places": law_by_place(shelf),
            "standings": standings(confirmed, shelf.teller),
            "unconfirmed": unconfirmed_places(shelf),
        }
        return desk.pages.render(request, "pages/regulation.html", context)

    return await desk.kept.ready(request, (shelf.evidence.revision, "regulation"), render)


@router.api_route("/sources", methods=["GET", "HEAD"], include_in_schema=False)
def sources(  # noqa: PLR0913, PLR0917 - one parameter for each part of the address
    request: Request, pages: Templates, evidence: EvidenceBase, q: str = "", kind: str = "", page: str = ""
) -> Response:
    """Every source, page by page; htmx asks for the list alone. What is no number of a page is the first."""
    number = int(page) if _PAGE_NUMBER.fullmatch(page) else 1
    found = leaf(evidence.sources.values(), Wanted(q, kind, number))
    response = pages.render(request, "pages/sources.html", {"leaf": found}, block="results")
    return listed(request, response, "/evidence/sources", found.wanted.query)
