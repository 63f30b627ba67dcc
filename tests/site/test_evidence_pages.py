"""Studies, harms, the law and topics: everything on file is there, and nothing unconfirmed is told as fact."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.evidence import Evidence
from app.pages.check import ILLNESSES
from app.telling.places_read import places_read

Read = Callable[[str], Any]


def page(client: TestClient, read_page: Read, path: str, **query: str) -> Any:
    return read_page(client.get(path, params=query or None).text)


def rows(read: Any) -> list[Any]:
    tables: list[Any] = read.all("table", cls="cards-table")
    return list(tables[0].all("tr")[1:]) if tables else []


def words(text: str) -> str:
    return " ".join(text.split())


def test_every_study_stands_in_the_table(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    links = {row.one("a").attributes["href"] for row in rows(page(client, read_page, "/evidence/studies"))}
    assert links == {f"/evidence/studies/{ident}" for ident in evidence.studies}


@pytest.mark.parametrize(("sort", "cell"), [("year", 0), ("n", 1)])
def test_the_table_sorts_both_ways_and_the_unknown_stands_last(
    client: TestClient, read_page: Read, sort: str, cell: int
) -> None:
    def numbers(order: str) -> list[int | None]:
        found = rows(page(client, read_page, "/evidence/studies", sort=sort, order=order))
        texts = [row.all("td")[cell].text.split()[0].replace(",", "") for row in found]
        return [int(text) if text.isdigit() else None for text in texts]

    for order in ("down", "up"):
        values = numbers(order)
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=order == "down")
        assert values[: len(known)] == known


def test_the_heads_say_the_order_and_their_links_turn_it_round(client: TestClient, read_page: Read) -> None:
    read = page(client, read_page, "/evidence/studies", sort="n", design="rct")
    heads = {head.text: head.attributes["aria-sort"] for head in read.all("th", scope="col")}
    assert heads["How many"] == "descending"
    assert heads["Year"] == "none"
    link = next(a for a in read.one("nav", cls="sorts").all("a") if a.text.startswith("How many"))
    turned = page(client, read_page, link.attributes["href"])
    assert next(h for h in turned.all("th", scope="col") if h.text == "How many").attributes["aria-sort"] == "ascending"
    assert len(rows(turned)) == len(rows(read))


def test_filters_of_studies_leave_what_fits(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    found = rows(page(client, read_page, "/evidence/studies", condition="knee_oa", goal="missed"))
    assert {row.one("a").attributes["href"].rsplit("/", 1)[-1] for row in found} == {
        s.id for s in evidence.studies.values() if "knee_oa" in s.condition and s.primary_endpoint_met == "no"
    }
    wide = rows(page(client, read_page, "/evidence/studies", condition="spine"))
    assert len(wide) > len(rows(page(client, read_page, "/evidence/studies", condition="sciatica")))


def test_choices_that_do_not_exist_filter_nothing(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    odd = {"condition": "<b>", "design": "none", "goal": "x", "sort": "drop", "order": "sideways"}
    assert len(rows(page(client, read_page, "/evidence/studies", **odd))) == len(evidence.studies)


def test_later_looks_at_a_source_stand_with_the_page_that_was_read(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    source = evidence.sources["pers-2024-respine"]
    study = next(s for s in evidence.studies.values() if source.id in s.sources)
    record = next(r for r in evidence.records.values() if source.id in {s.id for s in r.sources})
    for address in (f"/evidence/studies/{study.id}", f"/claims/{record.id}", "/evidence/sources?q=RESPINE"):
        looks = read_page(client.get(address).text).all("span", cls="sources__check")
        (look,) = [x for x in looks if words(source.checks[0].read) in x.text]
        assert "21 November 2026" in look.text
        assert look.one("a").attributes["href"] == source.checks[0].at


def test_a_study_page_shows_every_field(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    for study in evidence.studies.values():
        text = page(client, read_page, f"/evidence/studies/{study.id}").one("main").text
        told = [
            study.population, study.product, study.sponsor, study.dose, study.route, study.controlled_by,
            study.primary_endpoint, study.adverse_events, study.status, study.risk_of_bias, study.registry_id,
            study.seed_row, study.phase, *study.caveats, *(o.note for o in study.outcomes),
            *("".join(part for part, _ in places_read(o.confirmed)) for o in study.outcomes),
        ]  # fmt: skip
        for value in told:
            assert value is None or words(value) in text, (study.id, value)
        assert "not yet reviewed by a clinician" in text
        assert ("could not confirm this study" in text) is not study.is_confirmed


def test_no_result_of_an_unconfirmed_study_is_told_in_the_table(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    for row in rows(page(client, read_page, "/evidence/studies")):
        study = evidence.studies[row.one("a").attributes["href"].rsplit("/", 1)[-1]]
        assert (row.all("td")[-1].text == "not confirmed") is not study.is_confirmed


def test_every_confirmed_harm_is_told_once_and_no_other(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    read = page(client, read_page, "/evidence/safety")
    told = [entry.attributes["id"] for harms in read.all("ul", cls="harms") for entry in harms.children]
    assert sorted(told) == sorted(s.id for s in evidence.safety.values() if s.is_confirmed)
    for signal in evidence.safety.values():
        assert (words(signal.what_happened) in read.text) is signal.is_confirmed


def test_the_law_is_told_place_by_place(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    read = page(client, read_page, "/evidence/regulation")
    told = [words(entry.one("dd").text) for entry in read.all("div", cls="law__entry")]
    confirmed = [p for p in evidence.regulation.values() if p.is_confirmed]
    assert len(told) == len(confirmed)
    for position in confirmed:
        entry = next(text for text in told if text.startswith(words(position.statement)))
        assert words(position.unconfirmed_parts or "") in entry
    heads = [h.attributes["id"] for h in read.all("h2") if "id" in h.attributes]
    assert heads[0] == "us"
    assert "us-tx" in [h.attributes.get("id") for h in read.all("h3")]
    statuses = {p.status for p in confirmed if "_" in p.status}
    assert not [status for status in statuses if status in read.text]


@pytest.mark.parametrize(
    "path", ["/conditions/als", "/conditions/knee_oa", "/treatments/prp", "/treatments/msc_bone_marrow"]
)
def test_the_picture_of_trials_has_a_table_that_says_the_same(client: TestClient, read_page: Read, path: str) -> None:
    read = page(client, read_page, path)
    tables = read.all("table", cls="cards-table")  # the older half of a long list is folded
    table = [row for part in tables for row in part.one("tbody").all("tr")]
    assert table
    dated = [row for row in table if row.all("td")[0].text != "not known"]
    dots = read.one("figure", cls="picture").children[0].all("circle")
    assert len(dots) == len(dated)
    assert f"{len(dated)} studies in people" in (read.one("svg", role="img").attributes["aria-label"] or "")
    controlled = sum(row.all("td")[2].text == "yes" for row in dated)
    assert sum("picture__dot--controlled" in (dot.attributes["class"] or "") for dot in dots) == controlled


def test_what_is_known_stands_with_how_sure_and_with_its_doubts(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    for record in evidence.conditions.values():
        if record.condition == "any":
            continue
        text = page(client, read_page, f"/conditions/{record.condition}").text
        assert words(record.verdict_summary) in text
        assert record.certainty == "not_rated" or "How sure we are" in text
        assert words(record.confirmed_note or "") in text


def test_indexes_lead_to_every_topic_with_a_claim(client: TestClient, read_page: Read) -> None:
    for what, known in (("treatments", "prp"), ("conditions", "als")):
        read = page(client, read_page, f"/{what}")
        links = {a.attributes["href"] for section in read.all("section") for a in section.all("a")}
        assert f"/{what}/{known}" in links
        assert f"/{what}/any" not in links


def test_filters_in_force_can_each_be_taken_away(client: TestClient, read_page: Read) -> None:
    read = page(client, read_page, "/claims", q="pain", verdict="unproven", condition="spine")
    chosen = read.one("ul", cls="chosen").all("a")
    assert [link.attributes["href"] for link in chosen] == [
        "/claims?verdict=unproven&condition=spine",
        "/claims?q=pain&condition=spine",
        "/claims?q=pain&verdict=unproven",
        "/claims",
    ]


def test_claims_can_be_picked_by_how_good_the_evidence_is(
    client: TestClient, read_page: Read, evidence: Evidence
) -> None:
    read = page(client, read_page, "/claims", grade="opposed")
    links = [a.attributes["href"].rsplit("/", 1)[-1] for a in read.one("ul", cls="claim-list").all("a")]
    assert links
    assert {evidence.grades[ident].grade for ident in links} == {"opposed"}


def test_a_filter_of_an_old_link_is_passed_over(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    read = page(client, read_page, "/claims", kind="gone", treatment="<script>")
    assert len(read.one("ul", cls="claim-list").all("a")) == len(evidence.records)
    assert not read.all("ul", cls="chosen")


def test_a_treatment_shows_trials_of_itself_only(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    copd = evidence.conditions["copd-msc"]
    assert "prp" in copd.also_applies_to
    assert words(copd.verdict_summary) not in page(client, read_page, "/treatments/prp").text
    assert words(copd.verdict_summary) in page(client, read_page, "/treatments/msc_bone_marrow").text


def test_a_condition_says_at_once_what_testing_came_to(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/conditions/autism").text)
    known = page.all("details", cls="known")[0].all("summary")[0]
    assert known.one("span", cls="known__found").text.endswith("No benefit shown (we are fairly sure)")
    headings = [heading.text for heading in page.all("h2")]
    assert headings.index("What is known, treatment by treatment") < headings.index(
        "What is claimed, and what we found"
    )


def test_every_illness_of_the_first_page_has_a_page(client: TestClient, read_page: Read) -> None:
    lists = read_page(client.get("/").text).all("ul", cls="pick__list")
    links = [link.attributes["href"] for link in lists[1].all("a")]
    assert len(links) == len(ILLNESSES) + 1
    for link in links:
        assert client.head(link).status_code == 200


@pytest.mark.parametrize(
    ("condition", "leads_to"),
    [
        ("knee_oa", "/better-options#options-osteoarthritis"),
        ("chronic_back_pain", "/better-options#options-low-back-pain"),
        ("hair_loss", "/better-options"),
    ],
)
def test_what_is_known_leads_on_to_ordinary_care(
    client: TestClient, read_page: Read, condition: str, leads_to: str
) -> None:
    text = client.get(f"/conditions/{condition}").text
    before = text[text.index('id="known"') : text.index("<details", text.index('id="known"'))]
    assert "holds only what we have looked at" in before
    assert f'href="{leads_to}"' in before
    path, _, anchor = leads_to.partition("#")
    assert not anchor or read_page(client.get(path).text).one(id=anchor)


@pytest.mark.parametrize(
    ("path", "asked", "offered"),
    [
        ("/evidence/studies", {}, False),
        ("/evidence/studies", {"sort": "people"}, False),
        ("/evidence/studies", {"condition": "knee_oa"}, True),
        ("/evidence/sources", {}, False),
        ("/evidence/sources", {"page": "2"}, False),
        ("/evidence/sources", {"q": "disc"}, True),
    ],
)
def test_only_a_filtered_list_can_be_shown_whole_again(
    client: TestClient, read_page: Read, path: str, asked: dict[str, str], *, offered: bool
) -> None:
    links = page(client, read_page, path, **asked).one(id="results").all("a", href=path)
    assert ("Show all again" in [link.text for link in links]) is offered


def test_the_search_for_claims_is_called_the_same_everywhere(client: TestClient, read_page: Read) -> None:
    for path in ("/", "/claims"):
        form = next(f for f in page(client, read_page, path).all("form", role="search"))
        assert form.all("label")[0].text == "Search all claims"
        assert [button.text for button in form.all("button")] == ["Search"]


def test_no_study_shows_a_bare_address(client: TestClient, read_page: Read, evidence: Evidence) -> None:
    for ident in evidence.studies:
        for list_ in page(client, read_page, f"/evidence/studies/{ident}").all("dl", cls="fields"):
            assert "http" not in list_.text, ident


def test_no_record_speaks_of_our_base(evidence: Evidence) -> None:
    assert [r.id for r in evidence.records.values() if "our base" in f"{r.short_answer} {r.why}".lower()] == []
