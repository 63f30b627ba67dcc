"""The database goes away, fills up or is killed: checking goes on, and every link that was shown to somebody exists."""

import html
import os
import re
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import create_engine, text

from app.db import engine_for

NOTE = "Please ask for the trial, and ring me on Monday."
RECORDS = ["disc-pain-marrow-cells", "tumour-free-cells"]


def visitor(number: int) -> dict[str, str]:
    """Each request from a visitor of its own, so that the limits stay out of the way."""
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def send_draft(address: str, number: int = 1) -> httpx.Response:
    """Look at the preview as a person does, then press "Make the link"."""
    form: dict[str, Any] = {"record": RECORDS, "note": NOTE, "months": "3"}
    looked = httpx.post(f"{address}/e/preview", data=form, headers=visitor(number), timeout=30)
    assert looked.status_code == 200, looked.text
    form |= {name: hidden(looked.text, name) for name in ("form_key", "seen")}
    return httpx.post(f"{address}/e/make", data=form, headers=visitor(number), timeout=60)


def assert_note_is_kept(refused: httpx.Response) -> None:
    assert refused.status_code == 503
    assert "Nothing was stored, and nothing you typed is lost" in refused.text
    area = re.search(r'<textarea id="note"[^>]*>\s*(.*?)</textarea>', refused.text, re.DOTALL)
    assert area
    assert html.unescape(area[1]).strip() == NOTE


def assert_checks_go_on(address: str) -> None:
    page = httpx.post(address, data={"text": "Stem cells cure back pain."}, headers=visitor(99), timeout=30)
    assert page.status_code == 200
    assert "Stem cells cure back pain." in page.text
    assert httpx.get(f"{address}/claims/{RECORDS[0]}").status_code == 200


def test_gone_before(server_for: Callable[..., Any], postgres: Any) -> None:
    url = postgres.new_database()
    postgres.kill()
    server = server_for(DATABASE_URL=url)
    server.start()
    try:
        assert "The database cannot be reached" in server.told()
        assert_checks_go_on(server.address)
        assert_note_is_kept(send_draft(server.address))
        refused = httpx.post(f"{server.address}/feedback", data={"page": "/", "kind": "unclear", "text": NOTE})
        assert refused.status_code == 503
        assert NOTE in refused.text
        assert httpx.get(f"{server.address}/e/{'x' * 24}").status_code == 503
        assert httpx.get(f"{server.address}/api/v1/explanations/{'x' * 24}").status_code == 503
    finally:
        postgres.start()
    server.until(lambda: "The database is there now" in server.told())
    made = send_draft(server.address)
    assert made.status_code == 200, "the tables were made as soon as it was there, without a restart"
    assert "/e/" in made.text


def test_gone_during_a_request(server_for: Callable[..., Any], postgres: Any) -> None:
    url = postgres.new_database()
    server = server_for(DATABASE_URL=url)
    server.start()
    assert send_draft(server.address).status_code == 200
    engine = engine_for(url)
    answers: list[httpx.Response] = []
    try:
        with engine.connect() as blocker:
            blocker.execute(text("LOCK TABLE explanation IN ACCESS EXCLUSIVE MODE"))
            thread = threading.Thread(target=lambda: answers.append(send_draft(server.address)))
            thread.start()
            wait_until(lambda: waiting_for_lock(url))
            postgres.kill()
            thread.join(30)
            assert_checks_go_on(server.address)
            blocker.invalidate()
    finally:
        postgres.start()
        engine.dispose()
    assert_note_is_kept(answers[0])
    assert send_draft(server.address).status_code == 200
    assert server.process.poll() is None


def test_a_lock_that_nobody_gives_back_ends_in_a_503(server_for: Callable[..., Any], postgres: Any) -> None:
    url = postgres.new_database()
    server = server_for(DATABASE_URL=url)
    server.start()
    engine = engine_for(url)
    with engine.connect() as blocker:
        blocker.execute(text("LOCK TABLE explanation IN ACCESS EXCLUSIVE MODE"))
        begun = time.monotonic()
        assert_note_is_kept(send_draft(server.address))
        assert 4 < time.monotonic() - begun < 20
    engine.dispose()
    assert send_draft(server.address).status_code == 200


def test_a_server_that_is_stopped_first_makes_the_link_that_is_being_made(
    server_for: Callable[..., Any], postgres: Any
) -> None:
    url = postgres.new_database()
    server = server_for(DATABASE_URL=url)
    server.start(workers=2)
    engine = engine_for(url)
    answers: list[httpx.Response] = []
    with engine.connect() as blocker:
        blocker.execute(text("LOCK TABLE explanation IN ACCESS EXCLUSIVE MODE"))
        thread = threading.Thread(target=lambda: answers.append(send_draft(server.address)))
        thread.start()
        wait_until(lambda: waiting_for_lock(url))
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not server.answers())
    thread.join(30)
    engine.dispose()
    assert server.stop() in {0, -signal.SIGTERM}
    assert answers[0].status_code == 200
    link = re.search(r'id="link" readonly value="[^"]*(/e/[^"]+)"', answers[0].text)
    assert link
    server.start()
    assert NOTE in httpx.get(f"{server.address}{link[1]}").text


def waiting_for_lock(url: str) -> bool:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        ).scalar()
    engine.dispose()
    return bool(found)


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


class Makers:
    """Several people who make links until told to stop; what each was shown is remembered."""

    def __init__(self, address: str, many: int = 4) -> None:
        self.shown: dict[str, str] = {}
        self.refused = 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._make, args=(address, n)) for n in range(many)]

    def _make(self, address: str, maker: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            body: dict[str, Any] = {"records": RECORDS, "note": f"{maker}-{number} {NOTE}"}
            try:
                made = httpx.post(
                    f"{address}/api/v1/explanations", json=body, headers=visitor(maker << 16 | number), timeout=30
                )
            except httpx.HTTPError:  # the worker died under it: nothing was shown
                self.refused += 1
                time.sleep(0.05)
                continue
            if made.status_code == 201:
                self.shown[made.json()["token"]] = body["note"]
            else:
                assert made.status_code == 503, made.text
                self.refused += 1
                time.sleep(0.05)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until so many more links were shown."""
        start = len(self.shown)
        wait_until(lambda: len(self.shown) >= start + more, 120)


def assert_nothing_is_lost(server: Any, makers: Makers, url: str) -> None:
    for number, (token, note) in enumerate(makers.shown.items()):
        got = httpx.get(f"{server.address}/api/v1/explanations/{token}", headers=visitor(1 << 23 | number), timeout=30)
        assert got.status_code == 200
        assert got.json()["note"] == note
        assert [shown["record"] for shown in got.json()["statements"]] == RECORDS
    engine = engine_for(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT note, CAST(shown AS VARCHAR) FROM explanation")).all()
    engine.dispose()
    assert len(rows) >= len(makers.shown)
    for stored, statements in rows:
        assert stored.endswith(NOTE), "no row is half-written"
        assert all(record in statements for record in RECORDS)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_workers_killed_while_links_are_made(
    kind: str, server_for: Callable[..., Any], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sqlite = f"sqlite:///{tmp_path / 'killed.sqlite3'}"
    url = sqlite if kind == "sqlite" else request.getfixturevalue("postgres").new_database()
    server = server_for(DATABASE_URL=url)
    server.start(workers=2)
    makers = Makers(server.address)
    with makers.at_work():
        for _ in range(2):
            makers.wait_for(15)
            os.kill(server.workers()[0].pid, signal.SIGKILL)
        makers.wait_for(15)
    server.until(lambda: len(server.workers()) == 2)
    assert_nothing_is_lost(server, makers, url)
    if kind == "sqlite":
        with sqlite3.connect(tmp_path / "killed.sqlite3") as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_workers_started_anew_while_links_are_made(server_for: Callable[..., Any], postgres: Any) -> None:
    """By SIGHUP, uvicorn's own signal for it: another takes each worker's place, which then finishes what it began."""
    url = postgres.new_database()
    server = server_for(DATABASE_URL=url)
    server.start(workers=2)
    before = {worker.pid for worker in server.workers()}

    def all_new() -> bool:
        now = {worker.pid for worker in server.workers()}
        return len(now) == 2 and not before & now

    makers = Makers(server.address)
    with makers.at_work():
        makers.wait_for(15)
        server.process.send_signal(signal.SIGHUP)
        server.until(all_new)  # for a moment three serve: the last old one ends only once the second new one is ready
        makers.wait_for(15)
    assert all_new()
    assert_nothing_is_lost(server, makers, url)


def test_postgresql_killed_while_links_are_made(server_for: Callable[..., Any], postgres: Any) -> None:
    url = postgres.new_database()
    server = server_for(DATABASE_URL=url)
    server.start(workers=2)
    makers = Makers(server.address)
    with makers.at_work():
        for _ in range(2):
            makers.wait_for(15)
            postgres.kill()
            try:
                assert_checks_go_on(server.address)
            finally:
                postgres.start()
        makers.wait_for(15)
    assert makers.refused
    assert_nothing_is_lost(server, makers, url)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk(workers: int, server_for: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "full.sqlite3"
    server = server_for(DATABASE_URL=f"sqlite:///{path}")
    largest = 300_000  # no file of the server can grow beyond, as on a disk without room
    server.start(workers=workers, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)))
    makers = Makers(server.address)
    with makers.at_work():
        wait_until(lambda: makers.refused > 3, 120)
    assert makers.shown
    assert_checks_go_on(server.address)
    assert_note_is_kept(send_draft(server.address))
    assert httpx.get(f"{server.address}/e/{next(iter(makers.shown))}").status_code == 200, "made links can be read"
    server.stop()
    roomy = server_for(DATABASE_URL=f"sqlite:///{path}")
    roomy.start()
    assert send_draft(roomy.address).status_code == 200
    assert_nothing_is_lost(roomy, makers, f"sqlite:///{path}")
    with sqlite3.connect(path) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
