"""What other sites may show inside a frame: one claim, one topic, or the box that checks a sentence."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import Response

from app import metrics
from app.judging.check import check
from app.limits import Room, limited
from app.pages.requests import EvidenceBase, Kept, PostedForm, Shelves, Templates, edition_of
from app.reading.document import InputProblem
from app.telling.answer import Problem
from app.telling.frame_height import MOST_LINES
from app.telling.record import NO_ONE, SURENESS, topic_dates
from app.turns import in_turn

router = APIRouter(prefix="/embed")
FETCHED = ["GET", "HEAD"]
Theme = Annotated[str, Query(pattern="^(auto|light|dark)$")]
Counted = Annotated[Room, Depends(limited("check"))]
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
    what = "treatment" if ident in shelves.evidence.interventions else "condition"
    lines = shelves.library.about(what, ident)
    if not lines or ident in NO_ONE:
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
    context = {"theme": theme, "text": "", "problem": None, "answer": None}
    return _once(
        request, evidence, kept, ("embed box", theme), lambda: pages.render(request, "embeds/check.html", context)
    )


@router.post("/check", include_in_schema=False)
@in_turn
def answer(
    request: Request, pages: Templates, evidence: EvidenceBase, form: PostedForm, _room: Counted, theme: Theme = "auto"
) -> Response:
    """The answer to what was pasted into the box, in short."""
    composer = edition_of(request).composer
    found, problem = None, None
    try:
        found = composer.answer(form.text, metrics.judged(check(form.text, evidence)))
    except InputProblem as bad:
        metrics.refused(bad.code)
        problem = Problem(bad.code, bad.message, bad.language or "en")
    context = {"theme": theme, "text": form.text, "problem": problem, "answer": found}
    return pages.render(request, "embeds/check.html", context, status=422 if problem else 200)


def _once(
    request: Request, evidence: EvidenceBase, kept: Kept, key: tuple[str, ...], render: Callable[[], Response]
) -> Response:
    return kept.answer(request, (evidence.revision, *key), render, may_keep=MAY_KEEP)
