"""Server time of a page that is the same for everybody, beside a bare FastAPI page with the same bytes.

``make bench`` or ``python bench/kept_page.py [PATH]``; exit status 1 where ours takes more than ``LIMIT`` times as
long. All are served by uvicorn in this process and asked in turn over one connection each, so that whatever else the
machine does hits all of them. The bare page is written twice: as most write it, with ``def``, which FastAPI runs in a
thread, and as a coroutine, the least that FastAPI can do. The limit holds against the first.
"""

import http.client
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response
from starlette.types import ASGIApp

from app.main import create_app
from app.settings import Settings

LIMIT = 1.5
ROUNDS = 3000
WARM_UP = 200
PATH = "/claims/disc-pain-marrow-cells"
HEADERS = {"Accept-Encoding": "gzip"}


def bare(body: bytes, headers: dict[str, str], path: str) -> FastAPI:
    """A FastAPI site with one page at ``path``, ready as bytes, and the same page as a coroutine below it."""
    app = FastAPI()

    @app.get(path)
    def page() -> Response:
        return Response(body, headers=headers)

    @app.get(f"{path}/coroutine")
    async def coroutine() -> Response:
        return Response(body, headers=headers)

    return app


def served(app: ASGIApp) -> http.client.HTTPConnection:
    """A connection to ``app``, served on a free port until this program ends."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return http.client.HTTPConnection("127.0.0.1", server.servers[0].sockets[0].getsockname()[1])


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[float, http.client.HTTPResponse, bytes]:
    """Seconds until the whole answer is there, the answer and its body."""
    began = time.perf_counter()
    connection.request("GET", path, headers=HEADERS)
    answer = connection.getresponse()
    body = answer.read()
    return time.perf_counter() - began, answer, body


def main() -> int:
    """Measure both, print the medians, and fail above the limit."""
    path = sys.argv[1] if len(sys.argv) > 1 else PATH
    with tempfile.TemporaryDirectory() as folder:
        ours = served(create_app(Settings(database_url=f"sqlite:///{Path(folder) / 'bench.sqlite3'}")))
        _, answer, body = ask(ours, path)
        if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
            sys.exit(f"{path} answers {answer.status}")
        same = {name: value for name in ("Content-Type", "Content-Encoding") if (value := answer.headers[name])}
        plain = served(bare(body, same, path))
        asked = {"ours": (ours, path), "bare": (plain, path), "bare coroutine": (plain, f"{path}/coroutine")}
        times: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(ROUNDS + WARM_UP):
            for name, (connection, address) in asked.items():
                times[name].append(ask(connection, address)[0])
    medians = {name: statistics.median(taken[WARM_UP:]) * 1000 for name, taken in times.items()}
    print(f"{path}: {len(body):,} bytes; " + ", ".join(f"{name} {median:.2f} ms" for name, median in medians.items()))
    ratio, least = (medians["ours"] / medians[name] for name in ("bare", "bare coroutine"))
    print(f"{ratio:.2f} times the bare page (limit {LIMIT}), {least:.2f} times the coroutine")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
