"""What other sites may show inside a frame: one claim, one topic, or the box that checks a sentence."""

from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.pages.check import outcome_of, questions_instead, status_of
from app.pages.requests import Desk, PostedForm, Templates, Theme, desk_of
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
async def claim(request: Request, ident: str, theme: Theme = "auto") -> Response:
    """One claim: the sentence, the verdict, the short answer and a link to the rest."""
    desk = desk_of(request)
    record, teller = desk.shelf.evidence.records.get(ident), desk.shelf.teller
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
        return desk.pages.render(request, "embeds/claim.html", context)

    return await _once(request, desk, ("embed claim", ident, theme), render)


@router.api_route("/topics/{ident}", methods=FETCHED, include_in_schema=False)
async def topic(request: Request, ident: str, theme: Theme = "auto") -> Response:
    """The claims about one treatment or condition."""
    desk = desk_of(request)
    shelf = desk.shelf
    what = topic_of(shelf, ident)
    if what is None:
        raise HTTPException(404)

    def render() -> Response:
        lines = shelf.library.about(what, ident)
        if not lines:
            raise HTTPException(404)
        context = {
            "theme": theme,
            "dates": topic_dates([shelf.evidence.records[line.id] for line in lines]),
            "what": what,
            "ident": ident,
            "label": shelf.teller.label(what, ident),
            "lines": lines[:MOST_LINES],
            "more": max(0, len(lines) - MOST_LINES),
        }
        return desk.pages.render(request, "embeds/topic.html", context)

    return await _once(request, desk, ("embed topic", ident, theme), render)


@router.api_route("/check", methods=FETCHED, include_in_schema=False)
async def box(request: Request, theme: Theme = "auto") -> Response:
    """The empty box."""
    desk = desk_of(request)
    context = {"theme": theme, "text": "", "problem": None, "answer": None, "questions": ()}
    return await _once(
        request, desk, ("embed box", theme), lambda: desk.pages.render(request, "embeds/check.html", context)
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


async def _once(request: Request, desk: Desk, key: tuple[str, ...], render: Callable[[], Response]) -> Response:
    return await desk.kept.ready(request, (desk.shelf.evidence.revision, *key), render, may_keep=MAY_KEEP)
