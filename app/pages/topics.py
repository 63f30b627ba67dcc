"""Treatments and conditions: what is claimed of each, what was studied, what went wrong and what the law says."""

from typing import Literal

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.evidence.base import Evidence
from app.pages.requests import Shelves, Templates
from app.telling.library import DESIGNS, GOALS
from app.telling.timeline import timeline

router = APIRouter()
What = Literal["treatment", "condition"]
NO_PAGE = {"any", "none", "other"}


@router.api_route("/treatments", methods=["GET", "HEAD"], include_in_schema=False)
def treatments(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """All treatments that a claim is about."""
    return _index(request, pages, shelves, "treatment")


@router.api_route("/conditions", methods=["GET", "HEAD"], include_in_schema=False)
def conditions(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """All conditions that a claim is about."""
    return _index(request, pages, shelves, "condition")


@router.api_route("/treatments/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
def treatment(request: Request, pages: Templates, shelves: Shelves, ident: str) -> Response:
    """One treatment."""
    return _topic(request, pages, shelves, "treatment", ident)


@router.api_route("/conditions/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
def condition(request: Request, pages: Templates, shelves: Shelves, ident: str) -> Response:
    """One condition."""
    return _topic(request, pages, shelves, "condition", ident)


def _index(request: Request, pages: Templates, shelves: Shelves, what: What) -> Response:
    choices = [choice for choice in shelves.library.choices(what) if choice.id not in NO_PAGE]
    return pages.render(request, "pages/topics.html", {"what": what, "choices": choices})


def _topic(request: Request, pages: Templates, shelves: Shelves, what: What, ident: str) -> Response:
    evidence = shelves.evidence
    terms = evidence.interventions if what == "treatment" else evidence.condition_names
    if ident not in terms or ident in NO_PAGE:
        raise HTTPException(404)
    library, teller = shelves.library, shelves.teller
    family = {ident, *evidence.descendants(ident)}
    held = [
        p
        for p in evidence.regulation.values()
        if p.is_confirmed and family & set(p.intervention if what == "treatment" else p.condition)
    ]
    signals = [
        s
        for s in evidence.safety.values()
        if s.is_confirmed and (s.product if what == "treatment" else s.condition) in family
    ]
    studies = library.studies_of(what, ident)
    context = {
        "what": what,
        "label": teller.label(what, ident),
        "wider": _linked(evidence, shelves, what, evidence.ancestors(ident)),
        "narrower": _linked(evidence, shelves, what, evidence.descendants(ident)),
        "claims": library.about(what, ident),
        "studies": studies,
        "years": {s.id: library.year(s) for s in studies},
        "designs": DESIGNS,
        "goals": GOALS,
        "timeline": timeline([(s, year) for s in studies if s.in_people and (year := library.year(s))]),
        "approvals": [teller.approval(p) for p in held],
        "harms": [teller.harm(s) for s in signals],
    }
    return pages.render(request, "pages/topic.html", context)


def _linked(evidence: Evidence, shelves: Shelves, what: What, idents: tuple[str, ...]) -> list[tuple[str, str]]:
    known = evidence.interventions if what == "treatment" else evidence.condition_names
    return [(i, shelves.teller.label(what, i)) for i in idents if i in known and i not in NO_PAGE]
