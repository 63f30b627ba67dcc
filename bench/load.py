"""The site under load: ``make load`` or ``python bench/load.py [--seconds 300] [--requests 100000]``.

Two workers on this machine and locust beside them; nothing leaves the loopback. With ``DATABASE_URL`` and ``REDIS_URL``
in the environment it runs on these, else on SQLite and memory. Writes ``docs/load.md`` and ``docs/load.svg``, or
``docs/load-postgresql-redis.md`` and so on, after what it ran on; exit status 1 where a request failed or a limit is
missed.

Locust takes a share of the same machine, so what is served at most is a floor. The time that the workers themselves
need for a page, in ms of one core, is told beside it: that does not depend on who asks.
"""

import argparse
import csv
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import psutil
from chart import Panel, drawn
from check_page import WORDS, sample_page

from app.evidence import load
from app.settings import HOME

WORKERS = 2
VISITORS = 16
MIXED = {"page": 35.0, "embed": 35.0, "check": 25.0, "link": 5.0}
READING = {"page": 1.0, "embed": 1.0}
LONG_RUN = {"page": 46.0, "embed": 46.0, "check": 6.0, "link": 2.0}
"""For the memory: checks take most of the time, and 100,000 requests should end some day."""
STORES = {
    setting: name for setting, name in (("DATABASE_URL", "PostgreSQL"), ("REDIS_URL", "Redis")) if setting in os.environ
}
TURNS = 9
"""Of our pages and the bare ones: the machine's pace drifts within a minute, so many short turns beat few long ones."""
LONGEST = 1800
"""Seconds within which the part about memory has to end."""
P99_LIMIT, RATIO_LIMIT, GROWTH_LIMIT = 150.0, 0.7, 5.0
OK = 200


@dataclass
class Run:
    """One run of locust: seconds it took, and for each kind how often each time of an answer (ms) came."""

    seconds: float
    times: dict[str, dict[float, int]] = field(default_factory=dict)
    failed: int = 0
    history: list[tuple[float, float, float]] = field(default_factory=list)
    """By second: requests a second, and the p99 of all answers (ms)."""

    def count(self, kind: str | None = None) -> int:
        """Answers of one kind, or of all."""
        return sum(sum(times.values()) for name, times in self.times.items() if kind in {None, name})

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.count() / self.seconds

    def percentile(self, kind: str, share: float) -> float:
        """The time (ms) within which this share of the answers of one kind came."""
        wanted, seen = share * self.count(kind), 0
        for taken, number in sorted(self.times.get(kind, {}).items()):
            seen += number
            if seen >= wanted:
                return taken
        return 0.0


class Servers:
    """A process that serves, with its workers."""

    def __init__(self, *line: str, **environment: str) -> None:
        """Start it; ``{port}`` in ``line`` is filled in."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        words = [word.format(port=port) for word in line]
        self._process = subprocess.Popen(words, cwd=HOME, env={**os.environ, **environment})  # noqa: S603 - our own words

    def wait_for(self, path: str) -> None:
        """Wait until every worker has begun to answer."""
        for _ in range(600):
            with suppress(OSError), urlopen(f"{self.address}{path}", timeout=5) as answer:  # noqa: S310 - our own server
                if answer.status == OK and len(self._family()) > WORKERS:
                    return
            time.sleep(0.1)
        raise TimeoutError

    def _family(self) -> list[psutil.Process]:
        parent = psutil.Process(self._process.pid)
        return [parent, *parent.children(recursive=True)]

    def memory(self) -> float:
        """MB that its processes hold for themselves."""
        return float(sum(process.memory_full_info().uss for process in self._family())) / 1e6

    def work(self) -> float:
        """Seconds of processor time that they have used."""
        return float(sum(sum(process.cpu_times()[:2]) for process in self._family()))

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(60)


def locust(address: str, plan: dict[str, Any], seconds: float, visitors: int = VISITORS) -> Run:
    """Let ``visitors`` ask ``address`` by ``plan`` for so long."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "plan.json").write_text(json.dumps(plan), "utf-8")
        line = [
            *(sys.executable, "-m", "locust", "--locustfile", str(HOME / "bench/load_visitors.py"), "--host", address),
            *("--headless", "--users", str(visitors), "--spawn-rate", str(visitors), "--run-time", f"{seconds:.0f}s"),
            *("--stop-timeout", "10", "--json-file", f"{folder}/told", "--csv", f"{folder}/csv", "--only-summary"),
            *("--loglevel", "ERROR", "--exit-code-on-error", "0"),
        ]
        environment = {**os.environ, "LOAD_PLAN": f"{folder}/plan.json"}
        done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
        if done.returncode:
            sys.exit(done.stderr)
        told = json.loads((Path(folder) / "told.json").read_text("utf-8"))
        with (Path(folder) / "csv_stats_history.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["Name"] == "Aggregated" and row["99%"] != "N/A"]
        with (Path(folder) / "csv_failures.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                print(f"  failed: {row['Name']} {row['Occurrences']} times: {row['Error']}", file=sys.stderr)
    start = float(rows[0]["Timestamp"]) if rows else 0.0
    run = Run(max(entry["last_request_timestamp"] for entry in told) - min(entry["start_time"] for entry in told))
    for entry in told:
        run.times[entry["name"]] = {float(taken): number for taken, number in entry["response_times"].items()}
        run.failed += entry["num_failures"]
    run.history = [(float(r["Timestamp"]) - start, float(r["Requests/s"]), float(r["99%"])) for r in rows]
    return run


def plan(weights: dict[str, float], rate: float = 0.0) -> dict[str, Any]:
    """Pages, embeds, a text of 1,500 words and records to explain, from the evidence base itself."""
    records = list(load(HOME / "claims").records)
    addresses = {"page": [f"/claims/{i}" for i in records], "embed": [f"/embed/claims/{i}" for i in records]}
    return {"weights": weights, "addresses": addresses, "records": records, "text": sample_page(), "rate": rate}


@contextmanager
def site(folder: Path) -> Iterator[Servers]:
    """Our site with two workers, every page asked for once by way of warming up."""
    environment = {"CLAIMCHECK_RUN_FOLDER": str(folder / "run")}
    environment["DATABASE_URL"] = os.environ.get("DATABASE_URL", f"sqlite:///{folder / 'load.sqlite3'}")
    line = [sys.executable, "-m", "app.cli", "serve", "--port", "{port}", "--workers", str(WORKERS)]
    servers = Servers(*line, **environment)
    try:
        servers.wait_for("/healthz")
        locust(servers.address, plan(MIXED), 8)
        yield servers
    finally:
        servers.stop()


@contextmanager
def bare(folder: Path, packed: dict[str, bytes]) -> Iterator[Servers]:
    """The bare pages with two workers: ``packed`` by the last part of their address."""
    pages = folder / "pages"
    pages.mkdir()
    for name, page in packed.items():
        (pages / name).write_bytes(page)
    line = [sys.executable, "-m", "uvicorn", "load_bare:app", "--app-dir", "bench", "--port", "{port}"]
    line += ["--workers", str(WORKERS), "--log-level", "warning", "--no-access-log"]
    servers = Servers(*line, LOAD_BARE=str(pages))
    try:
        servers.wait_for(f"/{next(iter(packed))}")
        yield servers
    finally:
        servers.stop()
        shutil.rmtree(pages)


@dataclass
class Speed:
    """What was served a second, and what one answer cost (ms of one core)."""

    rate: float
    cost: float


def speed(servers: Servers, asked: dict[str, Any], seconds: float) -> tuple[Speed, int]:
    """How fast answers come where everybody asks again at once, and how many failed."""
    before = servers.work()
    run = locust(servers.address, asked, seconds)
    return Speed(run.rate, (servers.work() - before) / max(1, run.count()) * 1000), run.failed


def middle(speeds: list[Speed]) -> Speed:
    """The median of each."""
    return Speed(statistics.median(s.rate for s in speeds), statistics.median(s.cost for s in speeds))


def packed_pages(ours: Servers, addresses: list[str]) -> dict[str, bytes]:
    """What is sent at each of our addresses, as it goes over the wire, by the last part of the address."""

    def sent(path: str) -> bytes:
        with urlopen(Request(f"{ours.address}{path}", headers={"Accept-Encoding": "gzip"})) as answer:  # noqa: S310 - our own server
            return bytes(answer.read())

    return {path.rpartition("/")[2]: sent(path) for path in addresses}


def beside_bare(ours: Servers, kind: str, folder: Path, seconds: float) -> tuple[Speed, Speed, int]:
    """Our pages of one kind, and the same bytes from bare pages, in turn."""
    ask_ours = plan({kind: 1.0})
    packed = packed_pages(ours, ask_ours["addresses"][kind])
    ask_bare = {**ask_ours, "addresses": {kind: [f"/{name}" for name in packed]}}
    found: tuple[list[Speed], list[Speed]] = ([], [])
    failed = 0
    with bare(folder, packed) as plain:
        for _ in range(TURNS):
            for servers, what, speeds in ((ours, ask_ours, found[0]), (plain, ask_bare, found[1])):
                one, lost = speed(servers, what, seconds / TURNS)
                speeds.append(one)
                failed += lost
    return middle(found[0]), middle(found[1]), failed


def memory(servers: Servers, requests: int) -> tuple[list[tuple[float, float]], int]:
    """MB held, by thousands of requests, while so many are answered; and how many failed."""
    held, done, failed = [(0.0, servers.memory())], 0, 0
    end = time.monotonic() + LONGEST
    while done < requests:
        if time.monotonic() > end:
            sys.exit(f"The memory part came to {done:,} requests only in {LONGEST} seconds.")
        run = locust(servers.address, plan(LONG_RUN), 15)
        done += run.count()
        failed += run.failed
        held.append((done / 1000, servers.memory()))
        print(f"  {done:,} requests, {held[-1][1]:.0f} MB", file=sys.stderr)
    return held, failed


def growth(held: list[tuple[float, float]]) -> float:
    """Percent by which the memory grew; every cache had its turn in the parts before."""
    return (held[-1][1] / held[0][1] - 1) * 100


def main() -> int:
    """Run all parts, write the figures, and hold them against the limits."""
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=300, help="of steady traffic; other parts take a tenth each")
    words.add_argument("--requests", type=int, default=100_000, help="over which the memory is watched")
    words.add_argument("--to", type=Path, default=HOME / "docs", help="folder for load.md and load.svg")
    chosen = words.parse_args()
    before = os.getloadavg()[0]
    short = max(10.0, chosen.seconds / 10)
    with tempfile.TemporaryDirectory(prefix="claimcheck-load-") as name:
        folder = Path(name)
        with site(folder) as ours:
            print("as much as it serves", file=sys.stderr)
            most = locust(ours.address, plan(MIXED), short)
            print(f"half of {most.rate:.0f} requests a second", file=sys.stderr)
            visitors = 64
            half = locust(ours.address, plan(MIXED, most.rate / 2 / visitors), chosen.seconds, visitors)
            print("beside a bare page", file=sys.stderr)
            speeds = {kind: beside_bare(ours, kind, folder, short * 1.5) for kind in READING}
            print("memory", file=sys.stderr)
            held, lost_later = memory(ours, chosen.requests)
    failed = most.failed + half.failed + sum(lost for _, _, lost in speeds.values()) + lost_later
    pairs = {kind: (our_speed, bare_speed) for kind, (our_speed, bare_speed, _) in speeds.items()}
    text = told(most, half, pairs, held, failed, before)
    (chosen.to / f"{file_name()}.md").write_text(text, "utf-8")
    (chosen.to / f"{file_name()}.svg").write_text(pictured(half, held), "utf-8")
    print(text)
    ratio = min(our_speed.rate / bare_speed.rate for our_speed, bare_speed in pairs.values())
    missed = half.percentile("check", 0.99) > P99_LIMIT or ratio < RATIO_LIMIT or growth(held) > GROWTH_LIMIT
    return int(bool(failed) or missed)


NAMES = {"page": "claim page", "embed": "embed", "check": f"check of {WORDS:,} words", "link": "making a link"}


def file_name() -> str:
    """What the files of a run are called."""
    return "-".join(["load", *STORES.values()]).lower()


def told(  # noqa: PLR0913, PLR0917 - one part for each figure
    most: Run,
    half: Run,
    speeds: dict[str, tuple[Speed, Speed]],
    held: list[tuple[float, float]],
    failed: int,
    before: float,
) -> str:
    """The figures as a page of the documents."""
    where = f"{STORES.get('DATABASE_URL', 'SQLite')}, limits in {STORES.get('REDIS_URL', 'memory')}"
    p99 = half.percentile("check", 0.99)
    rows = "\n".join(
        f"| {NAMES[kind]} | {half.count(kind):,} | "
        + " | ".join(f"{half.percentile(kind, share):.0f}" for share in (0.5, 0.95, 0.99))
        + " |"
        for kind in MIXED
    )
    beside = "\n".join(
        f"| {NAMES[kind]} | {ours.rate:.0f} | {ours.cost:.2f} | {bare.rate:.0f} | {bare.cost:.2f} "
        f"| {ours.rate / bare.rate:.2f} |"
        for kind, (ours, bare) in speeds.items()
    )
    return f"""# Under load: measured figures

Written by `make load` on {datetime.now(UTC):%Y-%m-%d}; {WORKERS} workers, {where}, Python {platform.python_version()};
{os.cpu_count()} cores, which locust shares with the workers. Load average before the run: {before:.1f}.
Above 1, others used the machine too, and times and rates say little.

Mixed traffic: 70% claim pages and embeds, 25% checks of {WORDS:,} words, 5% making links. **{failed} of all requests
failed.** Served at most: {most.rate:.0f} requests a second. At half of that, for {half.seconds:.0f} seconds:

| what | requests | p50 ms | p95 ms | p99 ms |
| --- | --- | --- | --- | --- |
{rows}

The p99 of checks is held to {P99_LIMIT:.0f} ms: {"kept" if p99 <= P99_LIMIT else "missed"}.

Alone, beside a bare FastAPI application that sends the same bytes (a second: answers; ms: of one core, each):

| what | a second | ms | bare, a second | ms | ratio, held to {RATIO_LIMIT} |
| --- | --- | --- | --- | --- | --- |
{beside}

Memory of all processes of the server over {held[-1][0] * 1000:,.0f} requests: {held[0][1]:.0f} MB at first,
{held[-1][1]:.0f} MB at the end, {growth(held):+.1f}% (held to {GROWTH_LIMIT:.0f}%).

![Requests a second and p99 at half of what it serves; memory over the requests]({file_name()}.svg)
"""


def pictured(half: Run, held: list[tuple[float, float]]) -> str:
    """The same as three curves."""
    return drawn(
        Panel("Requests a second, half of the most", "seconds", [(at, rate) for at, rate, _ in half.history]),
        Panel("p99 of all answers (ms)", "seconds", [(at, p99) for at, _, p99 in half.history]),
        Panel("Memory of the server (MB)", "thousand requests", held),
    )


if __name__ == "__main__":
    sys.exit(main())
