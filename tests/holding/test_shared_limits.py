"""Limits in a real Redis: counted together by all workers, nobody told who asked, and no error when Redis is gone."""

import hashlib
import logging
import signal
import time
from collections.abc import Callable
from typing import Any

import httpx2 as httpx
import pytest
from starlette.requests import Request

from app.limits import Limits, NoRoom, visitor_of
from app.settings import Settings
from app.shared_limits import KEY_NAME, PATIENCE

HOST = "203.0.113.77"
RULES = {"check": "4/minute"}


def request(host: str = HOST) -> Request:
    return Request({"type": "http", "method": "POST", "path": "/", "headers": [], "client": (host, 4711)})


def taken(limits: Limits, times: int, host: str = HOST) -> int:
    """How many of ``times`` requests there was room for."""
    found = 0
    for _ in range(times):
        try:
            limits.take("check", request(host))
            found += 1
        except NoRoom:
            pass
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.shared_limits.PAUSE", 1.0)


def test_workers_count_together(redis_server: Any) -> None:
    one, other = Limits(RULES, redis_server.url), Limits(RULES, redis_server.url)
    assert one.take("check", request()).left == 3
    assert other.take("check", request()).left == 2
    assert taken(one, 2) == 2
    with pytest.raises(NoRoom) as refused:
        other.take("check", request())
    assert 0 < refused.value.seconds <= 61
    assert taken(other, 5, "203.0.113.78") == 4, "another visitor has room of their own"


def test_redis_is_not_told_who_asked_and_forgets_soon(redis_server: Any) -> None:
    Limits(RULES, redis_server.url).take("check", request())
    client = redis_server.client()
    keys = client.keys("*")
    assert len(keys) == 2
    everything = repr([(key, client.dump(key)) for key in keys]).encode()
    unkeyed = (name(HOST.encode()).hexdigest() for name in (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.blake2b))
    for told in (HOST, *unkeyed, hashlib.blake2b(HOST.encode(), digest_size=12).hexdigest()):
        assert told.encode() not in everything
    for key in keys:
        assert 0 < client.ttl(key) <= (86_400 if key == KEY_NAME.encode() else 60)


def test_a_new_day_has_a_new_key(redis_server: Any) -> None:
    Limits(RULES, redis_server.url).take("check", request())
    redis_server.client().delete(KEY_NAME)
    Limits(RULES, redis_server.url).take("check", request())
    counts = [key for key in redis_server.client().keys("*") if key != KEY_NAME.encode()]
    assert len(counts) == 2, "the same visitor has another name"


@pytest.mark.usefixtures("quick")
def test_a_dead_redis_costs_a_warning_and_comes_back(redis_server: Any, caplog: pytest.LogCaptureFixture) -> None:
    limits = Limits(RULES, redis_server.url)
    assert taken(limits, 1) == 1
    redis_server.kill()
    begun = time.monotonic()
    assert taken(limits, 6) == 4, "counted in memory"
    assert time.monotonic() - begun < 5
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 1, "one warning, however many requests"
    assert "Each worker counts for itself" in warnings[0]
    redis_server.start()
    time.sleep(1.1)
    assert taken(limits, 6) == 4, "counted in Redis again, which had forgotten all"
    assert "counts together" in caplog.messages[-1].replace("workers count", "counts")
    assert redis_server.client().keys("claimcheck*check*")


@pytest.mark.usefixtures("quick")
def test_a_redis_that_hangs_holds_nobody_up(redis_server: Any) -> None:
    limits = Limits(RULES, redis_server.url)
    assert taken(limits, 1) == 1
    redis_server.send(signal.SIGSTOP)
    begun = time.monotonic()
    limits.take("check", request())
    assert PATIENCE < time.monotonic() - begun < 5
    begun = time.monotonic()
    limits.take("check", request())
    assert time.monotonic() - begun < PATIENCE, "the second does not ask it again"
    redis_server.send(signal.SIGCONT)
    time.sleep(1.1)
    assert limits.take("check", request()).left <= 2, "counted in Redis again"


def test_a_redis_that_was_never_there(caplog: pytest.LogCaptureFixture) -> None:
    limits = Limits(RULES, "redis://:geheim@127.0.0.1:9/0")
    assert taken(limits, 5) == 4
    assert "Redis does not answer" in caplog.text
    assert "geheim" not in caplog.text


def test_a_restarted_redis_loses_no_request(redis_server: Any, caplog: pytest.LogCaptureFixture) -> None:
    limits = Limits(RULES, redis_server.url)
    assert taken(limits, 1) == 1
    redis_server.kill()
    redis_server.start()
    assert taken(limits, 5) == 4
    assert not caplog.records, "the broken connection was made anew without a word"


@pytest.mark.parametrize(
    ("host", "visitor"),
    [
        (HOST, HOST),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", HOST),
        ("testclient", "testclient"),
    ],
)
def test_one_connection_is_one_visitor(host: str, visitor: str) -> None:
    assert visitor_of(host) == visitor


@pytest.mark.parametrize("url", ["", "redis://cache:6379/0", "rediss://cache", "unix:///run/redis.sock"])
def test_the_usual_addresses_are_taken(url: str) -> None:
    Limits(redis_url=Settings(redis_url=url).redis_url)


def test_another_address_stops_the_start() -> None:
    with pytest.raises(ValueError, match="redis_url"):
        Settings(redis_url="memcached://cache")


def test_workers_of_a_server_count_together_and_go_on_without_redis(
    server_for: Callable[..., Any], redis_server: Any
) -> None:
    server = server_for(REDIS_URL=redis_server.url)
    server.start(workers=2)

    def asked(times: int) -> list[int]:
        """What is left after each request, every one on a connection of its own, so that both workers answer."""
        answers = [httpx.get(f"{server.address}/api/v1/revision", timeout=20) for _ in range(times)]
        assert {answer.status_code for answer in answers} == {200}
        return [int(answer.headers["RateLimit-Remaining"]) for answer in answers]

    left = asked(20)
    assert left == list(range(left[0], left[0] - 20, -1)), "counted in one place"
    redis_server.kill()
    alone = asked(20)
    assert len(set(alone)) < 20, "each worker counts for itself: both have answered"
    assert httpx.post(server.address, data={"text": "Stem cells cure."}, timeout=20).status_code == 200
    made = httpx.post(f"{server.address}/api/v1/explanations", json={"records": ["tumour-free-cells"]}, timeout=20)
    assert made.status_code == 201
    warned = [line for line in server.told().splitlines() if "Each worker counts for itself" in line]
    assert len(warned) == 2, "one warning of each worker, however many requests"
