"""A source as a line."""

from typing import Any

import pytest

from app.evidence.schema import Source
from app.telling.answer import CheckLine
from app.telling.sources import UNCONFIRMED, numbered, source_line


def source(**fields: Any) -> Source:
    return Source.model_validate(
        {"id": "s", "kind": "narrative_review", "title": "A title", "confirmed": "yes", **fields}
    )


def test_names_title_publisher_and_year() -> None:
    assert source_line(source(publisher="A Journal", year=2020)).text == "A title. A Journal (2020)"


def test_a_title_that_ends_a_sentence_gets_no_second_stop() -> None:
    assert source_line(source(title="Does it?", publisher="A Journal", year=2020)).text == "Does it? A Journal (2020)"


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"url": "https://example.org/a", "doi": "10.1/x"}, "https://example.org/a"),
        ({"doi": "10.1/x", "pmid": "12"}, "https://doi.org/10.1/x"),
        ({"pmid": "12", "nct": "NCT01"}, "https://pubmed.ncbi.nlm.nih.gov/12/"),
        ({"nct": "NCT01"}, "https://clinicaltrials.gov/study/NCT01"),
        ({"url": "javascript:alert(1)"}, None),
        ({}, None),
    ],
)
def test_leads_to_an_address_that_lasts(fields: dict[str, str], address: str | None) -> None:
    assert source_line(source(**fields)).url == address


def test_says_what_could_not_be_confirmed() -> None:
    assert source_line(source(confirmed="no")).read == UNCONFIRMED
    assert source_line(source(confirmed="no"), "abstract").read == f"abstract; {UNCONFIRMED}"


def test_names_every_register_with_its_address() -> None:
    line = source_line(source(url="https://example.org/a", doi="10.1/x", pmid="12", nct="NCT01234567"))
    assert line.id == "s"
    assert line.numbers == (
        ("DOI 10.1/x", "https://doi.org/10.1/x"),
        ("PubMed 12", "https://pubmed.ncbi.nlm.nih.gov/12/"),
        ("NCT01234567", "https://clinicaltrials.gov/study/NCT01234567"),
    )


def test_tells_every_later_look_at_its_figures() -> None:
    looks = [
        {"on": "2026-11-21", "at": "https://example.org/abstract", "read": "114 people."},
        {"on": "2027-01-02", "at": "https://example.org/paper", "read": "112 people.", "differs": "We had said 114."},
    ]
    assert source_line(source(checks=looks)).checks == (
        CheckLine("21 November 2026", "https://example.org/abstract", "114 people.", ""),
        CheckLine("2 January 2027", "https://example.org/paper", "112 people.", "We had said 114."),
    )


def test_sources_stand_by_their_numbers_in_the_order_in_which_they_are_named() -> None:
    lines = [source_line(source(id=ident)) for ident in ("b", "a")]
    assert numbered(lines, {"a": 1, "b": 2}) == (2, 1)
