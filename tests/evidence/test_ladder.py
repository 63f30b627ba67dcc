from typing import Any

import pytest

from app.evidence import load
from app.evidence.ladder import LABELS, build
from app.evidence.schema import ConditionRecord, Study


def study(ident: str, design: str = "rct", **more: Any) -> tuple[Study, int]:
    fields: dict[str, Any] = {
        "id": ident, "sources": [], "design": design, "randomised": design == "rct", "condition": ["back"],
        "intervention": ["msc"], "primary_endpoint_met": "not_applicable", "confirmed": "yes",
    }  # fmt: skip
    return Study.model_validate(fields | more), 2020


def states(ladder: Any) -> dict[str, str]:
    return {r.id: r.state for r in ladder.rungs}


def test_every_rung_stands_in_order_even_when_nothing_is_known() -> None:
    ladder = build([])
    assert [r.id for r in ladder.rungs] == list(LABELS)
    assert set(states(ladder).values()) == {"not_found"}
    assert ladder.reached is None


def test_studies_reach_their_rungs_and_dishes_are_not_animals() -> None:
    ladder = build(
        [
            study("dish", "preclinical", population="HUMAN outer-disc cells stretched in a dish"),
            study("rats", "preclinical", population="Rat tail discs"),
            study("series", "case_series"),
        ]
    )
    assert states(ladder) == {
        "lab": "reached", "animal": "reached", "people_uncontrolled": "reached", "controlled": "not_found",
        "confirmatory": "not_found", "approved": "not_found",
    }  # fmt: skip


def test_each_controlled_trial_says_whether_it_met_its_main_goal() -> None:
    found = [{"domain": "pain", "direction": "no_difference", "confirmed": "x"}]
    ladder = build(
        [
            study("met", primary_endpoint_met="yes", n=60, outcomes=found),
            study("missed", primary_endpoint_met="no", phase="Phase 3", n=404, outcomes=found),
            study("untold", primary_endpoint_met="not_stated", outcomes=found),
        ]
    )
    assert {t.id: (t.goal, t.n, t.year) for t in ladder.trials} == {
        "met": ("met", 60, 2020), "untold": ("not_stated", None, 2020), "missed": ("missed", 404, 2020),
    }  # fmt: skip
    assert ladder.reached == "confirmatory"
    assert states(ladder)["animal"] == "not_listed"


def test_a_trial_without_a_result_is_under_way_and_reaches_nothing() -> None:
    ladder = build([study("running", phase="Phase 3", n=300)])
    assert states(ladder)["confirmatory"] == "under_way"
    assert ladder.reached is None


def test_what_is_not_confirmed_reaches_nothing() -> None:
    assert build([study("recalled", confirmed="no")]).reached is None


def condition(**more: Any) -> ConditionRecord:
    fields: dict[str, Any] = {
        "id": "c", "condition": "crohns", "intervention": "msc", "intervention_name": "cells", "best_level": "rct",
        "highest_phase_reached": "3", "verdict_summary": "x", "efficacy": "no_benefit_shown", "certainty": "high",
        "as_of": "2025", "sources": [], "confirmed": "yes",
    }  # fmt: skip
    return ConditionRecord.model_validate(fields | more)


def licensed(licence: str, status: str, **more: Any) -> ConditionRecord:
    product = {"name": "Curex", "where": "EU", "what_for": "fistulas", "licence": licence, "status": status}
    return condition(approved_products=[product], **more)


def test_a_licence_that_no_longer_stands_is_no_rung_reached() -> None:
    ladder = build([], [(licensed("withdrawn", "approved 2018, withdrawn December 2024"), {})])
    assert states(ladder)["approved"] == "withdrawn"
    assert ladder.reached == "controlled"
    assert "withdrawn December 2024" in (ladder.rungs[-1].note or "")


def test_a_licence_that_stands_is_reached_with_its_terms() -> None:
    ladder = build([], [(licensed("conditionally_approved", "conditional and time-limited"), {})])
    assert ladder.reached == "approved"
    assert ladder.rungs[-1].note == "Curex, EU: conditional and time-limited (fistulas)."


def test_licences_for_narrow_uses_say_nothing_of_any_condition() -> None:
    ladder = build([], [(licensed("approved", "licensed", condition="any", best_level="none"), {})])
    assert ladder.reached is None


def test_key_trials_of_a_condition_stand_on_the_ladder_with_the_year_of_their_source() -> None:
    trial = {
        "id": "t", "line": "n=568, placebo", "confirmed": "yes", "design": "controlled", "n": 568,
        "main_goal": "missed",
    }  # fmt: skip
    ladder = build([], [(condition(key_trials=[trial]), {"t": 2024})])
    assert [(t.id, t.n, t.year, t.says) for t in ladder.trials] == [("t", 568, 2024, "missed its main goal")]
    ladder = build([], [(condition(key_trials=[trial | {"confirmed": "no; page gone"}]), {"t": 2024})])
    assert ladder.trials == ()


@pytest.mark.parametrize(
    ("use", "reached"), [(["back_pain"], "approved"), (["any"], "controlled"), (["spine"], "controlled")]
)
def test_only_a_licence_for_a_use_that_the_claim_covers_is_a_rung(
    base: Any, record: str, today: Any, use: list[str], reached: str
) -> None:
    base.change("regulation/not-licensed.yaml", status="conditionally_approved", condition=use)
    base.change(record, carried_by={"studies": ["sham-trial"], "regulation": ["not-licensed"]})
    assert load(base.folder, today).ladders["cells-ease-pain"].reached == reached
