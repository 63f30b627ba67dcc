"""How far testing has come: six rungs from the laboratory to a licence, with what each controlled trial found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.evidence.schema import ConditionRecord, RegulatoryPosition, Study

RungId = Literal["lab", "animal", "people_uncontrolled", "controlled", "confirmatory", "approved"]
State = Literal["reached", "under_way", "withdrawn", "not_listed", "not_found"]
Goal = Literal["met", "missed", "not_stated", "no_result"]

LABELS: dict[RungId, str] = {
    "lab": "Laboratory",
    "animal": "Animals",
    "people_uncontrolled": "People, without a control group",
    "controlled": "Controlled trial",
    "confirmatory": "Large confirmatory trial",
    "approved": "Licensed somewhere",
}
GOALS: dict[Goal, str] = {
    "met": "met its main goal",
    "missed": "missed its main goal",
    "not_stated": "main goal not stated in what we read",
    "no_result": "no result yet",
}
_LICENCES: dict[str, State] = {"approved": "reached", "conditionally_approved": "reached", "withdrawn": "withdrawn"}
_NOT_IN_A_BODY = ("in a dish", "in dishes", "in vitro", "cell culture")


@dataclass(frozen=True, slots=True)
class LadderTrial:
    """One controlled trial: ``id`` is a study, or the source of a condition record's trial; ``n`` counts people."""

    id: str
    n: int | None
    year: int | None
    goal: Goal

    @property
    def says(self) -> str:
        """Whether it met its main goal, in words."""
        return GOALS[self.goal]


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung.

    ``state``: reached; under_way (a trial without a result); withdrawn (only licences that no longer stand);
    not_listed (below a rung that is reached, but not part of the evidence listed here); not_found.
    """

    id: RungId
    label: str
    state: State
    trials: tuple[LadderTrial, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """All six rungs from the lowest; ``reached`` is the highest one reached, or None."""

    rungs: tuple[Rung, ...]

    @property
    def reached(self) -> RungId | None:
        """The highest rung reached."""
        return next((r.id for r in reversed(self.rungs) if r.state == "reached"), None)

    @property
    def trials(self) -> tuple[LadderTrial, ...]:
        """Every controlled trial on the ladder, confirmatory ones last."""
        return tuple(t for r in self.rungs for t in r.trials)


def build(
    studies: Iterable[tuple[Study, int | None]],
    conditions: Iterable[tuple[ConditionRecord, dict[str, int | None]]] = (),
    regulation: Sequence[RegulatoryPosition] = (),
) -> Ladder:
    """The ladder of a claim.

    ``studies`` come with their year; ``conditions`` with the year of each source their key trials name; of
    ``regulation`` only full or conditional licences count.
    """
    climb = _Climb()
    for study, year in studies:
        if study.is_confirmed:
            climb.study(study, year)
    for record, years in conditions:
        climb.condition(record, years)
    for position in regulation:
        climb.licence(position)
    return climb.ladder()


class _Climb:
    """Gathers what each rung holds."""

    def __init__(self) -> None:
        self._states: dict[RungId, State] = {}
        self._trials: dict[RungId, dict[str, LadderTrial]] = {"controlled": {}, "confirmatory": {}}
        self._notes: list[str] = []

    def study(self, study: Study, year: int | None) -> None:
        if not study.in_people:
            body = not any(words in (study.population or "").lower() for words in _NOT_IN_A_BODY)
            self._mark("animal" if body else "lab", "reached")
        elif not study.is_controlled:
            self._mark("people_uncontrolled", "reached")
        else:
            phase = (study.phase or "").lower()
            rung: RungId = "confirmatory" if "phase 3" in phase else "controlled"
            self._trial(rung, LadderTrial(study.id, study.n, year, goal_of(study)))

    def condition(self, record: ConditionRecord, years: dict[str, int | None]) -> None:
        level: RungId | None = {
            "animal_lab": "animal",
            "uncontrolled_human": "people_uncontrolled",
            "rct": "controlled",
            "systematic_review": "people_uncontrolled",  # a review may hold no controlled study; its trials tell
        }.get(record.best_level)  # type: ignore[assignment]
        if level:
            self._mark(level, "reached")
        if record.best_level == "systematic_review" and record.efficacy != "unknown":
            self._mark("controlled", "reached")  # such a direction rests on controlled studies, by the file's own rule
        for trial in record.key_trials:
            if trial.design == "controlled" and trial.is_confirmed:
                confirmatory = "phase 3" in trial.line.lower()
                shown = LadderTrial(trial.id, trial.n, years.get(trial.id), trial.main_goal or "not_stated")
                self._trial("confirmatory" if confirmatory else "controlled", shown)
        if record.highest_phase_reached == "3" and not self._trials["confirmatory"]:
            self._mark("confirmatory", "under_way")
        if record.condition == "any":
            return  # its products are licensed for narrow uses, which say nothing of any other
        for product in record.approved_products:
            self._licence(product.licence, f"{product.name}, {product.where}: {product.status} ({product.what_for}).")

    def licence(self, position: RegulatoryPosition) -> None:
        if position.is_confirmed and position.status in _LICENCES:
            self._licence(position.status, position.statement)

    def _licence(self, held: str, note: str) -> None:
        if held in _LICENCES:
            self._mark("approved", _LICENCES[held])
        self._notes.append(note)

    def ladder(self) -> Ladder:
        order = list(LABELS)
        highest = max((order.index(r) for r, state in self._states.items() if state == "reached"), default=-1)
        return Ladder(tuple(self._rung(rung, below=order.index(rung) < highest) for rung in order))

    def _rung(self, rung: RungId, *, below: bool) -> Rung:
        state = self._states.get(rung, "not_listed" if below else "not_found")
        trials = sorted(self._trials.get(rung, {}).values(), key=lambda t: (t.year or 9999, t.id))
        notes = " ".join(dict.fromkeys(self._notes)) if rung == "approved" else ""
        return Rung(rung, LABELS[rung], state, tuple(trials), notes or None)

    def _trial(self, rung: RungId, trial: LadderTrial) -> None:
        self._trials[rung][trial.id] = trial
        self._mark(rung, "under_way" if trial.goal == "no_result" else "reached")

    def _mark(self, rung: RungId, state: State) -> None:
        if self._states.get(rung) != "reached":
            self._states[rung] = state


def goal_of(study: Study) -> Goal:
    """Whether a controlled trial met its main goal, as far as we read."""
    if study.primary_endpoint_met in {"yes", "no"}:
        return "met" if study.primary_endpoint_met == "yes" else "missed"
    if study.primary_endpoint_met == "not_applicable":
        return "no_result" if not study.outcomes else "not_stated"
    return "not_stated"
