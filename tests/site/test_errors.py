"""What a visitor sees when something goes wrong."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient
from starlette.types import Message

from app.faults import keep_messages_out_of_logs
from app.limits import Limits, waiting
from app.main import Site, create_app
from app.pages import check as check_page
from app.security import LET_RUN_OUT
from app.settings import Settings

Read = Callable[[str], Any]


def test_an_unknown_address(client: TestClient, read_page: Read) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert read_page(response.text).one("h1").text == "We do not have this page"


@pytest.mark.parametrize(
    "path",
    [
        "/evidence/sources?page=abc",
        "/evidence/sources?page=",
        "/evidence/sources?page=-1",
        f"/evidence/sources?page={'9' * 5000}",
        f"/already-treated?country={'x' * 30}",
        f"/better-options?nct={'1' * 70}",
        f"/for-groups?show={'x' * 200}&theme={'x' * 20}",
    ],
)
def test_a_mistake_in_an_address_is_read_as_nothing_chosen(client: TestClient, path: str) -> None:
    """There is no form to go back to and send again."""
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "url"),
        ("url=http://testserver/&maxwidth=abc", "maxwidth"),
        ("url=http://testserver/&maxheight=-5", "maxheight"),
        ("url=http://testserver/&maxheight=0", "maxheight"),
    ],
)
def test_oembed_tells_programs_in_plain_text(client: TestClient, query: str, says: str) -> None:
    response = client.get(f"/oembed?{query}")
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/plain")
    assert says in response.text


def test_numbers_without_their_token(evidence: Any, read_page: Read) -> None:
    with TestClient(create_app(Settings(metrics_token="secret"), evidence)) as client:  # noqa: S106 - of this test alone
        response = client.get("/metrics")
    assert response.status_code == 401
    assert "token" in read_page(response.text).one("main").text


def test_a_wrong_method(client: TestClient, read_page: Read) -> None:
    response = client.delete("/")
    assert response.status_code == 405
    assert "POST" in response.headers["allow"] or "GET" in response.headers["allow"]
    assert read_page(response.text).one("h1").text == "This page cannot be used that way"


def test_a_broken_form(client: TestClient) -> None:
    response = client.post("/", content=b"x", headers={"content-type": "multipart/form-data; boundary=y"})
    assert response.status_code in {400, 422}
    assert response.headers["content-type"].startswith("text/html")


def test_an_uploaded_file_is_refused(client: TestClient) -> None:
    assert client.post("/", files={"text": ("a.txt", b"Stem cells cure.")}).status_code == 400


@pytest.fixture
def small(evidence: Any) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(max_body_bytes=1000), evidence)) as client:
        yield client


def test_a_body_that_says_it_is_too_large(small: TestClient, read_page: Read) -> None:
    response = small.post("/", data={"text": "a" * 2000})
    assert response.status_code == 413
    assert read_page(response.text).one("h1").text == "That is more than we can read at once"
    assert response.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/sheet", "/feedback", "/api/v1/check", "/api/v1/explanations"])
def test_a_body_that_grows_too_large_while_it_arrives(small: TestClient, path: str) -> None:
    """As a server sees it; the test client of Starlette would put the parts together first."""
    form = not path.startswith("/api/")
    kind = b"application/x-www-form-urlencoded" if form else b"application/json"
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"content-type", kind)],
        "client": ("127.0.0.1", 1), "server": ("testserver", 80),
    }  # fmt: skip
    asked = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": (b"text=" if form else b'{"text": "') + b"a" * 95, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        await small.app(scope, receive, send)

    with start_blocking_portal() as portal:  # another thread: a browser of another test may hold this one's loop
        portal.call(ask)
    assert [message["status"] for message in sent if "status" in message] == [413]
    assert asked <= (1 + LET_RUN_OUT) * 1000 // 100 + 2, "an endless body is not read to its end"


def broken(*_: object) -> None:
    raise RuntimeError("more secret words") from ValueError("secret words of a patient")


@pytest.mark.parametrize("path", ["/", "/sheet"])
def test_a_fault_of_ours_costs_nobody_the_text(
    client: TestClient,
    read_page: Read,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
) -> None:
    monkeypatch.setattr(check_page, "check", broken)
    response = client.post(path, data={"text": "Stem cells cure."})
    assert response.status_code == 500
    page = read_page(response.text)
    assert page.one("textarea", id="text").text == "Stem cells cure."
    assert "on our side" in page.one("p", id="text-problem").text
    assert "secret" not in response.text + caplog.text
    assert "RuntimeError" in caplog.text
    assert "ValueError" in caplog.text
    assert response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


def test_a_fault_on_another_page(
    client: TestClient, site: Site, read_page: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.state.edition.shelf.library, "find", broken)
    response = client.get("/claims", params={"q": "disc"})  # a list with a filter is never a page kept from before
    assert response.status_code == 500
    page = read_page(response.text)
    assert page.one("h1").text == "Something went wrong on our side"
    assert response.headers["x-request-id"] in page.one("main").text, "what the log calls this request"
    assert "secret" not in response.text
    assert response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


def test_the_server_logs_a_fault_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    keep_messages_out_of_logs()
    log = logging.getLogger("uvicorn.error")
    log.addHandler(caplog.handler)  # a server in another test may have taken this log to itself
    with caplog.at_level("ERROR", logger="uvicorn.error"):
        try:
            broken()
        except RuntimeError:
            log.exception("Exception in ASGI application")
    log.removeHandler(caplog.handler)
    assert "secret" not in caplog.text
    assert "test_errors.py" in caplog.text
    assert "ValueError" in caplog.text


def test_htmx_gets_a_failure_above_the_page_as_it_stands(small: TestClient, read_page: Read) -> None:
    response = small.post("/", data={"text": "a" * 2000}, headers={"HX-Request": "true"})
    assert response.status_code == 413
    assert response.headers["hx-retarget"] == "#trouble"
    assert "<html" not in response.text
    assert read_page(response.text).one("div", cls="problem").one("h2").text == "That is more than we can read at once"


def test_too_many_texts_at_once_cost_nobody_the_text(evidence: Any, read_page: Read) -> None:
    app = create_app(evidence=evidence)
    app.state.limits = Limits({"check": "2/minute"})
    with TestClient(app) as client:
        answers = [client.post("/", data={"text": "Stem cells cure."}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    page = read_page(answers[2].text)
    assert page.one("textarea", id="text").text == "Stem cells cure."
    assert "wait one minute" in page.one("p", id="text-problem").text


def test_a_busy_page_says_how_long_to_wait(evidence: Any, read_page: Read) -> None:
    app = create_app(evidence=evidence)
    app.state.limits = Limits({"feedback": "1/hour"})
    with TestClient(app) as client:
        client.post("/feedback", data={"page": "/about", "kind": "clear"})
        response = client.post("/feedback", data={"page": "/about", "kind": "clear"})
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 60
    assert "wait 60 minutes" in read_page(response.text).one("main").text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "one minute"), (60, "one minute"), (61, "2 minutes"), (5400, "90 minutes"), (5401, "2 hours")],
)
def test_waiting_is_told_as_people_say_it(seconds: int, words: str) -> None:
    assert waiting(seconds) == words


def test_the_server_says_that_it_lives(client: TestClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


def test_neighbours_of_htmx_are_not_served(client: TestClient) -> None:
    assert client.get("/assets/htmx.min.js").status_code == 200
    assert client.get("/assets/htmx.js").status_code == 404
    assert client.get("/assets/ext/debug.js").status_code == 404


@pytest.mark.parametrize("path", ["/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/assets/../x.js"])
def test_files_outside_are_not_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_pasted_text_is_never_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level("DEBUG"):
        client.post("/", data={"text": "Zanzibar stem cells cure my knee."})
    out, err = capfd.readouterr()
    assert "Zanzibar" not in caplog.text + out + err
