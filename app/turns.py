"""How many texts one worker judges at once."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from starlette.datastructures import Headers
from starlette.requests import Request

from app.limits import cost_of

Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")

# A check is all work and no waiting, and one worker works on one core: several at once make each other slow, and the
# pages beside them. But a text of sixty pages shall hold up no more than others of its kind.
_SHORT, _LONG = Lock(), Lock()
_HANDLERS: set[Callable[..., object]] = set()


def in_turn(handler: Callable[Concatenate[Request, Asked], Answered]) -> Callable[..., Answered]:
    """Let ``handler`` judge one short text at a time, and beside it one long one: whose limit counts it for several.

    Who waits comes on in about the order of asking. Its request is there as a whole by then, so nobody waits for a
    slow client.
    """

    @wraps(handler)
    def waiting(request: Request, *given: Asked.args, **named: Asked.kwargs) -> Answered:
        with _LONG if is_long(request.headers, request.method) else _SHORT:
            return handler(request, *given, **named)

    _HANDLERS.add(waiting)
    return waiting


def takes_turns(handler: object) -> bool:
    """Whether ``handler`` judges ``in_turn``."""
    return handler in _HANDLERS


def is_long(headers: Headers, method: str) -> bool:
    """Whether a request holds a text that its visitor's limit counts for several."""
    return cost_of(headers, method) > 1
