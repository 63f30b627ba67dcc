"""Nothing that somebody pasted reaches the log of a real server, whatever happens to the request."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from app.settings import HOME

MARKER = "Zanzibar"
TEXT = f"{MARKER} stem cells rebuild worn discs."
# The same start as `claimcheck serve`, with a fault built in and everything logged that any part of it would log.
SERVER = """
import logging, sys
import uvicorn
from app.main import create_app
from app.pages import check
logging.basicConfig(level="DEBUG")
app = create_app()
real = check.check
def check_or_fail(text, evidence):
    if "unlucky" in text:
        raise RuntimeError(text)
    return real(text, evidence)
check.check = check_or_fail
def fail(filters):
    raise RuntimeError(filters.q)
app.state.edition.shelf.library.find = fail
uvicorn.run(app, port=0, access_log=False, log_level="debug")
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("served")
    log = folder / "log.txt"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
    with log.open("wb") as out:
        command = [sys.executable, "-c", SERVER]
        process = subprocess.Popen(command, cwd=HOME, env=environment, stdout=out, stderr=out)  # noqa: S603 - our own
    try:
        yield _address(log, process), log
    finally:
        process.terminate()
        process.wait(timeout=20)


def _address(log: Path, process: "subprocess.Popen[bytes]") -> str:
    for _ in range(600):
        found = re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _send(address: str, body: bytes | None, kind: str = "application/x-www-form-urlencoded") -> int:
    try:
        with urlopen(Request(address, body, {"Content-Type": kind}), timeout=60) as answer:  # noqa: S310 - our own
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_nothing_pasted_is_logged(served: tuple[str, Path]) -> None:
    address, log = served
    form = urlencode({"text": TEXT}).encode()
    assert _send(address, form) == 200
    assert _send(f"{address}/sheet", form) == 200
    assert _send(f"{address}/e/preview", form) == 422
    assert _send(f"{address}/feedback", urlencode({"text": TEXT, "page": MARKER, "kind": "x"}).encode()) == 422
    assert _send(address, urlencode({"text": f"{MARKER} ? " * 40_000}).encode()) == 413
    assert _send(address, urlencode({"text": f"{MARKER} " * 400_000}).encode()) == 413
    assert _send(address, urlencode({"text": f"{TEXT} It was unlucky."}).encode()) == 500
    assert _send(f"{address}/claims?q={MARKER}", None) == 500
    assert _send(address, f"--x{TEXT}".encode(), "multipart/form-data; boundary=x") in {400, 422}
    assert _send(f"{address}/api/v1/check", f'{{"text": "{TEXT}", "more": '.encode(), "application/json") == 400
    assert _send(f"{address}/api/v1/check", f'{{"text": ["{TEXT}"]}}'.encode(), "application/json") == 422
    written = log.read_text(encoding="utf-8", errors="replace")
    assert "RuntimeError" in written, "the faults themselves are logged"
    assert MARKER not in written
