"""What programs ask a site for: which pages there are, and which may be listed."""

from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from app.pages.requests import Shelves
from app.settings import Settings

router = APIRouter()
FIXED = (
    "/", "/claims", "/treatments", "/conditions", "/evidence", "/evidence/studies", "/evidence/safety",
    "/evidence/regulation", "/evidence/sources", "/how-we-judge", "/about", "/privacy", "/accessibility",
    "/corrections", "/already-treated", "/better-options", "/for-clinicians", "/for-groups", "/glossary",
)  # fmt: skip


def _address(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return settings.public_address.rstrip("/") or str(request.base_url).rstrip("/")


@router.api_route("/robots.txt", methods=["GET", "HEAD"], include_in_schema=False)
def robots(request: Request) -> Response:
    """Everything may be listed; results have no address of their own."""
    return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {_address(request)}/sitemap.xml\n")


@router.api_route("/sitemap.xml", methods=["GET", "HEAD"], include_in_schema=False)
def sitemap(request: Request, shelves: Shelves) -> Response:
    """Every page that stands by itself."""
    paths = [
        *FIXED,
        *(f"/claims/{ident}" for ident in shelves.evidence.records),
        *(f"/treatments/{c.id}" for c in shelves.library.choices("treatment") if c.id != "other"),
        *(f"/conditions/{c.id}" for c in shelves.library.choices("condition") if c.id != "other"),
        *(f"/evidence/studies/{ident}" for ident in shelves.evidence.studies),
    ]
    base = _address(request)
    entries = "".join(f"<url><loc>{escape(base + path)}</loc></url>" for path in paths)
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    return Response(text, media_type="application/xml")
