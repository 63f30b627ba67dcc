"""Explanation links: choose statements, see what will be shown, make the link; open it, or withdraw it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from app.db import Unavailable
from app.limits import Room, limited
from app.models import LONGEST_NOTE, MOST_LINES
from app.notes import as_paragraphs, is_too_long
from app.pages.errors import note_no_database
from app.pages.requests import Explaining, Form, LinkStore, Shelves, Templates, field, link_at_hand, own_address
from app.reading.document import InputProblem
from app.sharing import DAYS, DEFAULT_MONTHS, GRACE, is_form_key, new_form_key
from app.telling.answer import Card
from app.telling.dates import day
from app.telling.explanation import MOST_STATEMENTS, Explainer, Statement
from app.telling.qr import qr_code
from app.turns import in_turn

router = APIRouter(prefix="/e")
LONGEST_STRIKE = 500
"""Characters of the words to hide, which are looked for in every claim."""
Read = Annotated[Room, Depends(limited("check"))]
Counted = Annotated[Room, Depends(limited("make"))]


@router.post("/preview", include_in_schema=False)
@in_turn
def preview(request: Request, pages: Templates, explainer: Explaining, form: Form, _room: Read) -> Response:
    """What the link would show, before anything is stored."""
    return _draft(request, pages, explainer, form)


@router.post("/make", include_in_schema=False)
def make(
    request: Request, pages: Templates, explainer: Explaining, links: LinkStore, form: Form, _room: Counted
) -> Response:
    """Store the link and show its addresses; the same form sent twice makes one link."""
    key, months = field(form, "form_key"), field(form, "months")
    statements = _chosen(explainer, form).statements
    # What is stored must be what its maker saw: if evidence or method moved in between, the preview comes once more.
    seen = field(form, "seen") == _state(explainer)
    if not (seen and is_form_key(key) and months in DAYS and statements) or _too_long(form):
        return _draft(request, pages, explainer, form, status=422)
    try:
        made = links.make(key, statements, field(form, "note"), revisions=explainer.revisions, months=months)
    except Unavailable as away:
        note_no_database(away)
        return _draft(request, pages, explainer, form, status=503)
    address = f"{own_address(request)}/e/{made.token}"
    context = {
        "address": address,
        "manage": f"{address}/manage/{made.manage}",
        "expires": day(made.expires_at.date()),
        "qr": qr_code(address),
        "mail": f"mailto:?subject=An%20explanation%20for%20you&body={address}",
    }
    return pages.render(request, "pages/explanation_made.html", context)


@router.api_route("/{token}", methods=["GET", "HEAD"], include_in_schema=False)
def show(  # noqa: PLR0913, PLR0917 - what a page function is given
    request: Request, pages: Templates, shelves: Shelves, explainer: Explaining, links: LinkStore, token: str
) -> Response:
    """Exactly what was shown when the link was made; above it, what would be judged differently today."""
    with link_at_hand():
        link = links.open(token)
    revisions = link.evidence_revision, link.method_revision
    address = f"{own_address(request)}/e/{token}"
    context = {
        "shown": link.shown,
        "verdicts": shelves.teller.verdicts,
        "note": as_paragraphs(link.note, LONGEST_NOTE),
        "made": day(link.made_at.date()),
        "expires": day(link.expires_at.date()),
        "revisions": revisions,
        "changes": explainer.moved(link.shown, revisions, link.made_at.date()),
        "qr": qr_code(address),
        "address": address,
    }
    response = pages.render(request, "pages/explanation.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@router.api_route("/{token}/manage/{secret}", methods=["GET", "HEAD"], include_in_schema=False)
def manage(  # noqa: PLR0913, PLR0917 - what a page function is given
    request: Request, pages: Templates, links: LinkStore, token: str, secret: str, changed: str = ""
) -> Response:
    """The maker's page: the link once more, to withdraw it or let it live longer."""
    try:
        link = links.managed(token, secret)
    except LookupError as missing:
        raise HTTPException(404) from missing
    context = {
        "address": f"{own_address(request)}/e/{token}",
        "action": f"/e/{token}/manage/{secret}",
        "made": day(link.made_at.date()),
        "expires": day(link.expires_at.date()),
        "withdrawn": link.withdrawn_at is not None,
        "ended": link.expires_at <= datetime.now(UTC),
        "kept_until": day((link.expires_at + GRACE).date()),
        "changed": bool(changed),
        "months": list(DAYS),
        "month": DEFAULT_MONTHS,
    }
    response = pages.render(request, "pages/explanation_manage.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@router.post("/{token}/manage/{secret}", include_in_schema=False)
def change(links: LinkStore, form: Form, token: str, secret: str) -> Response:
    """Withdraw the link, or let it live for the months chosen from today."""
    months = field(form, "months")
    told = "?changed=yes" if field(form, "do") != "withdraw" and months in DAYS else ""
    with link_at_hand():
        if field(form, "do") == "withdraw":
            links.withdraw(token, secret)
        elif months in DAYS:
            links.prolong(token, secret, months)
    return RedirectResponse(f"/e/{token}/manage/{secret}{told}", status_code=303)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The claims to choose from (none where checked claims are explained), the numbers chosen, and what they show."""

    cards: tuple[Card, ...]
    numbers: frozenset[int]
    statements: list[Statement]


def _chosen(explainer: Explainer, form: FormData) -> _Choice:
    """The chosen statements, judged anew: nothing that a form says of a verdict is believed."""
    if records := _all(form, "record"):
        return _Choice((), frozenset(), explainer.of_records(records))
    text = field(form, "text").replace("\r\n", "\n")
    numbers = frozenset(int(value) for value in _all(form, "card") if value.isdecimal() and len(value) < 6)  # noqa: PLR2004 - a number of a claim
    try:
        cards = explainer.cards(text, field(form, "country"))
    except InputProblem:
        return _Choice((), numbers, [])
    return _Choice(explainer.masked(cards), numbers, explainer.of_cards(cards, numbers, _struck(form)))


def _all(form: FormData, name: str) -> list[str]:
    return [value for value in form.getlist(name) if isinstance(value, str)]


def _struck(form: FormData) -> list[str]:
    return [word.strip() for word in field(form, "strike")[:LONGEST_STRIKE].split(",") if len(word.strip()) > 1]


def _too_long(form: FormData) -> frozenset[str]:
    """The names of the fields that hold more than we read."""
    note = is_too_long(field(form, "note"), LONGEST_NOTE, MOST_LINES)
    strike = len(field(form, "strike")) > LONGEST_STRIKE
    return frozenset(name for name, too_long in (("note", note), ("strike", strike)) if too_long)


def _state(explainer: Explainer) -> str:
    return "-".join(explainer.revisions)


def _draft(request: Request, pages: Templates, explainer: Explainer, form: FormData, *, status: int = 200) -> Response:
    choice = _chosen(explainer, form)
    key, note = field(form, "form_key"), field(form, "note")
    context = {
        "statements": choice.statements,
        "text": field(form, "text"),
        "country": field(form, "country"),
        "choices": choice.cards,
        "ticked": choice.numbers,
        "records": _all(form, "record"),
        "note": note,
        "note_shown": as_paragraphs(note, LONGEST_NOTE),
        "longest": LONGEST_NOTE,
        "most_lines": MOST_LINES,
        "too_long": _too_long(form),
        "strike": field(form, "strike"),
        "longest_strike": LONGEST_STRIKE,
        "months": list(DAYS),
        "month": field(form, "months") if field(form, "months") in DAYS else DEFAULT_MONTHS,
        "form_key": key if is_form_key(key) else new_form_key(),
        "seen": _state(explainer),
        "moved": field(form, "seen") not in {"", _state(explainer)},
        "left_out": max(0, len({*_all(form, "card"), *_all(form, "record")}) - MOST_STATEMENTS),
        "no_database": status == 503,  # noqa: PLR2004 - HTTP's own number
    }
    status = 422 if status == 200 and (context["too_long"] or not choice.statements) else status  # noqa: PLR2004
    return pages.render(request, "pages/explanation_draft.html", context, status=status)
