"""The evidence itself: studies, harms, the law by country, and every source."""

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import Response

from app.evidence.schema import Study
from app.pages.requests import EvidenceBase, Shelves, Templates
from app.telling.library import DESIGNS, GOALS
from app.telling.sources import source_line

router = APIRouter(prefix="/evidence")
SORTS = {"year": "Newest first", "n": "Largest first", "condition": "By condition"}


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


@dataclass(frozen=True, slots=True)
class Asked:
    """How the table of studies is filtered and sorted; an empty field filters nothing."""

    condition: str = ""
    design: str = ""
    goal: str = ""
    sort: str = "year"


def _asked(
    condition: str = "",
    design: str = "",
    goal: str = "",
    sort: Annotated[str, Query(pattern="^(year|n|condition)$")] = "year",
) -> Asked:
    return Asked(condition, design, goal, sort)


@router.api_route("/studies", methods=["GET", "HEAD"], include_in_schema=False)
def studies(request: Request, pages: Templates, shelves: Shelves, asked: Annotated[Asked, Depends(_asked)]) -> Response:
    """All studies in a table."""
    evidence, library, label = shelves.evidence, shelves.library, shelves.teller.label
    family = {asked.condition, *evidence.descendants(asked.condition)}
    found = [
        s
        for s in evidence.studies.values()
        if (not asked.condition or family & set(s.condition))
        and asked.design in {"", s.design}
        and asked.goal in {"", s.primary_endpoint_met}
    ]
    years = {s.id: library.year(s) for s in found}

    def order(study: Study) -> tuple[object, ...]:
        if asked.sort == "n":
            return (-(study.n or 0), study.id)
        newest = -(years[study.id] or 0)
        return (label("condition", study.condition[0]), newest) if asked.sort == "condition" else (newest, study.id)

    counted = Counter(c for s in evidence.studies.values() for c in s.condition)
    context = {
        "studies": sorted(found, key=order),
        "years": years,
        "designs": DESIGNS,
        "goals": GOALS,
        "sorts": SORTS,
        "asked": asked,
        "conditions": sorted(((c, label("condition", c)) for c in counted), key=itemgetter(1)),
        "names": shelves.teller.labels,
    }
    return pages.render(request, "pages/studies.html", context, block="results")


@router.api_route("/studies/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
def study(request: Request, pages: Templates, shelves: Shelves, ident: str) -> Response:
    """One study with every field and every caveat."""
    evidence = shelves.evidence
    if ident not in evidence.studies:
        raise HTTPException(404)
    held = evidence.studies[ident]
    carries = [r for r in evidence.records.values() if ident in r.carried_by.studies]
    context = {
        "study": held,
        "year": shelves.library.year(held),
        "designs": DESIGNS,
        "goals": GOALS,
        "names": shelves.teller.labels,
        "sources": [source_line(evidence.sources[i]) for i in held.sources if i in evidence.sources],
        "claims": shelves.library.lines(carries),
    }
    return pages.render(request, "pages/study.html", context)


@router.api_route("/safety", methods=["GET", "HEAD"], include_in_schema=False)
def safety(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """All known harms, and harms looked for and not found."""
    signals = sorted((s for s in shelves.evidence.safety.values() if s.is_confirmed), key=lambda s: (-s.year, s.id))
    return pages.render(request, "pages/safety.html", {"harms": [shelves.teller.harm(s) for s in signals]})


@router.api_route("/regulation", methods=["GET", "HEAD"], include_in_schema=False)
def regulation(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """What the law says, country by country."""
    by_place: dict[str, list[object]] = {}
    for place in shelves.teller.labels["place"]:
        held = [p for p in shelves.evidence.regulation.values() if p.jurisdiction == place and p.is_confirmed]
        if held:
            by_place[place] = [shelves.teller.approval(p) for p in held]
    return pages.render(
        request, "pages/regulation.html", {"by_place": by_place, "names": shelves.teller.labels["place"]}
    )


@router.api_route("/sources", methods=["GET", "HEAD"], include_in_schema=False)
def sources(
    request: Request, pages: Templates, evidence: EvidenceBase, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Every source; ``q`` filters by words of the title, the authors or the publisher."""
    asked = q.lower().split()
    found = [
        s
        for s in evidence.sources.values()
        if all(word in f"{s.title} {s.authors or ''} {s.publisher or ''} {s.nct or ''}".lower() for word in asked)
    ]
    lines = [source_line(s) for s in sorted(found, key=lambda s: (-(s.year or 0), s.title))]
    return pages.render(request, "pages/sources.html", {"q": q, "sources": lines}, block="results")
