"""The first page: one question, one box, one button, and the answer in the same place; the sheet to take along."""

import logging
import re
from datetime import UTC, datetime
from itertools import chain
from operator import itemgetter
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app import metrics
from app.faults import told
from app.judging.check import check
from app.limits import Limits, NoRoom, waiting
from app.pages.examples import BY_ID, EXAMPLES
from app.pages.requests import CheckForm, PostedForm, Templates, edition_of, own_address
from app.reading.document import InputProblem
from app.telling.answer import Answer, Card, Problem
from app.telling.bookmarklet import bookmarklet
from app.telling.dates import day
from app.telling.glossary import FirstUse
from app.telling.named_trials import trials_named
from app.telling.questions import GENERAL, GENERAL_ES
from app.telling.shelves import Shelf
from app.templating import Pages
from app.turns import in_turn

log = logging.getLogger(__name__)
router = APIRouter()
# The claims that people meet most, as links on the first page.
POPULAR = (
    "disc-regrowth-unnamed",
    "tumour-free-cells",
    "fda-registered",
    "own-cells-not-drug",
    "knee-regrow-cartilage",
    "back-better-than-surgery",
    "safe-stem-cells",
    "autism-cells-clinic",
)
# Those that clinics sell to most, and those whose people are most hurt by false hope.
ILLNESSES = (
    "chronic_back_pain", "disc_degeneration", "knee_oa", "autism", "cerebral_palsy", "cancer", "ms", "parkinsons",
    "spinal_cord_injury", "diabetes",
)  # fmt: skip
_STATUS = {"too_long": 413, "busy": 429, "fault": 500}  # every other problem is one of the text: 422
SHEET_CLAIMS = 5  # as many as leave room for the questions on two printed pages
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
def ask(request: Request, pages: Templates, example: str = "") -> Response:
    """The empty box, or one of our own examples with its answer."""
    if example not in BY_ID:
        return _page(request, pages, CheckForm(""))
    form = CheckForm(BY_ID[example].text)
    return _page(request, pages, form, outcome_of(request, form))


@router.post("/", include_in_schema=False)
@in_turn
def answer(request: Request, pages: Templates, form: PostedForm) -> Response:
    """Check what was pasted; whatever goes wrong, the text comes back in its box with the reason."""
    return _page(request, pages, form, outcome_of(request, form, counted=True))


@router.post("/sheet", include_in_schema=False)
@in_turn
def sheet(request: Request, pages: Templates, form: PostedForm) -> Response:
    """The questions and the most serious claims on one sheet to print; where there are none, the page says so."""
    outcome = outcome_of(request, form, counted=True)
    if isinstance(outcome, Problem) or not outcome.cards:
        return _page(request, pages, form, outcome)
    context = {
        "answer": outcome,
        "cards": (outcome.first or outcome.cards)[:SHEET_CLAIMS],
        "made_on": day(datetime.now(UTC).date()),
    }
    return pages.render(request, "pages/sheet.html", context)


@router.get("/sheet", include_in_schema=False)
def no_sheet() -> Response:
    """A sheet has no address of its own, because the text would have to be in it."""
    return RedirectResponse("/", status_code=303)


def outcome_of(request: Request, form: CheckForm, *, counted: bool = False) -> Answer | Problem:
    """The answer to what was pasted, or what stands in its way; nothing else can come of it."""
    edition = edition_of(request)
    limits: Limits = request.app.state.limits
    try:
        if counted:
            limits.take("check", request)
        if _ADDRESS.fullmatch(form.text.strip()):
            metrics.refused("only_address")
            return Problem("only_address", ONLY_ADDRESS, "en")
        report = metrics.judged(check(form.text, edition.evidence))
        return edition.composer.answer(report, form.country)
    except InputProblem as problem:
        metrics.refused(problem.code)
        return problem_of(problem)
    except NoRoom as busy:
        return Problem("busy", BUSY.format(wait=waiting(busy.seconds)), "en")
    except Exception as fault:  # noqa: BLE001 - whatever it is, it must not cost people what they typed
        metrics.fault(fault)
        log.error("A check failed.\n%s", told(fault))  # noqa: TRY400 - a traceback would quote the text
        return Problem("fault", FAULT, "en")


def problem_of(bad: InputProblem) -> Problem:
    """What is wrong with a text, in the language of its words."""
    return Problem(bad.code, bad.message, "es" if bad.language == "es" else "en")


ONLY_ADDRESS = (
    "This is only the address of a page, and we do not open pages. Please copy the words from that page and paste them."
)
BUSY = (
    "We got many texts from your connection at once. Your text is still here: "
    "please wait {wait}, then press the button again."
)
FAULT = (
    "Something went wrong on our side. Your text is still here, and we kept no copy. "
    "Please press the button again. If it happens twice, try a shorter part."
)


def _page(request: Request, pages: Pages, form: CheckForm, outcome: Answer | Problem | None = None) -> Response:
    """The page with the form as it was filled in, and the answer or what stands in its way."""
    shelf = edition_of(request).shelf
    problem = outcome if isinstance(outcome, Problem) else None
    answer = outcome if isinstance(outcome, Answer) else None
    countries = [(i, label) for i, label in shelf.teller.labels["place"].items() if "-" not in i]
    context = {
        "text": form.text,
        "country": form.country,
        "countries": sorted(countries, key=itemgetter(1)),
        "problem": problem,
        "answer": answer,
        "general_questions": questions_instead(problem),
        **({"more": _more(shelf, form, answer)} if answer else _to_begin_with(shelf, own_address(request))),
    }
    status = status_of(problem)
    return pages.render(request, "pages/check.html", context, block="check", status=status)


def _to_begin_with(shelf: Shelf, address: str) -> dict[str, Any]:
    """What the page offers where there is no answer yet; ``address`` is the site's own."""
    held = shelf.evidence.records
    return {
        "popular": shelf.library.lines(held[i] for i in POPULAR if i in held),
        "illnesses": [(i, label) for i in ILLNESSES if (label := shelf.teller.labels["condition"].get(i))],
        "examples": EXAMPLES,
        "bookmarklet": bookmarklet(address),
    }


def _more(shelf: Shelf, form: CheckForm, answer: Answer) -> dict[str, Any]:
    """What the evidence base adds to an answer: trials named, hard words, and what is covered."""
    names = dict(shelf.teller.labels["place"])
    words = shelf.glossary.used_in(*dict.fromkeys(chain.from_iterable(map(_words_of, answer.cards))))
    return {
        "country": form.country if form.country in names else "",
        "country_name": names.get(form.country, ""),
        "trials": trials_named(form.text, shelf.evidence),
        "words": words,
        "first_use": FirstUse(shelf.glossary, words),
        "treatments": shelf.library.most_about("treatment"),
        "conditions": shelf.library.most_about("condition"),
    }


def _words_of(card: Card) -> tuple[str, ...]:
    return (card.short_answer, card.because, card.why, card.fair_wording, card.ask, *card.limits)


def status_of(problem: Problem | None) -> int:
    """The HTTP status of an answer with ``problem``, or of one without."""
    return _STATUS.get(problem.code, 422) if problem else 200


def questions_instead(problem: Problem | None) -> tuple[str, ...]:
    """Somebody whose language we cannot read gets at least the questions that suit every clinic."""
    if problem is None or problem.code != "not_english":
        return ()
    return GENERAL_ES if problem.language == "es" else GENERAL
