"""Pages that are the same for everybody until the evidence changes: rendered and packed once, then handed out."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from app.pages.tags import has, tag_of

MOST_BYTES = 32_000_000  # held in memory by one worker, packed and plain together
READER_ONLY = "private, no-cache"
_PACKING = 6  # the usual level; higher ones take far longer and save little


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page as bytes, plain and packed by gzip, and the tag that names exactly this content."""

    plain: bytes
    packed: bytes
    tag: str

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self.plain) + len(self.packed)


class KeptPages:
    """The pages asked for last, up to a number of bytes; safe to use from many threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """``most_bytes`` are held; the page that was not asked for longest goes first."""
        self._most = most_bytes
        self._held: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def answer(
        self, request: Request, key: Hashable, render: Callable[[], Response], *, may_keep: str = READER_ONLY
    ) -> Response:
        """The page held under ``key`` (which must name all that it depends on), rendered where it is not held.

        A browser that has it already is told so (304). ``may_keep`` tells browsers and caches on the way how long.
        """
        key = _whole(request, key)
        return _handed(request, self._held_under(key) or self._rendered(key, render), may_keep)

    async def ready(
        self, request: Request, key: Hashable, render: Callable[[], Response], *, may_keep: str = READER_ONLY
    ) -> Response:
        """`answer` for a coroutine: at once where the page is held, in a thread where it must be rendered."""
        key = _whole(request, key)
        kept = self._held_under(key)
        if kept is None:
            kept = await run_in_threadpool(self._rendered, key, render)
        return _handed(request, kept, may_keep)

    def _held_under(self, key: Hashable) -> KeptPage | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def _rendered(self, key: Hashable, render: Callable[[], Response]) -> KeptPage:
        """The page, from now on held; two at once may both render it, which does no harm and holds up nobody."""
        plain = bytes(render().body)
        kept = KeptPage(plain, gzip.compress(plain, _PACKING, mtime=0), tag_of(plain))
        with self._lock:
            if key not in self._held:
                self._held[key] = kept
                self._size += kept.size
            while self._size > self._most and len(self._held) > 1:
                self._size -= self._held.popitem(last=False)[1].size
        return kept


def _whole(request: Request, key: Hashable) -> Hashable:
    """``key`` with the address of the site itself, which stands in some pages."""
    return str(request.base_url), key


def _handed(request: Request, kept: KeptPage, may_keep: str) -> Response:
    headers = {"ETag": kept.tag, "Cache-Control": may_keep, "Vary": "Accept-Encoding, HX-Request"}
    if has(request, kept.tag):
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):  # its weight was read by app/packing.py
        return Response(kept.plain, headers=headers, media_type="text/html")
    return Response(kept.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type="text/html")
