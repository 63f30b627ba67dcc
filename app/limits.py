"""How often one visitor may ask for what costs us: counted by a key that tells nobody who it was."""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Protocol

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from app.metrics import limit_hit

RULES = {"check": "60/minute", "make": "60/hour", "feedback": "20/hour", "api": "120/minute"}

BY_LENGTH = frozenset({"check", "api"})
BYTES = 20_000
"""As much of a body counts as one request; some 3,000 words."""
FEWEST = 5
"""So often even the longest text may be sent in the time of a rule."""
LONGEST_IN_MINUTES = 90


@dataclass(frozen=True, slots=True)
class Room:
    """How much is left: ``limit`` and ``left`` in requests, ``seconds`` until the window gives some back."""

    limit: int
    left: int
    seconds: int


class Counting(Protocol):
    """A place where requests are counted."""

    def count(self, item: RateLimitItem, rule: str, visitor: str, cost: int = 1) -> tuple[bool, Room] | None:
        """As ``Counts.count``; None where this place cannot count just now, and the next one has to."""


class Counts:
    """Requests counted by rule and visitor in one place; the visitor is a hash by a key that is soon forgotten."""

    def __init__(self, storage: MemoryStorage | RedisStorage, key: Callable[[], bytes]) -> None:
        """``storage`` holds the counts; ``key`` gives the key of the day for hashing visitors."""
        self._limiter = MovingWindowRateLimiter(storage)
        self._key = key

    def count(self, item: RateLimitItem, rule: str, visitor: str, cost: int = 1) -> tuple[bool, Room]:
        """Count one request of ``visitor`` as ``cost``: whether there was room for it, and what is left."""
        name = hashlib.blake2b(visitor.encode(), key=self._key(), digest_size=12).hexdigest()
        allowed, room = self._hit(item, rule, name, cost)
        if not allowed and room.seconds > 2 * item.get_expiry():  # the clock was set back: nobody waits for it
            self._limiter.clear(item, rule, name)
            allowed, room = self._hit(item, rule, name, cost)
        return allowed, room

    def _hit(self, item: RateLimitItem, rule: str, name: str, cost: int) -> tuple[bool, Room]:
        allowed = self._limiter.hit(item, rule, name, cost=cost)
        window = self._limiter.get_window_stats(item, rule, name)
        return allowed, Room(item.amount, window.remaining, max(1, int(window.reset_time - time.time()) + 1))


class Limits:
    """Counts requests, in Redis where there is one, so that all workers count together, else in this process."""

    def __init__(self, rules: Mapping[str, str] = RULES, redis_url: str = "") -> None:
        """``rules`` name how often each thing may be asked for, such as "60/minute"; no connection is made yet."""
        key = secrets.token_bytes(32)
        self._places: list[Counting] = [Counts(MemoryStorage(), lambda: key)]
        self._rules: dict[str, RateLimitItem] = {name: parse(rule) for name, rule in rules.items()}
        if redis_url:
            from app.shared_limits import SharedCounts  # noqa: PLC0415 - the client is slow to load; most run without

            self._places.insert(0, SharedCounts(redis_url))

    def take(self, rule: str, request: Request) -> Room:
        """Count one request; raises ``NoRoom`` (a 429) where the visitor has used up what ``rule`` allows.

        A long text counts for several, because it costs us as much as they do.
        """
        item, visitor = self._rules[rule], visitor_of(request.client.host if request.client else "unknown")
        cost = min(cost_of(request.headers, request.method), max(1, item.amount // FEWEST)) if rule in BY_LENGTH else 1
        counted = (place.count(item, rule, visitor, cost) for place in self._places)
        allowed, room = next(answer for answer in counted if answer)
        if not allowed:
            limit_hit(rule)
            raise NoRoom(room)
        return room


def cost_of(headers: Headers, method: str) -> int:
    """For how many requests one with these counts; a body whose length is not told counts as a long one."""
    told = headers.get("content-length", "")
    if told.isdecimal():
        return 1 + int(told[:12]) // BYTES
    return 1 if method in {"GET", "HEAD", "OPTIONS"} else FEWEST


def visitor_of(host: str) -> str:
    """What counts as one visitor: an IPv4 address, or the 64 bits of an IPv6 address that name one connection."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Network((int(address) >> 64 << 64, 64)))
    return str(address)


class NoRoom(HTTPException):
    """The visitor has used up what a rule allows; ``seconds`` tells how long to wait."""

    def __init__(self, room: Room) -> None:
        """``room`` is what is left: nothing."""
        super().__init__(429, headers={"Retry-After": str(room.seconds), **headers_of(room)})
        self.seconds = room.seconds


def waiting(seconds: int) -> str:
    """A time to wait as people say it, never shorter than ``seconds``."""
    minutes = -(-seconds // 60)
    if minutes <= 1:
        return "one minute"
    return f"{minutes} minutes" if minutes <= LONGEST_IN_MINUTES else f"{-(-minutes // 60)} hours"


def headers_of(room: Room) -> dict[str, str]:
    """The standard headers that tell a client how much is left (draft-ietf-httpapi-ratelimit-headers)."""
    return {
        "RateLimit-Limit": str(room.limit),
        "RateLimit-Remaining": str(room.left),
        "RateLimit-Reset": str(room.seconds),
    }


def limited(rule: str) -> Callable[[Request], Room]:
    """A dependency that counts one request against ``rule``."""

    def count(request: Request) -> Room:
        limits: Limits = request.app.state.limits
        return limits.take(rule, request)

    return count
