"""Asks another copy of the site to judge a text, over its API, with the standard library alone."""

import json
import time
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

PATIENCE = 3
"""How often to come back when the server says that it was asked too often."""
SECONDS = 60


class ServerProblem(Exception):  # noqa: N818 - the server's answer, not a fault of the program
    """The server could not be asked, or could not judge the text; ``message`` says why in its own words."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Server:
    """One copy of the site."""

    def __init__(self, address: str) -> None:
        """``address`` is where it stands, such as https://example.org; ``ServerProblem`` where it is no address."""
        if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).netloc:
            raise ServerProblem(f"{address} is no address of a server; write it like https://example.org")
        self._check = f"{address.rstrip('/')}/api/v1/check"

    def report(self, text: str) -> dict[str, Any]:
        """The report on ``text``, as ``POST /api/v1/check`` gives it; ``ServerProblem`` where there is none."""
        report: dict[str, Any] = json.loads(self._ask(text, "application/json"))
        return report

    def words(self, text: str) -> str:
        """The same answer as plain text for people; ``ServerProblem`` where there is none."""
        return self._ask(text, "text/plain").decode()

    def _ask(self, text: str, accept: str) -> bytes:
        body = json.dumps({"text": text}).encode()
        headers = {"Content-Type": "application/json", "Accept": accept, "User-Agent": "claimcheck"}
        for patience in range(PATIENCE, -1, -1):
            try:
                with urlopen(Request(self._check, body, headers), timeout=SECONDS) as answer:  # noqa: S310 - http(s) only, see above
                    content: bytes = answer.read()
                    return content
            except HTTPError as refused:
                if refused.code == HTTPStatus.TOO_MANY_REQUESTS and patience:
                    time.sleep(min(SECONDS, int(refused.headers.get("Retry-After") or 1)))
                    continue
                raise ServerProblem(_reason(refused)) from None
            except URLError as unreachable:
                raise ServerProblem(f"The server cannot be reached ({unreachable.reason}).") from None
        raise AssertionError("the last try returns or raises")


def _reason(refused: HTTPError) -> str:
    """What the problem details say; the status alone where the answer is of another kind."""
    try:
        told = json.loads(refused.read())
        return str(told.get("detail") or told["title"])
    except (ValueError, KeyError, AttributeError):
        return f"The server answered with status {refused.code}."
