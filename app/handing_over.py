"""One queue of checks for all workers of a server: whoever is free takes the next.

A connection stays with the worker that accepted it. Without this a text would wait behind another one while the worker
beside it has nothing to do, and under load nearly every slow answer was such a one (docs/decisions/0014).

A worker that is asked for a check leaves one end of a fresh pair of sockets in the queue (app/queues.py) and sends the
request over the other end. A worker that is free takes it out, answers, and sends the answer back the same way.
Whatever goes wrong meanwhile, the worker that was asked does the check itself: a check stores nothing, so it may be
begun twice.
"""

import asyncio
import json
import logging
import socket
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.faults import told
from app.logs import request_number
from app.meanwhile import meanwhile
from app.queues import Queue, Queues
from app.turns import is_long

_NAMED = ("method", "path", "scheme", "http_version", "root_path", "client", "server")
"""What is told of a request by name, beside its headers and its query."""
_LENGTH = 8  # bytes before each part of a message that say how long the part is
ROOM = 0.05
"""Seconds after which it is tried again to leave something in a full queue (of some 280 places on Linux)."""
PATIENCE = 10.0
"""Seconds within which another worker has to send a request or to take an answer; one that hangs holds up nobody."""
REST = 1.0
"""Seconds after which it is tried again to take something out, where the system refused."""
log = logging.getLogger(__name__)


class HandingOver:
    """Lets the worker that is free first answer the requests of some routes; every other request passes."""

    def __init__(self, app: ASGIApp, queues: Queues, routes: Mapping[tuple[str, str], Route]) -> None:
        """``routes`` are those to hand over, by method and path."""
        self._app = app
        self._queues = queues
        self._routes = routes
        self._doors = {queue: asyncio.Lock() for queue in (queues.short, queues.long)}  # one after the other goes in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; for as long as the site lives, answer those that wait in the queues."""
        if scope["type"] == "lifespan":
            async with AsyncExitStack() as living:
                for queue in (self._queues.short, self._queues.long):
                    await living.enter_async_context(meanwhile(self._answer_all(queue, scope["app"])))
                await self._app(scope, receive, send)
            return
        route = self._routes.get((scope.get("method", ""), scope["path"]))
        if route is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = route  # the metrics read it here, whoever answers
        body = await _whole(receive)
        if body is None:  # the visitor has left; nobody reads this, but it is counted
            await send({"type": "http.response.start", "status": 400, "headers": []})
            await send({"type": "http.response.body"})
            return
        queue = self._queues.long if is_long(Headers(scope=scope), scope["method"]) else self._queues.short
        answer = await self._handed(queue, scope, body)
        if answer is None:
            await self._app(scope, _given(body, receive), send)
            return
        head, content = answer
        await send({"type": "http.response.start", "status": head["status"], "headers": _bytes(head["headers"])})
        await send({"type": "http.response.body", "body": content})

    async def _handed(self, queue: Queue, scope: Scope, body: bytes) -> tuple[dict[str, Any], bytes] | None:
        """The answer of the worker that took the request out of ``queue``; None where there is none to be had."""
        try:
            ours, theirs = socket.socketpair()
        except OSError:
            return None
        with theirs:
            reader, writer = await asyncio.open_connection(sock=ours)
            try:
                await self._leave(queue, theirs)
                theirs.close()  # the one that waits in the queue is enough; its end is to close with whoever takes it
                _put(writer, _told(scope), body)
                await writer.drain()
                return await _received(reader)
            except (OSError, asyncio.IncompleteReadError):
                return None
            finally:
                writer.close()

    async def _leave(self, queue: Queue, connection: socket.socket) -> None:
        """Leave ``connection`` in ``queue``, once there is room; who came first goes in first."""
        async with self._doors[queue]:
            while True:
                try:
                    queue.leave(connection)
                except BlockingIOError:
                    await asyncio.sleep(ROOM)
                else:
                    return

    async def _answer_all(self, queue: Queue, site: Any) -> None:  # noqa: ANN401 - whatever the state belongs to
        while True:
            try:
                connection = await queue.take()
            except OSError as fault:
                log.error("No check could be taken over.\n%s", told(fault))  # noqa: TRY400 - told() keeps texts out
                await asyncio.sleep(REST)
                continue
            in_hand = asyncio.create_task(self._answer(connection, site))
            try:
                await asyncio.shield(in_hand)
            except asyncio.CancelledError:
                await in_hand  # the worker stops, and another one's visitor waits for this
                raise

    async def _answer(self, connection: socket.socket, site: Any) -> None:  # noqa: ANN401 - whatever the state belongs to
        reader, writer = await asyncio.open_connection(sock=connection)
        try:
            async with asyncio.timeout(PATIENCE):
                head, body = await _received(reader)
            request_number.set(head["number"])  # of this task alone
            try:
                start, content = await self._answered(_scope(head, site), body)
            except Exception as fault:  # noqa: BLE001 - the worker that was asked tries too, and tells its visitor
                log.error("A check that was handed over failed.\n%s", told(fault))  # noqa: TRY400 - it would quote the text
                return
            _put(writer, {"status": start["status"], "headers": _letters(start.get("headers", ()))}, content)
            async with asyncio.timeout(PATIENCE):
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the worker that was asked is gone or hangs, and its visitor with it
        finally:
            writer.close()

    async def _answered(self, scope: Scope, body: bytes) -> tuple[Message, bytes]:
        """The head of the answer to a request, and its body."""
        said: list[Message] = []

        async def keep(message: Message) -> None:
            said.append(message)

        async def nothing_more() -> Message:
            never: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
            return await never  # until whoever waits for it is cancelled

        await self._app(scope, _given(body, nothing_more), keep)
        return said[0], b"".join(message.get("body", b"") for message in said[1:])


def _told(scope: Scope) -> dict[str, Any]:
    """The head of a request as it goes over; ``_scope`` makes a request of it again."""
    named = {name: scope.get(name) for name in _NAMED}
    query = scope["query_string"].decode("latin-1")
    return {**named, "query": query, "headers": _letters(scope["headers"]), "number": request_number.get()}


def _scope(head: Mapping[str, Any], site: Any) -> Scope:  # noqa: ANN401 - whatever the state belongs to
    """The request told in ``head``, for ``site`` and the edition of the evidence that it serves now."""
    return {
        **{name: head[name] for name in _NAMED},
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "query_string": head["query"].encode("latin-1"),
        "headers": _bytes(head["headers"]),
        "app": site,
        "state": {"edition": site.state.edition},
    }


def _put(writer: asyncio.StreamWriter, head: Mapping[str, Any], body: bytes) -> None:
    for part in (json.dumps(head).encode(), body):
        writer.write(len(part).to_bytes(_LENGTH) + part)


async def _received(reader: asyncio.StreamReader) -> tuple[dict[str, Any], bytes]:
    """What was ``_put`` at the other end; ``IncompleteReadError`` where that end was closed before."""
    head, body = [await reader.readexactly(int.from_bytes(await reader.readexactly(_LENGTH))) for _ in range(2)]
    return json.loads(head), body


def _letters(headers: Iterable[tuple[bytes, bytes]]) -> list[list[str]]:
    return [[part.decode("latin-1") for part in header] for header in headers]


def _bytes(headers: Iterable[Sequence[str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


async def _whole(receive: Receive) -> bytes | None:
    """The body of a request; None where the visitor left before its end."""
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _given(body: bytes, then: Receive) -> Receive:
    """What gives ``body`` when it is first called, and after that what ``then`` gives."""
    left = [body]

    async def receive() -> Message:
        return {"type": "http.request", "body": left.pop()} if left else await then()

    return receive
