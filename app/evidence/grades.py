"""How well a claim is backed: the grade worked out from condition records and studies by the published list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.evidence.claim import ClaimRecord
from app.evidence.fields import Grade
from app.evidence.schema import ConditionRecord, RegulatoryPosition, Study
from app.evidence.trials import EFFICACY, TrialResult, read_trial

LARGE = 50
"""People in a trial from which one missed main goal counts as settled (the guide's list of grades)."""


@dataclass(frozen=True, slots=True)
class WorkedGrade:
    """The grade of a claim record, why in one sentence, and whether a curator set it by hand."""

    grade: Grade
    reason: str
    overridden: bool = False


def work_out(
    record: ClaimRecord,
    conditions: Sequence[ConditionRecord] = (),
    studies: Sequence[tuple[Study, int | None]] = (),
    regulation: Sequence[RegulatoryPosition] = (),
) -> WorkedGrade:
    """The grade of ``record``; a curator's override comes first.

    ``conditions``, ``studies`` (each with its year of publication, where known) and ``regulation`` are what the record
    says carries it.
    """
    if record.grade_override is not None:
        return WorkedGrade(record.grade_override.grade, record.grade_override.reason, overridden=True)
    if record.outcome not in EFFICACY:
        return WorkedGrade("none", "This claim is not about an effect, so no grade of effect applies.")
    if conditions:
        return combine(from_condition(c) for c in conditions)
    if any(_licensed_for(record, p) for p in regulation):
        return WorkedGrade("established", "A regulator has licensed it for exactly this use.")
    counted = [(s, year) for s, year in studies if s.is_confirmed]
    trials = [read_trial(s, record.outcome, year) for s, year in counted if s.is_controlled]
    return from_studies([s for s, _ in counted], trials)


def from_condition(record: ConditionRecord) -> WorkedGrade:
    """The grade that a condition record's efficacy, certainty and best level stand for."""
    if record.efficacy == "works":
        if record.certainty in {"high", "moderate"}:
            return WorkedGrade("established", "Controlled evidence of benefit, or a licence for this use.")
        return WorkedGrade("mixed", "Controlled evidence of benefit that does not settle it.")
    if record.efficacy == "mixed":
        return WorkedGrade("mixed", "Controlled studies disagree or do not settle it.")
    if record.efficacy == "no_benefit_shown":
        return _no_benefit(record)
    return {
        "systematic_review": WorkedGrade("weak", "Studies in people, but none settles whether it helps."),
        "rct": WorkedGrade("mixed", "A controlled study exists, but it does not settle it."),
        "uncontrolled_human": WorkedGrade("weak", "Studies in people without a control group only."),
        "animal_lab": WorkedGrade("animal_or_lab", "Animal or laboratory studies only."),
        "none": WorkedGrade("none", "No studies were found."),
    }[record.best_level]


def _no_benefit(record: ConditionRecord) -> WorkedGrade:
    trials = [t for t in record.key_trials if t.design == "controlled" and t.main_goal != "no_result"]
    # where the best level is no trial, "no benefit" rests on an official record or on harm, whatever small trial exists
    if (
        record.best_level in {"rct", "systematic_review"}
        and len(trials) == 1
        and trials[0].n is not None
        and trials[0].n < LARGE
    ):
        return WorkedGrade("mixed", f"One controlled trial of only {trials[0].n} people, without benefit.")
    return WorkedGrade("opposed", "Controlled evidence or an official record shows no benefit.")


def combine(grades: Iterable[WorkedGrade]) -> WorkedGrade:
    """One grade for several: what controlled evidence says counts first, and where it disagrees it is mixed."""
    all_grades = list(grades)
    by_grade = {g.grade: g for g in reversed(all_grades)}
    if len(by_grade) == 1:
        return all_grades[0]
    settled = [g for g in ("established", "mixed", "opposed") if g in by_grade]
    if settled == ["opposed"]:
        return by_grade["opposed"]
    if settled:
        return WorkedGrade("mixed", "The evidence differs between the uses that this claim covers.")
    return by_grade["weak"] if "weak" in by_grade else by_grade["animal_or_lab"]


def from_studies(studies: Sequence[Study], trials: Sequence[TrialResult]) -> WorkedGrade:
    """The grade by the guide's list; ``trials`` are the controlled studies in people, as read for this outcome."""
    told = [t for t in trials if t.result != "silent"]
    if told:
        return _from_trials(told)
    if any(s.in_people and not s.is_controlled for s in studies):
        return WorkedGrade("weak", "Studies in people without a control group only.")
    if any(not s.in_people for s in studies):
        return WorkedGrade("animal_or_lab", "Animal or laboratory studies only.")
    if trials:
        return WorkedGrade("none", "Controlled trials exist, but none has reported on this.")
    return WorkedGrade("none", "No studies were found.")


def _from_trials(trials: Sequence[TrialResult]) -> WorkedGrade:
    missed = [t for t in trials if t.result == "missed"]
    against = [t for t in trials if t.result in {"missed", "no_better"}]
    better = [t for t in trials if t.result == "better"]
    helped = [t for t in trials if t.result in {"better", "some_benefit"}]
    if not helped and (len(missed) > 1 or any(_is_large(t) for t in missed)):
        return WorkedGrade("opposed", f"{_count(missed)} missed the main goal, and none showed benefit.")
    if better and any(_overturns(late, better) for late in against):
        return WorkedGrade("opposed", "A later and much larger trial of the same product did not repeat the benefit.")
    if len(better) > 1 and len(better) == len(trials) and all(_is_large(t) for t in better):
        return WorkedGrade("established", f"{_count(better)} showed benefit, and none showed otherwise.")
    if better and against:
        return WorkedGrade(
            "mixed", f"Controlled trials disagree: {len(better)} showed benefit, {len(against)} did not."
        )
    if len(helped) > len(better):
        return WorkedGrade("mixed", "The benefit shows only in part of the controlled trials' people or measures.")
    return WorkedGrade("mixed", f"{_count(trials)}, too few or too small to settle it.")


def _is_large(trial: TrialResult) -> bool:
    return trial.n is not None and trial.n >= LARGE


def _overturns(late: TrialResult, better: Sequence[TrialResult]) -> bool:
    """Whether ``late`` tested the same product later, in twice as many people or more, as every trial with benefit.

    Nearly the same size leaves two trials that disagree, which is mixed.
    """
    return all(
        late.product is not None
        and _brand(late.product) == _brand(t.product)
        and (late.year or 0) > (t.year or 0) > 0
        and (late.n or 0) >= 2 * (t.n or 0) > 0
        for t in better
    )


def _brand(product: str | None) -> str | None:
    """The product's name without the explanation in brackets."""
    return product.partition(" (")[0].lower() if product else None


def _count(trials: Sequence[TrialResult]) -> str:
    people = f" of {trials[0].n} people" if len(trials) == 1 and trials[0].n else ""
    return f"{len(trials)} controlled trial{'s' if len(trials) > 1 else ''}{people}"


def _licensed_for(record: ClaimRecord, position: RegulatoryPosition) -> bool:
    """Whether a licence that still stands covers everything the record covers."""
    return (
        position.status == "approved"
        and position.is_confirmed
        and set(record.interventions) <= set(position.intervention)
        and set(record.conditions) <= set(position.condition)
    )
