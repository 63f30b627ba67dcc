from typing import Any

import pytest


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
