"""The main job: paste, press, read."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.judging.report import Report
from app.pages import check as check_page
from app.pages.examples import EXAMPLES
from app.reading.document import read_document
from app.telling.questions import GENERAL, GENERAL_ES

Read = Callable[[str], Any]
ADVERT = EXAMPLES[0].text


def test_asks_one_question_with_one_box_and_one_button(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/").text)
    assert page.one("h1").text == "What does the clinic say?"
    assert page.one("h1").one("label").attributes["for"] == page.one("textarea", id="text").attributes["id"]
    assert len(page.one("form", cls="ask").all("button")) == 1
    assert "do not keep it" in page.one("form", cls="ask").text


def test_offers_three_examples_that_lead_to_an_answer(client: TestClient, read_page: Read) -> None:
    links = read_page(client.get("/").text).one("section", cls="examples").all("a")
    assert len(links) == 3
    for link in links:
        page = read_page(client.get(link.attributes["href"]).text)
        assert page.one("h1").text == "What we found"
        assert page.all("article", cls="card")


def test_answers_with_marks_that_lead_to_cards_and_back(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/", data={"text": ADVERT}).text)
    notes, cards = page.all("a", cls="note"), page.all("article", cls="card")
    assert len(notes) >= len(cards) >= 4
    led_to: dict[str, list[str]] = {}
    for note in notes:
        led_to.setdefault(note.attributes["href"], []).append(f"#{note.attributes['id']}")
    for card in cards:
        back = [link.attributes["href"] for link in card.one("p", cls="card__back").all("a")]
        assert back == led_to[f"#{card.attributes['id']}"]
    assert len(led_to) == len(cards)


def test_says_each_verdict_in_words(client: TestClient, read_page: Read, verdicts: dict[str, Any]) -> None:
    page = read_page(client.post("/", data={"text": ADVERT}).text)
    labels = {verdict.label for verdict in verdicts.values()}
    for card in page.all("article", cls="card"):
        assert card.one("h3").text in labels
    for note in page.all("a", cls="note"):
        assert any(note.text.endswith(label) for label in labels)


def test_counts_add_up_to_the_marks(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/", data={"text": ADVERT}).text)
    counts = [int(item.one("strong").text) for item in page.one("ul", cls="counts").all("li")]
    assert sum(counts) == len(page.all("a", cls="note"))


def test_every_verdict_shows_who_drafted_it_and_when(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/", data={"text": ADVERT}).text)
    dates = [date.text for date in page.all("p", cls="card__dates")]
    assert dates
    assert all("not yet reviewed by a clinician" in date for date in dates)


def test_a_date_that_all_verdicts_share_stands_once(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/patterns/answer").text)  # its cards are made up, all of one day
    assert len(page.all("article", cls="card")) > 1
    (date,) = page.all("p", cls="card__dates")
    assert date.text.startswith("For every verdict below: drafted by the project")
    single = read_page(client.post("/", data={"text": "Stem cells rebuild worn discs."}).text)
    assert single.one("article", cls="card").one("p", cls="card__dates").text.startswith("Drafted by")


def test_ends_with_questions_to_take_along(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/", data={"text": ADVERT}).text)
    assert len(page.one("ul", cls="questions").all("li")) >= 4


def test_keeps_the_text_in_the_box(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/", data={"text": ADVERT}).text)
    assert page.one("textarea", id="text").text == " ".join(ADVERT.split())
    assert page.one("h2", cls="ask__question").text == "Check another text, or change this one"


def test_says_so_where_nothing_is_claimed(client: TestClient, read_page: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_page, "check", lambda text, _: Report("e", "m", (), read_document(text)))
    response = client.post("/", data={"text": "Our car park is behind the building."})
    page = read_page(response.text)
    assert response.status_code == 200
    assert "no claim" in page.one("p", cls="summary").text
    assert not page.all("article", cls="card")
    assert [link.text for link in page.one("section", cls="answer").all("a", href="#text")] == ["Try another sentence"]


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 422), ("   \n", 422), ("!!! 123 ???", 422), ("Stem cells help. " * 13_000, 413)],
    ids=["empty", "blank", "only symbols", "too long"],
)
def test_a_text_that_cannot_be_read_comes_back_with_the_reason(
    client: TestClient, read_page: Read, text: str, status: int
) -> None:
    response = client.post("/", data={"text": text})
    page = read_page(response.text)
    assert response.status_code == status
    summary = page.one("main").one("div", cls="problem")
    assert {"autofocus", "tabindex", "role"} <= set(summary.attributes)
    message = summary.one("a")
    assert message.attributes["href"] == "#text"
    assert page.one("p", id="text-problem").text == message.text
    assert page.one("textarea", id="text").attributes["aria-invalid"] == "true"
    assert page.one("textarea", id="text").text == " ".join(text.split())


def test_whoever_writes_spanish_is_led_to_questions_in_spanish(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/", data={"text": "Las células madre curan el dolor de espalda."}).text)
    box = page.one("main").one("div", cls="problem")
    assert box.attributes["lang"] == "es"
    assert [link.attributes["href"] for link in box.all("a")] == ["#text", "#general"]
    assert page.one("h2", id="general").text == "Preguntas para la clínica"


def test_a_missing_field_is_an_empty_text(client: TestClient) -> None:
    assert client.post("/").status_code == 422
    assert client.post("/", data={"other": "x"}).status_code == 422


SPANISH = (
    "Las células madre regeneran los discos de la columna. Nuestro tratamiento es seguro y no tiene efectos "
    "secundarios. Llame hoy para una consulta gratis con nuestros médicos."
)


def test_spanish_is_answered_in_spanish_with_questions(client: TestClient, read_page: Read) -> None:
    response = client.post("/", data={"text": SPANISH})
    page = read_page(response.text)
    assert response.status_code == 422
    assert page.one("p", id="text-problem").attributes["lang"] == "es"
    questions = page.one("ul", cls="questions")
    assert [item.text for item in questions.all("li")] == list(GENERAL_ES)
    assert page.one("textarea", id="text").text == SPANISH


def test_another_language_gets_the_questions_in_english(client: TestClient, read_page: Read) -> None:
    german = (
        "Stammzellen bauen Ihre Bandscheiben wieder auf. Die Behandlung ist ohne Risiko und wir haben sehr viele "
        "zufriedene Patienten. Rufen Sie uns heute an, damit wir Ihnen helfen können."
    )
    page = read_page(client.post("/", data={"text": german}).text)
    assert [item.text for item in page.one("ul", cls="questions").all("li")] == list(GENERAL)


def test_a_text_of_the_greatest_length_outside_ascii_is_read(client: TestClient) -> None:
    sentence = "Stem cells rebuild discs — “always” — for €9,000 … "
    text = (sentence * (200_000 // len(sentence) + 1))[:200_000]
    assert client.post("/", data={"text": text}).status_code == 200


def test_htmx_gets_the_block_and_others_the_page(client: TestClient, read_page: Read) -> None:
    whole = client.post("/", data={"text": ADVERT})
    block = client.post("/", data={"text": ADVERT}, headers={"HX-Request": "true"})
    assert whole.headers["vary"].lower().count("hx-request") == 1
    assert "hx-request" in block.headers["vary"].lower()
    assert whole.text.startswith("<!doctype html>")
    assert [child.attributes["id"] for child in read_page(block.text).children] == ["check"]
    assert read_page(block.text).one("div", id="check").text == read_page(whole.text).one("div", id="check").text


def test_htmx_gets_mistakes_as_a_block_too(client: TestClient, read_page: Read) -> None:
    response = client.post("/", data={"text": ""}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert [child.attributes["id"] for child in read_page(response.text).children] == ["check"]


HOSTILE = (
    "<script>alert(1)</script> Stem cells cure pain.\n"
    '"><img src=x onerror=alert(1)> Our stem cells cure arthritis {{ 7*7 }} ${7*7}.\n'
    "</textarea><svg onload=alert(1)> Exosomes cure everything. <b onclick=alert(1)>Stem cells are safe.</b>"
)


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE + "\x00\u202e", HOSTILE * 5])
def test_hostile_text_stays_text(client: TestClient, read_page: Read, text: str) -> None:
    page = read_page(client.post("/", data={"text": text}).text)
    assert len(page.all("script")) == 2  # htmx and ours
    assert not page.all("img")
    assert not [e for e in page.all() if any(name.startswith("on") for name in e.attributes)]
    assert "{{ 7*7 }}" in page.one("textarea", id="text").text


def test_a_hostile_example_name_is_ignored(client: TestClient) -> None:
    response = client.get("/", params={"example": "<script>alert(1)</script>"})
    assert response.status_code == 200
    assert "alert(1)" not in response.text


def test_html_is_shown_as_its_reader_saw_it(client: TestClient, read_page: Read) -> None:
    html = "<h2>Our cells</h2><p>Stem cells <b>regenerate</b> discs.</p><script>var hidden = 1</script><p>Call us.</p>"
    shown = read_page(client.post("/", data={"text": html}).text).one("div", cls="own-text").text
    assert "Stem cells regenerate discs." in shown
    assert "hidden" not in shown
    assert "<" not in shown
