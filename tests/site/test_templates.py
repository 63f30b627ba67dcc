"""Every template compiles, every page has one title and one first heading, every state of a component renders."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.assets import STATIC, STYLES
from app.main import Site
from app.telling.answer import Answer, Problem
from app.templating import TEMPLATES

Read = Callable[[str], Any]
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_compiles(site: Site, name: str) -> None:
    site.state.pages.env.get_template(name)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("components/")])
def test_a_component_holds_the_macro_it_is_named_after(site: Site, name: str) -> None:
    macro = name.removeprefix("components/").removesuffix(".html")
    assert hasattr(site.state.pages.env.get_template(name).module, macro)


@pytest.mark.parametrize("path", ["/", "/?example=careful", "/how-we-judge", "/nowhere"])
def test_has_one_title_and_one_first_heading(client: TestClient, read_page: Read, path: str) -> None:
    page = read_page(client.get(path).text)
    assert page.one("title").text
    assert page.one("h1").text
    assert page.one("html").attributes["lang"] == "en"
    assert page.one("main")


@pytest.mark.parametrize("path", ["/", "/?example=back-pain", "/how-we-judge"])
def test_ids_are_used_once_and_links_within_the_page_lead_somewhere(
    client: TestClient, read_page: Read, path: str
) -> None:
    page = read_page(client.get(path).text)
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    targets = {e.attributes["href"] for e in page.all("a") if (e.attributes["href"] or "").startswith("#")}
    assert {target.removeprefix("#") for target in targets} <= set(ids)


@pytest.mark.parametrize("path", ["/", "/?example=back-pain", "/how-we-judge", "/nowhere"])
def test_nothing_is_inline(client: TestClient, read_page: Read, path: str) -> None:
    page = read_page(client.get(path).text)
    assert not page.all("style")
    assert all(script.attributes["src"] and not script.text for script in page.all("script"))
    assert not [e for e in page.all() if "style" in e.attributes]


def render(site: Site, **context: Any) -> str:
    base: dict[str, Any] = {"text": "", "problem": None, "answer": None, "examples": (), "general_questions": ()}
    more: dict[str, Any] = {
        "first_use": None,
        "country": "",
        "country_name": "",
        "trials": (),
        "words": (),
        "treatments": (),
        "conditions": (),
    }
    base |= {
        "base": "http://testserver",
        "path": "/",
        "paper": "",
        "country": "",
        "countries": (),
        "popular": (),
        "illnesses": (),
        "bookmarklet": "",
        "more": more,
    }
    block = site.state.pages.env.get_template("pages/check.html")
    html: str = block.render(**base | context)
    return html


def test_every_part_of_an_answer_renders(site: Site, full_answer: Answer, read_page: Read) -> None:
    page = read_page(render(site, answer=full_answer))
    cards = page.all("article", cls="card")
    assert [card.attributes["id"] for card in cards] == [f"card-{c.number}" for c in full_answer.cards]
    for shown, card in zip(cards, full_answer.cards, strict=True):
        for words in (card.quote, card.verdict.label, card.short_answer, card.why, card.fair_wording, card.sureness):
            assert words in shown.text
        assert shown.one("table").all("td")[0].text == "1 of 10"
        assert [rung.one("span", cls="ladder__state").text for rung in shown.one("ol", cls="ladder").all("li")] == [
            "reached"
        ] * 3 + ["under way, no result yet", "withdrawn", "none found"]
        assert "step 3 of 6" in shown.one("p", cls="reach").text
    assert {"left-out", "contradictions", "techniques"} <= {e.attributes.get("id") for e in page.all("h2")}


def test_of_very_many_claims_those_that_are_ticked_can_still_be_chosen(
    site: Site, full_answer: Answer, read_page: Read
) -> None:
    cards = [replace(full_answer.cards[0], number=number) for number in range(1, 101)]
    shown = read_page(str(site.state.pages.env.globals["claim_choices"](cards, [7, 99], "ask")))
    boxes = [box.attributes["value"] for box in shown.all("input")]
    assert boxes == [*map(str, range(1, 61)), "99"]
    assert [box.attributes["value"] for box in shown.all("input") if "checked" in box.attributes] == ["7", "99"]
    assert "100 claims" in shown.one("p", cls="hint").text


def test_each_verdict_has_an_outline_of_its_own(site: Site, verdicts: dict[str, Any]) -> None:
    macro = site.state.pages.env.get_template("components/verdict_icon.html").module.verdict_icon
    outlines = {ident: str(macro(ident)).split("icon__shape")[1].split("/>")[0] for ident in verdicts}
    outlines.pop("not_a_claim")  # never marked in a text
    assert len(set(outlines.values())) == len(outlines)


def test_a_problem_speaks_its_own_language(site: Site, read_page: Read) -> None:
    page = read_page(render(site, problem=Problem("not_english", "No leemos español.", "es")))
    assert page.one("main").one("h2", cls="problem__title").text == "Hay un problema"


def test_no_colour_outside_the_tokens() -> None:
    for name in STYLES:
        if name not in {"tokens.css", "dark.css", "print.css"}:  # print turns the tokens black and white
            text = (STATIC / name).read_text(encoding="utf-8")
            assert "#" not in text.replace("/* ", ""), name
            assert "rgb" not in text, name
            assert "hsl" not in text, name


def test_no_style_asks_another_place() -> None:
    for name in STYLES:
        assert "url(" not in (STATIC / name).read_text(encoding="utf-8")
        assert "@import" not in (STATIC / name).read_text(encoding="utf-8")
