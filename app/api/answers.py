"""How the API answers: with an ETag where the answer is the same for everybody, kept by nobody where it is not."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import PlainTextResponse, Response

from app.limits import Room, headers_of, limited
from app.pages.requests import Shelves
from app.pages.tags import tagged

Read = TypeVar("Read", bound=Callable[..., Response])
KEPT = "public, max-age=300, stale-while-revalidate=3600"


class Answers:
    """Answers one request, with how much its sender may still ask for."""

    def __init__(self, request: Request, shelves: Shelves, room: Annotated[Room, Depends(limited("api"))]) -> None:
        """All three are given by FastAPI. A parameter given twice is refused: which of the two is meant?"""
        given = Counter(name for name, _ in request.query_params.multi_items())
        if twice := [name for name, times in given.items() if times > 1]:
            raise RequestValidationError(
                [{"loc": ("query", n), "msg": "is given twice", "type": "twice"} for n in twice]
            )
        self._request = request
        self._headers = {**headers_of(room), "X-Evidence-Revision": shelves.evidence.revision}

    def held(self, body: bytes, media: str = "application/json") -> Response:
        """``body`` with an ETag, or 304 where the client has it already."""
        return tagged(self._request, body, media, KEPT, self._headers)

    def once(self, content: object, status: int = 200, media: str = "application/json", **more: str) -> Response:
        """``content`` for this client alone."""
        headers = {**self._headers, "Cache-Control": "no-store", **more}
        return Response(as_json(content), status, media_type=media, headers=headers)

    def text(self, words: str) -> Response:
        """``words`` for this client alone, as plain text."""
        headers = {**self._headers, "Cache-Control": "no-store", "Vary": "Accept"}
        return PlainTextResponse(words.encode("utf-8", "backslashreplace"), headers=headers)

    @property
    def headers(self) -> dict[str, str]:
        """The headers that every answer carries."""
        return self._headers


def as_json(content: object) -> bytes:
    """``content`` as compact JSON in UTF-8; records and dates as the description says."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "backslashreplace")  # half a character in a pasted text is no reason to fail


def _plain(item: Any) -> Any:  # noqa: ANN401 - a record, a date or what was made of one
    return item.model_dump(mode="json") if hasattr(item, "model_dump") else str(item)


def may_ask(methods: str, headers: str) -> Callable[[], Response]:
    """Tell a browser that pages of other sites may ask by these methods and with these headers."""
    allowed = {
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": headers,
        "Access-Control-Max-Age": "86400",
    }
    return lambda: Response(status_code=204, headers=allowed)


def readable(router: APIRouter, path: str, **options: Any) -> Callable[[Read], Read]:  # noqa: ANN401 - FastAPI's own
    """Declare an address to read: GET, described with ``options``, and HEAD, as every web address has it.

    A page of another site that sends an ETag along asks first whether it may.
    """

    def declare(read: Read) -> Read:
        router.head(path, include_in_schema=False)(read)
        router.options(path, include_in_schema=False)(may_ask("GET, HEAD", "If-None-Match, Accept"))
        return router.get(path, **options)(read)

    return declare


Answering = Annotated[Answers, Depends()]
