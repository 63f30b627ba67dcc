"""The first page: one question, one box, one button, and the answer in the same place."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.evidence.base import Evidence
from app.judging.check import check
from app.limits import Room, limited
from app.pages.examples import BY_ID, EXAMPLES
from app.pages.requests import CheckForm, EvidenceBase, PostedForm, Templates
from app.reading.document import InputProblem
from app.telling.answer import Answer, Problem
from app.telling.compose import Composer
from app.telling.questions import GENERAL, GENERAL_ES
from app.telling.shelves import Shelf
from app.templating import Pages

router = APIRouter()
Counted = Annotated[Room, Depends(limited("check"))]
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


@router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
def ask(request: Request, pages: Templates, evidence: EvidenceBase, example: str = "") -> Response:
    """The empty box, or one of our own examples with its answer."""
    if example not in BY_ID:
        return _page(request, pages)
    return _answered(request, pages, evidence, CheckForm(BY_ID[example].text))


@router.post("/", include_in_schema=False)
def answer(request: Request, pages: Templates, evidence: EvidenceBase, form: PostedForm, _room: Counted) -> Response:
    """Check what was pasted; a text that cannot be read comes back in its box with the reason."""
    return _answered(request, pages, evidence, form)


def _answered(request: Request, pages: Pages, evidence: Evidence, form: CheckForm) -> Response:
    text = form.text
    try:
        report = check(text, evidence)
    except InputProblem as problem:
        told = Problem(problem.code, problem.message, "es" if problem.language == "es" else "en")
        return _page(request, pages, form, told)
    composer: Composer = request.app.state.composer
    return _page(request, pages, form, composer.answer(text, report, form.country))


def _page(
    request: Request, pages: Pages, form: CheckForm | None = None, outcome: Answer | Problem | None = None
) -> Response:
    """The page with the form as it was filled in, and the answer or what is wrong with the text."""
    shelf: Shelf = request.app.state.shelf
    form = form or CheckForm("")
    problem = outcome if isinstance(outcome, Problem) else None
    context = {
        "text": form.text,
        "country": form.country,
        "countries": [(i, label) for i, label in shelf.teller.labels["place"].items() if "-" not in i],
        "popular": shelf.library.lines(shelf.evidence.records[i] for i in POPULAR if i in shelf.evidence.records),
        "problem": problem,
        "answer": outcome if isinstance(outcome, Answer) else None,
        "examples": EXAMPLES,
        "general_questions": _instead(problem),
    }
    return pages.render(request, "pages/check.html", context, block="check", status=_status(problem))


def _status(problem: Problem | None) -> int:
    if problem is None:
        return 200
    return 413 if problem.code == "too_long" else 422


def _instead(problem: Problem | None) -> tuple[str, ...]:
    """Somebody whose language we cannot read gets at least the questions that suit every clinic."""
    if problem is None or problem.code != "not_english":
        return ()
    return GENERAL_ES if problem.language == "es" else GENERAL
