"""Stops what does not end, so that a test fails and does not hang."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooSlow(Exception):  # noqa: N818 - what happened, not an error of the program
    """A search did not end."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop what does not end; the engine looks for signals while it searches."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
