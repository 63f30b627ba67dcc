"""Answers that name their content by a tag (ETag), so that nobody is sent what they have."""

import hashlib
from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response


def tag_of(body: bytes) -> str:
    """The tag of ``body``; weak, because a packed copy is the same answer."""
    return f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'


def has(request: Request, tag: str) -> bool:
    """Whether the sender of ``request`` holds what ``tag`` names, compared weakly as RFC 9110 asks."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or tag.removeprefix("W/") in {t.strip().removeprefix("W/") for t in asked.split(",")}


def tagged(request: Request, body: bytes, media: str, may_keep: str, more: Mapping[str, str] | None = None) -> Response:
    """``body`` with its tag, or 304 where the sender holds it; ``may_keep`` is the Cache-Control of both."""
    headers = {**(more or {}), "ETag": tag_of(body), "Cache-Control": may_keep}
    if has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)
