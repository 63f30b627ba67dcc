"""How many texts one worker judges at once."""

from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

AT_ONCE = 2
"""A check is all work and no waiting, and one worker works on one core: many at once make each other slow, and the
pages beside them. Two, so that a text of sixty pages holds up nobody but its neighbour."""
_turn = BoundedSemaphore(AT_ONCE)
Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")


def in_turn(handler: Callable[Asked, Answered]) -> Callable[Asked, Answered]:
    """Let ``handler`` run ``AT_ONCE`` times at once; who waits comes on in about the order of asking.

    Its request is there as a whole by then, so nobody waits for a slow client.
    """

    @wraps(handler)
    def waiting(*given: Asked.args, **named: Asked.kwargs) -> Answered:
        with _turn:
            return handler(*given, **named)

    return waiting
