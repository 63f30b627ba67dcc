"""The shape of one checked claim: the file that a curator writes."""

from datetime import date as Date  # noqa: N812 - `date` is a field of a change
from typing import Literal

from pydantic import Field

from app.evidence.fields import Certainty, Frozen, Grade, Id, Ids, Outcome, Text, Texts, VerdictId, VerdictKey

NOT_REVIEWED = "drafted by the project, not yet reviewed by a clinician"


class CarriedBy(Frozen):
    """The evidence that carries the grade and the answer, by kind; every id must exist."""

    conditions: Ids = ()
    studies: Ids = ()
    findings: Ids = ()
    regulation: Ids = ()
    safety: Ids = ()


class GradeOverride(Frozen):
    """A curator's grade in place of the one worked out, with the reason."""

    grade: Grade
    reason: Text


class VerdictCell(Frozen):
    """A curator's verdict in place of the matrix's, with the reason."""

    verdict: VerdictId
    reason: Text


class FactsRow(Frozen):
    """So many people affected, of so many."""

    label: Text
    affected: int = Field(ge=0)
    of: int = Field(gt=0)


class FactsTable(Frozen):
    """Absolute numbers side by side, from one source."""

    caption: Text
    rows: tuple[FactsRow, ...] = Field(min_length=1)
    source: Id


class CitedSource(Frozen):
    """A source leaned on, what was read of it, and the place in it where that is known."""

    id: Id
    read: Text
    place: Text | None = None


class Change(Frozen):
    """One dated change of a record."""

    date: Date
    change: Text
    reason: Text


class ClaimRecord(Frozen):
    """One checked claim. ``says`` tells a claim that sells from one that warns of a known harm or states a fact."""

    id: Id
    claim: Text
    kinds: Ids = Field(min_length=1)
    interventions: Ids = Field(min_length=1)
    conditions: Ids = Field(min_length=1)
    jurisdictions: Ids = ()
    outcome: Outcome
    says: Literal["promise", "risk", "fact"] = "promise"
    carried_by: CarriedBy = CarriedBy()
    grade_override: GradeOverride | None = None
    verdicts: dict[VerdictKey, VerdictCell] = Field(default_factory=dict)
    certainty: Certainty
    short_answer: Text
    why: Text
    facts_table: FactsTable | None = None
    limits: Texts = ()
    would_change: Text | None = None
    ask: Text
    fair_wording: Text | None = None
    sources: tuple[CitedSource, ...] = ()
    drafted_on: Date
    reviewed_on: Date | None = None
    next_review: Date
    reviewed_by: Text | None = None
    history: tuple[Change, ...] = ()

    @property
    def review_note(self) -> str:
        """Who has checked the record, in the words that patients read."""
        if self.reviewed_by is None or self.reviewed_on is None:
            return NOT_REVIEWED
        return f"reviewed by {self.reviewed_by} on {self.reviewed_on.day} {self.reviewed_on:%B %Y}"

    @property
    def changed_on(self) -> Date:
        """The day of the newest change; that of the draft where nothing changed since."""
        return max((change.date for change in self.history), default=self.drafted_on)

    def is_overdue(self, today: Date) -> bool:
        """Whether the next review should have been by now."""
        return self.next_review < today
