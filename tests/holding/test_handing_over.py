"""A text waits only where every worker is busy, and is answered whatever becomes of the worker that took it."""

import asyncio
import json
import os
import re
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2 as httpx
import psutil
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.handing_over import HandingOver
from app.limits import BYTES
from app.main import create_app
from app.queues import Queue, Queues
from app.settings import Settings

PATHS = ["/", "/sheet", "/embed/check", "/api/v1/check", "/e/preview"]
ROUTES = {("POST", "/check"): Route("/check", lambda _: None, methods=["POST"])}
Handler = Callable[[Request], Awaitable[Response]]


class Worker:
    """A worker with a site of one ``handler``."""

    def __init__(self, handler: Handler, queues: Queues) -> None:
        self._handler = handler
        self._ended = asyncio.Event()
        self._site = HandingOver(self._answer, queues, ROUTES)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._ended.wait()
            return
        response = await self._handler(Request(scope, receive))
        await response(scope, receive, send)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Worker"]:
        async def nothing(*_: Any) -> Any: ...

        site = SimpleNamespace(state=SimpleNamespace(edition="the edition"))
        life = asyncio.create_task(self._site({"type": "lifespan", "app": site}, nothing, nothing))
        yield self
        self._ended.set()
        await life

    async def ask(self, content: bytes = b"", path: str = "/check", **given: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._site, client=("10.1.2.3", 4567))
        async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as client:
            return await client.post(path, content=content, **given)


class Held:
    """Handlers that wait for a word; ``busy`` names the workers that do, ``order`` tells what they were asked."""

    def __init__(self) -> None:
        self.busy: list[str] = []
        self.order: list[str] = []
        self.go_on = asyncio.Event()

    def handler(self, name: str) -> Handler:
        async def handle(request: Request) -> Response:
            self.order.append((await request.body()).decode()[:1])
            self.busy.append(name)
            await self.go_on.wait()
            self.busy.remove(name)
            return Response(name)

        return handle

    async def until_busy(self, workers: int) -> None:
        async with asyncio.timeout(20):
            while len(self.busy) < workers:  # noqa: ASYNC110 - the simplest way to wait for a list
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)  # time for one more to begin, if it could


@contextmanager
def queues_of(workers: int) -> Iterator[list[Queues]]:
    """The same queues for so many workers, with sockets of its own for each, as every process has them."""
    first = Queues()
    held = [first, *(Queues(_copy(first.short), _copy(first.long)) for _ in range(workers - 1))]
    yield held
    for end in (end for queues in held for queue in (queues.short, queues.long) for end in vars(queue).values()):
        end.close()


def _copy(queue: Queue) -> Queue:
    made = Queue.__new__(Queue)
    vars(made).update({name: end.dup() for name, end in vars(queue).items()})
    return made


def test_a_text_waits_only_where_every_worker_is_busy() -> None:
    async def test(first: Queues, second: Queues) -> None:
        held = Held()
        async with Worker(held.handler("a"), first).at_work() as a, Worker(held.handler("b"), second).at_work():
            asked = [asyncio.create_task(a.ask(str(i).encode())) for i in range(5)]
            await held.until_busy(2)
            assert sorted(held.busy) == ["a", "b"], "both came by the same worker"
            held.go_on.set()
            assert {(await one).text for one in asked} == {"a", "b"}
        assert held.order == list("01234"), "first come, first served"

    with queues_of(2) as (first, second):
        asyncio.run(test(first, second))


def test_a_long_text_holds_up_none_but_long_ones() -> None:
    async def test(queues: Queues) -> None:
        held = Held()
        async with Worker(held.handler("a"), queues).at_work() as a:
            long = [asyncio.create_task(a.ask(b"l" * (BYTES + 1))) for _ in range(2)]
            await held.until_busy(1)
            short = [asyncio.create_task(a.ask(b"s")) for _ in range(2)]
            await held.until_busy(2)
            assert held.order == ["l", "s"]
            held.go_on.set()
            assert [(await one).status_code for one in (*long, *short)] == [200] * 4

    with queues_of(1) as (queues,):
        asyncio.run(test(queues))


async def _echo(request: Request) -> Response:
    told = {
        "method": request.method, "url": str(request.url), "client": list(request.client or ()),
        "headers": sorted(request.headers.items()), "body": (await request.body()).decode("latin-1"),
    }  # fmt: skip
    headers = {"x-told": json.dumps(told), "x-state": str(request.scope.get("state"))}
    response = Response(bytes(range(256)) * 4000, 418, headers, "application/x-anything")
    response.raw_headers += [(b"x-twice", b"1"), (b"x-twice", b"2"), (b"x-letters", "\u00e9".encode("latin-1"))]
    return response


def test_all_of_a_request_goes_over_and_all_of_its_answer_comes_back() -> None:
    async def test(queues: Queues) -> None:
        asked: dict[str, Any] = {"content": bytes(range(256)) * 70, "headers": {"x-sent": b"\xe9", "cookie": "a=b"}}
        async with Worker(_echo, queues).at_work() as worker:
            there = await worker.ask(path="/check?a=%C3%A9&b=1", **asked)
            here = await worker.ask(path="/other?a=%C3%A9&b=1", **asked)
        assert there.headers["x-state"] == "{'edition': 'the edition'}", "another's request, this worker's evidence"
        assert here.headers["x-state"] != there.headers["x-state"], "what is no check is not handed over"
        assert there.headers["x-told"] == here.headers["x-told"].replace("/other", "/check")
        of_both = [
            [pair for pair in one.headers.raw if pair[0] not in {b"x-told", b"x-state"}] for one in (there, here)
        ]
        assert of_both[0] == of_both[1]
        assert (there.status_code, there.content) == (418, bytes(range(256)) * 4000)

    with queues_of(1) as (queues,):
        asyncio.run(test(queues))


async def _own(_: Request) -> Response:
    return Response("own")


def test_a_worker_that_dies_with_a_text_costs_nobody_an_answer() -> None:
    async def test(queues: Queues) -> None:
        asked = asyncio.create_task(Worker(_own, queues).ask())
        (await queues.short.take()).close()
        assert (await asked).text == "own"

    with queues_of(1) as (queues,):
        asyncio.run(test(queues))


def test_who_finds_the_queue_full_waits_for_room_in_the_order_of_coming() -> None:
    async def test(queues: Queues) -> None:
        one, other = socket.socketpair()
        with one, other, pytest.raises(BlockingIOError):  # noqa: PT012 - at which of them depends on the system
            for _ in range(100_000):
                queues.short.leave(one)
        held = Held()
        held.go_on.set()
        async with asyncio.timeout(60), Worker(held.handler("a"), queues).at_work() as a:
            asked = [asyncio.create_task(a.ask(str(i).encode())) for i in range(5)]
            assert [(await one).text for one in asked] == ["a"] * 5, "those before them were empty"
        assert held.order == list("01234")

    with queues_of(1) as (queues,):
        asyncio.run(test(queues))


def test_a_worker_that_cannot_leave_a_text_answers_itself() -> None:
    async def test(queues: Queues) -> None:
        vars(queues.short)["_in"].close()
        assert (await Worker(_own, queues).ask()).text == "own"

    with queues_of(1) as (queues,):
        asyncio.run(test(queues))


def test_a_worker_that_hangs_with_a_text_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.handing_over.PATIENCE", 0.1)

    async def test(queues: Queues) -> None:
        silent, theirs = socket.socketpair()
        with silent, theirs:
            queues.short.leave(theirs)
            async with asyncio.timeout(20), Worker(_own, queues).at_work() as worker:
                assert (await worker.ask()).text == "own"

    with queues_of(1) as (queues,):
        asyncio.run(test(queues))


def test_a_worker_that_stops_finishes_what_it_took() -> None:
    async def test(first: Queues, second: Queues) -> None:
        held = Held()
        asked = asyncio.create_task(Worker(held.handler("a"), first).ask(b"1"))
        async with Worker(held.handler("b"), second).at_work():
            await held.until_busy(1)
            asyncio.get_running_loop().call_later(0.2, held.go_on.set)
        assert (await asked).text == "b"
        assert held.order == ["1"], "it was begun once"

    with queues_of(2) as (first, second):
        asyncio.run(test(first, second))


def test_a_visitor_who_leaves_before_the_end_of_the_text_is_not_answered() -> None:
    async def test(queues: Queues) -> None:
        sent: list[Any] = []
        messages = iter([{"type": "http.request", "body": b"Stem", "more_body": True}, {"type": "http.disconnect"}])

        async def receive() -> Any:
            return next(messages)

        async def never(*_: Any) -> None:
            pytest.fail("nobody is there for an answer")

        async def count(message: Any) -> None:
            sent.append(message)

        site = HandingOver(never, queues, ROUTES)
        await site({"type": "http", "method": "POST", "path": "/check", "headers": []}, receive, count)
        assert sent[0]["status"] == 400, "what the metrics count; no fault of ours"

    with queues_of(1) as (queues,):
        asyncio.run(test(queues))


def test_a_fault_is_told_to_the_worker_that_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_: Request) -> Response:
        raise ZeroDivisionError("of a text that nobody may read")

    async def test(queues: Queues) -> None:
        async with Worker(broken, queues).at_work() as worker:
            for _ in range(2):  # the worker that took the first goes on taking
                with pytest.raises(ZeroDivisionError):
                    await worker.ask()

    with queues_of(1) as (queues,):
        asyncio.run(test(queues))
    assert caplog.text.count("A check that was handed over failed.") == 2
    assert "nobody may read" not in caplog.text


def test_what_is_handed_over_are_the_checks(evidence: Any, tmp_path: Path) -> None:
    with queues_of(1) as (queues,):
        site = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}"), evidence, queues)
        given: Any = next(one.kwargs["routes"] for one in site.user_middleware if "routes" in one.kwargs)
    assert set(given) == {("POST", path) for path in PATHS}


def _asked(client: httpx.Client, path: str, text: str) -> httpx.Response:
    return client.post(path, json={"text": text}) if path.startswith("/api") else client.post(path, data={"text": text})


def _same(response: httpx.Response) -> tuple[Any, ...]:
    """What may not differ between an answer that was handed over and one that was not."""
    changing = {"server", "date", "x-request-id", "ratelimit-remaining", "ratelimit-reset", "content-length"}
    headers = sorted((name, value) for name, value in response.headers.items() if name not in changing)
    return response.status_code, headers, re.sub(r'name="form_key" value="[^"]*"', "", response.text)


def test_checks_are_answered_as_one_worker_alone_would(
    server_for: Any, serve: Any, evidence: Any, tmp_path: Path
) -> None:
    alone = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'alone.sqlite3'}"), evidence)
    server = server_for()
    server.start(workers=2)
    texts = ["Stem cells cure back pain.", "", "Las c\u00e9lulas madre curan el dolor de espalda.", "x" * 3_000_000]
    with (
        serve(alone) as address,
        httpx.Client(base_url=server.address, headers={"host": "localhost"}, timeout=60) as two,
        httpx.Client(base_url=address, headers={"host": "localhost"}, timeout=60) as one,
    ):
        for path in PATHS:
            for text in texts:
                assert _same(_asked(two, path, text)) == _same(_asked(one, path, text))


def test_a_worker_that_is_killed_takes_no_text_of_others_with_it(server_for: Callable[..., Any]) -> None:
    server = server_for()
    server.start(workers=2)
    text = "Stem cells cure back pain in many people. " * 4_000

    def ask(_: int) -> int:
        try:
            return httpx.post(f"{server.address}/api/v1/check", json={"text": text}, timeout=120).status_code
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.ConnectError):
            return 0  # its connection was to the worker that was killed

    with ThreadPoolExecutor(8) as visitors:
        asked = [visitors.submit(ask, i) for i in range(8)]
        server.until(lambda: sum(_visitors(server).values()) == 8)
        killed, lost = min(_visitors(server).items(), key=itemgetter(1))  # one worker may well have accepted all
        server.until(lambda: _works(killed))
        os.kill(killed, signal.SIGKILL)
        answers = [one.result() for one in asked]
    assert sorted(answers) == [0] * lost + [200] * (8 - lost)
    server.until(lambda: len({worker.pid for worker in server.workers()} - {killed}) == 2)
    assert all(ask(i) == 200 for i in range(4))


def _visitors(server: Any) -> dict[int, int]:
    """How many connections each worker has accepted and still holds, by its process id."""
    held = {worker.pid: psutil.Process(worker.pid).net_connections("tcp4") for worker in server.workers()}
    return {pid: sum(one.status == psutil.CONN_ESTABLISHED for one in ends) for pid, ends in held.items()}


def _works(pid: int) -> bool:
    """Whether a process has a thread that computes just now."""
    states = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            states.append((thread / "stat").read_text("utf-8").rpartition(")")[2].split()[0])
    return "R" in states
