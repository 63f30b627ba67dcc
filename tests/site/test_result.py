"""What the answer page adds: places, filter, trial numbers, what is covered, and the sheet to take along."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import Site
from app.pages.examples import EXAMPLES

Read = Callable[[str], Any]
ADVERT = EXAMPLES[0].text
DISCS = "Stem cells rebuild worn discs."


def ask(client: TestClient, read_page: Read, text: str, **more: str) -> Any:
    return read_page(client.post("/", data={"text": text, **more}).text)


def test_a_claim_said_three_times_is_one_card_that_lists_its_places(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, f"{DISCS} We are open on Mondays. {DISCS} Call us today. {DISCS}")
    card = page.one("article", cls="card")
    places = [link.attributes["href"].removeprefix("#") for link in card.one("p", cls="card__back").all("a")]
    assert places == [note.attributes["id"] for note in page.all("a", cls="note")]
    assert len(places) == 3
    assert card.one("p", cls="card__back").text.startswith("Your text says it 3 times. Back to place ")


def test_an_answer_says_why_it_has_fewer_cards_than_claims(client: TestClient, read_page: Read) -> None:
    twice = ask(client, read_page, f"{DISCS} We are open on Mondays. {DISCS}")
    assert "found 2 claims" in twice.one("p", cls="summary").text
    assert "What the text says more than once stands here once." in twice.one("section", cls="cards").text
    assert "says it twice" in twice.one("article", cls="card").text
    once = ask(client, read_page, DISCS)
    assert "more than once" not in once.text


def test_a_table_of_counts_names_its_source_on_a_card_and_on_the_page_of_the_claim(
    client: TestClient, read_page: Read, site: Site
) -> None:
    teller = site.state.edition.shelf.teller
    shown = 0
    for record in site.state.edition.evidence.records.values():
        table = teller.facts_table(record)
        if table is None:
            continue
        named = f"Numbers from: {table.source}"
        page = read_page(client.get(f"/claims/{record.id}").text)
        assert [hint.text for hint in page.all("p", cls="hint")].count(named) == 1
        for card in ask(client, read_page, record.claim).all("article", cls="card"):
            if card.all("table", cls="facts"):
                assert [hint.text for hint in card.all("p", cls="hint")].count(named) == 1
                shown += 1
    assert shown


def test_the_three_claims_that_matter_most_come_first(
    client: TestClient, read_page: Read, verdicts: dict[str, Any]
) -> None:
    page = ask(client, read_page, ADVERT)
    labels = [verdict.label for verdict in verdicts.values()]
    first = [item.one("span", cls="tag").text for item in page.one("ol", cls="first").all("li")]
    assert len(first) == 3
    assert first == sorted(first, key=labels.index)
    shown = [card.one("h3").text for card in page.all("article", cls="card")]
    assert first == sorted(shown, key=labels.index)[:3]


def test_the_claims_that_matter_most_bear_the_numbers_that_they_have_in_the_text(
    client: TestClient, read_page: Read
) -> None:
    page = ask(client, read_page, ADVERT)
    assert page.one("h2", id="first").text == "The claims that matter most"
    for item in page.one("ol", cls="first").all("li"):
        assert item.one("a").attributes["href"] == f"#card-{item.attributes['value']}"


def test_one_claim_that_matters_is_not_called_many(client: TestClient, read_page: Read) -> None:
    true = (
        "Stem cells have not been shown to regrow worn discs.",
        "Cord blood products made 20 people in the US ill with infections.",
        "Exosomes are not approved by the FDA.",
        "PRP has not been shown to regrow knee cartilage.",
    )
    page = ask(client, read_page, "\n\n".join((*true, "We are registered with the FDA.")))
    assert len(page.one("ol", cls="first").all("li")) == 1
    assert page.one("h2", id="first").text == "The claim that matters most"


def test_the_filter_counts_the_cards_of_each_verdict(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, ADVERT)
    cards = page.all("article", cls="card")
    choices = page.one("details", cls="only").all("label")
    assert choices[0].text == f"All ({len(cards)})"
    for choice in choices[1:]:
        name, _, number = choice.text.rpartition(" (")
        assert sum(card.one("h3").text == name for card in cards) == int(number.rstrip(")")) > 0


def test_a_short_answer_needs_no_filter_and_no_jump_links(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, DISCS)
    assert not page.all("details", cls="only")
    assert not page.all("nav", cls="jump")


def test_a_trial_number_is_looked_up(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, f"{DISCS} See NCT02412735 and nct 00000001. NCT123456789 is no number.")
    lines = page.all("section", cls="findings")[0].all("li")
    assert [line.one("strong").text for line in lines] == ["NCT02412735", "NCT00000001"]
    assert "we hold nothing on it" in lines[1].text


@pytest.mark.parametrize(
    "text", ["Our lasers whiten teeth for ever and cure gum disease.", "Our car park is behind the building."]
)
def test_what_is_not_covered_says_what_is(client: TestClient, read_page: Read, text: str) -> None:
    page = ask(client, read_page, text)
    links = {link.attributes["href"] for link in page.one("section", cls="coverage").all("a")}
    assert {"/treatments", "/conditions"} <= links
    assert len(links) > 10


def test_a_covered_text_is_spared_the_list_of_what_is_covered(client: TestClient, read_page: Read) -> None:
    assert not ask(client, read_page, DISCS).all("section", cls="coverage")


def test_signs_that_need_help_stand_once_where_harms_are_shown(client: TestClient, read_page: Read) -> None:
    assert len(ask(client, read_page, ADVERT).all("aside", cls="care")) == 1


def test_a_country_of_which_we_hold_nothing_is_said_so(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, DISCS, country="ph")
    law = next(fold for fold in page.all("details") if fold.one("summary").text.startswith("What the law says"))
    assert "open" in law.attributes
    assert "We hold nothing from Philippines" in law.text or law.all("dt")[0].text.startswith("Philippines")


def test_an_unknown_country_is_no_country(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, DISCS, country='"><script>')
    assert not [fold for fold in page.all("details") if "open" in fold.attributes]


def test_an_address_alone_is_asked_for_its_words(client: TestClient, read_page: Read) -> None:
    for sent in ({"text": " https://clinic.example/knees?a=b "}, {"title": "Knees", "url": "www.clinic.example"}):
        response = client.post("/", data=sent)
        assert response.status_code == 422
        page = read_page(response.text)
        assert "we do not open pages" in page.one("p", id="text-problem").text
        assert page.one("textarea", id="text").text == (sent.get("text") or sent["url"]).strip()


def test_the_sheet_holds_the_questions_and_the_most_serious_claims(client: TestClient, read_page: Read) -> None:
    asked = ask(client, read_page, ADVERT)
    button = next(b for b in asked.one("section", cls="take").all("button") if b.attributes.get("formaction"))
    assert button.attributes["form"] == asked.one("form", cls="ask").attributes["id"]
    sheet = read_page(client.post(button.attributes["formaction"] or "", data={"text": ADVERT}).text)
    questions = [item.text for item in asked.one("ul", cls="questions").all("li")]
    assert [item.text for item in sheet.one("ol", cls="sheet__questions").all("li")] == questions
    first = [item.one("q").text for item in asked.one("ol", cls="first").all("li")]
    assert [quote.text for quote in sheet.one("dl", cls="sheet__claims").all("q")] == first
    assert "not yet reviewed by a clinician" in sheet.text


def test_a_sheet_of_nothing_is_the_question_again(client: TestClient, read_page: Read) -> None:
    response = client.post("/sheet", data={"text": ""})
    assert response.status_code == 422
    assert read_page(response.text).one("h1").text == "What does the clinic say?"
    assert client.get("/sheet", follow_redirects=False).headers["location"] == "/"


HONEST = (
    "No stem cell product is approved by the FDA for back pain. Stem cells may carry a risk of tumours. Stem cells "
    "have not been shown to help autism. Cord blood products made 20 people in the US ill with infections. Infections "
    "have been reported after stem cell injections. In a trial of 404 people, cells did not do better than salt water."
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HONEST, "These are the first 5 of 6 claims."),
        (f"{HONEST} {DISCS}", "This is the most serious of 7 claims."),
        (f"{HONEST} {DISCS} Stem cells cure autism.", "These are the 2 most serious of 8 claims."),
    ],
)
def test_the_sheet_says_which_claims_found_room(client: TestClient, read_page: Read, text: str, words: str) -> None:
    sheet = read_page(client.post("/sheet", data={"text": text}).text)
    assert words in [hint.text for hint in sheet.all("p", cls="hint")]


def test_a_text_that_claims_nothing_makes_no_sheet(client: TestClient, read_page: Read) -> None:
    page = read_page(client.post("/sheet", data={"text": "Our car park is behind the building."}).text)
    assert page.one("h1").text == "What we found"


def test_hard_words_of_the_answer_are_explained(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, ADVERT)
    words = page.one("dl", cls="words").all("dt")
    assert words
    assert all(word.one("a").attributes["href"].startswith("/glossary#") for word in words)


def test_sources_stand_once_and_every_number_leads_to_one(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, ADVERT)
    listed = [item.attributes["id"] for item in page.one("ol", cls="sources").all("li")]
    assert len(listed) == len(set(listed))
    cited = {link.attributes["href"].removeprefix("#"): link.text for link in page.all("a", cls="reference")}
    assert set(cited) == set(listed)
    assert all(cited[name].endswith(f"[{number}]") for number, name in enumerate(listed, start=1))


def test_a_long_answer_repeats_no_law_and_no_harms(client: TestClient, read_page: Read) -> None:
    sentences = [
        f"{treatment} {promise} worn discs."
        for treatment in (
            "Stem cells",
            "Fat stem cells",
            "Umbilical cord stem cells",
            "Exosomes",
            "PRP shots",
            "Bone marrow stem cells",
        )
        for promise in ("rebuild", "may rebuild", "will always rebuild")
    ]
    page = ask(client, read_page, "\n\n".join(sentences))
    cards = page.all("article", cls="card")
    assert len(cards) > 12
    folded = [
        [fold for fold in card.all("details") if fold.one("summary").text.startswith("What the")] for card in cards
    ]
    assert folded[0][0].all("dl", cls="law")
    named = [[line for line in card.all("p") if "What the law says: as for claim" in line.text] for card in cards]
    assert any(named)
    assert all(len(fold) + len(line) <= 1 for fold, line in zip(folded, named, strict=True))
    links = [link.attributes["href"] for lines in named for line in lines for link in line.all("a")]
    assert f"#{cards[0].attributes['id']}" in links
    assert set(links) <= {f"#{card.attributes['id']}" for card in cards}


def test_an_answer_leads_on_to_what_is_known_of_the_illness_and_to_other_care(
    client: TestClient, read_page: Read
) -> None:
    page = ask(client, read_page, "Stem cells cure autism. Exosomes treat cerebral palsy and all eye diseases.")
    links = [link.attributes["href"] for link in page.one("section", cls="steps").all("a")]
    assert links == ["/conditions/autism", "/conditions/cerebral_palsy", "/better-options", "/already-treated"]
    for link in links:
        assert client.get(link).status_code == 200


def test_a_quotation_mark_never_stands_twice(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, '"Stem cells rebuild worn discs," says our doctor.')
    quotes = [quote.text for quote in page.all("q")]
    assert any("rebuild worn discs" in quote for quote in quotes)
    assert not [quote for quote in quotes if quote.startswith(('"', "“"))]


def test_links_that_lead_off_open_a_tab_and_the_words_of_the_text_stay_words(
    client: TestClient, read_page: Read
) -> None:
    page = ask(client, read_page, f'{ADVERT} <a href="/x">Stem cells cure autism.</a> See NCT02412735.')
    answer = page.one("section", cls="answer")
    links = answer.all("a")
    assert {link.attributes["href"][:1] for link in links} >= {"#", "/", "h"}
    for link in links:
        assert (link.attributes.get("target") == "_blank") is not link.attributes["href"].startswith("#")
    assert "/x" not in {link.attributes["href"] for link in links}
    assert not page.one("form", id="ask").all("a", target="_blank")


def test_a_hard_word_of_an_answer_is_explained_once(client: TestClient, read_page: Read) -> None:
    page = ask(client, read_page, ADVERT)
    links = [link.attributes["href"] for link in page.all("a", cls="term")]
    assert "#word-sham" in links
    assert len(links) == len(set(links))
    assert set(links) <= {f"#{entry.attributes['id']}" for entry in page.one("dl", cls="words").all("div")}
