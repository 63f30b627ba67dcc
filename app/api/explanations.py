"""Explanation links for programs: make one, read one, change its end or withdraw it."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import Response

from app.api.answers import Answering, readable
from app.api.problems import documented, problem
from app.api.shapes import Explanation, Made, NewExplanation, NewTime
from app.limits import Room, limited
from app.models import LONGEST_NOTE, MOST_LINES
from app.notes import is_too_long
from app.pages.requests import Explaining, LinkStore, link_at_hand, own_address
from app.reading.document import InputProblem
from app.sharing import Links, new_form_key
from app.telling.explanation import Explainer, Statement

router = APIRouter(prefix="/api/v1/explanations", responses=documented(400, 422, 429, 503), tags=["explanations"])
Counted = Annotated[Room, Depends(limited("make"))]
Token = Annotated[str, Path(max_length=64, description="What stands after /e/ in the link.")]
_bearer = HTTPBearer(auto_error=False, description="The maker's own secret, `manage_secret`.")
Secret = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


@router.post("", response_model=Made, status_code=201, responses=documented(403, 413, 415))
def post_explanation(
    request: Request, body: NewExplanation, explainer: Explaining, links: LinkStore, answers: Answering, _room: Counted
) -> Response:
    """Store the chosen claims, masked, with the note, and give the link and the secret that withdraws it.

    Sent again it makes another link. Show the statements to whoever makes it: what is masked and what is not is for
    them to see before the link is handed on.
    """
    if is_too_long(body.note, LONGEST_NOTE, MOST_LINES):
        detail = f"is longer than {LONGEST_NOTE:,} characters or {MOST_LINES} lines"
        return problem(422, errors=[{"pointer": "/note", "detail": detail}])
    try:
        statements, left_out, wrong = _of_records(explainer, body) if body.records else _of_text(explainer, body)
    except InputProblem as bad:
        status = 413 if bad.code == "too_long" else 422
        return problem(status, bad.message, [{"pointer": "/text", "detail": bad.message}])
    if wrong:
        return problem(422, errors=[{"pointer": pointer, "detail": detail} for pointer, detail in wrong.items()])
    made = links.make(new_form_key(), statements, body.note, revisions=explainer.revisions, months=str(body.months))
    address = f"{own_address(request)}/e/{made.token}"
    content = {
        "address": address,
        "token": made.token,
        "manage_secret": made.manage,
        "manage_address": f"{address}/manage/{made.manage}",
        "expires_at": made.expires_at.isoformat(),
        "statements": statements,
        "left_out": left_out,
    }
    return answers.once(content, 201, Location=f"/api/v1/explanations/{made.token}")


_Chosen = tuple[list[Statement], int, dict[str, str]]
"""What the link will show, how many claims found no room, and what is wrong with the choice, by JSON pointer."""


def _of_records(explainer: Explainer, body: NewExplanation) -> _Chosen:
    """The checked claims that ``body`` names."""
    held = explainer.held(body.records)
    wrong = {
        f"/{name}": "has no place beside records: leave out one of the two"
        for name in ("text", "claims", "strike")
        if getattr(body, name)
    }
    unknown = {f"/records/{place}": "is no claim of ours" for place, i in enumerate(body.records) if i not in held}
    return explainer.of_records(held), 0, wrong | unknown


def _of_text(explainer: Explainer, body: NewExplanation) -> _Chosen:
    """The claims that ``body`` chooses from its text. Raises ``InputProblem`` where it cannot be read."""
    cards = explainer.cards(body.text)
    if not cards:
        return [], 0, {"/text": "holds no claim that we could explain"}
    statements = explainer.of_cards(cards, body.claims, body.strike)
    held = {card.number for card in cards}
    wrong = {
        f"/claims/{place}": f"is no claim of the text: it has those from 1 to {max(held)}"
        for place, number in enumerate(body.claims or ())
        if number not in held
    }
    return statements, len(cards) - len(statements) if body.claims is None else 0, wrong


@readable(router, "/{token}", response_model=Explanation, responses=documented(404, 410))
def get_explanation(token: Token, explainer: Explaining, links: LinkStore, answers: Answering) -> Response:
    """Exactly what was shown when the link was made, and what we would judge differently today."""
    with link_at_hand():
        link = links.open(token)
    revisions = link.evidence_revision, link.method_revision
    moved = explainer.moved(link.shown, revisions, link.made_at.date())
    content = {
        "statements": link.shown,
        "note": link.note,
        "made_at": link.made_at.isoformat(),
        "expires_at": link.expires_at.isoformat(),
        "evidence_revision": revisions[0],
        "method_revision": revisions[1],
        "moved": [{"quote": m.quote, "was": m.was, "now": m.now, "mover": m.mover, "why": m.why} for m in moved],
    }
    return answers.once(content)


@router.patch("/{token}", status_code=204, responses=documented(401, 403, 404, 410, 415))
def patch_explanation(token: Token, body: NewTime, secret: Secret, links: LinkStore, _answers: Answering) -> Response:
    """Let the link work for so many months from today."""
    _own(links, token, secret)
    with link_at_hand():
        links.prolong(token, secret.credentials if secret else "", str(body.months))
    return Response(status_code=204)


@router.delete("/{token}", status_code=204, responses=documented(401, 403, 404))
def delete_explanation(token: Token, secret: Secret, links: LinkStore, _answers: Answering) -> Response:
    """Withdraw the link: it ends at once, what it showed is erased, and it cannot be brought back."""
    _own(links, token, secret)
    links.withdraw(token, secret.credentials if secret else "")
    return Response(status_code=204)


def _own(links: Links, token: str, secret: HTTPAuthorizationCredentials | None) -> None:
    """Whether ``secret`` is that of the link; a wrong one and a link that never was look the same."""
    try:
        if secret is not None:
            links.managed(token, secret.credentials)
            return
    except LookupError:
        pass
    raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
