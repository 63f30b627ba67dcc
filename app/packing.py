"""Whether an answer may be packed by gzip, decided once for pages that are kept packed and for all others."""

import re

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

_REFUSED = re.compile(r"q\s*=\s*0(?:\.0*)?")


def takes_gzip(accepted: str) -> bool:
    """Whether the Accept-Encoding header ``accepted`` names gzip with another weight than none (RFC 9110, 12.5.3)."""
    for entry in accepted.lower().split(","):
        coding, _, weight = entry.partition(";")
        if coding.strip() == "gzip":
            return _REFUSED.fullmatch(weight.strip()) is None
    return False


class Packing(GZipMiddleware):
    """Starlette's own, which would pack also for ``gzip;q=0``; what it holds sees gzip or identity."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pack the answer for those who take it so."""
        if scope["type"] == "http":
            taken = b"gzip" if takes_gzip(Headers(scope=scope).get("accept-encoding", "")) else b"identity"
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope["headers"] = [*others, (b"accept-encoding", taken)]  # no copy: the metrics read the route from it
        await super().__call__(scope, receive, send)
