"""What programs ask a site for: which pages there are, and which may be listed."""

from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.assets import static_address
from app.pages.requests import Shelves, own_address
from app.pages.tags import tagged

router = APIRouter()
FIXED = (
    "/", "/claims", "/treatments", "/conditions", "/evidence", "/evidence/studies", "/evidence/safety",
    "/evidence/regulation", "/evidence/sources", "/how-we-judge", "/about", "/privacy", "/accessibility",
    "/corrections", "/already-treated", "/better-options", "/for-clinicians", "/for-groups", "/for-builders",
    "/glossary",
)  # fmt: skip


@router.api_route("/robots.txt", methods=["GET", "HEAD"], include_in_schema=False)
def robots(request: Request) -> Response:
    """Everything may be listed; results have no address of their own."""
    return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {own_address(request)}/sitemap.xml\n")


@router.api_route("/sitemap.xml", methods=["GET", "HEAD"], include_in_schema=False)
def sitemap(request: Request, shelves: Shelves) -> Response:
    """Every page that stands by itself."""
    paths = [
        *FIXED,
        *(f"/claims/{ident}" for ident in shelves.evidence.records),
        *(f"/treatments/{topic.id}" for topic in shelves.library.topics("treatment")),
        *(f"/conditions/{topic.id}" for topic in shelves.library.topics("condition")),
        *(f"/evidence/studies/{ident}" for ident in shelves.evidence.studies),
    ]
    base = own_address(request)
    entries = "".join(f"<url><loc>{escape(base + path)}</loc></url>" for path in paths)
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    return tagged(request, text.encode(), "application/xml", "public, max-age=3600")


@router.api_route("/site.webmanifest", methods=["GET", "HEAD"], include_in_schema=False)
def manifest() -> Response:
    """Lets a phone keep the site on its home screen and share marked words to it."""
    return JSONResponse(
        {
            "name": "Clinic Claim Checker",
            "short_name": "Claim Checker",
            "description": "Paste what a stem cell clinic says and see, claim by claim, what the evidence shows.",
            "lang": "en",
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "minimal-ui",
            "background_color": "#fdf8f0",
            "theme_color": "#5c2a55",
            "icons": [
                *(
                    {"src": static_address(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                    for size in (192, 512)
                ),
                {"src": static_address("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            ],
            # The shared words travel in the body, as from our own form, and are kept no more than those.
            "share_target": {
                "action": "/",
                "method": "POST",
                "enctype": "application/x-www-form-urlencoded",
                "params": {"title": "title", "text": "text", "url": "url"},
            },
        },
        media_type="application/manifest+json",
    )
