"""The first page: one question, one box, one button, and the answer in the same place."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.evidence.base import Evidence
from app.judging.check import check
from app.pages.examples import BY_ID, EXAMPLES
from app.pages.requests import EvidenceBase, PostedForm, Templates
from app.reading.document import InputProblem
from app.telling.answer import Answer, Problem
from app.telling.compose import Composer
from app.telling.questions import GENERAL, GENERAL_ES
from app.templating import Pages

router = APIRouter()


@router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
def ask(request: Request, pages: Templates, evidence: EvidenceBase, example: str = "") -> Response:
    """The empty box, or one of our own examples with its answer."""
    if example not in BY_ID:
        return _page(request, pages)
    return _answered(request, pages, evidence, BY_ID[example].text)


@router.post("/", include_in_schema=False)
def answer(request: Request, pages: Templates, evidence: EvidenceBase, form: PostedForm) -> Response:
    """Check what was pasted; a text that cannot be read comes back in its box with the reason."""
    return _answered(request, pages, evidence, form.text)


def _answered(request: Request, pages: Pages, evidence: Evidence, text: str) -> Response:
    try:
        report = check(text, evidence)
    except InputProblem as problem:
        told = Problem(problem.code, problem.message, "es" if problem.language == "es" else "en")
        return _page(request, pages, text, told)
    composer: Composer = request.app.state.composer
    return _page(request, pages, text, composer.answer(text, report))


def _page(request: Request, pages: Pages, text: str = "", outcome: Answer | Problem | None = None) -> Response:
    """The page with ``text`` in its box, and the answer or what is wrong with the text."""
    problem = outcome if isinstance(outcome, Problem) else None
    context = {
        "text": text,
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
