"""Feeds of what changed in the records: Atom and JSON Feed 1.1."""

from datetime import UTC, datetime, time
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from app.evidence.claim import Change, ClaimRecord
from app.pages.requests import Shelves
from app.telling.shelves import Shelf

router = APIRouter()
NEWEST = 60
ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Clinic Claim Checker: what changed"
CACHED = {"Cache-Control": "public, max-age=3600"}


def _changes(shelf: Shelf) -> list[tuple[Change, ClaimRecord]]:
    found = [(change, record) for record in shelf.evidence.records.values() for change in record.history]
    return sorted(found, key=lambda pair: (pair[0].date, pair[1].id), reverse=True)[:NEWEST]


def _moment(change: Change) -> str:
    return datetime.combine(change.date, time(), UTC).isoformat().replace("+00:00", "Z")


def _base(request: Request) -> str:
    public: str = request.app.state.settings.public_address
    return public.rstrip("/") or str(request.base_url).rstrip("/")


def _told(change: Change, record: ClaimRecord, shelf: Shelf) -> str:
    return f"{change.change} {change.reason} Verdict when stated as a fact: {shelf.teller.verdict(record).label}."


@router.api_route("/feed.xml", methods=["GET", "HEAD"], include_in_schema=False)
def atom(request: Request, shelves: Shelves) -> Response:
    """The feed as Atom (RFC 4287)."""
    base, changes = _base(request), _changes(shelves)
    feed = Element("feed", xmlns=ATOM)
    SubElement(feed, "title").text = TITLE
    SubElement(feed, "id").text = f"{base}/feed.xml"
    SubElement(feed, "updated").text = max((_moment(c) for c, _ in changes), default="1970-01-01T00:00:00Z")
    SubElement(feed, "link", rel="self", href=f"{base}/feed.xml")
    SubElement(feed, "link", href=f"{base}/claims")
    author = SubElement(feed, "author")
    SubElement(author, "name").text = request.app.state.settings.operator_name or "Clinic Claim Checker"
    for change, record in changes:
        entry = SubElement(feed, "entry")
        SubElement(entry, "title").text = record.claim
        SubElement(entry, "id").text = f"{base}/claims/{record.id}#{change.date}"
        SubElement(entry, "updated").text = _moment(change)
        SubElement(entry, "link", href=f"{base}/claims/{record.id}")
        SubElement(entry, "summary").text = _told(change, record, shelves)
    body = tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/atom+xml", headers=CACHED)


@router.api_route("/feed.json", methods=["GET", "HEAD"], include_in_schema=False)
def json_feed(request: Request, shelves: Shelves) -> Response:
    """The feed as JSON Feed 1.1."""
    base = _base(request)
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": f"{base}/claims",
        "feed_url": f"{base}/feed.json",
        "language": "en",
        "items": [
            {
                "id": f"{base}/claims/{record.id}#{change.date}",
                "url": f"{base}/claims/{record.id}",
                "title": record.claim,
                "content_text": _told(change, record, shelves),
                "date_published": _moment(change),
            }
            for change, record in _changes(shelves)
        ],
    }
    return JSONResponse(content, media_type="application/feed+json", headers=CACHED)
