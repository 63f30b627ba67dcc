"""What a visitor sees when something goes wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.pages import check as check_page
from app.settings import Settings

Read = Callable[[str], Any]


def test_an_unknown_address(client: TestClient, read_page: Read) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert read_page(response.text).one("h1").text == "We do not have this page"


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


def test_a_body_that_grows_too_large_while_it_arrives(small: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        yield b"text="
        for _ in range(100):
            yield b"a" * 100

    response = small.post("/", content=parts(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert response.status_code == 413


def test_a_fault_of_ours(client: TestClient, read_page: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret words of a patient")

    monkeypatch.setattr(check_page, "check", broken)
    response = client.post("/", data={"text": "Stem cells cure."})
    assert response.status_code == 500
    assert read_page(response.text).one("h1").text == "Something went wrong on our side"
    assert "secret" not in response.text
    assert response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


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
