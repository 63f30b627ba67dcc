"""Tell the operator that an explanation should not stand: the link's number is stored, never its secret address."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.feedback import TooLong, save
from app.limits import Room, limited
from app.pages.feedback import TOO_LONG
from app.pages.requests import Form, LinkStore, Templates, field, link_at_hand
from app.sharing import Links

router = APIRouter(prefix="/e/{token}/report")


@router.api_route("", methods=["GET", "HEAD"], include_in_schema=False)
def ask(request: Request, pages: Templates, links: LinkStore, token: str) -> Response:
    """What can be reported, and a box to say why."""
    _number(links, token)
    return _page(request, pages, token)


@router.post("", include_in_schema=False)
def report(
    request: Request,
    pages: Templates,
    links: LinkStore,
    form: Form,
    token: str,
    _room: Annotated[Room, Depends(limited("feedback"))],
) -> Response:
    """Store the report for whoever runs the site; words are welcome, not asked for."""
    text = field(form, "text")
    try:
        save(request.app.state.database, f"explanation {_number(links, token)}", "report", text)
    except TooLong:
        return _page(request, pages, token, text)
    return _page(request, pages, token, sent=True)


def _number(links: Links, token: str) -> int:
    """The number under which the operator knows the link."""
    with link_at_hand():
        return links.open(token).id or 0


def _page(request: Request, pages: Templates, token: str, too_long: str = "", *, sent: bool = False) -> Response:
    """The page with its box, which holds a report that was ``too_long``; or the thanks for one that was ``sent``."""
    context = {"explanation": f"/e/{token}", "sent": sent, "text": too_long, "beside": TOO_LONG if too_long else ""}
    response = pages.render(request, "pages/explanation_report.html", context, status=422 if too_long else 200)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
