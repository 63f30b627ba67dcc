"""Explanation links: choose statements, see what will be shown, make the link; open it, or withdraw it."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlsplit

import segno
from fastapi import APIRouter, Depends, HTTPException, Request
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from app.judging.check import check, method_revision
from app.limits import Room, limited
from app.masking import Masker
from app.models import LONGEST_NOTE
from app.notes import as_paragraphs, plain
from app.pages.requests import Form, LinkStore, Shelves, Templates, field
from app.reading.document import InputProblem
from app.settings import Settings
from app.sharing import DAYS, DEFAULT_MONTHS, Gone, is_form_key, new_form_key
from app.telling.compose import Composer
from app.telling.explanation import MOST_STATEMENTS, moved, snapshot
from app.telling.record import day
from app.telling.shelves import Shelf

router = APIRouter(prefix="/e")
Counted = Annotated[Room, Depends(limited("make"))]


@router.post("/preview", include_in_schema=False)
def preview(request: Request, pages: Templates, shelves: Shelves, form: Form) -> Response:
    """What the link would show, before anything is stored."""
    key = field(form, "form_key")
    return _draft(request, pages, shelves, form, key if is_form_key(key) else new_form_key())


@router.post("/make", include_in_schema=False)
def make(
    request: Request, pages: Templates, shelves: Shelves, links: LinkStore, form: Form, _room: Counted
) -> Response:
    """Store the link and show its addresses; the same form sent twice makes one link."""
    key, months = field(form, "form_key"), field(form, "months")
    statements = _chosen(request, shelves, form)
    if not is_form_key(key) or months not in DAYS or not statements or _too_long(form):
        return _draft(request, pages, shelves, form, key if is_form_key(key) else new_form_key(), status=422)
    revisions = shelves.evidence.revision, method_revision()
    try:
        made = links.make(key, statements, field(form, "note"), revisions=revisions, months=months)
    except OperationalError:
        return _draft(request, pages, shelves, form, key, status=503)
    address = f"{_own_address(request)}/e/{made.token}"
    context = {
        "address": address,
        "manage": f"{address}/manage/{made.manage}",
        "expires": day(made.expires_at.date()),
        "qr": _qr(address),
        "mail": f"mailto:?subject=An%20explanation%20for%20you&body={address}",
    }
    return pages.render(request, "pages/explanation_made.html", context)


@router.api_route("/{token}", methods=["GET", "HEAD"], include_in_schema=False)
def show(request: Request, pages: Templates, shelves: Shelves, links: LinkStore, token: str) -> Response:
    """Exactly what was shown when the link was made; above it, what would be judged differently today."""
    try:
        link = links.open(token)
    except Gone as gone:
        raise HTTPException(410) from gone
    except LookupError as missing:
        raise HTTPException(404) from missing
    shown: list[dict[str, Any]] = list(link.shown)
    evidence_moved = link.evidence_revision != shelves.evidence.revision
    method_moved = link.method_revision != method_revision()
    changes = (
        moved(shown, shelves.evidence, shelves.teller, link.made_at.date()) if evidence_moved or method_moved else ()
    )
    context = {
        "shown": shown,
        "verdicts": shelves.teller.verdicts,
        "note": as_paragraphs(link.note, LONGEST_NOTE),
        "made": day(link.made_at.date()),
        "expires": day(link.expires_at.date()),
        "revisions": (link.evidence_revision, link.method_revision),
        "changes": changes,
        "evidence_moved": evidence_moved,
        "method_moved": method_moved,
        "qr": _qr(f"{_own_address(request)}/e/{token}"),
        "address": f"{_own_address(request)}/e/{token}",
    }
    response = pages.render(request, "pages/explanation.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@router.api_route("/{token}/manage/{secret}", methods=["GET", "HEAD"], include_in_schema=False)
def manage(request: Request, pages: Templates, links: LinkStore, token: str, secret: str) -> Response:
    """The maker's page: withdraw the link or let it live longer."""
    try:
        link = links.managed(token, secret)
    except LookupError as missing:
        raise HTTPException(404) from missing
    context = {
        "address": f"/e/{token}",
        "action": f"/e/{token}/manage/{secret}",
        "made": day(link.made_at.date()),
        "expires": day(link.expires_at.date()),
        "withdrawn": link.withdrawn_at is not None,
        "months": list(DAYS),
    }
    response = pages.render(request, "pages/explanation_manage.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@router.post("/{token}/manage/{secret}", include_in_schema=False)
def change(links: LinkStore, form: Form, token: str, secret: str) -> Response:
    """Withdraw the link, or let it live for the months chosen from today."""
    months = field(form, "months")
    try:
        if field(form, "do") == "withdraw":
            links.withdraw(token, secret)
        elif months in DAYS:
            links.prolong(token, secret, months)
    except Gone as gone:
        raise HTTPException(410) from gone
    except LookupError as missing:
        raise HTTPException(404) from missing
    return RedirectResponse(f"/e/{token}/manage/{secret}", status_code=303)


def _chosen(request: Request, shelves: Shelf, form: FormData) -> list[dict[str, Any]]:
    """The chosen statements, judged anew from the text: nothing that a form says of a verdict is believed."""
    composer: Composer = request.app.state.composer
    masker: Masker = request.app.state.masker
    text = field(form, "text").replace("\r\n", "\n")
    try:
        answer = composer.answer(text, check(text, shelves.evidence), field(form, "country"))
    except InputProblem:
        return []
    wanted = {value for value in form.getlist("card") if isinstance(value, str)}
    cards = [card for card in answer.cards if str(card.number) in wanted][:MOST_STATEMENTS]
    return [snapshot(card, masker, _struck(form)) for card in cards]


def _struck(form: FormData) -> list[str]:
    return [word.strip() for word in field(form, "strike")[:500].split(",") if len(word.strip()) > 1]


def _too_long(form: FormData) -> bool:
    return len(plain(field(form, "note"), 10 * LONGEST_NOTE)) > LONGEST_NOTE


def _draft(  # noqa: PLR0913 - what a draft consists of
    request: Request, pages: Templates, shelves: Shelf, form: FormData, key: str, *, status: int = 200
) -> Response:
    statements: Sequence[dict[str, Any]] = _chosen(request, shelves, form)
    note = field(form, "note")
    context = {
        "statements": statements,
        "verdicts": shelves.teller.verdicts,
        "text": field(form, "text"),
        "country": field(form, "country"),
        "cards": [value for value in form.getlist("card") if isinstance(value, str)],
        "note": note,
        "note_shown": as_paragraphs(note, LONGEST_NOTE),
        "longest": LONGEST_NOTE,
        "too_long": _too_long(form),
        "strike": field(form, "strike"),
        "months": list(DAYS),
        "month": field(form, "months") if field(form, "months") in DAYS else DEFAULT_MONTHS,
        "form_key": key,
        "most": MOST_STATEMENTS,
        "no_database": status == 503,  # noqa: PLR2004 - HTTP's own number
    }
    status = 422 if status == 200 and not statements else status  # noqa: PLR2004
    return pages.render(request, "pages/explanation_draft.html", context, status=status)


def _own_address(request: Request) -> str:
    settings: Settings = request.app.state.settings
    address = settings.public_address.rstrip("/") or str(request.base_url).rstrip("/")
    return f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"


def _qr(address: str) -> Markup:
    """The address as an SVG picture that takes the page's colours."""
    code = segno.make(address, error="m")
    return Markup(code.svg_inline(scale=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"))  # noqa: S704 - made by the library from our own address
