"""The pages that explain what to do next: whom to turn to, what else there is, which trial is real."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.evidence import Evidence

Read = Callable[[str], Any]


def plain(text: str) -> str:
    return " ".join(text.split())


def test_every_place_to_turn_to_stands_under_its_country(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    page = read_page(client.get("/already-treated").text)
    for place in evidence.help.values():
        entry = page.one("details", id=f"help-{place.jurisdiction}").one("div", id=place.id)
        assert plain(place.tells) in entry.text
        assert entry.one("dt").one("a").attributes["href"] == place.address
        assert len(entry.all("a", cls="law__source")) == len(place.sources)
        assert (place.unconfirmed_parts is None) is not entry.all("span", cls="unconfirmed")


@pytest.mark.parametrize("country", ["uk", "in"])
def test_the_chosen_country_comes_first_and_is_open(client: TestClient, read_page: Read, country: str) -> None:
    page = read_page(client.get("/already-treated", params={"country": country}).text)
    folded = [e for e in page.all("details") if (e.attributes.get("id") or "").startswith("help-")]
    assert folded[0].attributes["id"] == f"help-{country}"
    assert [e.attributes["id"] for e in folded if "open" in e.attributes] == [f"help-{country}"]


@pytest.mark.parametrize("country", ["", "atlantis", "<b>"])
def test_without_a_country_on_record_all_stay_folded(client: TestClient, read_page: Read, country: str) -> None:
    page = read_page(client.get("/already-treated", params={"country": country}).text)
    assert not [e for e in page.all("details") if "open" in e.attributes]


def test_the_care_box_stands_before_anything_else(client: TestClient) -> None:
    text = client.get("/already-treated").text
    assert text.index("Get medical help at once") < text.index("What may still come</h2>")


def test_what_guidelines_name_is_shown_with_what_we_have_not_read(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    page = read_page(client.get("/better-options").text)
    named = [f for f in evidence.findings.values() if f.domain == "options"]
    assert len(named) >= 4
    for finding in named:
        entry = page.one("li", id=finding.id)
        assert plain(finding.text) in entry.text
        assert plain(finding.caution or "") in entry.text
        assert entry.all("a", cls="law__source")


def test_only_what_is_fairly_sure_to_work_is_listed_as_working(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    page = read_page(client.get("/better-options").text)
    shown = {e.all("p")[0].text for e in page.all("details", cls="known")}
    for record in evidence.conditions.values():
        sure = record.efficacy == "works" and record.certainty in {"high", "moderate"} and record.is_confirmed
        assert (plain(record.verdict_summary) in shown) is sure, record.id


def test_a_trial_on_record_is_shown_with_what_came_out(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/better-options", params={"nct": "NCT02412735"}).text)
    table = page.one("div", id="trial-found").one("table")
    assert "missed" in table.text
    for link in table.all("a"):
        assert client.head(link.attributes["href"]).status_code == 200


def test_a_wrong_number_is_told_beside_its_field(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/better-options", params={"nct": "ISRCTN12"}).text)
    field = page.one("input", id="nct")
    assert field.attributes["value"] == "ISRCTN12"
    assert page.one("p", id=field.attributes["aria-describedby"]).text
