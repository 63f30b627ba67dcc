"""Every page that stands by itself: it answers, it is well formed, and nothing it links to is missing."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.evidence import Evidence
from app.pages.machines import FIXED

Read = Callable[[str], Any]
TOPICS = ("/treatments/prp", "/conditions/disc_degeneration", "/conditions/spine", "/treatments/stem_cells_unspecified")


def _internal(page: Any) -> set[str]:
    links = {link.attributes["href"] or "" for link in page.all("a")}
    return {link.partition("#")[0] for link in links if link.startswith("/")} - {""}


@pytest.mark.parametrize("path", [*FIXED, *TOPICS, "/claims/disc-pain-marrow-cells", "/evidence/studies/dream-2025"])
def test_a_page_has_one_heading_and_no_dead_link(client: TestClient, read_page: Read, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    page = read_page(response.text)
    assert page.one("h1").text
    assert page.one("title").text.endswith("Clinic Claim Checker")
    names = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(names) == len(set(names)), "an id stands twice"
    for anchor in page.all("a"):
        target = anchor.attributes["href"] or ""
        if target.startswith("#"):
            assert target[1:] in names, target
    for link in sorted(_internal(page))[:40]:
        ask = client.get if link.startswith("/api/") else client.head  # the API answers GET only
        assert ask(link).status_code == 200, link


def test_every_claim_has_a_page_that_shows_its_record(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    for record in evidence.records.values():
        page = read_page(client.get(f"/claims/{record.id}").text)
        assert record.claim in page.one("h1").text
        assert " ".join(record.short_answer.split()) in page.text
        assert "not yet reviewed by a clinician" in page.text
        listed = page.all("ol", cls="sources")[0].children
        for number, (use, line) in enumerate(zip(record.sources, listed, strict=False), start=1):
            assert line.attributes["id"] == f"source-{number}"
            assert " ".join(evidence.sources[use.id].title.split()).rstrip(".?") in line.text
        assert len(listed) >= len(record.sources)


def test_a_legal_position_is_never_shown_without_its_statement(client: TestClient, evidence: Evidence) -> None:
    text = client.get("/evidence/regulation").text
    for position in evidence.regulation.values():
        shown = position.statement[:30].replace("'", "&#39;") in text
        assert shown is position.is_confirmed or not position.is_confirmed


def test_what_is_unconfirmed_is_not_shown_as_a_harm(client: TestClient, evidence: Evidence) -> None:
    text = client.get("/evidence/safety").text
    for signal in evidence.safety.values():
        assert (f'id="{signal.id}"' in text) is signal.is_confirmed


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/claims?q=regrow+my+disc", "disc"),
        ("/claims?q=FDA+registered", "regist"),
        ("/claims?q=jag+vil+inte", ""),
    ],
)
def test_search_finds_claims_in_the_words_of_adverts(
    client: TestClient, read_page: Read, address: str, first: str
) -> None:
    lines = read_page(client.get(address).text).all("ul", cls="claim-list")
    if first:
        assert first in lines[0].all("a")[0].text.lower()
    else:
        assert not lines


def test_filters_leave_only_what_fits_and_their_numbers_are_true(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/claims").text)
    options = [o for o in page.one("select", id="filter-verdict").all("option") if o.attributes["value"]]
    assert len(options) > 3
    for option in options:
        found = read_page(client.get("/claims", params={"verdict": option.attributes["value"]}).text)
        number = len(found.one("ul", cls="claim-list").all("a"))
        assert option.text.endswith(f"({number})")


def test_htmx_gets_the_list_alone(client: TestClient) -> None:
    text = client.get("/claims?q=disc", headers={"HX-Request": "true"}).text
    assert text.lstrip().startswith('<div id="results"')
    assert "<html" not in text


def test_sources_go_to_reference_managers(client: TestClient, evidence: Evidence) -> None:
    record = evidence.records["disc-pain-marrow-cells"]
    items = client.get(f"/claims/{record.id}.csl.json").json()
    assert [item["id"] for item in items] == [use.id for use in record.sources]
    assert all(item["title"] for item in items)
    entries = client.get(f"/claims/{record.id}.bib").text
    assert entries.count("\n}") == len(record.sources)
    assert entries.count("{") == entries.count("}")


@pytest.mark.parametrize(
    "path",
    ["/claims/none-such", "/claims/none.bib", "/treatments/any", "/conditions/nowhere", "/evidence/studies/none"],
)
def test_what_is_not_there_is_said_so(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("NCT02412735", "We hold this on NCT02412735"),
        (" nct02412735 ", "We hold this on NCT02412735"),
        ("NCT00000001", "We hold nothing on NCT00000001"),
        ("12", "That is not a trial number"),
    ],
)
def test_a_trial_is_looked_up_by_its_number(client: TestClient, read_page: Read, number: str, says: str) -> None:
    assert says in read_page(client.get("/better-options", params={"nct": number}).text).text


def test_the_sitemap_lists_only_pages_that_are_there(client: TestClient) -> None:
    text = client.get("/sitemap.xml").text
    addresses = [part.partition("</loc>")[0] for part in text.split("<loc>")[1:]]
    assert len(addresses) == len(set(addresses)) > 300
    for address in addresses[::25]:
        assert client.head(address.removeprefix("http://testserver")).status_code == 200


def test_the_country_chosen_comes_first(client: TestClient, read_page: Read) -> None:
    text = "Umbilical cord stem cells are approved for knees."
    page = read_page(client.post("/", data={"text": text, "country": "kr"}).text)
    assert [o.text for o in page.one("select", id="country").all("option") if "selected" in o.attributes] == [
        "South Korea"
    ]
    assert page.all("div", cls="law__entry")[0].one("dt").text.startswith("South Korea")


def test_a_copy_without_an_operator_says_so(client: TestClient) -> None:
    assert "has not entered a name" in client.get("/about").text
