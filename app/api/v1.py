"""Version 1: check a text; read claims, treatments, conditions, studies, harms, law and sources.

Stable: fields may be added, none is removed or changed in meaning under ``/api/v1``.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app.api.problems import Problem, problem
from app.evidence.claim import ClaimRecord
from app.judging.check import check, method_revision
from app.limits import Room, headers_of, limited
from app.pages.requests import Shelves
from app.reading.document import InputProblem
from app.telling.annotations import annotation_page
from app.telling.citing import csl
from app.telling.library import Filters
from app.telling.shelves import Shelf

MOST = 200
LISTS = {
    "treatments": "interventions",
    "conditions": "condition_names",
    "studies": "studies",
    "safety": "safety",
    "regulation": "regulation",
    "sources": "sources",
}
"""The lists of the API, and where the evidence holds them."""
Counted = Annotated[Room, Depends(limited("api"))]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="How many to leave out.")]
Ident = Annotated[str, Query(max_length=80, pattern=r"^[a-z0-9_.-]*$")]
_FAULTS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "content": {"application/problem+json": {}}, "description": text}
    for code, text in (
        (400, "The request could not be read"),
        (404, "Not found"),
        (413, "Too long"),
        (422, "Something in the request is not right"),
        (429, "Too many requests; see Retry-After"),
    )
}
router = APIRouter(prefix="/api/v1", responses=_FAULTS, tags=["v1"])


class Text(BaseModel):
    """A text to judge: a sentence or a whole page, plain or HTML, at most 200,000 characters."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Stem cells regenerate worn discs."}]}
    )
    text: str = Field(description="The text as it stands on the page.")


class Listed(BaseModel):
    """One page of a list: ``total`` counts all that fit, ``items`` are those from ``offset`` on."""

    total: int
    offset: int
    evidence_revision: str
    items: list[dict[str, Any]]


class Report(BaseModel):
    """What was found in a text; see the README for every field of a statement."""

    model_config = ConfigDict(extra="allow")
    evidence_revision: str
    method_revision: str
    statements: list[dict[str, Any]]
    counts: dict[str, int]
    page: dict[str, Any]


def _cached(request: Request, content: object, shelves: Shelf, *, media: str = "application/json") -> Response:
    """``content`` with an ETag, or 304 where the client has it already."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "public, max-age=300, stale-while-revalidate=3600",
        "X-Evidence-Revision": shelves.evidence.revision,
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)


def _page(request: Request, items: Sequence[Any], limit: int, offset: int, shelves: Shelf) -> Response:
    shown = [_plain(item) for item in items[offset : offset + limit]]
    content = {"total": len(items), "offset": offset, "evidence_revision": shelves.evidence.revision, "items": shown}
    return _cached(request, content, shelves)


def _plain(item: Any) -> Any:  # noqa: ANN401 - a record or what was made of one
    return item.model_dump(mode="json") if hasattr(item, "model_dump") else item


def _claim(record: ClaimRecord, shelves: Shelf) -> dict[str, Any]:
    evidence, teller = shelves.evidence, shelves.teller
    grade = evidence.grades[record.id]
    return {
        **record.model_dump(mode="json"),
        "verdict": teller.verdict(record).id,
        "verdicts_by_strength": {said.strength: said.verdict.id for said in teller.said(record)},
        "grade": grade.grade,
        "grade_reason": grade.reason,
        "ladder": evidence.ladders[record.id].reached,
        "review_note": record.review_note,
        "address": f"/claims/{record.id}",
    }


@router.post("/check", response_model=Report)
def post_check(request: Request, shelves: Shelves, body: Text, room: Counted) -> Response:
    """Judge one text. Nothing is stored. With `Accept: application/ld+json` the answer is a W3C annotation page."""
    try:
        report = check(body.text, shelves.evidence)
    except InputProblem as bad:
        status = 413 if bad.code == "too_long" else 422
        return problem(status, bad.message, [{"pointer": "/text", "detail": bad.message}], headers_of(room))
    headers = {**headers_of(room), "Cache-Control": "no-store"}
    if "application/ld+json" in request.headers.get("accept", ""):
        page = annotation_page(body.text, report)
        return JSONResponse(page, headers=headers, media_type="application/ld+json")
    return JSONResponse(report.as_json(), headers=headers)


@router.options("/check", include_in_schema=False)
def may_post() -> Response:
    """Tell a browser that pages of other sites may post a text to be checked."""
    allowed = {"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Content-Type, Accept"}
    return Response(status_code=204, headers=allowed)


@router.get("/claims", response_model=Listed)
def get_claims(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    request: Request,
    shelves: Shelves,
    q: Annotated[str, Query(max_length=500)] = "",
    verdict: Ident = "",
    kind: Ident = "",
    treatment: Ident = "",
    condition: Ident = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Response:
    """Claims, filtered and searched like the page of all claims."""
    lines = shelves.library.find(Filters(q, verdict, kind, treatment, condition))
    records = [_claim(shelves.evidence.records[line.id], shelves) for line in lines]
    return _page(request, records, limit, offset, shelves)


@router.get("/claims/{ident}", response_model=dict[str, Any])
def get_claim(request: Request, shelves: Shelves, ident: str) -> Response:
    """One claim in full, with its sources as CSL-JSON under `cited`."""
    record = shelves.evidence.records.get(ident)
    if record is None:
        raise HTTPException(404)
    cited = [shelves.evidence.sources[use.id] for use in record.sources if use.id in shelves.evidence.sources]
    return _cached(request, {**_claim(record, shelves), "cited": csl(cited)}, shelves)


@router.get("/revision", response_model=dict[str, str])
def get_revision(request: Request, shelves: Shelves) -> Response:
    """The revisions of the evidence and of the method (reader and rules)."""
    content = {"evidence_revision": shelves.evidence.revision, "method_revision": method_revision()}
    return _cached(request, content, shelves)


@router.head("/evidence.json", include_in_schema=False)
@router.get("/evidence.json", response_model=dict[str, Any])
def get_evidence(request: Request, shelves: Shelves) -> Response:
    """The whole evidence base in one file, one revision (CC BY 4.0)."""
    evidence = shelves.evidence
    content = {
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "evidence_revision": evidence.revision,
        **{
            name: [_plain(item) for item in getattr(evidence, name).values()]
            for name in ("records", "studies", "regulation", "safety", "conditions", "findings", "help", "sources")
        },
        "vocabulary": {k: v for k, v in evidence.vocabulary.items() if k not in {"cues", "concepts"}},
    }
    return _cached(request, content, shelves)


@router.get("/{what}", response_model=Listed)
def get_list(
    request: Request,
    shelves: Shelves,
    what: Annotated[str, Path(description="One of: " + ", ".join(LISTS))],
    limit: Limit = 50,
    offset: Offset = 0,
) -> Response:
    """One of the lists behind the claims. What could not be confirmed is left out of harms and law."""
    if what not in LISTS:
        raise HTTPException(404)
    held = getattr(shelves.evidence, LISTS[what]).values()
    items = [item for item in held if what not in {"safety", "regulation"} or item.is_confirmed]
    return _page(request, items, limit, offset, shelves)
