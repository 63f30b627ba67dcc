"""Response headers, the guard of what may be stored, and the limit on request bodies: the only place that sets any.

Plain ASGI, so that a body is counted while it arrives and of one that is too long no more than the limit is held. What
each control is good for, and the test that holds it, stands in docs/security.md.
"""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{directive} {value}" for directive, value in _POLICY.items())
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not read frame-ancestors
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Even "*" shuts out pages without an origin, such as the sandboxes in which many site builders show what is pasted
# into them. Only leaving the directive out is open to everybody.
_FRAMED = {directive: value for directive, value in _POLICY.items() if directive != "frame-ancestors"}
EMBED_HEADERS = {
    **{name: value for name, value in HEADERS.items() if name not in {"X-Frame-Options", "Cross-Origin-Opener-Policy"}},
    "Content-Security-Policy": "; ".join(f"{directive} {value}" for directive, value in _FRAMED.items()),
    "Cross-Origin-Resource-Policy": "cross-origin",
    # A page that isolates itself (COEP) shows only frames that promise the same of themselves.
    "Cross-Origin-Embedder-Policy": "require-corp",
}
PUBLIC_FILE_HEADERS = {**HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"}
"""For style and scripts (an embed in a sandbox has no origin, so its own files count as another's) and pictures."""
OPEN_HEADERS = {
    **HEADERS,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
    "Retry-After, X-Evidence-Revision, X-Request-ID",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""For what other sites may read: the API, the feeds and oEmbed. No cookie exists that could come along."""
OPEN_PATHS = ("/api/", "/oembed", "/feed.")
ONE_YEAR = 31_536_000
TLS_HEADERS = {"Strict-Transport-Security": f"max-age={ONE_YEAR}"}
"""Only where a visitor came over TLS; names below ours are for their own operators to decide."""


class SecurityHeaders:
    """Adds the headers to every response; whatever is not a fingerprinted file is never stored."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = headers_for(scope["path"], scope["scheme"])
                headers = [pair for pair in message.get("headers", ()) if pair[0] not in ours]
                headers += ours.items()
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", _cache_control(scope, message["status"])))
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, with_headers)


def headers_for(path: str, scheme: str) -> dict[bytes, bytes]:
    """The headers of one path: only embeds may be framed by others, only data may be read by others."""
    if path.startswith("/embed/"):
        kind = "embed"
    elif path.startswith(("/static/", "/assets/")) or path.endswith("/card.png"):
        kind = "file"
    else:
        kind = "open" if path.startswith(OPEN_PATHS) else "page"
    return _READY[kind, scheme == "https"]


def _as_sent(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    return {name.lower().encode(): value.encode() for name, value in headers.items()}


_KINDS = {"embed": EMBED_HEADERS, "file": PUBLIC_FILE_HEADERS, "open": OPEN_HEADERS, "page": HEADERS}
_READY = {
    (kind, tls): _as_sent(headers | (TLS_HEADERS if tls else {}))
    for kind, headers in _KINDS.items()
    for tls in (False, True)
}


def _cache_control(scope: Scope, status: int) -> bytes:
    fingerprinted = scope["query_string"].startswith(b"v=")
    if scope["path"].startswith(("/static/", "/assets/")) and fingerprinted and status in {200, 206, 304}:
        return b"public, max-age=%d, immutable" % ONE_YEAR
    return b"no-store"


class OwnPagesOnly:
    """Refuses posts from other sites where something is stored or changed. A check stores nothing and is open to all.

    A browser says where a request comes from in ``Sec-Fetch-Site``, an older one in ``Origin``. A program that sends
    neither is no browser, so it carries nobody's session; it is let through.
    """

    def __init__(self, app: ASGIApp, open_paths: frozenset[str], refuse: ASGIApp) -> None:
        self._app = app
        self._open = open_paths
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it may change something."""
        guarded = scope["type"] == "http" and scope["method"] not in {"GET", "HEAD", "OPTIONS"}
        if guarded and scope["path"] not in self._open and not _from_own_page(Headers(scope=scope)):
            await self._refuse(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _from_own_page(headers: Headers) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in {"same-origin", "none"}  # "none" is a person's own doing, such as sending a form once more
    return origin is None or origin.partition("://")[2] == headers.get("host")


class TooLongBody(Exception):  # noqa: N818 - it is a condition of the request, not a fault of the program
    """The request body is larger than the limit."""


LET_RUN_OUT = 4  # times the limit: more than a mistake sends, and held nowhere


class BodyLimit:
    """Stops reading a request body once it passes ``limit`` bytes, and hands the request to ``refuse`` instead."""

    def __init__(self, app: ASGIApp, limit: int, refuse: ASGIApp) -> None:
        self._app = app
        self._limit = limit
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its body."""
        announced = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif announced.isdecimal() and int(announced) > self._limit:
            await self._refused(scope, receive, send)
        else:
            await self._counting(scope, receive, send)

    async def _counting(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = 0
        started = over = too_long = False

        async def counted() -> Message:
            nonlocal seen, over, too_long
            message = await receive()
            if message["type"] == "http.request":
                over = not message.get("more_body", False)
                seen += len(message.get("body", b""))
                if seen > self._limit:
                    too_long = True
                    raise TooLongBody
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if too_long and not started:
                return  # whoever read the body took its end for a mistake in it
            started = True
            await send(message)

        try:
            await self._app(scope, counted, watched)
        except TooLongBody:
            if started:
                raise
        if too_long and not started:
            await (self._refuse if over else self._refused)(scope, receive, send)

    async def _refused(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let what is on its way run out, within reason: a browser shows no answer that comes while it still sends."""
        left = LET_RUN_OUT * self._limit
        while left > 0:
            message = await receive()
            left -= len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body", False):
                break
        await self._refuse(scope, receive, send)


class OnlyFile:
    """Lets one file of a folder through and answers 404 for its neighbours."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self._app = app
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it asks for the file."""
        if scope["type"] == "http" and scope["path"].rsplit("/", 1)[-1] != self._name:
            raise HTTPException(404)
        await self._app(scope, receive, send)
