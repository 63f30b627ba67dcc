"""The counts that all workers share in Redis, and what happens while Redis is away: each worker counts for itself."""

import logging
import secrets
import time
from threading import Lock
from typing import cast

from limits import RateLimitItem
from limits.storage import RedisStorage
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from app.limits import Counts, Room

log = logging.getLogger(__name__)
PATIENCE = 0.25
"""Seconds that a request waits for Redis; longer, and a visitor would feel it."""
PAUSE = 5.0
"""Seconds until a Redis that failed is asked again, by one request."""
KEY_NAME = "claimcheck:visitor-key"
ONE_DAY = 86_400
KEPT_HERE = 60.0
"""Seconds for which a worker uses the key of the day without asking for it."""


class VisitorKey:
    """The key that hashes visitors, the same in all workers; Redis forgets it after a day, and so do we."""

    def __init__(self, storage: RedisStorage) -> None:
        """``storage`` is where the limits are counted."""
        self._redis = cast("Redis", storage.get_connection())
        self._held = b""
        self._until = 0.0

    def __call__(self) -> bytes:
        """32 bytes; raises ``RedisError`` where they cannot be had."""
        if not self._held or time.monotonic() > self._until:
            self._redis.set(KEY_NAME, secrets.token_hex(16), nx=True, ex=ONE_DAY)
            found = self._redis.get(KEY_NAME)
            if not found:  # it ended between the two commands
                raise RedisError(KEY_NAME)
            self._held = found.encode() if isinstance(found, str) else found
            self._until = time.monotonic() + KEPT_HERE
        return self._held


class SharedCounts:
    """Counts in Redis. While that fails it gives nothing, and asks again every ``PAUSE`` seconds."""

    def __init__(self, url: str) -> None:
        """``url`` as Redis takes it: ``redis://``, ``rediss://`` or ``unix://``; no connection is made yet."""
        uri = "redis+" + url if url.startswith("unix://") else url
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        # One more try at once, for a connection that Redis had closed; waiting is for the fallback to spare.
        storage = RedisStorage(uri, key_prefix="claimcheck", retry=Retry(NoBackoff(), 1), **options)  # type: ignore[arg-type]
        self._counts = Counts(storage, VisitorKey(storage))
        self._lock = Lock()
        self._away = False
        self._next_try = 0.0

    def count(self, item: RateLimitItem, rule: str, visitor: str, cost: int = 1) -> tuple[bool, Room] | None:
        """As ``Counts.count``; None while Redis cannot be asked."""
        if not self._may_try():
            return None
        try:
            counted = self._counts.count(item, rule, visitor, cost)
        except (RedisError, OSError) as fault:
            self._failed(fault)
            return None
        self._worked()
        return counted

    def _may_try(self) -> bool:
        with self._lock:
            if self._away and time.monotonic() < self._next_try:
                return False
            self._next_try = time.monotonic() + PAUSE  # where it is away, the others do not try too
            return True

    def _failed(self, fault: Exception) -> None:
        with self._lock:
            was_away, self._away = self._away, True
            self._next_try = time.monotonic() + PAUSE
        if not was_away:  # the kind alone: its words could tell the password of the address
            log.warning(
                "Redis does not answer (%s). Each worker counts for itself until it does.", type(fault).__name__
            )

    def _worked(self) -> None:
        with self._lock:
            was_away, self._away = self._away, False
        if was_away:
            log.warning("Redis answers again. The workers count together.")
