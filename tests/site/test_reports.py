"""Reporting an explanation: from its page, in two steps, without saying who one is and without storing its secret."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import text as sql
from starlette.testclient import TestClient

from app.feedback import newest
from app.main import Site
from app.sharing import Made, new_form_key

Read = Callable[[str], Any]


@pytest.fixture
def link(site: Site, client: TestClient) -> Made:
    explainer = site.state.edition.explainer
    shown = explainer.of_records(["tumour-free-cells"])
    made: Made = site.state.links.make(new_form_key(), shown, "Buy at my shop.", revisions=explainer.revisions)
    assert client.get(f"/e/{made.token}").status_code == 200
    return made


def test_a_report_reaches_the_operator_without_the_secret(
    client: TestClient, site: Site, link: Made, read_page: Read
) -> None:
    page = read_page(client.get(f"/e/{link.token}").text)
    way = page.one("a", href=f"/e/{link.token}/report")
    form = read_page(client.get(way.attributes["href"]).text).one("form", cls="feedback")
    assert not form.all("input"), "nothing is asked about the person"
    answer = client.post(form.attributes["action"], data={"text": "It is an advert."})
    assert "stored" in read_page(answer.text).one("p", cls="lead").text
    row = newest(site.state.database)[0]
    number = site.state.links.open(link.token).id
    assert (row.kind, row.page, row.text) == ("report", f"explanation {number}", "It is an advert.")
    with site.state.database.connect() as connection:
        everything = repr(connection.execute(sql("SELECT * FROM feedback")).all())
    assert link.token not in everything


def test_a_report_needs_no_words(client: TestClient, site: Site, link: Made) -> None:
    assert client.post(f"/e/{link.token}/report", data={}).status_code == 200
    assert newest(site.state.database)[0].kind == "report"


def test_a_report_too_long_comes_back_whole(client: TestClient, site: Site, link: Made, read_page: Read) -> None:
    before = len(newest(site.state.database))
    answer = client.post(f"/e/{link.token}/report", data={"text": "word " * 401})
    assert answer.status_code == 422
    page = read_page(answer.text)
    assert page.one("textarea", id="report-text").text == ("word " * 401).strip()
    assert "2,000 characters" in page.one("span", id="report-problem").text
    assert len(newest(site.state.database)) == before


def test_a_report_needs_the_address_of_its_link(client: TestClient, site: Site, link: Made) -> None:
    before = len(newest(site.state.database))
    number = site.state.links.open(link.token).id
    forged = {"page": f"explanation {number}", "kind": "report", "text": "Take it down."}
    assert client.post("/feedback", data=forged).status_code == 422
    assert len(newest(site.state.database)) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_not_there_cannot_be_reported(client: TestClient, site: Site, link: Made, method: str) -> None:
    before = len(newest(site.state.database))
    assert client.request(method, "/e/nothing/report").status_code == 404
    site.state.links.withdraw(link.token, link.manage)
    assert client.request(method, f"/e/{link.token}/report").status_code == 410
    assert len(newest(site.state.database)) == before


def test_the_page_is_for_nobody_else(client: TestClient, link: Made) -> None:
    headers = client.get(f"/e/{link.token}/report").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-robots-tag"] == "noindex, nofollow"


@pytest.mark.browser
def test_two_steps_by_keyboard_on_a_narrow_phone(watched: Page, address: str, link: Made) -> None:
    watched.set_viewport_size({"width": 320, "height": 640})
    watched.goto(f"{address}/e/{link.token}")
    watched.get_by_role("link", name="Report it").focus()
    watched.keyboard.press("Enter")
    expect(watched.get_by_role("heading", name="Report this page")).to_be_visible()
    assert watched.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(watched, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()
    watched.get_by_role("textbox").focus()
    watched.keyboard.press("Tab")
    watched.keyboard.press("Enter")
    expect(watched.get_by_role("heading", name="Thank you")).to_be_visible()
