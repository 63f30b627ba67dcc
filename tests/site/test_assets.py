"""htmx is served from its package, exactly the release that was tried, and pages do without it."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import assets
from app.main import create_app

Read = Callable[[str], Any]


def test_htmx_is_the_release_that_was_tried(client: TestClient, read_page: Read) -> None:
    script = read_page(client.get("/").text).all("script")[0]
    content = client.get(script.attributes["src"]).content
    assert hashlib.sha256(content).hexdigest() == assets.HTMX_SHA256


@pytest.mark.parametrize("package", ["no_such_package", "js_lib_htmx"])
def test_another_file_or_none_leaves_the_script_out(
    evidence: Any, read_page: Read, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setattr(assets, "HTMX_PACKAGE", (package, "static/htmx"))
    monkeypatch.setattr(assets, "HTMX_SHA256", "0" * 64)
    with TestClient(create_app(evidence=evidence)) as client:
        page = read_page(client.get("/").text)
        assert not page.all("script")
        assert client.get("/assets/htmx.min.js").status_code == 404
        assert client.post("/", data={"text": "Stem cells rebuild worn discs."}).status_code == 200


def test_every_style_sheet_is_served_under_its_fingerprint(client: TestClient, read_page: Read) -> None:
    links = [e for e in read_page(client.get("/").text).all("link") if e.attributes["rel"] == "stylesheet"]
    assert len(links) == len(assets.STYLES)
    for link in links:
        assert client.get(link.attributes["href"]).headers["content-type"].startswith("text/css")
