"""What one controlled trial says about one kind of outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.evidence.fields import Outcome
from app.evidence.schema import Source, Study

Result = Literal["better", "some_benefit", "missed", "no_better", "unclear", "silent"]

_DOMAINS: dict[Outcome, frozenset[str]] = {
    "pain": frozenset({"pain"}),
    "function": frozenset({"function", "quality_of_life"}),
    "structure": frozenset({"structure"}),
    "survival": frozenset(),  # no study record holds survival yet; condition records do
    "disease_course": frozenset({"pain", "function", "quality_of_life"}),
}
EFFICACY = frozenset(_DOMAINS)
"""Outcomes that a grade of effect applies to."""


_REVIEWS = frozenset({"systematic_review", "narrative_review", "cochrane_review", "guideline"})
_REPORTS = frozenset({"trial_report", "case_series", "case_report", "outbreak_report", "preclinical", "animal_study"})


@dataclass(frozen=True, slots=True)
class TrialResult:
    """A controlled trial as it bears on one outcome.

    ``result``: better than control; some_benefit (main goal missed, or findings that disagree); missed (main goal
    missed, no better here); no_better (no better here, main goal not told); unclear (measured, but not told against
    the control); silent (nothing reported on this outcome).
    """

    id: str
    result: Result
    n: int | None
    year: int | None
    product: str | None


def read_trial(study: Study, outcome: Outcome, year: int | None = None) -> TrialResult:
    """What ``study``, a controlled trial, says about ``outcome``; ``year`` is its year of publication."""
    return TrialResult(study.id, _result(study, outcome), study.n, year, study.product)


def _result(study: Study, outcome: Outcome) -> Result:
    found = {o.direction for o in study.outcomes if o.domain in _DOMAINS.get(outcome, frozenset())}
    missed = study.primary_endpoint_met == "no"
    if not found:
        return "silent"
    if "better_than_control" in found:
        return "some_benefit" if missed or found & {"no_difference", "worse"} else "better"
    if "inconsistent" in found:
        return "some_benefit"
    if missed:
        return "missed"
    return "no_better" if found & {"no_difference", "worse"} else "unclear"


def result_year(study: Study, sources: Mapping[str, Source]) -> int | None:
    """The year of the result: the study's own field, else its first own report's, else the latest page's on it."""
    if study.year is not None:
        return study.year
    pages = [sources[i] for i in study.sources if i in sources]
    dated = [(p.kind, p.year) for p in pages if p.year and p.kind not in _REVIEWS]
    own = [year for kind, year in dated if kind in _REPORTS]
    return own[0] if own else max((year for _, year in dated), default=None)
