"""Errors of the API as problem details (RFC 9457): every one says what is wrong and how to mend it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

TITLES = {
    400: "The request could not be read",
    401: "The secret is missing or wrong",
    403: "This must be sent from our own pages, or by a program",
    404: "There is nothing under this address",
    405: "This address does not take that method",
    410: "The explanation has ended",
    413: "That is more than we read at once",
    415: "Send JSON",
    422: "Something in the request is not right",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Nothing can be stored just now",
}


OUR_WORDS = {"extra_forbidden": "is not known here: look for a typing mistake, or leave it out"}
"""For some kinds of mistake better words than those of the library."""


class FieldProblem(BaseModel):
    """What is wrong with one field; ``pointer`` is a JSON pointer into the body, or the name of a parameter."""

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
    body = Problem(
        title=TITLES.get(status, TITLES[400] if status < 500 else TITLES[500]),  # noqa: PLR2004 - HTTP's own classes
        status=status,
        detail=detail,
        errors=[FieldProblem(**e) for e in errors],
    )
    return JSONResponse(
        body.model_dump(), status_code=status, media_type="application/problem+json", headers=dict(headers or {})
    )


def mistake(found: Mapping[str, Any]) -> dict[str, str]:
    """One mistake that FastAPI ``found`` in a request; what was sent there is left out."""
    where, *inside = found["loc"]
    pointer = "/" + "/".join(map(str, inside)) if where == "body" else str(inside[0] if inside else where)
    return {"pointer": pointer, "detail": OUR_WORDS.get(found["type"], str(found["msg"]))}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These failures for the description of the API."""
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema}}
    return {status: {"description": TITLES[status], "content": content} for status in statuses}
