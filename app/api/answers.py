"""How the API answers: with an ETag where the answer is the same for everybody, kept by nobody where it is not."""

import hashlib
import json
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import PlainTextResponse, Response

from app.limits import Room, headers_of, limited
from app.pages.requests import Shelves

Read = TypeVar("Read", bound=Callable[..., Response])
KEPT = "public, max-age=300, stale-while-revalidate=3600"


class Answers:
    """Answers one request, with how much its sender may still ask for."""

    def __init__(self, request: Request, shelves: Shelves, room: Annotated[Room, Depends(limited("api"))]) -> None:
        """All three are given by FastAPI."""
        self._asked = request.headers.get("if-none-match", "")
        self._headers = {**headers_of(room), "X-Evidence-Revision": shelves.evidence.revision}

    def held(self, body: bytes, media: str = "application/json") -> Response:
        """``body`` with an ETag, or 304 where the client has it already."""
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'  # weak: a compressed copy is the same answer
        headers = {**self._headers, "ETag": tag, "Cache-Control": KEPT}
        if _has(self._asked, tag):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=media, headers=headers)

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


def _has(asked: str, tag: str) -> bool:
    """Whether If-None-Match names ``tag``, compared weakly as RFC 9110 asks."""
    return asked.strip() == "*" or tag.removeprefix("W/") in {t.strip().removeprefix("W/") for t in asked.split(",")}


def as_json(content: object) -> bytes:
    """``content`` as compact JSON in UTF-8; records and dates as the description says."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "backslashreplace")  # half a character in a pasted text is no reason to fail


def _plain(item: Any) -> Any:  # noqa: ANN401 - a record, a date or what was made of one
    return item.model_dump(mode="json") if hasattr(item, "model_dump") else str(item)


def readable(router: APIRouter, path: str, **options: Any) -> Callable[[Read], Read]:  # noqa: ANN401 - FastAPI's own
    """Declare an address to read: GET, described with ``options``, and HEAD, as every web address has it."""

    def declare(read: Read) -> Read:
        router.head(path, include_in_schema=False)(read)
        return router.get(path, **options)(read)

    return declare


Answering = Annotated[Answers, Depends()]
