"""What other sites may show inside a frame: one claim, one topic, or the box; the builder, and oEmbed."""

import hashlib
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import JSONResponse, Response

from app.evidence.base import Evidence
from app.judging.check import check
from app.pages.requests import EvidenceBase, PostedForm, Shelves, Templates
from app.reading.document import InputProblem
from app.telling.compose import Composer
from app.telling.words import THEMES

router = APIRouter()
Theme = Annotated[str, Query(pattern="^(auto|light|dark)?$")]
CACHED = "public, max-age=300, stale-while-revalidate=86400"
HEIGHTS = {"claims": 420, "topics": 560, "check": 460}
"""Height of each embed in pixels, where the host page does not load our small script."""
WIDEST, NARROWEST = 720, 280
MOST_LINES = 8


def _rendered(
    request: Request, pages: Templates, evidence: Evidence, name: str, context: dict[str, object]
) -> Response:
    """The page with an ETag, so that a busy host page costs one rendering for each revision."""
    tag_of = f"{evidence.revision}:{request.url.path}:{request.url.query}"
    tag = f'"{hashlib.sha256(tag_of.encode()).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": CACHED}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    response = pages.render(request, f"embeds/{name}.html", context)
    response.headers.update(headers)
    return response


@router.api_route("/embed/claims/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
def claim(request: Request, pages: Templates, shelves: Shelves, ident: str, theme: Theme = "auto") -> Response:
    """One claim: the sentence, the verdict, the short answer and a link to the rest."""
    record = shelves.evidence.records.get(ident)
    if record is None:
        raise HTTPException(404)
    context: dict[str, object] = {
        "theme": theme or "auto",
        "record": record,
        "verdict": shelves.teller.verdict(record),
        "rungs": shelves.teller.ladder(record),
        "dates": shelves.teller.dates(record),
    }
    return _rendered(request, pages, shelves.evidence, "claim", context)


@router.api_route("/embed/topics/{ident}", methods=["GET", "HEAD"], include_in_schema=False)
def topic(request: Request, pages: Templates, shelves: Shelves, ident: str, theme: Theme = "auto") -> Response:
    """The claims about one treatment or condition."""
    evidence = shelves.evidence
    what = "treatment" if ident in evidence.interventions else "condition"
    lines = shelves.library.about(what, ident)
    if not lines:
        raise HTTPException(404)
    context = {
        "theme": theme or "auto",
        "what": what,
        "ident": ident,
        "label": shelves.teller.label(what, ident),
        "lines": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES),
    }
    return _rendered(request, pages, evidence, "topic", context)


@router.api_route("/embed/check", methods=["GET", "HEAD"], include_in_schema=False)
def box(request: Request, pages: Templates, evidence: EvidenceBase, theme: Theme = "auto") -> Response:
    """The empty box."""
    context: dict[str, object] = {"theme": theme or "auto", "text": "", "problem": None, "answer": None}
    return _rendered(request, pages, evidence, "check", context)


@router.post("/embed/check", include_in_schema=False)
def answer(request: Request, pages: Templates, evidence: EvidenceBase, form: PostedForm) -> Response:
    """The answer to what was pasted into the box, in short."""
    composer: Composer = request.app.state.composer
    context: dict[str, object] = {"theme": "auto", "text": form.text, "problem": None, "answer": None}
    try:
        context["answer"] = composer.answer(form.text, check(form.text, evidence))
    except InputProblem as problem:
        context["problem"] = problem
    return pages.render(request, "embeds/check.html", context, status=422 if context["problem"] else 200)


@router.api_route("/for-groups", methods=["GET", "HEAD"], include_in_schema=False)
def builder(
    request: Request,
    pages: Templates,
    shelves: Shelves,
    show: Annotated[str, Query(max_length=120)] = "check",
    theme: Theme = "auto",
) -> Response:
    """Choose what to show, see it live, copy the snippet."""
    evidence = shelves.evidence
    kind, _, ident = show.partition("/")
    known = (
        show == "check"
        or (kind == "claims" and ident in evidence.records)
        or (kind == "topics" and (ident in evidence.interventions or ident in evidence.condition_names))
    )
    chosen = show if known else "check"
    address = f"{_own_address(request)}/embed/{chosen}" + (f"?theme={theme}" if theme in {"light", "dark"} else "")
    context = {
        "chosen": chosen,
        "theme": theme or "auto",
        "themes": THEMES,
        "claims": shelves.library.lines(sorted(evidence.records.values(), key=lambda r: r.claim.lower())),
        "topics": [*shelves.library.choices("treatment"), *shelves.library.choices("condition")],
        "frame": f"/embed/{chosen}" + (f"?theme={theme}" if theme in {"light", "dark"} else ""),
        "height": HEIGHTS[chosen.partition("/")[0]],
        "snippet": snippet(address, HEIGHTS[chosen.partition("/")[0]]),
        "script": f'<script src="{_own_address(request)}/static/embed.js" defer></script>',
    }
    return pages.render(request, "pages/for_groups.html", context)


def snippet(address: str, height: int, width: str = "100%") -> str:
    """The frame to paste into a page; it works with no script on that page and inside a strict sandbox."""
    return (
        f'<iframe src="{address}" title="Clinic Claim Checker" width="{width}" height="{height}" loading="lazy" '
        'sandbox="allow-forms allow-scripts allow-popups allow-popups-to-escape-sandbox" '
        'referrerpolicy="no-referrer" style="border:0;max-width:45rem"></iframe>'
    )


@router.api_route("/oembed", methods=["GET", "HEAD"], include_in_schema=False)
def oembed(  # noqa: PLR0913, PLR0917 - the parameters that the specification names
    request: Request,
    shelves: Shelves,
    url: Annotated[str, Query(max_length=500)],
    maxwidth: Annotated[int, Query(ge=1)] = WIDEST,
    maxheight: Annotated[int, Query(ge=1)] = 10_000,
    format: str = "json",  # noqa: A002 - the specification names it so
) -> Response:
    """OEmbed 1.0 for claim, treatment and condition pages (rich type); 404 for other addresses, 501 for XML."""
    if format != "json":
        raise HTTPException(501)
    try:
        parts = urlsplit(url)
    except ValueError as broken:
        raise HTTPException(404) from broken
    kind, _, ident = parts.path.strip("/").partition("/")
    evidence = shelves.evidence
    if parts.netloc != urlsplit(_own_address(request)).netloc:
        raise HTTPException(404)
    if kind == "claims" and ident in evidence.records:
        target, title = f"claims/{ident}", evidence.records[ident].claim
    elif kind in {"treatments", "conditions"} and shelves.library.about(kind[:-1], ident):
        target, title = f"topics/{ident}", shelves.teller.label(kind[:-1], ident)
    else:
        raise HTTPException(404)
    width = min(maxwidth, WIDEST)
    height = min(maxheight, HEIGHTS[target.partition("/")[0]])
    base = _own_address(request)
    content = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Clinic Claim Checker",
        "provider_url": base,
        "cache_age": 86400,
        "html": snippet(f"{base}/embed/{target}", height, str(width)),
        "width": width,
        "height": height,
    }
    return JSONResponse(content, media_type="application/json")


def _own_address(request: Request) -> str:
    public: str = request.app.state.settings.public_address
    return public.rstrip("/") or str(request.base_url).rstrip("/")
