"""Slow clients, a server that is stopped, and a clock that jumps: nobody else waits, and nothing is lost."""

import platform
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2 as httpx
import libfaketime
import pytest

from app.limits import RULES

HEAD = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
LONG = "Stem cells cure back pain in many people. " * 4_000
RECORDS = ["disc-pain-marrow-cells"]


def connected(server: Any, sent: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    client.sendall(sent.encode())
    return client


@pytest.mark.parametrize("workers", [1, 2])
def test_slow_clients_hold_nobody_up(workers: int, server_for: Callable[..., Any]) -> None:
    server = server_for()
    server.start(workers=workers)
    httpx.post(server.address, data={"text": "Stem cells cure back pain."})
    half_a_head = [connected(server, HEAD[:-20]) for _ in range(100)]
    half_a_body = [connected(server, f"{HEAD}Content-Length: 5000\r\n\r\ntext=Stem+cells") for _ in range(100)]
    never_read = [connected(server, "GET /api/v1/evidence.json HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(20)]
    slowest = 0.0
    for _ in range(20):
        for client in half_a_body:
            client.sendall(b"+cure")
        begun = time.monotonic()
        assert httpx.post(server.address, data={"text": "Stem cells cure back pain."}).status_code == 200
        slowest = max(slowest, time.monotonic() - begun)
    assert slowest < 3
    for client in half_a_body:  # however slowly it came, it is answered in the end
        client.sendall(b"x" * (5000 - len("text=Stem+cells") - 20 * 5))
    assert all(client.recv(15).startswith(b"HTTP/1.1 ") for client in half_a_body)
    for client in (*half_a_head, *half_a_body, *never_read):
        client.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_slow_client_does_not_keep_the_server_from_stopping(workers: int, server_for: Callable[..., Any]) -> None:
    server = server_for(CLAIMCHECK_STOP_SECONDS="2")
    server.start(workers=workers)
    with connected(server, f"{HEAD}Content-Length: 5000\r\n\r\ntext=Stem+cells"), connected(server, HEAD[:-20]):
        time.sleep(0.5)
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 15


@pytest.mark.parametrize("workers", [1, 2])
def test_running_requests_are_finished(workers: int, server_for: Callable[..., Any]) -> None:
    server = server_for()
    server.start(workers=workers)
    answers: list[tuple[httpx.Response, float]] = []

    def ask() -> None:
        got = httpx.post(f"{server.address}/api/v1/check", json={"text": LONG}, timeout=120)
        answers.append((got, time.monotonic()))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    assert not answers, "all of them are still running"
    stopped = time.monotonic()
    assert server.stop() in {0, -signal.SIGTERM}
    for thread in threads:
        thread.join()
    assert [got.status_code for got, _ in answers] == [200] * 4
    assert all(len(got.json()["statements"]) == 4_000 for got, _ in answers)
    assert min(moment for _, moment in answers) > stopped
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.address)


@pytest.mark.skipif(sys.platform != "linux", reason="a setting of the C library of Linux")
def test_the_threads_of_a_worker_share_a_heap(server_for: Callable[..., Any]) -> None:
    server = server_for()
    server.start(workers=2)
    for worker in server.workers():
        assert b"MALLOC_ARENA_MAX=1" in Path(f"/proc/{worker.pid}/environ").read_bytes().split(b"\0")


class Clock:
    """The wall clock of one server, which a test may set; the steady clock runs on as it does on a real machine."""

    def __init__(self, folder: Path) -> None:
        library = next(Path(str(libfaketime.__file__)).parent.rglob("libfaketime.so.1"))
        self._file = folder / "clock"
        self._file.write_text("+0\n", "utf-8")
        self.environment = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, shift: str) -> None:
        """Let it go before or after the true time, as "-1d" or "+2y"."""
        self._file.write_text(f"{shift}\n", "utf-8")


on_linux = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="libfaketime comes ready-made for Linux on x86"
)


def made_link(server: Any, note: str) -> httpx.Response:
    return httpx.post(f"{server.address}/api/v1/explanations", json={"records": RECORDS, "note": note, "months": 1})


@on_linux
@pytest.mark.parametrize("workers", [1, 2])
def test_the_clock_jumps(workers: int, server_for: Callable[..., Any], tmp_path: Path) -> None:
    clock = Clock(tmp_path)
    server = server_for(**clock.environment)
    server.start(workers=workers)
    link = made_link(server, "Before").raise_for_status().json()["token"]
    shown = f"{server.address}/api/v1/explanations/{link}"

    clock.set("+2y")
    assert httpx.get(shown).status_code == 410, "by this clock it has ended"
    assert made_link(server, "In two years").json()["expires_at"][:4] == str(time.gmtime().tm_year + 2)
    clock.set("+0")
    assert httpx.get(shown).json()["note"] == "Before", "a clock that was wrong for a while has erased nothing"

    clock.set("-2d")
    early = made_link(server, "Two days ago").raise_for_status().json()["token"]
    assert httpx.get(f"{server.address}/api/v1/explanations/{early}").json()["note"] == "Two days ago"
    assert httpx.get(shown).json()["note"] == "Before"
    assert httpx.get(f"{server.address}/readyz").json()["ready"]
    assert "Traceback" not in server.told()


@on_linux
@pytest.mark.parametrize(("counted_in", "workers"), [("memory", 1), ("redis", 2)])
def test_nobody_is_locked_out_by_a_clock_that_is_set_back(
    counted_in: str, workers: int, server_for: Callable[..., Any], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    clock = Clock(tmp_path)
    shared = {"REDIS_URL": request.getfixturevalue("redis_server").url} if counted_in == "redis" else {}
    server = server_for(**clock.environment, **shared)
    server.start(workers=workers)

    room = int(RULES["make"].partition("/")[0])
    answers = [made_link(server, str(number)) for number in range(room + 1)]
    assert [answer.status_code for answer in answers] == [201] * room + [429]
    for shift in ("-1d", "+1d"):
        clock.set(shift)
        assert made_link(server, shift).status_code == 201
