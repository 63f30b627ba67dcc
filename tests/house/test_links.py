"""The weekly check of links, against a server of our own."""

import runpy
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from app.settings import HOME

LINKS = runpy.run_path(str(HOME / "bench" / "links.py"))
KNOWN, checked, named = LINKS["KNOWN"], LINKS["checked"], LINKS["named"]
PAGES = {"/stands": (200, ""), "/gone": (404, ""), "/closed": (403, ""), "/home": (302, "/"), "/next": (302, "/stands")}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, to = PAGES.get(self.path, (200, ""))
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_each_address_is_found_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("url: https://a.example/x\nnote: see https://no.example/ for more\n")
    (tmp_path / "b.yaml").write_text("checks:\n  - {address: 'https://a.example/x'}\n  - https://b.example/\n")
    assert named(tmp_path) == {"https://a.example/x": {"a.yaml", "b.yaml"}, "https://b.example/": {"b.yaml"}}


def test_the_evidence_names_addresses() -> None:
    assert len(named(HOME / "claims")) > 300


def test_what_became_of_each(host: str) -> None:
    places = {f"{host}{path}": {"a.yaml"} for path in PAGES} | {"http://127.0.0.1:9/": {"b.yaml"}}
    fates = {one.address.removeprefix(host): one.fate for one in checked(places, pause=0)}
    assert fates == {
        "/stands": "stands",
        "/gone": "gone",
        "/closed": "unclear",
        "/home": "moved",
        "/next": "stands",
        "http://127.0.0.1:9/": "unclear",
    }


def test_each_address_let_pass_has_its_reason() -> None:
    known = yaml.safe_load(KNOWN.read_text("utf-8")) or {}
    assert all(address.startswith("http") and len(reason) > 20 for address, reason in known.items())
