from typing import Any

import pytest

from app.evidence import load


@pytest.mark.parametrize(
    ("file", "change", "field"),
    [
        ("studies/sham-trial.yaml", {"sources": ["nowhere"]}, "sources"),
        ("studies/sham-trial.yaml", {"intervention": ["magic"]}, "intervention"),
        ("studies/sham-trial.yaml", {"condition": ["gloom"]}, "condition"),
        ("findings/no-better.yaml", {"supports": ["nowhere"]}, "supports"),
        ("regulation/not-licensed.yaml", {"sources": ["nowhere"]}, "sources"),
        ("regulation/not-licensed.yaml", {"jurisdiction": "atlantis"}, "jurisdiction"),
        ("safety/infection.yaml", {"product": "magic"}, "product"),
        ("conditions/pain-cells.yaml", {"also_applies_to": ["magic"]}, "also_applies_to"),
        ("conditions/pain-cells.yaml", {"key_trials": [{"id": "no", "line": "x", "confirmed": "yes"}]}, "key_trials"),
        ("records/cells-ease-pain.yaml", {"kinds": ["bliss"]}, "kinds"),
        ("records/cells-ease-pain.yaml", {"interventions": ["magic"]}, "interventions"),
        ("records/cells-ease-pain.yaml", {"conditions": ["gloom"]}, "conditions"),
        ("records/cells-ease-pain.yaml", {"sources": [{"id": "nowhere", "read": "all"}]}, "sources"),
    ],
)
def test_an_id_that_names_nothing_is_a_mistake(base: Any, file: str, change: dict[str, Any], field: str) -> None:
    base.change(file, **change)
    assert (file, field) in base.mistakes()


@pytest.mark.parametrize("section", ["conditions", "studies", "findings", "regulation", "safety"])
def test_evidence_that_is_not_there_cannot_carry(base: Any, record: str, section: str) -> None:
    base.change(record, carried_by={"studies": ["sham-trial"], section: ["nowhere"]})
    assert (record, f"carried_by.{section}") in base.mistakes()


def test_a_broken_file_is_not_reported_again_by_what_leans_on_it(base: Any) -> None:
    base.change("sources/trial-paper.yaml", kind="blog")
    assert base.mistakes() == [("sources/trial-paper.yaml", "kind")]


def test_an_old_id_leads_to_the_one_that_stands_for_it(base: Any, record: str, today: Any) -> None:
    base.change(record, sources=[{"id": "trial-paper-copy", "read": "abstract"}])
    base.change("findings/no-better.yaml", supports=["trial-paper-copy"])
    evidence = load(base.folder, today)
    assert evidence.records["cells-ease-pain"].sources[0].id == "trial-paper"
    assert evidence.findings["no-better"].supports == ("trial-paper",)


@pytest.mark.parametrize("aliases", [{"old": "nowhere"}, {"law-page": "trial-paper"}])
def test_an_alias_leads_somewhere_and_is_no_id_itself(base: Any, aliases: dict[str, str]) -> None:
    base.write("aliases.yaml", aliases)
    assert base.mistakes() == [("aliases.yaml", next(iter(aliases)))]


def test_the_hierarchies_can_be_walked_both_ways(base: Any, today: Any) -> None:
    evidence = load(base.folder, today)
    assert evidence.ancestors("marrow_cells") == ("cells",)
    assert evidence.descendants("spine") == ("back_pain",)
    assert evidence.ancestors("unheard_of") == ()
