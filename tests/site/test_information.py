"""The pages that explain what to do next: whom to turn to, what else there is, which trial is real."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.evidence import Evidence
from app.evidence.claim import Change
from app.feedback import newest
from app.main import Site, create_app
from app.settings import Settings
from app.sharing import GRACE, MONTHS

Read = Callable[[str], Any]
LEGAL = ("/about", "/privacy", "/accessibility", "/corrections")


@pytest.fixture(scope="module")
def run_by_somebody(evidence: Any, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    database = f"sqlite:///{tmp_path_factory.mktemp('somebody') / 'db.sqlite3'}"
    settings = Settings(operator_name="The Trust", operator_contact="desk@trust.example", database_url=database)
    return TestClient(create_app(settings, evidence))


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
        assert (place.unconfirmed_parts is not None) is bool(entry.all("span", cls="unconfirmed"))


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


def test_paper_shows_the_chosen_country_alone(client: TestClient, read_page: Read) -> None:
    def printed(country: str) -> list[str]:
        page = read_page(client.get("/already-treated", params={"country": country}).text)
        folded = [e for e in page.all("details") if (e.attributes.get("id") or "").startswith("help-")]
        return [e.attributes["id"] for e in folded if "screen-only" not in (e.attributes["class"] or "").split()]

    assert printed("uk") == ["help-uk"]
    assert len(printed("")) == len(printed("atlantis")) > 5


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


def test_what_came_out_of_a_trial_that_we_could_not_confirm_is_not_told(
    evidence: Evidence, read_page: Read, tmp_path: Path
) -> None:
    held = evidence.studies["beall-2025-mpc-phase3"]
    unconfirmed = {**evidence.studies, held.id: held.model_copy(update={"confirmed": "no"})}
    settings = Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite3")
    client = TestClient(create_app(settings, replace(evidence, studies=unconfirmed)))
    page = read_page(client.get("/better-options", params={"nct": held.registry_id or ""}).text)
    found = page.one("div", id="trial-found")
    assert not found.all("table")
    assert found.all("ol", cls="sources")


def test_a_wrong_number_is_told_beside_its_field(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/better-options", params={"nct": "ISRCTN12"}).text)
    field = page.one("input", id="nct")
    assert field.attributes["value"] == "ISRCTN12"
    assert page.one("p", id=field.attributes["aria-describedby"]).text


@pytest.mark.parametrize("path", LEGAL)
def test_the_operator_can_be_reached_where_a_visitor_looks_for_it(
    run_by_somebody: TestClient, read_page: Read, path: str
) -> None:
    page = read_page(run_by_somebody.get(path).text)
    assert "mailto:desk@trust.example" in {link.attributes["href"] for link in page.one("main").all("a")}
    assert "has not entered" not in page.text


@pytest.mark.parametrize("path", ["/about", "/corrections"])
def test_a_copy_without_an_operator_says_so_where_a_visitor_looks_for_it(
    client: TestClient, read_page: Read, path: str
) -> None:
    page = read_page(client.get(path).text)
    assert "has not entered a name" in page.text
    assert not [a for a in page.all("a") if (a.attributes["href"] or "").startswith("mailto:")]


@pytest.mark.parametrize("contact", ["https://trust.example/contact", "12 Long Street, Leeds", "<b>x</b>"])
def test_a_contact_of_any_kind_is_shown_safely(evidence: Any, read_page: Read, contact: str) -> None:
    client = TestClient(create_app(Settings(operator_contact=contact), evidence))
    main = read_page(client.get("/about").text).one("main")
    assert contact in main.text
    assert not main.all("b")
    links = [a for a in main.all("a") if a.attributes["href"] == contact]
    assert len(links) == contact.startswith("https://")


def test_privacy_names_the_times_that_the_program_keeps(client: TestClient) -> None:
    text = plain(client.get("/privacy").text)
    assert f"A link lasts up to {max(map(int, MONTHS))} months" in text
    assert f"erased {GRACE.days} days or more" in text


def test_a_correction_sent_from_its_page_reaches_the_curators(site: Site, client: TestClient, read_page: Read) -> None:
    form = read_page(client.get("/corrections").text).one("form", id="suggest")
    sent = {e.attributes["name"]: e.attributes["value"] for e in form.all("input")}
    assert client.post(form.attributes["action"], data=sent | {"text": ""}).status_code == 422
    assert client.post(form.attributes["action"], data=sent | {"text": "The year is wrong."}).status_code == 200
    stored = newest(site.state.database, 1)[0]
    assert (stored.page, stored.kind, stored.text) == ("/corrections", "correction", "The year is wrong.")


def test_the_log_lists_every_change_after_the_first_version_the_newest_first(
    evidence: Evidence, read_page: Read, tmp_path: Path
) -> None:
    record = evidence.records["disc-animals"]
    days = (record.drafted_on, record.drafted_on, record.drafted_on, date(2030, 1, 2))
    history = tuple(Change(date=on, change=f"Change {n}.", reason="A reason.") for n, on in enumerate(days))
    changed = replace(evidence, records={"disc-animals": record.model_copy(update={"history": history})})
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite3"), changed))
    log = [item.text for item in read_page(client.get("/corrections").text).all("li") if "A reason." in item.text]
    assert [line.partition("Change ")[2] for line in log] == [f"{n}. A reason." for n in (3, 2, 1)]
    assert log[0].startswith("2 January 2030: ")


@pytest.mark.parametrize(("number", "folded"), [(10, []), (11, ["1 earlier change"]), (25, ["15 earlier changes"])])
def test_only_the_ten_newest_changes_stand_open(
    evidence: Evidence, read_page: Read, tmp_path: Path, number: int, folded: list[str]
) -> None:
    record = evidence.records["disc-animals"]
    history = tuple(Change(date=date(2030, 1, 1), change=f"Change {n}.", reason="A reason.") for n in range(number + 1))
    changed = replace(evidence, records={"disc-animals": record.model_copy(update={"history": history})})
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite3"), changed))
    page = read_page(client.get("/corrections").text).one("main")
    log = [item for item in page.all("li") if "A reason." in item.text]
    held = [fold for fold in page.all("details", cls="fold") if "A reason." in fold.text]
    assert len(log) == number
    assert [fold.one("summary").text for fold in held] == folded
    assert len([item for fold in held for item in fold.all("li")]) == max(0, number - 10)


def test_a_log_without_a_change_says_so(evidence: Evidence, read_page: Read, tmp_path: Path) -> None:
    unchanged = {i: r.model_copy(update={"history": r.history[:1]}) for i, r in evidence.records.items()}
    settings = Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite3")
    client = TestClient(create_app(settings, replace(evidence, records=unchanged)))
    assert "No record has been changed" in read_page(client.get("/corrections").text).one("main").text


def test_every_page_counts_the_same_things_alike(client: TestClient, read_page: Read) -> None:
    shelves = read_page(client.get("/evidence").text).one("ul", cls="shelf").all("li")
    counts = {shelf.one("a").text: shelf.one("span", cls="shelf__number").text for shelf in shelves}
    assert f"From {counts['Sources']} sources" in read_page(client.get("/about").text).text
    known = f"we know {counts['Treatments']} treatments and {counts['Conditions']} conditions"
    assert known in read_page(client.get("/how-we-judge").text).text


def test_what_works_is_not_said_to_be_given_everywhere(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    page = read_page(client.get("/better-options").text)
    entries = [e for e in page.all("details", cls="known") if "Cerebral palsy" in e.text]
    assert len(entries) == 1
    assert not evidence.conditions["cp-cord-blood"].approved_products
    assert "Not every one is licensed" in page.text
    assert "hospitals give it" not in page.text


def test_builders_are_told_in_words_what_there_is(client: TestClient, read_page: Read) -> None:
    assert "/for-builders" in [
        a.attributes["href"] for a in read_page(client.get("/for-groups").text).one("main").all("a")
    ]
    page = read_page(client.get("/for-builders").text).one("main")
    described = client.get("/api/v1/openapi.json").json()["paths"]
    named = {word for code in page.one("dl").all("code") for word in code.text.split() if word.startswith("/")}
    assert named
    assert {path for path in named if path not in described} == set()
    lists = {path for path in described if "{" not in path}
    assert lists - named == {"/api/v1/evidence.schema.json"}
    for link in page.all("a"):
        assert client.get(link.attributes["href"]).status_code == 200


def test_the_command_for_builders_works(client: TestClient, read_page: Read) -> None:
    address, *rest = shlex.split(read_page(client.get("/for-builders").text).one("textarea").text.replace("\\ ", ""))[
        1:
    ]
    assert rest[:3] == ["-H", "Content-Type: application/json", "-d"]
    answer = client.post(address, content=rest[3], headers={"Content-Type": "application/json"})
    assert answer.json()["statements"][0]["verdict"] != "not_a_claim"
