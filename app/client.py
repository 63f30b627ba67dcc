"""Asks another copy of the site to judge a text, over its API, with the standard library alone."""

import json
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from app.addresses import is_site

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
        """``address`` is where it stands, such as https://example.org; ``ValueError`` where it is no address."""
        if not is_site(address):
            raise ValueError(f"{address} is no address of a server; write it like https://example.org")
        self._check = f"{address.rstrip('/')}/api/v1/check"

    def report(self, text: str) -> dict[str, Any]:
        """The report on ``text``, as ``POST /api/v1/check`` gives it; ``ServerProblem`` where there is none."""
        try:
            report = json.loads(self._ask(text, "application/json"))
        except (ValueError, RecursionError):
            raise self._stranger() from None
        if not isinstance(report, dict) or not isinstance(report.get("statements"), list):
            raise self._stranger()
        return report

    def words(self, text: str) -> str:
        """The same answer as plain text for people; ``ServerProblem`` where there is none."""
        try:
            return self._ask(text, "text/plain").decode()
        except UnicodeDecodeError:
            raise self._stranger() from None

    def _ask(self, text: str, accept: str) -> bytes:
        body = json.dumps({"text": text}).encode()
        headers = {"Content-Type": "application/json", "Accept": accept, "User-Agent": "claimcheck"}
        for patience in range(PATIENCE, -1, -1):
            try:
                with urlopen(Request(self._check, body, headers), timeout=SECONDS) as answer:  # noqa: S310 - http(s) only, see above
                    content: bytes = answer.read()
                    if answer.headers.get("Content-Type", "").partition(";")[0] != accept:
                        raise self._stranger()
                    return content
            except HTTPError as refused:
                if refused.code == HTTPStatus.TOO_MANY_REQUESTS and patience:
                    time.sleep(_wait(refused.headers.get("Retry-After", "")))
                    continue
                raise ServerProblem(_reason(refused)) from None
            except URLError as unreachable:
                raise ServerProblem(f"The server cannot be reached ({unreachable.reason}).") from None
            except (OSError, HTTPException):
                raise ServerProblem("The connection to the server was lost before its answer was whole.") from None
        raise AssertionError("the last try returns or raises")

    def _stranger(self) -> ServerProblem:
        return ServerProblem(f"What answers at {self._check} is not a claim checker.")


def _wait(told: str) -> float:
    """Seconds to wait by a ``Retry-After`` header: seconds or a moment (RFC 9110, 10.2.3); at most ``SECONDS``."""
    try:
        seconds = float(told) if told.isdecimal() else (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):  # neither, or a moment without its zone
        seconds = 1
    return min(max(seconds, 0), SECONDS)


def _reason(refused: HTTPError) -> str:
    """What the problem details say; the status alone where the answer is of another kind."""
    try:
        told = json.loads(refused.read())
        return str(told.get("detail") or told["title"])
    except (ValueError, KeyError, AttributeError, OSError, HTTPException):
        return f"The server answered with status {refused.code}."
