"""Feeds of what changed in the records: Atom and JSON Feed 1.1."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.evidence.claim import Change, ClaimRecord
from app.pages.requests import Shelves, own_address
from app.pages.tags import tagged
from app.telling.shelves import Shelf

router = APIRouter()
NEWEST = 60
ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Clinic Claim Checker: what changed"
MAY_KEEP = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one record; ``id`` never changes, so that readers show it once."""

    id: str
    page: str
    title: str
    moment: str
    words: str


def entries(shelf: Shelf, base: str) -> list[Entry]:
    """The newest changes first; ``base`` is the site's own address."""
    found = [
        (change.date, record.id, place, _entry(change, place, record, shelf, base))
        for record in shelf.evidence.records.values()
        for change, place in _placed(record)
    ]
    return [entry for *_, entry in sorted(found, key=lambda one: one[:3], reverse=True)[:NEWEST]]


def _placed(record: ClaimRecord) -> list[tuple[Change, int]]:
    """Each change with its place among those of its day, from 1; later changes come later in the file."""
    seen: Counter[object] = Counter()
    placed = []
    for change in record.history:
        seen[change.date] += 1
        placed.append((change, seen[change.date]))
    return placed


def _entry(change: Change, place: int, record: ClaimRecord, shelf: Shelf, base: str) -> Entry:
    page = f"{base}/claims/{record.id}"
    return Entry(
        id=f"{page}#{change.date}" + (f"-{place}" if place > 1 else ""),
        page=page,
        title=shelf.teller.headline(record),
        moment=datetime.combine(change.date, time(), UTC).isoformat().replace("+00:00", "Z"),
        words=f"{change.change} {change.reason} Our answer now, where it is stated as a fact: {record.short_answer}",
    )


@router.api_route("/feed.xml", methods=["GET", "HEAD"], include_in_schema=False)
def atom(request: Request, shelves: Shelves) -> Response:
    """The feed as Atom (RFC 4287)."""
    base = own_address(request)
    changes = entries(shelves, base)
    feed = Element("feed", xmlns=ATOM)
    SubElement(feed, "title").text = TITLE
    SubElement(feed, "id").text = f"{base}/feed.xml"
    SubElement(feed, "updated").text = max((entry.moment for entry in changes), default="1970-01-01T00:00:00Z")
    SubElement(feed, "link", rel="self", href=f"{base}/feed.xml")
    SubElement(feed, "link", href=f"{base}/claims")
    author = SubElement(feed, "author")
    SubElement(author, "name").text = request.app.state.settings.operator_name or "Clinic Claim Checker"
    for change in changes:
        entry = SubElement(feed, "entry")
        SubElement(entry, "title").text = change.title
        SubElement(entry, "id").text = change.id
        SubElement(entry, "updated").text = change.moment
        SubElement(entry, "link", href=change.page)
        SubElement(entry, "summary").text = change.words
    body = tostring(feed, encoding="utf-8", xml_declaration=True)
    return tagged(request, body, "application/atom+xml", MAY_KEEP)


@router.api_route("/feed.json", methods=["GET", "HEAD"], include_in_schema=False)
def json_feed(request: Request, shelves: Shelves) -> Response:
    """The feed as JSON Feed 1.1."""
    base = own_address(request)
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": f"{base}/claims",
        "feed_url": f"{base}/feed.json",
        "language": "en",
        "items": [
            {
                "id": change.id,
                "url": change.page,
                "title": change.title,
                "content_text": change.words,
                "date_published": change.moment,
            }
            for change in entries(shelves, base)
        ],
    }
    return tagged(request, json.dumps(content, ensure_ascii=False).encode(), "application/feed+json", MAY_KEEP)
