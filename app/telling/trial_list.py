"""Trials in people as lines of a table: those that have a file of their own, and those that condition records name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.evidence.ladder import Goal, goal_of
from app.evidence.schema import ConditionRecord, Source, Study
from app.evidence.trials import result_year
from app.telling.sources import source_line

Mark = Literal[Goal, "no_comparison", "no_people"]
DESIGNS = {
    "rct": "Randomised controlled trial",
    "nonrandomised_controlled": "Controlled trial, not randomised",
    "single_arm": "Trial without a comparison group",
    "pilot": "Pilot study",
    "dose_escalation": "Dose-finding study",
    "case_series": "Case series",
    "registry": "Register of patients",
    "preclinical": "Study in animals or the laboratory",
}
SAID: Mapping[Mark, str] = {
    "met": "met",
    "missed": "missed",
    "not_stated": "not stated in what we read",
    "no_result": "no result yet",
    "no_comparison": "none to meet: nobody to compare with",
    "no_people": "no trial in people",
}
"""How the main goal of a study fared, to stand beside the words "main goal"."""


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One trial or study: ``year`` and ``people`` are None where not known; ``mark`` says how its main goal fared.

    ``address`` leads to its own page here or else to its source, and is empty where there is neither.
    """

    id: str
    title: str
    year: int | None
    people: int | None
    controlled: bool
    mark: Mark
    address: str

    @property
    def says(self) -> str:
        """How the main goal fared, in words."""
        return SAID[self.mark]


def mark_of(study: Study) -> Mark:
    """How the main goal of ``study`` fared; a study that compared nobody and has results had none to meet."""
    if not study.in_people:
        return "no_people"
    without = study.primary_endpoint_met == "not_applicable" and not study.is_controlled
    return "no_comparison" if without and study.outcomes else goal_of(study)


def study_title(study: Study, sources: Mapping[str, Source]) -> str:
    """What a study is called: the title of its first source, else its product or people."""
    first = next((sources[ident].title for ident in study.sources), None)
    return first or study.product or study.population or study.id


def study_line(study: Study, sources: Mapping[str, Source]) -> TrialLine:
    """``study`` as a line."""
    return TrialLine(
        study.id,
        study_title(study, sources),
        result_year(study, sources),
        study.n,
        study.is_controlled,
        mark_of(study),
        f"/evidence/studies/{study.id}",
    )


def trials_in_people(
    studies: Iterable[Study], conditions: Iterable[ConditionRecord], sources: Mapping[str, Source]
) -> tuple[TrialLine, ...]:
    """Every confirmed study in people, then the further trials of ``conditions``, newest first, undated last."""
    held = [study for study in studies if study.in_people and study.is_confirmed]
    known = {ident for study in held for ident in study.sources}
    lines = {line.id: line for record in conditions for line in _key_trials(record, sources) if line.id not in known}
    found = [*(study_line(study, sources) for study in held), *lines.values()]
    return tuple(sorted(found, key=lambda line: (-(line.year or 0), line.title)))


def _key_trials(record: ConditionRecord, sources: Mapping[str, Source]) -> Iterator[TrialLine]:
    for trial in record.key_trials:
        if trial.design not in {"controlled", "uncontrolled"} or not trial.is_confirmed:
            continue
        source = sources[trial.id]
        controlled = trial.design == "controlled"
        mark: Mark = (trial.main_goal or "not_stated") if controlled else "no_comparison"
        address = source_line(source).url or ""
        yield TrialLine(trial.id, source.title, source.year, trial.n, controlled, mark, address)
