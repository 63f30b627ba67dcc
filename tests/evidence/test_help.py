"""Places that help after harm or loss: shaped, sourced, in plain words."""

from typing import Any

import pytest

from app.evidence import Evidence

PLACE = {
    "id": "us-office",
    "jurisdiction": "us",
    "purpose": "harm",
    "name": "An office",
    "tells": "It takes reports of harm.",
    "address": "https://office.example/",
    "sources": ["law-page"],
    "as_of": "2026",
    "confirmed": "https://office.example/",
}


def mistakes(base: Any, **changes: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = base.write("help/us-office.yaml", PLACE | changes).mistakes()
    return found


def test_a_right_place_is_taken(base: Any) -> None:
    assert mistakes(base) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": "revenge"}, "purpose"),
        ({"address": "office.example"}, "address"),
        ({"sources": ["nowhere"]}, "sources"),
        ({"jurisdiction": "atlantis"}, "jurisdiction"),
        ({"tells": "It administers notifications of iatrogenic complications necessitating hospitalisation."}, "tells"),
        ({"tells": "It stops every scam."}, "tells"),
    ],
)
def test_what_is_wrong_is_named(base: Any, changes: dict[str, Any], field: str) -> None:
    assert set(mistakes(base, **changes)) == {("help/us-office.yaml", field)}


def test_each_place_names_a_confirmed_page_that_says_so(evidence: Evidence) -> None:
    assert evidence.help
    for place in evidence.help.values():
        assert place.sources
        assert place.is_confirmed
        assert all(evidence.sources[ident].is_confirmed for ident in place.sources), place.id
