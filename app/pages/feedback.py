"""Takes what visitors say of a page."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.db import Unavailable
from app.feedback import TooLong, save
from app.limits import Room, limited
from app.models import LONGEST_FEEDBACK
from app.pages.errors import note_no_database
from app.pages.requests import Form, Templates, field

router = APIRouter()
ASKED = frozenset({"clear", "unclear", "correction"})
"""The kinds that the form offers; a report (``reports.py``) needs the secret address of its link."""
TOO_LONG = f"Please shorten it to {LONGEST_FEEDBACK:,} characters. Nothing was cut, and nothing is stored yet."
WRONG = {
    "": ("", ""),
    "kind": ("One thing is missing", "Please choose one of the three answers above."),
    "empty": ("One thing is missing", "Please say what is wrong, so that we can look."),
    "too_long": ("Your message is too long", TOO_LONG),
    "away": ("We cannot keep anything just now", ""),
}
"""For each thing that can go wrong the title of the page, and the words beside the box."""
_OWN_PAGE = re.compile(r"/(?:[\w.-]+(?:/[\w.-]+)*)?", re.ASCII)
"""An address that leads to this site alone: browsers also read "//", "/\\" and "/" with a tab after it as another's."""


@router.post("/feedback", include_in_schema=False)
def feedback(
    request: Request, pages: Templates, form: Form, _room: Annotated[Room, Depends(limited("feedback"))]
) -> Response:
    """Store it and say thank you; what cannot be stored comes back with what was typed."""
    page, kind, text = field(form, "page"), field(form, "kind"), field(form, "text")
    try:
        save(request.app.state.database, page, kind if kind in ASKED else "", text)
        problem, status = "", 200
    except TooLong:
        problem, status = "too_long", 422
    except ValueError:
        problem, status = "empty" if kind in ASKED else "kind", 422
    except Unavailable as away:
        note_no_database(away)
        problem, status = "away", 503
    title, beside = WRONG[problem]
    back = page if _OWN_PAGE.fullmatch(page) else ""
    context = {"page": page, "back": back, "kind": kind, "text": text}
    context |= {"problem": problem, "title": title, "beside": beside}
    return pages.render(request, "pages/feedback.html", context, status=status)
