"""Pages that are kept: the same for everybody, told by a tag, and never a page of another site or revision."""

import threading
from functools import partial
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from app.pages.examples import BY_ID
from app.pages.keeping import KeptPages

KEPT = [
    "/claims",
    "/evidence/studies",
    "/claims/disc-pain-prp",
    "/claims/disc-pain-prp?country=jp",
    "/conditions/als",
    "/treatments/prp",
    "/evidence/studies/dream-2025",
    "/evidence/safety",
    "/evidence/regulation",
]


def request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "scheme": "http"}
    return Request({**scope, "headers": raw, "server": ("a.example", 80)})


@pytest.mark.parametrize("path", KEPT)
def test_a_page_that_the_browser_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"]


@pytest.mark.parametrize("path", [*KEPT, f"/?example={next(iter(BY_ID))}"])
def test_packed_and_plain_are_the_same_page(client: TestClient, path: str) -> None:
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert "accept-encoding" in plain.headers["vary"].lower()


@pytest.mark.parametrize("path", [KEPT[0], "/about", "/"])
@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=1.0, identity; q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, identity", False),
        ("x-gzipped", False),
        ("", False),
    ],
)
def test_packed_is_sent_to_those_who_take_it(client: TestClient, path: str, accepted: str, *, packed: bool) -> None:
    told = client.get(path, headers={"Accept-Encoding": accepted})
    assert told.headers.get("content-encoding") == ("gzip" if packed else None)
    assert "accept-encoding" in told.headers["vary"].lower()


def test_a_page_may_be_kept_by_its_reader_only(client: TestClient) -> None:
    assert client.get(KEPT[0]).headers["cache-control"] == "private, no-cache"


def test_a_list_for_htmx_is_never_the_kept_page(client: TestClient) -> None:
    for path in ("/claims", "/evidence/studies"):
        assert "<html" in client.get(path).text
        part = client.get(path, headers={"HX-Request": "true"})
        assert "<html" not in part.text
        assert "hx-request" in part.headers["vary"].lower()
        assert "hx-request" in client.get(path).headers["vary"].lower()


def test_the_country_makes_another_page_and_an_unknown_one_does_not(client: TestClient) -> None:
    pages = {country: client.get(f"/claims/fda-registered?country={country}").text for country in ("", "jp", "zz")}
    assert pages[""] == pages["zz"] != pages["jp"]


def test_a_page_is_rendered_once_for_each_key_and_address() -> None:
    made: list[str] = []

    def render() -> Response:
        made.append("x")
        return Response(f"page {len(made)}")

    kept = KeptPages()
    assert kept.answer(request(), "a", render).body == b"page 1"
    assert kept.answer(request(), "a", render).body == b"page 1"
    assert kept.answer(request(), "b", render).body == b"page 2"
    assert kept.answer(request(host="elsewhere.example"), "a", render).body == b"page 3"


def test_the_page_not_asked_for_longest_goes_first() -> None:
    made: list[Any] = []

    def page(key: str) -> bytes:
        def render() -> Response:
            made.append(key)
            return Response(key.encode() * 400)

        return bytes(kept.answer(request(), key, render).body)

    kept = KeptPages(most_bytes=1000)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert page(key) == key.encode() * 400
    assert made == ["a", "b", "c", "b"]


def test_many_threads_get_whole_pages() -> None:
    kept = KeptPages(most_bytes=3000)
    wrong: list[bytes] = []

    def read(start: int) -> None:
        for step in range(300):
            key = (start + step) % 7
            body = bytes(kept.answer(request(), key, partial(Response, bytes([65 + key]) * 500)).body)
            if body != bytes([65 + key]) * 500:
                wrong.append(body)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
