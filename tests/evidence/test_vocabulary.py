from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from app.evidence import Evidence
from app.reading.words import words_of


@pytest.mark.parametrize(
    ("file", "content", "field"),
    [
        ("kinds", {"id": "pain_relief"}, ""),
        ("kinds", ["pain_relief"], "0"),
        ("kinds", [{"id": "pain_relief", "label": "Eases pain"}], "0.group"),
        ("jurisdictions", [{"id": "us", "label": "a"}, {"id": "us", "label": "b"}], "1.id"),
        ("glossary", [{"plain": "of a kind of cell"}], "0.term"),
        ("matrix", [], ""),
        ("matrix", {"superb": dict.fromkeys(("guaranteed", "definite", "reported", "hedged"), "supported")}, "superb"),
        ("matrix", {"weak": dict.fromkeys(("guaranteed", "definite", "reported"), "unproven")}, "weak.hedged"),
        ("matrix", {"weak": dict.fromkeys(("guaranteed", "definite", "reported", "hedged"), "nice")}, "weak.hedged"),
    ],
)
def test_lists_and_matrix_have_their_shape(base: Any, file: str, content: Any, field: str) -> None:
    base.write(f"vocabulary/{file}.yaml", content)
    assert (f"vocabulary/{file}.yaml", field) in base.mistakes()


def test_a_truth_value_is_true_or_false(base: Any) -> None:
    terms = base.files["vocabulary/interventions.yaml"]
    terms[0]["sold_by_clinics"] = "yes"
    base.write("vocabulary/interventions.yaml", terms)
    assert ("vocabulary/interventions.yaml", "0.sold_by_clinics") in base.mistakes()


def test_the_lists_of_page_phrases_are_those_that_findings_ask_for(base: Any) -> None:
    asked_for = ("variation", "hurry", "newness", "follow_up", "status", "unsuited", "harms", "compared")
    lists = {name: ["some words"] for name in asked_for}
    base.write("vocabulary/page.yaml", {**lists, "dislaimers": ["results vary"]})
    assert set(base.mistakes()) == {("vocabulary/page.yaml", "disclaimers"), ("vocabulary/page.yaml", "dislaimers")}


def _lists_of_phrases(vocabulary: Mapping[str, Any]) -> Iterator[list[str]]:
    """All phrases among which a second mention finds nothing: a class of cues or a subject outside takes each once."""
    for name in ("cues", "outside"):
        yield [str(phrase) for phrases in vocabulary[name].values() for phrase in phrases]
    for name in ("page", "concepts"):
        yield from ([str(phrase) for phrase in phrases] for phrases in vocabulary[name].values())


def test_no_phrase_stands_twice_as_it_is_read(evidence: Evidence) -> None:
    """Names of treatments, diseases and places may: the search, the masking and the API take them as written."""
    for phrases in _lists_of_phrases(evidence.vocabulary):
        first: dict[tuple[tuple[str, ...], bool], str] = {}
        doubles = [
            (phrase, kept)
            for phrase in phrases
            if (kept := first.setdefault((words_of(phrase).forms, phrase.endswith("*")), phrase)) is not phrase
        ]
        assert doubles == []
