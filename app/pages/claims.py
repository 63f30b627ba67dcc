"""All claims, and one page for each: what we know, how sure we are, and every source."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.schema import Source
from app.pages.requests import EvidenceBase, Kept, Shelves, Templates, desk_of, listed, own_address
from app.telling.citing import bibtex, csl
from app.telling.claim_page import claim_page
from app.telling.glossary import FirstUse
from app.telling.library import FILTERS, Choice, Filters
from app.telling.markup import claim_markup
from app.telling.words import STRENGTHS

router = APIRouter()
FETCHED = ["GET", "HEAD"]
MOST_PICKED = 6


@router.api_route("/claims", methods=FETCHED, include_in_schema=False)
def claims(
    request: Request, pages: Templates, shelves: Shelves, kept: Kept, asked: Annotated[Filters, Depends()]
) -> Response:
    """All claims, or those that fit the filters; htmx asks for the list alone."""
    library = shelves.library
    filters = library.possible(asked)

    if request.headers.get("hx-target") == "picked":  # the first page's search as you type
        found = library.find(filters) if filters.q else ()
        return pages.render(request, "pages/picked.html", {"found": found, "query": filters.query, "most": MOST_PICKED})

    def render() -> Response:
        context = {
            "filters": filters,
            "values": asdict(filters),
            "chosen": library.chosen(filters),
            "found": library.find(filters),
            "choices": {what: (label, _numbered(library.choices(what))) for what, label in FILTERS.items()},
        }
        return pages.render(request, "pages/claims.html", context, block="results")

    if filters == Filters() and "hx-request" not in request.headers:
        return kept.answer(request, (shelves.evidence.revision, "claims"), render)
    return listed(request, render(), "/claims", filters.query)


def _numbered(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(choice.id, f"{choice.label} ({choice.number})") for choice in choices]


def _record(evidence: Evidence, ident: str) -> ClaimRecord:
    if ident not in evidence.records:
        raise HTTPException(404)
    return evidence.records[ident]


def _cited(evidence: Evidence, ident: str) -> list[Source]:
    uses = _record(evidence, ident).sources
    return [evidence.sources[use.id] for use in uses]


@router.api_route("/claims/{ident}.csl.json", methods=FETCHED, include_in_schema=False)
def claim_csl(evidence: EvidenceBase, ident: str) -> Response:
    """The sources of one claim as CSL-JSON."""
    return JSONResponse(csl(_cited(evidence, ident)), media_type="application/vnd.citationstyles.csl+json")


@router.api_route("/claims/{ident}.bib", methods=FETCHED, include_in_schema=False)
def claim_bibtex(evidence: EvidenceBase, ident: str) -> Response:
    """The sources of one claim as BibTeX."""
    return PlainTextResponse(bibtex(_cited(evidence, ident)), media_type="application/x-bibtex")


@router.api_route("/claims/{ident}", methods=FETCHED, include_in_schema=False)
async def claim(request: Request, ident: str, country: str = "") -> Response:
    """Everything that we hold on one claim, the law of ``country`` first."""
    desk = desk_of(request)
    shelf = desk.shelf
    record = _record(shelf.evidence, ident)
    country = country if country in shelf.teller.labels["place"] else ""
    overdue = record.is_overdue(datetime.now(UTC).date())

    def render() -> Response:
        operator = request.app.state.settings.operator_name
        page = claim_page(shelf, record, country)
        context = {
            "page": page,
            "overdue": overdue,
            "first_use": FirstUse(shelf.glossary, page.words),
            "strengths": STRENGTHS,
            "markup": claim_markup(record, shelf.teller, own_address(request), operator),
        }
        return desk.pages.render(request, "pages/claim.html", context)

    return await desk.kept.ready(request, (shelf.evidence.revision, "claim", ident, country, overdue), render)
