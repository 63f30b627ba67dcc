"""Pictures for where somebody shares a page: one for each claim, one for the site."""

from functools import lru_cache

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from app.pages.requests import Shelves
from app.pages.tags import tagged
from app.telling.card_picture import picture
from app.telling.dates import day

router = APIRouter()
KEPT = "public, max-age=86400, stale-while-revalidate=604800"
drawn = lru_cache(maxsize=256)(picture)
"""Pictures by what stands in them; each is drawn once."""


@router.api_route("/card.png", methods=["GET", "HEAD"], include_in_schema=False)
def site_card(request: Request) -> Response:
    """The site's own picture."""
    return tagged(
        request, drawn("What does the clinic say, and what does the evidence show?", "", "plum"), "image/png", KEPT
    )


@router.api_route("/claims/{ident}/card.png", methods=["GET", "HEAD"], include_in_schema=False)
def claim_card(request: Request, shelves: Shelves, ident: str) -> Response:
    """The picture of one claim."""
    record = shelves.evidence.records.get(ident)
    if record is None:
        raise HTTPException(404)
    verdict = shelves.teller.verdict(record)
    content = drawn(f"\u201c{record.claim}\u201d", verdict.label, verdict.id, f"As of {day(record.changed_on)}")
    return tagged(request, content, "image/png", KEPT)
