"""Takes what visitors say of a page."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.db import Unavailable
from app.feedback import save
from app.limits import Room, limited
from app.pages.errors import note_no_database
from app.pages.requests import Form, Templates, field

router = APIRouter()


@router.post("/feedback", include_in_schema=False)
def feedback(
    request: Request, pages: Templates, form: Form, _room: Annotated[Room, Depends(limited("feedback"))]
) -> Response:
    """Store it and say thank you; what cannot be stored comes back with what was typed."""
    page, kind, text = field(form, "page"), field(form, "kind"), field(form, "text")
    try:
        save(request.app.state.database, page, kind, text)
        problem, status = "", 200
    except ValueError:
        problem, status = "empty", 422
    except Unavailable as away:
        note_no_database(away)
        problem, status = "away", 503
    context = {"page": page, "kind": kind, "text": text if problem else "", "problem": problem}
    return pages.render(request, "pages/feedback.html", context, status=status)
