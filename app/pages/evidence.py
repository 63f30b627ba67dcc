"""The evidence itself: studies, harms, the law by country, and every source."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from app.pages.requests import EvidenceBase, Shelves, Templates, listed
from app.telling.bibliography import Wanted, leaf
from app.telling.harms import harms_by_setting, unconfirmed_harms
from app.telling.law import law_by_place, unconfirmed_places
from app.telling.study_page import Asked, study_page, study_table

router = APIRouter(prefix="/evidence")


@router.api_route("", methods=["GET", "HEAD"], include_in_schema=False)
def hub(request: Request, pages: Templates, evidence: EvidenceBase) -> Response:
    """What the base holds, and how to download it."""
    context = {
        "revision": evidence.revision,
        "numbers": {
            "claims": len(evidence.records),
            "studies": len(evidence.studies),
            "regulation": sum(p.is_confirmed for p in evidence.regulation.values()),
            "safety": sum(s.is_confirmed for s in evidence.safety.values()),
            "sources": len(evidence.sources),
        },
    }
    return pages.render(request, "pages/evidence.html", context)


@router.api_route("/studies", methods=["GET", "HEAD"], include_in_schema=False)
def studies(request: Request, pages: Templates, shelves: Shelves, asked: Annotated[Asked, Depends()]) -> Response:
    """All studies in a table; htmx asks for the table alone."""
    table = study_table(shelves, asked)
    response = pages.render(request, "pages/studies.html", {"table": table}, block="results")
    return listed(request, response, "/evidence/studies", table.asked.query)


@router.api_route("/studies/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
def study(request: Request, pages: Templates, shelves: Shelves, ident: str) -> Response:
    """One study with every field and every caveat."""
    if ident not in shelves.evidence.studies:
        raise HTTPException(404)
    return pages.render(request, "pages/study.html", {"page": study_page(shelves, shelves.evidence.studies[ident])})


@router.api_route("/safety", methods=["GET", "HEAD"], include_in_schema=False)
def safety(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """All known harms, and harms looked for and not found."""
    context = {"settings": harms_by_setting(shelves), "unconfirmed": unconfirmed_harms(shelves)}
    return pages.render(request, "pages/safety.html", context)


@router.api_route("/regulation", methods=["GET", "HEAD"], include_in_schema=False)
def regulation(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """What the law says, country by country."""
    context = {"places": law_by_place(shelves), "unconfirmed": unconfirmed_places(shelves)}
    return pages.render(request, "pages/regulation.html", context)


@router.api_route("/sources", methods=["GET", "HEAD"], include_in_schema=False)
def sources(
    request: Request, pages: Templates, evidence: EvidenceBase, wanted: Annotated[Wanted, Depends()]
) -> Response:
    """Every source, page by page; htmx asks for the list alone."""
    found = leaf(evidence.sources.values(), wanted)
    response = pages.render(request, "pages/sources.html", {"leaf": found}, block="results")
    return listed(request, response, "/evidence/sources", found.wanted.query)
