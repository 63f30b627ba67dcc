"""How often one visitor may ask for what costs us: counted in memory, by a key that tells nobody who it was."""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException

RULES = {"check": "60/minute", "make": "20/hour", "feedback": "20/hour", "api": "120/minute"}

LONGEST_IN_MINUTES = 90


@dataclass(frozen=True, slots=True)
class Room:
    """How much is left: ``limit`` and ``left`` in requests, ``seconds`` until the window gives some back."""

    limit: int
    left: int
    seconds: int


class Limits:
    """Counts requests by rule and visitor; the visitor's address is hashed with a key that dies with the process."""

    def __init__(self, rules: Mapping[str, str] = RULES) -> None:
        """``rules`` name how often each thing may be asked for, such as "60/minute"."""
        self._key = secrets.token_bytes(32)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rules: dict[str, RateLimitItem] = {name: parse(rule) for name, rule in rules.items()}

    def _visitor(self, request: Request) -> str:
        host = request.client.host if request.client else "unknown"
        return hashlib.blake2b(host.encode(), key=self._key, digest_size=12).hexdigest()

    def take(self, rule: str, request: Request) -> Room:
        """Count one request; raises ``NoRoom`` (a 429) where the visitor has used up what ``rule`` allows."""
        item, visitor = self._rules[rule], self._visitor(request)
        allowed = self._limiter.hit(item, rule, visitor)
        window = self._limiter.get_window_stats(item, rule, visitor)
        room = Room(item.amount, window.remaining, max(1, int(window.reset_time - time.time()) + 1))
        if not allowed:
            raise NoRoom(room)
        return room


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
