"""The preview of a claim in a terminal says what its page on the site says."""

import io
from typing import Any

import pytest

from app.evidence import Evidence
from app.telling.claim_page import claim_page
from app.telling.preview import print_preview
from app.telling.shelves import shelf_of
from app.telling.terminal import console
from app.telling.words import STRENGTHS

TITLES = {"How far testing has come", "Known harms", "What the law says, by country", "What we do not know", "Sources"}


@pytest.fixture(scope="module")
def shelf(evidence: Evidence) -> Any:
    return shelf_of(evidence)


def lines(evidence: Evidence, ident: str) -> list[str]:
    stream = io.StringIO()
    print_preview(evidence.records[ident], evidence, console(stream))
    return stream.getvalue().splitlines()


def test_a_warning_has_one_verdict_and_no_ladder_where_no_step_was_reached(evidence: Evidence) -> None:
    told = lines(evidence, "brain-inflammation")
    assert "Backed by evidence" in told
    assert "How far testing has come" not in told
    assert not [line for line in told if "Guaranteed" in line]


@pytest.mark.parametrize("ident", ["brain-inflammation", "knee-cells-pain", "law-korea"])
def test_says_what_the_page_says_in_its_order(evidence: Evidence, shelf: Any, ident: str) -> None:
    told = lines(evidence, ident)
    page = claim_page(shelf, evidence.records[ident])
    flowing = " ".join(" ".join(told).split())
    assert page.verdict.label in told
    for words in (page.record.short_answer, page.sureness, page.record.why, page.record.ask, page.dates):
        assert " ".join(words.split()) in flowing
    for way in page.said:
        assert f"{STRENGTHS[way.strength][0]} {STRENGTHS[way.strength][1]}: {way.verdict.label}" in flowing
    there = [
        *(["How far testing has come"] if page.rungs else []),
        *(["What the law says, by country"] if page.law.shown and page.law_first else []),
        *(["Known harms"] if page.harms.shown else []),
        *(["What the law says, by country"] if page.law.shown and not page.law_first else []),
        *(["What we do not know"] if page.record.limits or page.record.would_change else []),
        "Sources",
    ]
    assert [line for line in told if line in TITLES] == there
    assert page.grade is None or f"graded “{page.grade[0]}”" in flowing
