"""For those who show us on their own site: the builder of embeds, and oEmbed for sites that know it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.pages.requests import Shelves, Templates, Theme, own_address
from app.telling.frame_height import MOST_LINES, claim_height, topic_height
from app.telling.shelves import Shelf
from app.telling.topic_page import topic_of
from app.telling.words import SAYS_OF, THEMES

router = APIRouter()
BOX_HEIGHT = 420
"""Pixels of the empty box in a frame as narrow as 280."""
USUAL_WIDTH = 480
"""What we take a column to be where a frame fills it: on a phone a little scrolls, on a wide page a little is left."""
WIDEST = 720
TALLEST = 10_000
_PIXELS = re.compile(r"[1-9]\d{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Embed:
    """One thing to show: its ``path`` under /embed, the ``page`` of ours that says more, and its ``title``.

    ``height`` gives the pixels that a frame of so many pixels' width needs, where the host page does not load our
    small script.
    """

    path: str
    page: str
    title: str
    height: Callable[[int], int] = lambda _width: BOX_HEIGHT


BOX = Embed("check", "/", "Check what a clinic says")


def embed_of(shelves: Shelf, path: str) -> Embed | None:
    """The embed under ``path`` ("check", "claims/..." or "topics/..."); None where there is none."""
    kind, _, ident = path.partition("/")
    evidence = shelves.evidence
    if path == BOX.path:
        return BOX
    if kind == "claims" and ident in evidence.records:
        record = evidence.records[ident]
        high = partial(claim_height, record, shelves.teller)
        return Embed(path, f"/claims/{ident}", SAYS_OF.format(claim=record.claim), high)
    if kind == "topics" and (what := topic_of(shelves, ident)) and (lines := shelves.library.about(what, ident)):
        label = shelves.teller.label(what, ident)
        high = partial(topic_height, label, lines[:MOST_LINES], len(lines) > MOST_LINES)
        return Embed(path, f"/{what}s/{ident}", label, high)
    return None


def snippet(base: str, embed: Embed, *, theme: str = "auto", width: str = "100%", height: int | None = None) -> str:
    """The frame to paste into a page; it works with no script on that page and inside a strict sandbox.

    Where frames are blocked, or the server is away, the link below it still leads to the page.
    """
    address = f"{base}/embed/{embed.path}" + (f"?theme={theme}" if theme != "auto" else "")
    title = escape(embed.title)
    return (
        f'<iframe src="{escape(address)}" title="{title} - Clinic Claim Checker" lang="en" width="{width}" '
        f'height="{height or embed.height(USUAL_WIDTH)}" loading="lazy" referrerpolicy="no-referrer" '
        'sandbox="allow-forms allow-scripts allow-popups allow-popups-to-escape-sandbox" '
        'style="border:0;max-width:45rem"></iframe>\n'
        f'<p><a href="{escape(base + embed.page)}" lang="en">{title} (Clinic Claim Checker)</a></p>'
    )


@router.api_route("/for-groups", methods=["GET", "HEAD"], include_in_schema=False)
def builder(
    request: Request, pages: Templates, shelves: Shelves, show: str = BOX.path, theme: Theme = "auto"
) -> Response:
    """Choose what to show, see it live, copy the snippet."""
    embed = embed_of(shelves, show) or BOX
    base = own_address(request)
    context = {
        "chosen": embed.path,
        "theme": theme,
        "themes": THEMES,
        "claims": shelves.library.lines(sorted(shelves.evidence.records.values(), key=lambda r: r.claim.lower())),
        "topics": [*shelves.library.topics("treatment"), *shelves.library.topics("condition")],
        "frame": f"/embed/{embed.path}" + (f"?theme={theme}" if theme != "auto" else ""),
        "title": embed.title,
        "height": embed.height(USUAL_WIDTH),
        "snippet": snippet(base, embed, theme=theme),
        "script": f'<script src="{base}/static/embed.js" defer></script>',
    }
    return pages.render(request, "pages/for_groups.html", context)


@router.api_route("/oembed", methods=["GET", "HEAD"], include_in_schema=False)
def oembed(  # noqa: PLR0913, PLR0917 - the parameters that the specification names
    request: Request,
    shelves: Shelves,
    url: str = "",
    maxwidth: str = str(WIDEST),
    maxheight: str = str(TALLEST),
    format: str = "json",  # noqa: A002 - the specification names it so
) -> Response:
    """OEmbed 1.0 (rich type) for the first page, claims, treatments and conditions.

    404 for other pages, 501 for XML, 400 for what cannot be meant; each tells programs in plain text.
    """
    if format != "json":
        return PlainTextResponse("This address answers in JSON only: leave format out, or say format=json.\n", 501)
    if not url:
        return PlainTextResponse("Say which page of this site: url=http...\n", 400)
    if not (_PIXELS.fullmatch(maxwidth) and _PIXELS.fullmatch(maxheight)):
        return PlainTextResponse("Give maxwidth and maxheight as whole numbers of pixels, from 1 on.\n", 400)
    base = own_address(request)
    embed = _meant(shelves, base, url)
    if embed is None:
        return PlainTextResponse("No page of this site that can be embedded has that address.\n", 404)
    width = min(int(maxwidth), WIDEST)
    height = min(int(maxheight), embed.height(width))
    content = {
        "version": "1.0",
        "type": "rich",
        "title": embed.title,
        "provider_name": "Clinic Claim Checker",
        "provider_url": base,
        "cache_age": 86400,
        "html": snippet(base, embed, width=str(width), height=height),
        "width": width,
        "height": height,
    }
    return JSONResponse(content, headers={"Cache-Control": "public, max-age=3600"})


def _meant(shelves: Shelf, base: str, url: str) -> Embed | None:
    """The embed for the page of ours at ``url``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    kind, _, ident = parts.path.strip("/").partition("/")
    if parts.scheme not in {"http", "https"} or parts.netloc != urlsplit(base).netloc:
        return None
    if not kind:
        return BOX
    if kind in {"treatments", "conditions"}:
        found = embed_of(shelves, f"topics/{ident}")
        return found if found and found.page == f"/{kind}/{ident}" else None
    return embed_of(shelves, f"claims/{ident}") if kind == "claims" else None
