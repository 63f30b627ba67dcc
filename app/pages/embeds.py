"""What other sites may show inside a frame: one claim, one topic, or the box that checks a sentence."""

from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.pages.check import outcome_of, questions_instead, status_of
from app.pages.requests import EvidenceBase, Kept, PostedForm, Shelves, Templates, Theme
from app.telling.answer import Problem
from app.telling.frame_height import MOST_LINES
from app.telling.record import SURENESS, topic_dates
from app.telling.topic_page import topic_of
from app.turns import in_turn

router = APIRouter(prefix="/embed")
FETCHED = ["GET", "HEAD"]
MAY_KEEP = "public, max-age=300, stale-while-revalidate=86400"
"""So that the visitors of a busy host page cost us one rendering, and caches on the way carry most of them."""


@router.api_route("/claims/{ident}", methods=FETCHED, include_in_schema=False)
def claim(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    request: Request, pages: Templates, shelves: Shelves, kept: Kept, ident: str, theme: Theme = "auto"
) -> Response:
    """One claim: the sentence, the verdict, the short answer and a link to the rest."""
    record, teller = shelves.evidence.records.get(ident), shelves.teller
    if record is None:
        raise HTTPException(404)

    def render() -> Response:
        context = {
            "theme": theme,
            "record": record,
            "verdict": teller.verdict(record),
            "rungs": teller.ladder(record),
            "sureness": SURENESS[record.certainty],
            "dates": teller.dates(record),
        }
        return pages.render(request, "embeds/claim.html", context)

    return _once(request, shelves.evidence, kept, ("embed claim", ident, theme), render)


@router.api_route("/topics/{ident}", methods=FETCHED, include_in_schema=False)
def topic(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    request: Request, pages: Templates, shelves: Shelves, kept: Kept, ident: str, theme: Theme = "auto"
) -> Response:
    """The claims about one treatment or condition."""
    what = topic_of(shelves, ident)
    if what is None or not (lines := shelves.library.about(what, ident)):
        raise HTTPException(404)

    records = [shelves.evidence.records[line.id] for line in lines]

    def render() -> Response:
        context = {
            "theme": theme,
            "dates": topic_dates(records),
            "what": what,
            "ident": ident,
            "label": shelves.teller.label(what, ident),
            "lines": lines[:MOST_LINES],
            "more": max(0, len(lines) - MOST_LINES),
        }
        return pages.render(request, "embeds/topic.html", context)

    return _once(request, shelves.evidence, kept, ("embed topic", ident, theme), render)


@router.api_route("/check", methods=FETCHED, include_in_schema=False)
def box(request: Request, pages: Templates, evidence: EvidenceBase, kept: Kept, theme: Theme = "auto") -> Response:
    """The empty box."""
    context = {"theme": theme, "text": "", "problem": None, "answer": None, "questions": ()}
    return _once(
        request, evidence, kept, ("embed box", theme), lambda: pages.render(request, "embeds/check.html", context)
    )


@router.post("/check", include_in_schema=False)
@in_turn
def answer(request: Request, pages: Templates, form: PostedForm, theme: Theme = "auto") -> Response:
    """The answer to what was pasted into the box, in short; whatever goes wrong, the text comes back in its box."""
    outcome = outcome_of(request, form, counted=True)
    problem = outcome if isinstance(outcome, Problem) else None
    context = {
        "theme": theme,
        "text": form.text,
        "problem": problem,
        "answer": None if problem else outcome,
        "questions": questions_instead(problem),
    }
    return pages.render(request, "embeds/check.html", context, status=status_of(problem))


def _once(
    request: Request, evidence: EvidenceBase, kept: Kept, key: tuple[str, ...], render: Callable[[], Response]
) -> Response:
    return kept.answer(request, (evidence.revision, *key), render, may_keep=MAY_KEEP)
