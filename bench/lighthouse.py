"""Lighthouse on a phone profile over the served site, offline: `make lighthouse`.

Each page is measured several times and the median kept, because a busy machine slows single runs. Exit code 1 where a
score of the pages in ``HELD`` is below ``LEAST``.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import uvicorn

from app.main import create_app
from app.settings import HOME, Settings

LIGHTHOUSE = HOME / "tools/node_modules/.bin/lighthouse"
RUNS = 3
LEAST = 98
HELD = ("/", "/?example=back-pain", "/claims/disc-pain-marrow-cells")
OTHERS = ("/how-we-judge", "/already-treated", "/better-options", "/evidence/studies", "/conditions/disc_degeneration")
SCORES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True)
class Measured:
    """One page: scores out of 100 by category, largest paint in seconds, layout shift, bytes over the wire."""

    path: str
    scores: tuple[int, ...]
    paint: float
    shift: float
    size: int


@contextmanager
def served() -> Iterator[str]:
    """The site on a free port, with a database that nobody else uses."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        app = create_app(Settings(database_url=f"sqlite:///{folder}/site.sqlite3"))
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(timeout=10)


def report(address: str) -> dict[str, Any]:
    """What Lighthouse says of one page, once."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-headless-shell")
    if browser is None:
        sys.exit("No Chromium here; name one in CHROMIUM.")
    command = [
        str(LIGHTHOUSE), address, "--quiet", "--no-enable-error-reporting", "--output=json", "--output-path=stdout",
        "--form-factor=mobile", "--chrome-flags=--headless=new --no-sandbox",
    ]  # fmt: skip
    ran = subprocess.run(  # noqa: S603 - our own command
        command, env=os.environ | {"CHROME_PATH": browser}, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def measured(address: str, path: str) -> Measured:
    """The medians of several runs."""
    reports = [report(address + path) for _ in range(RUNS)]

    def middle(audit: str) -> float:
        return float(median(r["audits"][audit]["numericValue"] for r in reports))

    return Measured(
        path,
        tuple(round(100 * median(r["categories"][name]["score"] for r in reports)) for name in SCORES),
        middle("largest-contentful-paint") / 1000,
        middle("cumulative-layout-shift"),
        round(middle("total-byte-weight")),
    )


def main() -> None:
    """Measure, print the table, and fail where a page that is held to it scores too low."""
    if not Path(LIGHTHOUSE).exists():
        sys.exit("Lighthouse is not installed; `make lighthouse` does it.")
    with served() as address:
        pages = [measured(address, path) for path in (*HELD, *OTHERS)]
    print(f"| page | {' | '.join(SCORES)} | largest paint | layout shift | over the wire |")
    print("| --- " * (len(SCORES) + 4) + "|")
    for page in pages:
        scores = " | ".join(map(str, page.scores))
        print(f"| `{page.path}` | {scores} | {page.paint:.2f} s | {page.shift:.3f} | {page.size / 1024:.0f} KB |")
    low = [page.path for page in pages if page.path in HELD and min(page.scores) < LEAST]
    sys.exit(f"Below {LEAST}: {', '.join(low)}" if low else 0)


if __name__ == "__main__":
    main()
