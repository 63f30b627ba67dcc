"""Servers on several machines behind one PostgreSQL and one Redis: whichever answers, it is one site."""

import html
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2 as httpx
import pytest

PUBLIC = "https://claims.example.org"
TEXT = "Stem cells rebuild worn discs. Our cells are tumour-free."
NOTE = "Ring me on Monday."


@pytest.fixture
def two_machines(server_for: Callable[..., Any], postgres: Any, redis_server: Any) -> list[Any]:
    """Two servers that share nothing but what their settings name."""
    url = postgres.new_database()
    made = [
        server_for(DATABASE_URL=url, REDIS_URL=redis_server.url, CLAIMCHECK_PUBLIC_ADDRESS=PUBLIC) for _ in range(2)
    ]
    with ThreadPoolExecutor(2) as both:
        list(both.map(type(made[0]).start, made))
    return made


def value(page: str, name: str) -> str:
    """What stands in the field of a page with this name or id."""
    found = re.search(rf'(?:name|id)="{name}"(?: readonly)? value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def test_a_link_is_looked_at_made_opened_and_withdrawn_at_whichever_machine(two_machines: list[Any]) -> None:
    first, second = (server.address for server in two_machines)
    form: dict[str, Any] = {"text": TEXT, "card": ["1", "2"], "note": NOTE, "months": "3"}
    preview = httpx.post(f"{first}/e/preview", data=form, timeout=30).text
    form |= {name: value(preview, name) for name in ("form_key", "seen")}
    pages = [httpx.post(f"{address}/e/make", data=form, timeout=30).text for address in (second, first)]
    assert value(pages[0], "link") == value(pages[1], "link"), "pressed again elsewhere, it is the same link"
    link, manage = (value(pages[0], name).removeprefix(PUBLIC) for name in ("link", "manage"))
    shown = [httpx.get(f"{address}{link}", timeout=30) for address in (first, second)]
    assert shown[0].status_code == 200
    assert NOTE in shown[0].text
    assert shown[0].content == shown[1].content
    httpx.post(f"{first}{manage}", data={"do": "withdraw"}, timeout=30)
    assert httpx.get(f"{second}{link}", timeout=30).status_code == 410


def test_both_machines_count_a_visitor_together(two_machines: list[Any]) -> None:
    left = [
        int(httpx.get(f"{two_machines[turn % 2].address}/api/v1/revision").headers["RateLimit-Remaining"])
        for turn in range(20)
    ]
    assert left == list(range(left[0], left[0] - 20, -1))
