"""What is counted for the operator, as Prometheus reads it: times and numbers by fixed names, never a text.

With several workers each writes its numbers to a file in a folder that they share, and any worker that is asked adds
them up.
"""

import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.judging.report import Report
from app.logs import new_number, request_number

NUMBERS = "PROMETHEUS_MULTIPROC_DIR"
"""The name in the environment under which the library looks for the folder that workers share."""
METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"})
log = logging.getLogger("app.requests")
_registry = CollectorRegistry()
_seconds = Histogram(
    "claimcheck_request_seconds",
    "Time from the request's head to the end of its answer, by route as it is declared.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=_registry,
)
_verdicts = Counter(
    "claimcheck_verdicts", "Statements judged for visitors, by verdict.", ("verdict",), registry=_registry
)
_abstentions = Counter(
    "claimcheck_abstentions",
    "Claims without a verdict, by the reason why.",
    ("reason",),
    registry=_registry,
)
_refused = Counter(
    "claimcheck_texts_refused", "Texts that could not be read, by what was wrong with them.", ("problem",),
    registry=_registry,
)  # fmt: skip
_limits = Counter(
    "claimcheck_limits_hit", "Requests refused because a visitor had used up a limit.", ("rule",), registry=_registry
)
_faults = Counter("claimcheck_faults", "Faults of ours, by the kind of exception.", ("kind",), registry=_registry)
_serving = Gauge(
    "claimcheck_workers_serving", "Workers that serve this evidence by this method.", ("evidence", "method"),
    registry=_registry, multiprocess_mode="livesum",
)  # fmt: skip
_served: set[tuple[str, str]] = set()


def judged(report: Report) -> Report:
    """Count what a visitor's text came to; gives ``report`` back."""
    for statement in report.statements:
        _verdicts.labels(statement.verdict).inc()
        if statement.silence is not None:
            _abstentions.labels(statement.silence).inc()
    return report


def refused(problem: str) -> None:
    """Count a text that could not be read; ``problem`` is the code of the ``InputProblem``."""
    _refused.labels(problem).inc()


def limit_hit(rule: str) -> None:
    """Count a request that a limit turned away."""
    _limits.labels(rule).inc()


def fault(raised: BaseException) -> None:
    """Count a fault by its kind."""
    _faults.labels(type(raised).__name__).inc()


def serving(evidence: str, method: str) -> None:
    """Say which revisions this worker serves from now on; what it served before goes to nought."""
    for before in _served - {(evidence, method)}:
        _serving.labels(*before).set(0)
    _served.add((evidence, method))
    _serving.labels(evidence, method).set(1)


def exposed() -> bytes:
    """All numbers in Prometheus's text format: of every worker where they share a folder, else of this one."""
    if NUMBERS not in os.environ:
        return generate_latest(_registry)
    _forget_the_dead(Path(os.environ[NUMBERS]))
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


@contextmanager
def shared_numbers(folder: Path) -> Iterator[None]:
    """A new place in ``folder`` for the workers' numbers while they run, unless the operator has named one.

    Where nothing can be written each worker counts for itself.
    """
    if NUMBERS in os.environ:
        yield
        return
    place = folder / f"numbers-{os.getpid()}"
    try:
        for left in folder.glob("numbers-*"):  # by a server that was killed; in a container the next has its number
            if left == place or not _lives(int(left.name.rpartition("-")[2])):
                shutil.rmtree(left)
        place.mkdir(mode=0o700, parents=True)
    except OSError:
        log.warning("%s cannot be written, so each worker counts for itself.", folder)
        yield
        return
    os.environ[NUMBERS] = str(place)
    try:
        yield
    finally:
        del os.environ[NUMBERS]
        shutil.rmtree(place, ignore_errors=True)


def _forget_the_dead(folder: Path) -> None:
    """Take away what only living workers may say; their counts stay, because they happened."""
    for file in folder.glob("gauge_live*_*.db"):
        process = int(file.stem.rpartition("_")[2])
        if not _lives(process):
            mark_process_dead(process)  # type: ignore[no-untyped-call]


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # alive, and another user's
    return True


class Watched:
    """Gives each request its number, times it, and says at level info what came of it, without its address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count it whatever becomes of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, started, status = new_number(), time.perf_counter(), 500
        request_number.set(number)

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", number.encode())]
            await send(message)

        try:
            await self._app(scope, receive, numbered)
        finally:
            taken = time.perf_counter() - started
            method = scope["method"] if scope["method"] in METHODS else "other"
            route = _route(scope)
            _timer(method, route, status).observe(taken)
            if log.isEnabledFor(logging.INFO):
                seen = {"method": method, "route": route, "status": status, "milliseconds": round(taken * 1000, 1)}
                log.info("%s %s %s in %.1f ms", *seen.values(), extra={"told": seen})


@lru_cache(maxsize=2_000)
def _timer(method: str, route: str, status: int) -> Histogram:
    """The timer of one series, held so that it need not be looked up for each request."""
    return _seconds.labels(method, route, str(status))


def _route(scope: Scope) -> str:
    """The address as it is declared, such as ``/e/{token}``; what somebody typed never names a series."""
    if declared := getattr(scope.get("route"), "path", None):
        return str(declared)
    mounted = next((folder for folder in ("/static/", "/assets/") if scope["path"].startswith(folder)), None)
    return f"{mounted}{{file}}" if mounted else "none"
