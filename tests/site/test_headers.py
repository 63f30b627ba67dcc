"""Response headers, one by one, on every sort of answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

ANSWERS = ["/", "/how-we-judge", "/healthz", "/nowhere", "/static/tokens.css", "/static/nothing.css"]


def policy(client: TestClient, path: str = "/") -> dict[str, str]:
    directives = client.get(path).headers["content-security-policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


@pytest.mark.parametrize("path", ANSWERS)
def test_nothing_is_allowed_by_default(client: TestClient, path: str) -> None:
    assert policy(client, path)["default-src"] == "'none'"


@pytest.mark.parametrize(
    "directive", ["style-src", "script-src", "img-src", "connect-src", "form-action", "manifest-src"]
)
def test_only_our_own_origin_is_allowed(client: TestClient, directive: str) -> None:
    assert policy(client)[directive] == "'self'"


@pytest.mark.parametrize("directive", ["base-uri", "frame-ancestors"])
def test_base_addresses_and_frames_are_refused(client: TestClient, directive: str) -> None:
    assert policy(client)[directive] == "'none'"


def test_the_policy_has_no_hole(client: TestClient) -> None:
    text = client.get("/").headers["content-security-policy"]
    assert "unsafe" not in text
    assert "*" not in text
    assert "data:" not in text


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
    ],
)
@pytest.mark.parametrize("path", ANSWERS)
def test_header(client: TestClient, path: str, header: str, value: str) -> None:
    assert client.get(path).headers[header] == value


@pytest.mark.parametrize("path", ANSWERS)
def test_only_style_and_scripts_may_be_used_by_an_embed_in_a_sandbox(client: TestClient, path: str) -> None:
    used = path.startswith("/static/")
    assert client.get(path).headers["cross-origin-resource-policy"] == ("cross-origin" if used else "same-origin")


@pytest.mark.parametrize("feature", ["camera", "microphone", "geolocation", "payment", "usb"])
def test_the_page_asks_for_no_device(client: TestClient, feature: str) -> None:
    assert f"{feature}=()" in client.get("/").headers["permissions-policy"]


@pytest.mark.parametrize("path", ["/", "/?example=back-pain", "/how-we-judge", "/nowhere"])
def test_pages_are_not_stored(client: TestClient, path: str) -> None:
    assert client.get(path).headers["cache-control"] == "no-store"


def test_answers_are_not_stored(client: TestClient) -> None:
    assert client.post("/", data={"text": "Stem cells cure back pain."}).headers["cache-control"] == "no-store"
    assert client.post("/", data={"text": ""}).headers["cache-control"] == "no-store"


def test_fingerprinted_files_are_kept_for_long(client: TestClient) -> None:
    assert "immutable" in client.get("/static/base.css?v=1").headers["cache-control"]
    assert client.get("/static/base.css").headers["cache-control"] == "no-store"
    assert client.get("/static/nothing.css?v=1").headers["cache-control"] == "no-store"


def test_no_cookie_is_set(client: TestClient) -> None:
    client.get("/")
    client.post("/", data={"text": "Stem cells cure back pain."})
    client.get("/nowhere")
    assert not client.cookies


@pytest.fixture
def choosy(evidence: Any) -> Iterator[TestClient]:
    settings = Settings(
        trusted_hosts="checker.example, *.clinic.example", database_url="sqlite:////proc/nowhere/x.sqlite3"
    )
    with TestClient(create_app(settings, evidence)) as client:
        yield client


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("checker.example", 200),
        ("checker.example:8000", 200),
        ("www.clinic.example", 200),
        ("www.checker.example", 400),
        ("checker.example.evil.example", 400),
        ("", 400),
    ],
)
def test_only_trusted_hosts_are_answered(choosy: TestClient, host: str, status: int) -> None:
    response = choosy.get("/healthz", headers={"host": host})
    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
