"""Every component in every state, for whoever builds or tests the site: made-up words, real records for the lists."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.pages.requests import Shelves, Templates
from app.telling.answer import Problem
from app.telling.glossary import FirstUse
from app.telling.helping import countries
from app.telling.named_trials import trials_named
from app.telling.options import named_by_guidelines
from app.telling.shelves import Shelf
from app.telling.specimens import RUNGS, TABLE, specimen
from app.telling.standing import Standing
from app.telling.topic_page import topic_page

router = APIRouter()
FEW = 2
STANDINGS = (
    Standing("Japan", "approved", ("A product for one illness",)),
    Standing("United States", "not approved", ("One kind of cells", "Another kind")),
)
MISTAKE = Problem("empty", "Please paste what the clinic says.", "en")


def _answer(shelf: Shelf) -> Mapping[str, Any]:
    more = {
        "country": "us",
        "country_name": "United States",
        "trials": trials_named("NCT02412735 NCT00000001", shelf.evidence),
        "words": shelf.glossary.words[:FEW],
        "first_use": FirstUse(shelf.glossary, shelf.glossary.words[:FEW]),
        "treatments": shelf.library.most_about("treatment"),
        "conditions": shelf.library.most_about("condition"),
    }
    return {"answer": specimen(shelf.teller.verdicts), "more": more}


def _question(shelf: Shelf) -> Mapping[str, Any]:
    return {"popular": _lines(shelf), "countries": [("us", "United States"), ("uk", "United Kingdom")]}


def _records(shelf: Shelf) -> Mapping[str, Any]:
    answer = specimen(shelf.teller.verdicts)
    card = answer.cards[0]
    return {
        "card": card,
        "table": TABLE,
        "rungs": RUNGS,
        "words": shelf.glossary.used_in("sham"),
        "first_use": FirstUse(shelf.glossary, shelf.glossary.used_in("sham")),
        "numbers": {s.id: 1 for s in card.sources},
        "standings": STANDINGS,
    }


def _lists(shelf: Shelf) -> Mapping[str, Any]:
    topics = [topic_page(shelf, "condition", c.id) for c in shelf.library.most_about("condition")]
    page = next((topic for topic in topics if topic.picture and topic.known), topics[0])
    return {
        "page": page,
        "lines": _lines(shelf),
        "words": shelf.glossary.words[:FEW],
        "facts": named_by_guidelines(shelf)[:FEW],
        "country": next(iter(countries(shelf)), None),
    }


def _passing_on(shelf: Shelf) -> Mapping[str, Any]:
    answer = specimen(shelf.teller.verdicts)
    statements = [
        {
            "quote": card.quote,
            "verdict": card.verdict.id,
            "label": card.verdict.label,
            "short_answer": card.short_answer,
            "because": card.because,
            "fair_wording": card.fair_wording,
            "sureness": card.sureness,
            "ask": card.ask,
            "sources": card.sources,
            "dates": card.dates,
        }
        for card in answer.cards
    ]
    return {"statements": statements, "cards": answer.cards}


def _words(shelf: Shelf) -> Mapping[str, Any]:
    return {"verdicts": tuple(shelf.teller.verdicts.values())}


def _lines(shelf: Shelf) -> tuple[Any, ...]:
    return shelf.library.lines(list(shelf.evidence.records.values())[:FEW])


SHEETS: Mapping[str, tuple[str, Callable[[Shelf], Mapping[str, Any]]]] = {
    "words": ("Verdicts, buttons and boxes", _words),
    "question": ("The question", _question),
    "mistake": ("The question with a mistake", _question),
    "answer": ("The answer", _answer),
    "records": ("Parts of a record", _records),
    "lists": ("Lists and tables", _lists),
    "passing-on": ("Passing it on", _passing_on),
}


@router.api_route("/patterns", methods=["GET", "HEAD"], include_in_schema=False)
def patterns(request: Request, pages: Templates) -> Response:
    """The sheets of patterns."""
    sheets = {name: title for name, (title, _) in SHEETS.items()}
    return _unlisted(pages.render(request, "patterns/index.html", {"sheets": sheets}))


@router.api_route("/patterns/{name}", methods=["GET", "HEAD"], include_in_schema=False)
def pattern(request: Request, pages: Templates, shelves: Shelves, name: str) -> Response:
    """One sheet of patterns."""
    if name not in SHEETS:
        raise HTTPException(404)
    title, fill = SHEETS[name]
    context = {"sheet": title, "mistake": MISTAKE, **fill(shelves)}
    return _unlisted(pages.render(request, f"patterns/{name.replace('-', '_')}.html", context))


def _unlisted(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
