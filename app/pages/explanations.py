"""Explanation links: choose statements, see what will be shown, make the link; open it, or withdraw it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from app.db import Unavailable
from app.limits import Room, limited
from app.models import LONGEST_NOTE, MOST_LINES
from app.notes import as_paragraphs, is_too_long
from app.pages.check import problem_of
from app.pages.errors import note_no_database
from app.pages.requests import Explaining, Form, LinkStore, Shelves, Templates, field, link_at_hand, own_address
from app.reading.document import InputProblem
from app.sharing import DEFAULT_MONTHS, GRACE, MONTHS, Links, is_form_key, new_form_key
from app.telling.answer import Card, Problem
from app.telling.dates import day
from app.telling.explanation import Explainer, Statement
from app.telling.qr import qr_code
from app.turns import in_turn

router = APIRouter(prefix="/e")
LONGEST_STRIKE = 500
"""Characters of the words to hide, which are looked for in every claim."""
NO_CLAIMS = "We found no claim to explain in this text. Please paste a sentence that says what a treatment does."
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
    choice = _chosen(explainer, form)
    # What is stored must be what its maker saw: if evidence or method moved in between, the preview comes once more.
    seen = field(form, "seen")
    garbled = not (seen and is_form_key(key) and months in MONTHS)
    whole = choice.statements and not choice.unknown and not _too_long(form)
    if garbled or seen != _state(explainer) or not whole:
        return _draft(request, pages, explainer, form, status=422, garbled=garbled)
    try:
        made = links.make(key, choice.statements, field(form, "note"), revisions=explainer.revisions, months=months)
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
    return _managed(request, pages, links, (token, secret), "changed" if changed else "")


def _managed(
    request: Request, pages: Templates, links: Links, secrets: tuple[str, str], told: Literal["", "changed", "wrong"]
) -> Response:
    """The maker's page for the link that ``secrets`` open; ``told`` is what came of the last change."""
    token, secret = secrets
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
        "told": told,
        "months": list(MONTHS),
        "month": DEFAULT_MONTHS,
    }
    status = 422 if told == "wrong" else 200
    response = pages.render(request, "pages/explanation_manage.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@router.post("/{token}/manage/{secret}", include_in_schema=False)
def change(  # noqa: PLR0913, PLR0917 - what a page function is given
    request: Request, pages: Templates, links: LinkStore, form: Form, token: str, secret: str
) -> Response:
    """Withdraw the link, or let it live for the months chosen from today."""
    match field(form, "do"), field(form, "months"):
        case "withdraw", _:
            with link_at_hand():
                links.withdraw(token, secret)
            told = ""
        case "", months if months in MONTHS:
            with link_at_hand():
                links.prolong(token, secret, months)
            told = "?changed=yes"
        case _:
            return _managed(request, pages, links, (token, secret), "wrong")
    return RedirectResponse(f"/e/{token}/manage/{secret}{told}", status_code=303)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What was chosen, and what the link would show of it.

    ``cards`` are the claims to choose from with the ``numbers`` chosen, ``records`` the checked claims chosen in their
    place, where it was asked for those (``of_records``). ``unknown`` counts what was chosen and is not there,
    ``left_out`` what finds no room. ``problem`` is what stands in the way of reading the text.
    """

    statements: list[Statement]
    cards: tuple[Card, ...] = ()
    numbers: frozenset[int] = frozenset()
    records: tuple[str, ...] = ()
    of_records: bool = False
    unknown: int = 0
    left_out: int = 0
    problem: Problem | None = None


def _chosen(explainer: Explainer, form: FormData) -> _Choice:
    """The chosen statements, judged anew: nothing that a form says of a verdict is believed."""
    if records := _all(form, "record"):
        held = explainer.held(records)
        shown = explainer.of_records(held)
        return _Choice(
            shown,
            records=tuple(held),
            of_records=True,
            unknown=len(set(records)) - len(held),
            left_out=len(held) - len(shown),
        )
    try:
        cards = explainer.cards(field(form, "text").replace("\r\n", "\n"), field(form, "country"))
    except InputProblem as bad:
        return _Choice([], problem=problem_of(bad))
    if not cards:
        return _Choice([], problem=Problem("no_claims", NO_CLAIMS, "en"))
    chosen = set(_all(form, "card"))
    numbers = frozenset(card.number for card in cards if str(card.number) in chosen)
    shown = explainer.of_cards(cards, numbers, _struck(form))
    return _Choice(
        shown,
        explainer.masked(cards),
        numbers,
        unknown=len(chosen) - len(numbers),
        left_out=len(numbers) - len(shown),
    )


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


def _draft(  # noqa: PLR0913 - what the page is made of
    request: Request,
    pages: Templates,
    explainer: Explainer,
    form: FormData,
    *,
    status: int = 200,
    garbled: bool = False,
) -> Response:
    """The preview; ``garbled`` where the form that asked for the link lacks what the preview had put into it."""
    choice = _chosen(explainer, form)
    key, note = field(form, "form_key"), field(form, "note")
    context = {
        "statements": choice.statements,
        "text": field(form, "text"),
        "country": field(form, "country"),
        "choices": choice.cards,
        "ticked": choice.numbers,
        "problem": choice.problem,
        "unknown": choice.unknown,
        "records": choice.records,
        "of_records": choice.of_records,
        "note": note,
        "note_shown": as_paragraphs(note, LONGEST_NOTE),
        "longest": LONGEST_NOTE,
        "most_lines": MOST_LINES,
        "too_long": _too_long(form),
        "strike": field(form, "strike"),
        "longest_strike": LONGEST_STRIKE,
        "months": list(MONTHS),
        "month": field(form, "months") if field(form, "months") in MONTHS else DEFAULT_MONTHS,
        "form_key": key if is_form_key(key) else new_form_key(),
        "seen": _state(explainer),
        "moved": field(form, "seen") not in {"", _state(explainer)},
        "garbled": garbled,
        "left_out": choice.left_out,
        "no_database": status == 503,  # noqa: PLR2004 - HTTP's own number
    }
    wrong = context["too_long"] or choice.unknown or not choice.statements
    status = 422 if status == 200 and wrong else status  # noqa: PLR2004 - as above
    return pages.render(request, "pages/explanation_draft.html", context, status=status)
