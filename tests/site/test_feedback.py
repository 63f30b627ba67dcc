"""The box under a page: what is sent is kept whole, or comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.feedback import newest
from app.main import Site

Read = Callable[[str], Any]
PAGE = "/claims/disc-animals"


def test_a_message_is_kept_and_thanked_for(client: TestClient, site: Site, read_page: Read) -> None:
    answer = client.post("/feedback", data={"page": PAGE, "kind": "correction", "text": "The year is wrong."})
    assert read_page(answer.text).one("h1").text == "Thank you"
    row = newest(site.state.database)[0]
    assert (row.page, row.kind, row.text) == (PAGE, "correction", "The year is wrong.")


def test_a_message_too_long_comes_back_whole(client: TestClient, site: Site, read_page: Read) -> None:
    before = len(newest(site.state.database))
    answer = client.post("/feedback", data={"page": PAGE, "kind": "unclear", "text": "word " * 401})
    assert answer.status_code == 422
    page = read_page(answer.text)
    assert page.one("h1").text == "Your message is too long"
    assert page.one("textarea", id="feedback-text").text == ("word " * 401).strip()
    assert "2,000 characters" in page.one("span", id="feedback-problem").text
    assert "checked" in page.one("input", value="unclear").attributes
    assert len(newest(site.state.database)) == before


def test_a_correction_without_words_asks_for_them(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/feedback", data={"page": PAGE, "kind": "correction"}).text)
    assert page.one("h1").text == "One thing is missing"
    assert page.one("span", id="feedback-problem").text == "Please say what is wrong, so that we can look."


def test_the_box_is_told_what_not_to_write_and_what_is_missing(client: TestClient, read_page: Read) -> None:
    def told(html: str) -> tuple[Any, list[str]]:
        page = read_page(html)
        box = page.one("textarea", id="feedback-text")
        return box, [page.all(id=ident)[0].text for ident in box.attributes["aria-describedby"].split()]

    box, hints = told(client.get(PAGE).text)
    assert hints == ["Please write no names and nothing about your own health."]
    assert "autofocus" not in box.attributes
    box, hints = told(client.post("/feedback", data={"page": PAGE, "kind": "correction"}).text)
    assert hints[0] == "Please say what is wrong, so that we can look."
    assert len(hints) == 2
    assert "autofocus" in box.attributes


def test_words_without_an_answer_ask_for_the_answer(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/feedback", data={"page": PAGE, "text": "The date is wrong."}).text)
    assert page.one("span", id="feedback-problem").text == "Please choose one of the three answers above."
    assert page.one("textarea", id="feedback-text").text == "The date is wrong."


@pytest.mark.parametrize("page", ["/", PAGE, "/corrections"])
def test_the_thanks_lead_back_to_the_page(client: TestClient, read_page: Read, page: str) -> None:
    thanks = read_page(client.post("/feedback", data={"page": page, "kind": "clear"}).text)
    assert [a.attributes["href"] for a in thanks.one("main").all("a")] == [page]


@pytest.mark.parametrize(
    "page",
    ["", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "/a//b c"],
)
def test_the_thanks_lead_nowhere_else(client: TestClient, read_page: Read, page: str) -> None:
    thanks = read_page(client.post("/feedback", data={"page": page, "kind": "clear"}).text)
    assert thanks.one("h1").text == "Thank you"
    assert not thanks.one("main").all("a")


def test_no_answer_is_given_for_the_visitor(client: TestClient, read_page: Read) -> None:
    choices = read_page(client.get(PAGE).text).one("form", id="suggest").all("input", type="radio")
    assert len(choices) == 3
    assert not [choice for choice in choices if "checked" in choice.attributes]
