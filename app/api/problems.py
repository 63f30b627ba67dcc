"""Errors of the API as problem details (RFC 9457): every one says what is wrong and how to mend it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from app.reading.document import LONGEST_TEXT

WORDS: dict[int, tuple[str, str]] = {
    400: (
        "The request could not be read",
        "Send the body as JSON in UTF-8; a bracket or a quotation mark may be missing.",
    ),
    401: ("The secret is missing or wrong", "Send the link's manage_secret in the header Authorization, after Bearer."),
    403: (
        "This must be sent from our own pages, or by a program",
        "A page of another site sent it. Send it from a program of your own that is no web page.",
    ),
    404: (
        "There is nothing under this address",
        "Look for a typing mistake. The lists under /api/v1 name every id of the evidence; links are in no list.",
    ),
    405: ("This address does not take that method", "The header Allow names those that it takes."),
    410: ("The explanation has ended", "Whoever made it has withdrawn it, or its time is over; a new one can be made."),
    413: (
        "That is more than we read at once",
        f"Send one part at a time: a text may have {LONGEST_TEXT:,} characters.",
    ),
    415: ("Send JSON", "Send the header Content-Type: application/json, and the body as JSON."),
    422: ("Something in the request is not right", "Mend what errors names, and send it again."),
    429: ("Too many requests", "Wait for as many seconds as the header Retry-After says."),
    500: ("Something went wrong on our side", "It is no mistake of yours. Try again in a few minutes."),
    503: ("Nothing can be stored just now", "Try again in a few minutes; checking and reading work all the same."),
}
"""For each status what is wrong, and how to mend it where no more is known."""
OUR_WORDS = {
    "extra_forbidden": "is not known here: look for a typing mistake, or leave it out",
    "missing": "is missing",
    "model_attributes_type": "must be a JSON object",
}
"""For some kinds of mistake better words than those of the library."""


class FieldProblem(BaseModel):
    """What is wrong with one field; ``pointer`` is a JSON pointer (empty: the whole body) or a parameter's name."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """Problem details as RFC 9457 defines them."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[FieldProblem] = Field(default_factory=list)


def problem(
    status: int,
    detail: str = "",
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The answer for ``status``; what the visitor sent is never repeated in it."""
    title, usual = WORDS.get(status) or WORDS[400 if status < 500 else 500]  # noqa: PLR2004 - HTTP's own classes
    body = Problem(
        title=title,
        status=status,
        detail=detail or usual,
        errors=[FieldProblem(**e) for e in errors],
    )
    return JSONResponse(
        body.model_dump(), status_code=status, media_type="application/problem+json", headers=dict(headers or {})
    )


def mistake(found: Mapping[str, Any]) -> dict[str, str]:
    """One mistake that FastAPI ``found`` in a request; what was sent there is left out."""
    where, *inside = found["loc"]
    if found["type"] == "json_invalid":
        return {"pointer": "", "detail": f"is no JSON: {found['ctx']['error']}, at character {inside[0] + 1}"}
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in inside)  # as RFC 6901 has it
    pointer = "".join(f"/{step}" for step in steps) if where == "body" else str(inside[0] if inside else where)
    return {"pointer": pointer, "detail": OUR_WORDS.get(found["type"], str(found["msg"]))}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These failures for the description of the API."""
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema}}
    return {status: {"description": WORDS[status][0], "content": content} for status in statuses}
