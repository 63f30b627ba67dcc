"""New evidence in running workers: every request sees one revision, none is lost, and a broken base changes nothing."""

import os
import random
import re
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from app.judging.check import Engine
from app.main import create_app
from app.settings import Settings

MARKED = "disc-pain-marrow-cells"
RECORD = f"records/{MARKED}.yaml"
ASKED = "Stem cells from your own bone marrow cure disc pain. Our treatment has no side effects."


def mark(claims: Path, word: str) -> None:
    """Let the short answer of one record begin with ``word``, in one step, as a careful deployment does."""
    path = claims / RECORD
    text, changed = re.subn(
        r'^short_answer: "(\[\w+\] )?', f'short_answer: "[{word}] ', path.read_text("utf-8"), flags=re.MULTILINE
    )
    assert changed == 1
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)


class Visitors:
    """Many at once who read and check until told to stop; each answer is held against itself."""

    def __init__(self, address: str, many: int = 4) -> None:
        self._stop = threading.Event()
        self.seen: list[tuple[str, str]] = []
        self.mixed: list[tuple[str, str]] = []
        self.failed: list[str] = []
        self._threads = [threading.Thread(target=self._visit, args=(address, n)) for n in range(many)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, address: str, number: int) -> None:
        luck = random.Random(number)  # noqa: S311 - no secret
        with httpx.Client(base_url=address, timeout=30) as client:
            while not self._stop.is_set():
                # Many visitors behind one proxy, so that the limits stay out of the way.
                headers = {"X-Forwarded-For": f"10.{luck.randrange(256)}.{luck.randrange(256)}.{luck.randrange(256)}"}
                try:
                    if luck.random() < 0.5:
                        got = client.post("/api/v1/check", json={"text": ASKED}, headers=headers).raise_for_status()
                        pair = got.headers["x-evidence-revision"], got.json()["evidence_revision"]
                        self.mixed += [pair] * (pair[0] != pair[1])
                    else:
                        got = client.get("/api/v1/claims/" + MARKED, headers=headers).raise_for_status()
                        word = got.json()["short_answer"][1:].partition("]")[0]
                        self.seen.append((got.headers["x-evidence-revision"], word))
                except httpx.HTTPError as failure:
                    self.failed.append(repr(failure))


def test_swaps_under_traffic(server_for: Callable[..., Any], claims: Path) -> None:
    mark(claims, "first")
    server = server_for(claims)
    server.start(workers=2)
    with Visitors(server.address) as visitors:
        for word in ("second", "first"):
            time.sleep(1)
            mark(claims, word)
            done = server.command("reload")
            assert done.returncode == 0, done.stderr
            assert len(done.stdout.splitlines()) == 2, "both workers answered"
            after = len(visitors.seen)
            server.until(lambda after=after: len(visitors.seen) > after + 20)
            assert {w for _, w in visitors.seen[after + 12 :]} == {word}, "nobody is served the old one afterwards"
    assert visitors.failed == []
    assert visitors.mixed == []
    assert {word for _, word in visitors.seen} == {"first", "second"}
    revision_of = dict(visitors.seen)
    assert len(revision_of) == 2, "going back gives the revision of before"
    assert all(revision_of[revision] == word for revision, word in visitors.seen)
    assert server.stop() == 0
    assert server.workers() == []


def test_a_broken_base_changes_nothing(server_for: Callable[..., Any], claims: Path) -> None:
    server = server_for(claims)
    server.start(workers=2)
    revision = server.workers()[0].revision
    good = (claims / RECORD).read_text("utf-8")
    (claims / RECORD).write_text(good.replace("short_answer:", "shortanswer:"), "utf-8")
    told = server.command("reload")
    assert told.returncode == 3
    assert RECORD in told.stderr
    assert "short_answer" in told.stderr
    assert {worker.tries for worker in server.workers()} == {0}, "the workers were not even asked"
    os.kill(server.workers()[0].pid, signal.SIGUSR1)
    server.until(lambda: any(worker.problem for worker in server.workers()))
    assert {worker.revision for worker in server.workers()} == {revision}
    assert f"revision {revision} goes on serving" in server.told()
    assert RECORD in server.told()
    assert httpx.get(f"{server.address}/claims/{MARKED}").status_code == 200
    (claims / RECORD).write_text(good + "# mended\n", "utf-8")
    assert server.command("reload").returncode == 0
    assert {worker.problem for worker in server.workers()} == {""}
    assert {worker.revision for worker in server.workers()} != {revision}


def test_the_supervisor_hands_the_signal_on(server_for: Callable[..., Any], claims: Path) -> None:
    server = server_for(claims)
    server.start(workers=2)
    mark(claims, "new")
    pids = {worker.pid for worker in server.workers()}
    server.process.send_signal(signal.SIGUSR1)
    server.until(lambda: [worker.tries for worker in server.workers()] == [1, 1])
    assert {worker.pid for worker in server.workers()} == pids, "no worker was started anew"
    assert "[new]" in httpx.get(f"{server.address}/claims/{MARKED}").text


def test_a_worker_that_died_is_not_waited_for(server_for: Callable[..., Any], claims: Path) -> None:
    server = server_for(claims)
    server.start(workers=2)
    dead = server.workers()[0].pid
    os.kill(dead, signal.SIGKILL)
    mark(claims, "new")
    assert server.command("reload").returncode == 0
    server.until(lambda: len(server.workers()) == 2)
    assert dead not in {worker.pid for worker in server.workers()}
    assert len({worker.revision for worker in server.workers()}) == 1, "the new worker read the new files"


def test_nobody_to_ask(server_for: Callable[..., Any]) -> None:
    told = server_for().command("reload")
    assert told.returncode == 4
    assert "No running worker" in told.stderr


def test_without_a_run_folder_the_signal_still_works(
    server_for: Callable[..., Any], claims: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    server = server_for(claims, CLAIMCHECK_RUN_FOLDER=str(tmp_path / "file" / "run"))
    server.start(known=False)
    assert "cannot be written" in server.told()
    mark(claims, "new")
    server.process.send_signal(signal.SIGUSR1)
    server.until(lambda: "[new]" in httpx.get(f"{server.address}/claims/{MARKED}").text)


def test_a_swap_in_the_middle_of_a_request_is_not_seen_by_it(
    evidence: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}"), evidence)
    swapped = []
    judge = Engine.check

    def check_and_swap(engine: Engine, text: str) -> Any:
        swapped.append(app.state.edition)
        app.state.edition = None  # whoever looks at it now fails
        return judge(engine, text)

    monkeypatch.setattr(Engine, "check", check_and_swap)
    with TestClient(app) as client:
        page = client.post("/", data={"text": ASKED})
        app.state.edition = swapped[0]
    assert page.status_code == 200
    assert "side effects" in page.text
