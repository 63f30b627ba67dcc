from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from app.evidence import Evidence, EvidenceError, load
from app.evidence.fields import VERDICTS
from app.evidence.problem import Problem
from app.evidence.vocabulary import SHAPES
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
        ("matrix", {"weak": dict.fromkeys(("guaranteed", "definite", "reported", "hedged"), "unproven")}, "none"),
        ("interventions", [{"id": "cells", "label": "a"}], "0.parents"),
        ("interventions", [{"id": i, "label": i, "parents": []} for i in ("cells", "cells")], "1.id"),
        ("cues", {"certain": "always"}, "certain"),
        ("concepts", {"body": [5]}, "body.0"),
        ("ordinary", {"words": ["back", "pain"]}, "words"),
        (
            "rules",
            [{"id": "a", "when": {"stanses": ["promise"]}, "verdict": "record", "because": "b"}],
            "0.when.stanses",
        ),
        ("rules", [{"id": "a", "when": {"sure": True}, "verdict": "record", "because": "b"}], "0.when.sure"),
        ("rules", [{"id": "a", "when": {"kinds": ["bliss"]}, "verdict": "record", "because": "b"}], "0.when.kinds"),
        ("rules", [{"id": "a", "when": {"sure": "no"}, "verdict": "record", "because": "b"}], "0.when"),
        ("rules", [{"id": "a", "when": {}, "verdict": "nice", "because": "b"}], "0.verdict"),
        ("rules", [{"id": "a", "when": {}, "verdict": "record", "because": "b"}], "0.verdict"),
        (
            "rules",
            [{"id": "a", "when": {"licences": ["grnted"]}, "verdict": "matrix", "because": "b"}],
            "0.when.licences.0",
        ),
        (
            "rules",
            [{"id": "a", "when": {}, "verdict": "not_covered", "silence": "shy", "because": "b"}],
            "0.silence",
        ),
        ("verdicts", [{"id": v, "label": v, "when": v} for v in reversed(VERDICTS)], ""),
        ("verdicts", [{"id": v, "label": v, "when": v} for v in VERDICTS[1:]], ""),
        ("verdicts", [{"id": "lies", "label": "It lies", "when": "It does."}], "0.id"),
        ("cuse", {"certain": ["always"]}, ""),
    ],
)
def test_lists_and_matrix_have_their_shape(base: Any, file: str, content: Any, field: str) -> None:
    base.write(f"vocabulary/{file}.yaml", content)
    assert (f"vocabulary/{file}.yaml", field) in base.mistakes()


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("content", ["", "[1, 2]\n", "x: 1\n"])
def test_a_file_of_another_shape_is_named_and_nothing_that_leans_on_it(base: Any, name: str, content: str) -> None:
    base.write(f"vocabulary/{name}.yaml", content)
    mistakes = base.lint().errors
    assert {p.file for p in mistakes} == {f"vocabulary/{name}.yaml"}
    assert (not content) is (mistakes[0].reason == "is empty")


@pytest.mark.parametrize("name", SHAPES)
def test_no_file_may_be_missing(base: Any, today: Any, name: str) -> None:
    (base.folder / f"vocabulary/{name}.yaml").unlink()
    with pytest.raises(EvidenceError) as stopped:
        load(base.folder, today)
    assert stopped.value.problems == (Problem(f"vocabulary/{name}.yaml", "", "is missing"),)


def test_a_truth_value_is_true_or_false(base: Any) -> None:
    terms = base.files["vocabulary/interventions.yaml"]
    terms[0]["sold_by_clinics"] = "yes"
    base.write("vocabulary/interventions.yaml", terms)
    assert ("vocabulary/interventions.yaml", "0.sold_by_clinics") in base.mistakes()


def test_the_lists_of_page_phrases_are_those_that_findings_ask_for(base: Any) -> None:
    asked_for = (
        "variation",
        "hurry",
        "newness",
        "follow_up",
        "status",
        "unsuited",
        "harms",
        "compared",
        "waives",
        "disappointed",
        "advises",
        "unknown",
        "concedes",
        "official",
        "told_us",
        "gives",
        "hurdles",
        "accepts_patient",
        "unapproved",
        "turned_down",
        "no_fda_approval",
        "small_risk",
        "asks_whether",
        "studied",
        "few_trials",
        "success",
        "deplores",
        "wanting",
        "worthless",
        "unlawful",
        "allows_trial",
    )
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


@pytest.mark.parametrize("name", ["cues", "without", "says"])
def test_a_rule_that_asks_for_a_list_that_is_not_there_is_a_mistake(base: Any, name: str) -> None:
    rules = [
        {"id": "first", "when": {name: ["mispelt"]}, "verdict": "not_covered", "because": "It says so."},
        {"id": "last", "when": {}, "verdict": "not_covered", "because": "Nothing fits."},
    ]
    base.write("vocabulary/rules.yaml", rules)
    assert ("vocabulary/rules.yaml", f"0.when.{name}") in base.mistakes()
