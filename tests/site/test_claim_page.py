"""The page of one claim: in full, in order, with its doubts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.evidence import Evidence
from app.main import create_app
from app.settings import Settings

Read = Callable[[str], Any]


def opened(client: TestClient, read_page: Read, ident: str, **query: str) -> Any:
    return read_page(client.get(f"/claims/{ident}", params=query).text)


def test_the_key_messages_come_first(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    record = evidence.records["disc-pain-prp"]
    key = opened(client, read_page, record.id).one("section", cls="key")
    for words in ("Goes further than the evidence", record.short_answer, record.ask, record.fair_wording):
        assert words in key.text
    assert "How sure we are" in key.text
    assert "step 4 of 6" in key.text
    assert "not yet reviewed by a clinician" in key.text


def test_a_review_that_is_overdue_is_said_to_be(evidence: Evidence, read_page: Read, tmp_path: Path) -> None:
    records = dict(evidence.records)
    late = records["disc-pain-prp"]
    records[late.id] = late.model_copy(update={"next_review": late.drafted_on})
    settings = Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite3")
    client = TestClient(create_app(settings, replace(evidence, records=records)))
    assert "That review is overdue." in opened(client, read_page, late.id).one("section", cls="key").text
    assert "overdue" not in opened(client, read_page, "disc-animals").one("section", cls="key").text
    assert "1 record is overdue now, and its page says so." in read_page(client.get("/about").text).text


def test_figures_of_people_say_what_the_table_says(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    with_tables = [record for record in evidence.records.values() if record.facts_table is not None]
    assert len(with_tables) >= 7
    for record in with_tables:
        page = opened(client, read_page, record.id)
        table = record.facts_table
        assert table is not None
        assert [row.one("td").text for row in page.one("table", cls="facts").all("tr")[1:]] == [
            f"{row.affected} of {row.of}" for row in table.rows
        ]
        for row, picture in zip(table.rows, page.all("figure", cls="dots-figure"), strict=True):
            assert f"{row.affected} of {row.of}" in picture.one("figcaption").text
            assert len(picture.all("path", cls="dots__yes")) == row.affected
            assert len(picture.all("path")) == row.of


def test_every_reference_leads_to_a_source_of_the_one_list(client: TestClient, read_page: Read) -> None:
    for ident in ("disc-infection", "own-cells-not-drug", "fda-registered"):
        page = opened(client, read_page, ident)
        order = [line.attributes["id"] for one in page.all("ol", cls="sources") for line in one.children]
        assert len(order) == len(set(order))
        references = page.all("a", cls="reference")
        assert references
        for reference in references:
            number = order.index((reference.attributes["href"] or "").removeprefix("#")) + 1
            assert reference.text == f"Source [{number}]"


def test_the_list_goes_on_counting_where_it_is_folded(client: TestClient, read_page: Read) -> None:
    first, second = opened(client, read_page, "own-cells-not-drug").all("ol", cls="sources")
    assert second.attributes["start"] == str(len(first.children) + 1)


def test_registers_are_linked(client: TestClient, read_page: Read) -> None:
    page = opened(client, read_page, "disc-mpc")
    links = {link.attributes["href"] or "" for link in page.all("a", cls="sources__number")}
    assert {link.split("/")[2] for link in links} >= {"doi.org", "pubmed.ncbi.nlm.nih.gov", "clinicaltrials.gov"}


def test_the_law_stands_with_place_sentence_and_date(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    for record in evidence.records.values():
        if not record.carried_by.regulation:
            continue
        rows = opened(client, read_page, record.id).all("table", cls="law-table")[0].all("tr")[1:]
        assert len(rows) == len(record.carried_by.regulation)
        for ident in record.carried_by.regulation:
            position = evidence.regulation[ident]
            row = next(r for r in rows if " ".join(position.statement.split()) in r.text)
            assert "As of" in row.text or "undated page" in row.text
            assert row.one("th").text
            if position.unconfirmed_parts:
                assert f"Not confirmed: {' '.join(position.unconfirmed_parts.split())}" in row.text


def test_the_law_of_the_chosen_country_comes_first(client: TestClient, read_page: Read) -> None:
    for code, place in (("jp", "Japan"), ("us", "United States")):
        page = opened(client, read_page, "fda-registered", country=code)
        tables = page.all("table", cls="law-table")
        assert tables[-1].all("th", scope="row")[0].text.startswith(place)


def test_claims_about_the_law_show_the_law_before_the_harms(client: TestClient, read_page: Read) -> None:
    headings = [h.attributes.get("id") for h in opened(client, read_page, "own-cells-not-drug").all("h2")]
    assert headings.index("law") < headings.index("harms")
    headings = [h.attributes.get("id") for h in opened(client, read_page, "disc-infection").all("h2")]
    assert headings.index("harms") < headings.index("law")


def test_what_was_not_confirmed_stands_with_the_harm(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    signal = evidence.safety["s-discitis-ramos"]
    shown = opened(client, read_page, "disc-infection").one("li", id=signal.id)
    assert f"Not confirmed: {signal.unconfirmed_parts}" in shown.text


def test_the_history_is_told_and_a_correction_can_be_suggested(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    page = opened(client, read_page, "disc-pain-prp")
    rows = page.one("table", cls="history").all("tr")[1:]
    changes = evidence.records["disc-pain-prp"].history
    assert [row.one("td").text for row in rows] == [f"{change.change} {change.reason}" for change in reversed(changes)]
    assert page.all("a", href="#suggest")
    assert page.one("form", id="suggest").one("input", name="page").attributes["value"] == "/claims/disc-pain-prp"


def test_hard_words_lead_to_the_glossary(client: TestClient, read_page: Read) -> None:
    words = opened(client, read_page, "disc-pain-prp").one("dl", cls="words")
    targets = {link.attributes["href"] for link in words.all("a")}
    assert "/glossary#platelet-rich-plasma" in targets
    places = {e.attributes["id"] for e in read_page(client.get("/glossary").text).all() if "id" in e.attributes}
    assert {str(target).partition("#")[2] for target in targets} <= places


@pytest.mark.parametrize(("ident", "kicker"), [("disc-infection", "warning"), ("ryoncil-licence", "fact")])
def test_a_warning_is_not_called_an_advert(client: TestClient, read_page: Read, ident: str, kicker: str) -> None:
    assert kicker in opened(client, read_page, ident).one("p", cls="record__kicker").text


def test_a_hard_word_leads_to_its_meaning_where_it_stands_first(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/claims/disc-pain-marrow-cells").text)
    links = [link.attributes["href"] for link in page.all("a", cls="term")]
    assert len(links) == len(set(links)) >= 3
    meanings = {f"#{entry.attributes['id']}" for entry in page.one("dl", cls="words").all("div")}
    assert set(links) <= meanings
