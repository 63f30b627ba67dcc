"""How many texts one worker judges at once."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from starlette.requests import Request

from app.limits import cost_of

Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")

# A check is all work and no waiting, and one worker works on one core: several at once make each other slow, and the
# pages beside them. But a text of sixty pages shall hold up no more than others of its kind.
_SHORT, _LONG = Lock(), Lock()


def in_turn(handler: Callable[Concatenate[Request, Asked], Answered]) -> Callable[..., Answered]:
    """Let ``handler`` judge one short text at a time, and beside it one long one: whose limit counts it for several.

    Who waits comes on in about the order of asking. Its request is there as a whole by then, so nobody waits for a
    slow client.
    """

    @wraps(handler)
    def waiting(request: Request, *given: Asked.args, **named: Asked.kwargs) -> Answered:
        with _LONG if cost_of(request) > 1 else _SHORT:
            return handler(request, *given, **named)

    return waiting
