from typing import Any

import pytest

from app.evidence.claim import ClaimRecord, GradeOverride
from app.evidence.grades import WorkedGrade, combine, from_condition, from_studies, work_out
from app.evidence.schema import ConditionRecord, RegulatoryPosition, Study
from app.evidence.trials import TrialResult, read_trial


def condition(efficacy: str, certainty: str = "moderate", best_level: str = "rct", *trials: int) -> ConditionRecord:
    return ConditionRecord.model_validate(
        {
            "id": "c", "condition": "als", "intervention": "msc", "intervention_name": "cells",
            "best_level": best_level,
            "highest_phase_reached": "2", "verdict_summary": "x", "efficacy": efficacy, "certainty": certainty,
            "as_of": "2025", "sources": [], "confirmed": "yes",
            "key_trials": [
                {"id": f"t{n}", "line": "x", "confirmed": "yes", "design": "controlled", "n": n, "main_goal": "missed"}
                for n in trials
            ],
        }
    )  # fmt: skip


def study(ident: str = "s", design: str = "rct", met: str = "not_stated", *found: str, **more: Any) -> Study:
    outcomes = [{"domain": d, "direction": r, "confirmed": "x"} for d, r in (f.split(":") for f in found)]
    fields = {
        "id": ident, "sources": [], "design": design, "randomised": design == "rct", "condition": ["back"],
        "intervention": ["msc"], "primary_endpoint_met": met, "outcomes": outcomes, "confirmed": "yes", **more,
    }  # fmt: skip
    return Study.model_validate(fields)


def claim(outcome: str = "pain", **more: Any) -> ClaimRecord:
    fields = {
        "id": "r", "claim": "x", "kinds": ["pain_relief"], "interventions": ["msc"], "conditions": ["back"],
        "outcome": outcome, "certainty": "low", "short_answer": "x", "why": "x", "ask": "x",
        "drafted_on": "2026-01-01", "next_review": "2026-07-01", **more,
    }  # fmt: skip
    return ClaimRecord.model_validate(fields)


@pytest.mark.parametrize(
    ("record", "grade"),
    [
        (condition("works", "high"), "established"),
        (condition("works", "moderate"), "established"),
        (condition("works", "low"), "mixed"),
        (condition("mixed", "moderate"), "mixed"),
        (condition("mixed", "very_low", "uncontrolled_human"), "mixed"),
        (condition("no_benefit_shown"), "opposed"),
        (condition("no_benefit_shown", "moderate", "rct", 49), "mixed"),
        (condition("no_benefit_shown", "moderate", "rct", 50), "opposed"),
        (condition("no_benefit_shown", "moderate", "rct", 20, 30), "opposed"),
        (condition("no_benefit_shown", "high", "none", 18), "opposed"),
        (condition("unknown", "very_low", "rct"), "mixed"),
        (condition("unknown", "very_low", "systematic_review"), "weak"),
        (condition("unknown", "very_low", "uncontrolled_human"), "weak"),
        (condition("unknown", "very_low", "animal_lab"), "animal_or_lab"),
        (condition("unknown", "high", "none"), "none"),
    ],
)
def test_condition_records_map_to_grades(record: ConditionRecord, grade: str) -> None:
    assert from_condition(record).grade == grade


@pytest.mark.parametrize(
    ("studies", "grade"),
    [
        pytest.param([], "none", id="nothing found"),
        pytest.param([study(design="preclinical")], "animal_or_lab", id="animals only"),
        pytest.param([study(design="case_series"), study(design="preclinical")], "weak", id="no control group"),
        pytest.param([study(met="not_applicable", n=300)], "none", id="a trial without a result says nothing"),
        pytest.param([study("a", "rct", "no", "pain:no_difference", n=50)], "opposed", id="one of 50 missed"),
        pytest.param([study("a", "rct", "no", "pain:no_difference", n=49)], "mixed", id="one of 49 missed"),
        pytest.param(
            [study(i, "rct", "no", "pain:no_difference", n=20) for i in "ab"],
            "opposed",
            id="several small ones missed",
        ),
        pytest.param(
            [study("a", "rct", "not_stated", "pain:no_difference", n=200)],
            "mixed",
            id="main goal not told is not missed",
        ),
        pytest.param(
            [
                study("a", "rct", "no", "pain:no_difference", n=114),
                study("b", "rct", "yes", "pain:better_than_control", n=24),
            ],
            "mixed",
            id="trials disagree",
        ),
        pytest.param([study("a", "rct", "no", "pain:inconsistent", n=404)], "mixed", id="missed, better in a subgroup"),
        pytest.param(
            [study("a", "rct", "no", "pain:better_than_control", n=80)], "mixed", id="missed, better elsewhere"
        ),
        pytest.param([study("a", "rct", "yes", "pain:better_than_control", n=300)], "mixed", id="a single good trial"),
        pytest.param(
            [study(i, "rct", "yes", "pain:better_than_control", n=60) for i in "ab"], "established", id="two agree"
        ),
        pytest.param(
            [study(i, "rct", "yes", "pain:better_than_control", n=30) for i in "ab"], "mixed", id="two, but too small"
        ),
        pytest.param(
            [study("a", "rct", "yes", "function:better_than_control", n=90), study(design="case_series")],
            "weak",
            id="another outcome does not count",
        ),
        pytest.param(
            [study("a", "nonrandomised_controlled", "not_stated", "pain:better_than_control", n=80)], "mixed",
            id="a control group without chance is still one",
        ),
    ],
)  # fmt: skip
def test_studies_grade_by_the_first_line_that_fits(studies: list[Study], grade: str) -> None:
    assert work_out(claim(), studies=[(s, 2020) for s in studies]).grade == grade


def test_a_later_much_larger_trial_of_the_same_product_overturns_hope() -> None:
    early = study("early", "rct", "yes", "pain:better_than_control", n=40, product="Curex (frozen)")
    late = study("late", "rct", "no", "pain:no_difference", n=400, product="Curex")
    other = study("other", "rct", "no", "pain:no_difference", n=400, product="Another")
    assert work_out(claim(), studies=[(early, 2018), (late, 2022)]).grade == "opposed"
    assert work_out(claim(), studies=[(early, 2022), (late, 2018)]).grade == "mixed"
    assert work_out(claim(), studies=[(early, 2018), (other, 2022)]).grade == "mixed"


def test_unconfirmed_studies_carry_nothing() -> None:
    assert work_out(claim(), studies=[(study(design="case_series", confirmed="no"), 2020)]).grade == "none"


@pytest.mark.parametrize(
    ("status", "covered", "grade"),
    [
        ("approved", ["back"], "established"),
        ("approved", ["knee"], "none"),
        ("conditionally_approved", ["back"], "none"),
    ],
)
def test_only_a_licence_for_exactly_this_use_establishes(status: str, covered: list[str], grade: str) -> None:
    position = RegulatoryPosition.model_validate(
        {
            "id": "p", "jurisdiction": "us", "product": "msc", "intervention": ["msc"], "use": "x",
            "condition": covered,
            "status": status, "statement": "x", "as_of": "2025", "confirmed": "yes",
        }
    )  # fmt: skip
    assert work_out(claim(), regulation=[position]).grade == grade


def test_the_curators_grade_comes_first_with_its_reason() -> None:
    record = claim(grade_override=GradeOverride(grade="weak", reason="Only scans."))
    assert work_out(record, [condition("works")]) == WorkedGrade("weak", "Only scans.", overridden=True)


@pytest.mark.parametrize("outcome", ["safety", "regulation", "framing", "product"])
def test_claims_that_are_no_effect_have_no_grade(outcome: str) -> None:
    assert work_out(claim(outcome), [condition("works")]).grade == "none"


@pytest.mark.parametrize(
    ("grades", "together"),
    [
        (["opposed", "opposed"], "opposed"), (["opposed", "weak"], "opposed"), (["established", "opposed"], "mixed"),
        (["established", "weak"], "mixed"), (["mixed", "none"], "mixed"), (["weak", "none"], "weak"),
        (["animal_or_lab", "none"], "animal_or_lab"),
    ],
)  # fmt: skip
def test_several_condition_records_give_one_grade(grades: list[Any], together: str) -> None:
    assert combine(WorkedGrade(g, "x") for g in grades).grade == together
    assert combine(WorkedGrade(g, "x") for g in reversed(grades)).grade == together


def test_a_trial_with_no_word_on_the_outcome_is_silent() -> None:
    trial = read_trial(study("a", "rct", "no", "structure:no_difference"), "pain", 2020)
    assert trial == TrialResult("a", "silent", None, 2020, None)
    assert from_studies([], [trial]).grade == "none"
