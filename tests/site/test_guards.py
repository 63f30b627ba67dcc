"""Who may do what, and what every address sends with its answers: kind by kind, route by route."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.routing import Router
from starlette.testclient import TestClient

from app.limits import RULES, Limits
from app.main import OPEN_TO_ALL, Site, create_app
from app.settings import Settings

TEXT = "Stem cells rebuild worn discs."
SAME, CROSS = "same-origin", "cross-origin"
# Each kind of route by an address of its own: who may frame it (None: everybody), who may use it, who may read it.
KINDS = {
    "page": ("/how-we-judge", "'none'", SAME, None),
    "claim": ("/claims/tumour-free-cells", "'none'", SAME, None),
    "result": ("/?example=back-pain", "'none'", SAME, None),
    "explanation that is none": ("/e/nothing", "'none'", SAME, None),
    "page that is none": ("/nowhere", "'none'", SAME, None),
    "embed": ("/embed/claims/tumour-free-cells", None, CROSS, None),
    "embed box": ("/embed/check", None, CROSS, None),
    "embed that is none": ("/embed/claims/nothing", None, CROSS, None),
    "API": ("/api/v1/claims", "'none'", CROSS, "*"),
    "API that is none": ("/api/v1/nothing", "'none'", CROSS, "*"),
    "feed": ("/feed.xml", "'none'", CROSS, "*"),
    "style": ("/static/tokens.css", "'none'", CROSS, None),
    "htmx": ("/assets/htmx.min.js", "'none'", CROSS, None),
    "picture": ("/claims/tumour-free-cells/card.png", "'none'", CROSS, None),
    "machine": ("/healthz", "'none'", SAME, None),
}


def policy(headers: Any) -> dict[str, str]:
    directives = headers["content-security-policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, client: TestClient) -> tuple[str, Any]:
    """The kind's name and the headers of its answer."""
    return request.param, client.get(KINDS[request.param][0]).headers


def test_only_embeds_may_be_framed(kind: tuple[str, Any]) -> None:
    name, headers = kind
    ancestors = KINDS[name][1]
    assert policy(headers).get("frame-ancestors") == ancestors
    assert headers.get("x-frame-options") == ("DENY" if ancestors == "'none'" else None)


def test_only_files_data_and_embeds_may_be_used_by_others(kind: tuple[str, Any]) -> None:
    name, headers = kind
    assert headers["cross-origin-resource-policy"] == KINDS[name][2]


def test_only_data_may_be_read_by_others(kind: tuple[str, Any]) -> None:
    name, headers = kind
    assert headers.get("access-control-allow-origin") == KINDS[name][3]
    assert "access-control-allow-credentials" not in headers


def test_a_window_of_another_site_gets_no_hold_of_ours(kind: tuple[str, Any]) -> None:
    name, headers = kind
    framed = KINDS[name][1] is None
    assert headers.get("cross-origin-opener-policy") == (None if framed else "same-origin")
    assert headers.get("cross-origin-embedder-policy") == ("require-corp" if framed else None)


def routes(site: Router) -> Iterator[tuple[str, set[str]]]:
    """Every address of the site as it is declared, with its methods."""
    for route in site.routes:
        if isinstance(inner := getattr(route, "original_router", None), Router):
            yield from routes(inner)
        elif methods := getattr(route, "methods", None):
            yield str(route.path), set(methods)  # type: ignore[attr-defined]


def everything(site: Site) -> list[tuple[str, str]]:
    """Every method of every address, with a word in place of each parameter."""
    found = [(m, path.replace("{", "").replace("}", "")) for path, methods in routes(site.router) for m in methods]
    assert len(found) > 60
    return found


def test_every_route_sends_every_header_and_no_cookie(client: TestClient, site: Site) -> None:
    for method, path in everything(site):
        headers = client.request(method, path, data={"text": TEXT} if method == "POST" else None).headers
        assert policy(headers)["default-src"] == "'none'", path
        assert "unsafe" not in headers["content-security-policy"], f"{path} allows inline script or style"
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "camera=()" in headers["permissions-policy"], path
        assert headers["cache-control"], path
        assert "set-cookie" not in headers, path
        assert "strict-transport-security" not in headers, path
        assert "server" not in headers, path
        assert len(headers.multi_items()) == len(headers), f"{path} sends a header twice"


def test_nothing_that_was_pasted_or_shared_may_be_stored(client: TestClient, site: Site) -> None:
    for method, path in everything(site):
        if method == "POST" or path.startswith("/e/"):
            answer = client.request(method, path, data={"text": TEXT})
            assert answer.headers["cache-control"] == "no-store", path


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "http://testserver:81"},
        {"Origin": "null"},
        {"Origin": ""},
    ],
)
def test_other_sites_change_nothing_on_any_route(client: TestClient, site: Site, headers: dict[str, str]) -> None:
    for method, path in everything(site):
        if method not in {"GET", "HEAD", "OPTIONS"} and path not in OPEN_TO_ALL:
            assert client.request(method, path, headers=headers).status_code == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {},
    ],
)
def test_our_own_pages_and_programs_may(client: TestClient, headers: dict[str, str]) -> None:
    data = {"page": "/about", "kind": "clear"}
    assert client.post("/feedback", data=data, headers=headers).status_code == 200


@pytest.mark.parametrize("path", sorted(OPEN_TO_ALL))
def test_a_check_may_come_from_anywhere(client: TestClient, path: str) -> None:
    body: dict[str, Any] = {"json": {"text": TEXT}} if path.startswith("/api/") else {"data": {"text": TEXT}}
    assert client.post(path, headers={"Sec-Fetch-Site": "cross-site", "Origin": "null"}, **body).status_code == 200


@pytest.fixture
def behind(evidence: Any) -> Iterator[Callable[..., TestClient]]:
    """The site as asked from an address, with these proxies trusted."""
    clients = []

    def asked_from(address: str, proxies: str) -> TestClient:
        app = create_app(Settings(trusted_proxies=proxies, database_url="sqlite:////proc/nowhere/x.sqlite3"), evidence)
        app.state.limits = Limits({**RULES, "feedback": "1/hour"})
        clients.append(TestClient(app, client=(address, 50_000)))
        return clients[-1]

    yield asked_from
    for client in clients:
        client.close()


TLS = {"X-Forwarded-Proto": "https"}


@pytest.mark.parametrize("path", [address for address, *_ in KINDS.values()])
def test_over_tls_browsers_are_told_to_stay_there(behind: Callable[..., TestClient], path: str) -> None:
    answer = behind("127.0.0.1", "127.0.0.1").get(path, headers=TLS)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("address", "proxies", "believed"),
    [
        ("127.0.0.1", "127.0.0.1,::1", True),
        ("::1", "127.0.0.1,::1", True),
        ("10.1.2.3", "10.1.0.0/16", True),
        ("10.2.2.3", "10.1.0.0/16", False),
        ("203.0.113.7", "127.0.0.1,::1", False),
        ("127.0.0.1", "", False),
    ],
)
def test_only_trusted_proxies_are_believed(
    behind: Callable[..., TestClient], address: str, proxies: str, *, believed: bool
) -> None:
    client = behind(address, proxies)
    assert ("strict-transport-security" in client.get("/about", headers=TLS).headers) is believed
    answers = [
        client.post("/feedback", data={"page": "/", "kind": "unclear"}, headers={"X-Forwarded-For": visitor})
        for visitor in ("198.51.100.1", "198.51.100.2")
    ]
    # The second visitor has room only where the proxy's word on who asks is taken.
    assert (answers[1].status_code != 429) is believed


def test_a_visitor_cannot_pass_for_another_through_a_trusted_proxy(behind: Callable[..., TestClient]) -> None:
    client = behind("127.0.0.1", "127.0.0.1")
    codes = [
        client.post(
            "/feedback", data={"page": "/", "kind": "clear"}, headers={"X-Forwarded-For": f"{made_up}, 198.51.100.1"}
        ).status_code
        for made_up in ("192.0.2.1", "192.0.2.2")
    ]
    assert codes[1] == 429
