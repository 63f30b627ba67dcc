"""Pages that explain: who we are, what we do with data, what to do next, what words mean."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.pages.requests import Shelves, Templates, own_address
from app.settings import Settings
from app.sharing import GRACE, MONTHS
from app.telling.dates import day
from app.telling.helping import countries, first_signs
from app.telling.named_trials import trial as trial_by_number
from app.telling.options import facts, named_by_guidelines, shown_to_work
from app.telling.shelves import Shelf
from app.telling.sources import source_line
from app.telling.trial_list import study_line

router = APIRouter()
FETCHED = ["GET", "HEAD"]
_NCT_DIGITS = re.compile(r"\d{8}", re.ASCII)
_CURL = """\
curl {}/api/v1/check \\
  -H 'Content-Type: application/json' \\
  -d '{{"text": "Stem cells rebuild worn discs."}}'"""


def _page(request: Request, pages: Templates, name: str, context: Mapping[str, Any] | None = None) -> Response:
    settings: Settings = request.app.state.settings
    shared = {"operator": settings.operator_name, "contact": settings.operator_contact}
    return pages.render(request, f"pages/{name}.html", {**shared, **(context or {})})


def _reviews(shelves: Shelf) -> dict[str, int]:
    return {"claims": len(shelves.evidence.records), "reviewed": shelves.reviewed}


@router.api_route("/about", methods=FETCHED, include_in_schema=False)
def about(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """What this is, what it is not, and who runs this copy."""
    today = datetime.now(UTC).date()
    records = shelves.evidence.records.values()
    context = {
        **_reviews(shelves),
        "sources": len(shelves.evidence.sources),
        "overdue": sum(record.is_overdue(today) for record in records),
        "next_review": day(min(record.next_review for record in records)) if records else "",
    }
    return _page(request, pages, "about", context)


@router.api_route("/privacy", methods=FETCHED, include_in_schema=False)
def privacy(request: Request, pages: Templates) -> Response:
    """What happens to what people paste."""
    context = {"longest_months": max(map(int, MONTHS)), "grace_days": GRACE.days}
    return _page(request, pages, "privacy", context)


@router.api_route("/accessibility", methods=FETCHED, include_in_schema=False)
def accessibility(request: Request, pages: Templates) -> Response:
    """What works, what we know does not, and how to tell us."""
    return _page(request, pages, "accessibility")


@router.api_route("/corrections", methods=FETCHED, include_in_schema=False)
def corrections(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """How mistakes are put right, and every change since a record's first version, the newest first."""
    changes = [
        (change, record) for record in shelves.evidence.records.values() for change in reversed(record.history[1:])
    ]
    changes.sort(key=lambda entry: entry[0].date, reverse=True)
    log = [(day(change.date), record, change) for change, record in changes]
    return _page(request, pages, "corrections", {"log": log})


@router.api_route("/already-treated", methods=FETCHED, include_in_schema=False)
def already_treated(request: Request, pages: Templates, shelves: Shelves, country: str = "") -> Response:
    """For people who had an injection or paid for one; ``country`` opens the places to turn to there."""
    found = sorted(countries(shelves), key=lambda place: place.id != country)
    context = {
        "known": facts(shelves, ("f-trial-safety", "f-underreporting")),
        "cases": first_signs(shelves),
        "countries": found,
        "choices": [(place.id, place.label) for place in found],
        "chosen": country,
        "opened": country in {place.id for place in found},  # then paper shows that country alone
        "money": [(one.label, place.id) for one in found for place in one.places if place.about_money],
    }
    return _page(request, pages, "already_treated", context)


@router.api_route("/better-options", methods=FETCHED, include_in_schema=False)
def better_options(request: Request, pages: Templates, shelves: Shelves, nct: str = "") -> Response:
    """Questions about other care, and how to look up a trial by its number."""
    evidence = shelves.evidence
    wanted = nct.strip().upper().removeprefix("NCT")
    number = f"NCT{wanted}" if _NCT_DIGITS.fullmatch(wanted) else ""
    trial = trial_by_number(number, evidence) if number else None
    studies = trial.studies if trial else ()
    guidelines = [r for r in evidence.records.values() if {"guideline", "natural_history"} & set(r.kinds)]
    context = {
        "nct": nct.strip(),
        "number": number,
        "trials": [study_line(study, evidence.sources) for study in studies if study.is_confirmed],
        "sources": [source_line(source) for source in (trial.sources if trial else ())],
        "options": named_by_guidelines(shelves),
        "working": shown_to_work(shelves),
        "trial_facts": facts(shelves, ("f-pay-to-participate", "f-ctgov-listing")),
        "guidelines": shelves.library.lines(guidelines),
    }
    return _page(request, pages, "better_options", context)


@router.api_route("/for-clinicians", methods=FETCHED, include_in_schema=False)
def for_clinicians(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """How to use the site with a patient, and how records are made."""
    return _page(request, pages, "for_clinicians", _reviews(shelves))


@router.api_route("/for-builders", methods=FETCHED, include_in_schema=False)
def for_builders(request: Request, pages: Templates) -> Response:
    """What programs can ask for, in words; its description for programs is ``/api/v1/openapi.json``."""
    return _page(request, pages, "for_builders", {"example": _CURL.format(own_address(request))})


@router.api_route("/glossary", methods=FETCHED, include_in_schema=False)
def glossary(request: Request, pages: Templates, shelves: Shelves) -> Response:
    """Words explained, under their first letters."""
    return _page(request, pages, "glossary", {"letters": shelves.glossary.by_letter()})
