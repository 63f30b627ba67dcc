"""The shape of each evidence file. Fields stand in reading order; an unknown field is a mistake."""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, StrictBool, StringConstraints

from app.evidence.fields import (
    Certainty,
    Design,
    Direction,
    FindingLevel,
    Frozen,
    HelpPurpose,
    Id,
    Ids,
    LegalStatus,
    PartialDate,
    ProductLicence,
    Severity,
    SourceKind,
    Text,
    Texts,
)


class Confirmable(Frozen):
    """A record that says what was read to confirm it: an address or a description, or the word "no"."""

    confirmed: Text

    @property
    def is_confirmed(self) -> bool:
        """Whether something was read that confirms the record; if not, it is never shown as fact."""
        return self.confirmed.split()[0].rstrip(",;:.").lower() != "no"


class MergedSource(Frozen):
    """What another entry for the same page or paper said differently, kept when the two were made one."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: Id


class SourceCheck(Frozen):
    """A later look at a source, to see whether the figures that answers lean on stand there.

    ``on`` is the day, ``at`` the address of the page read then (the paper's own, or a copy of its abstract), ``read``
    what it says, with its figures. ``differs`` names what it says otherwise than our records did, and what was mended.
    """

    on: date
    at: Annotated[Text, StringConstraints(pattern=r"^https?://\S+$")]
    read: Text
    differs: Text | None = None


class Source(Confirmable):
    """One page, paper or official record. ``url`` may differ from ``confirmed``: then a copy or abstract was read.

    ``press`` is for those who take the evidence away by the API; no verdict and no page looks at it.
    """

    id: Id
    kind: SourceKind
    title: Text
    authors: Text | None = None
    year: int | None = None
    publisher: Text | None = None
    pmid: Text | None = None
    doi: Text | None = None
    nct: Text | None = None
    url: Text | None = None
    jurisdiction: Text | None = None
    press: bool = False
    note: Text | None = None
    checks: tuple[SourceCheck, ...] = ()
    merged: tuple[MergedSource, ...] = ()


class StudyOutcome(Frozen):
    """What a study found on one kind of outcome, compared with its control unless the direction says otherwise."""

    domain: Literal["pain", "function", "structure", "safety", "quality_of_life"]
    direction: Direction
    note: Text | None = None
    confirmed: Text


class Study(Confirmable):
    """One study of people or animals. ``n`` counts those who took part; ``seed_row`` is its row in the 2025 review.

    ``year`` is that of the result, given only where the years of the sources would mislead.
    """

    id: Id
    sources: Ids
    year: int | None = None
    seed_row: Text | None = None
    registry_id: Text | None = None
    phase: Text | None = None
    design: Design
    randomised: bool
    blinded: bool | None = None
    controlled_by: Text | None = None
    n: int | None = None
    population: Text | None = None
    condition: Ids
    intervention: Ids
    product: Text | None = None
    sponsor: Text | None = None
    dose: Text | None = None
    route: Text | None = None
    follow_up_months: int | None = None
    primary_endpoint: Text | None = None
    primary_endpoint_met: Literal["yes", "no", "not_stated", "not_applicable"]
    outcomes: tuple[StudyOutcome, ...] = ()
    adverse_events: Text | None = None
    status: Text | None = None
    risk_of_bias: Text | None = None
    caveats: Texts = ()

    @property
    def in_people(self) -> bool:
        """Whether people were treated (not animals or cells)."""
        return self.design != "preclinical"

    @property
    def is_controlled(self) -> bool:
        """Whether treated people were compared with others who were not treated so."""
        return self.design in {"rct", "nonrandomised_controlled"} or (self.in_people and self.randomised)


class RegulatoryPosition(Confirmable):
    """What the law or a regulator says in one place. Never show ``status`` without ``statement``."""

    id: Id
    jurisdiction: Text
    product: Text
    intervention: Ids
    use: Text
    condition: Ids
    status: LegalStatus
    since: PartialDate | None = None
    statement: Text
    as_of: PartialDate
    sources: Ids = ()
    unconfirmed_parts: Text | None = None


class HarmCount(Frozen):
    """How many people were harmed, of how many; words where the source gives no plain number."""

    affected: int | Text
    denominator: int | Text


class SafetySignal(Confirmable):
    """One known harm (or one looked for and not found). A case shows that a harm can happen, not how often.

    ``intervention_class`` is for those who take the evidence away by the API; no verdict and no page looks at it.
    """

    id: Id
    event: Text
    setting: Literal[
        "clinic_outside_trial", "medical_tourism", "trial", "animal", "hospital_surgery", "mixed_reports", "not_stated"
    ]
    product: Text
    intervention_class: Text | None = None
    route: Text
    condition: Text
    numbers: HarmCount
    severity: Severity
    what_happened: Text
    year: int
    country: Text
    sources: Ids
    unconfirmed_parts: Text | None = None


class KeyTrial(Confirmable):
    """One trial or review behind a condition record; ``id`` is a source; the last three put ``line`` in fields."""

    id: Id
    line: Text
    design: Literal["controlled", "uncontrolled", "review", "animal_or_lab", "other"] | None = None
    n: int | None = None
    main_goal: Literal["met", "missed", "not_stated", "no_result"] | None = None


class ApprovedProduct(Frozen):
    """A product sold or licensed somewhere at some time; ``status`` tells in words what ``licence`` is."""

    name: Text
    where: Text
    what_for: Text
    licence: ProductLicence
    status: Text
    year: int | None = None


class ConditionRecord(Confirmable):
    """What is known of one kind of treatment in one condition. Read ``efficacy`` with ``certainty``, never alone.

    ``intervention_class``, ``early_signal`` and ``claims_false`` are for those who take the evidence away by the API;
    no verdict and no page looks at them.
    """

    id: Id
    condition: Text
    condition_detail: Text | None = None
    intervention: Text
    intervention_class: Text | None = None
    intervention_name: Text
    also_applies_to: Ids = ()
    best_level: Literal["systematic_review", "rct", "uncontrolled_human", "animal_lab", "none"]
    highest_phase_reached: Literal["none", "1", "1/2", "2", "2/3", "3", "approved"]
    verdict_summary: Text
    efficacy: Literal["works", "mixed", "no_benefit_shown", "unknown"]
    certainty: Certainty
    early_signal: Literal["positive", "strong"] | None = None
    key_trials: tuple[KeyTrial, ...] = ()
    safety_note: Text | None = None
    approved_products: tuple[ApprovedProduct, ...] = ()
    claims_true: Texts = ()
    claims_false: Texts = ()
    as_of: PartialDate
    sources: Ids
    confirmed_note: Text | None = None


class Finding(Confirmable):
    """One plain finding with the sources that support it; ``caution`` is what a reader must not forget.

    ``intervention_class`` is for those who take the evidence away by the API; no verdict and no page looks at it.
    """

    id: Id
    text: Text
    topic: Literal["regulation", "marketing_practice", "safety"] | None = None
    domain: Text | None = None
    jurisdiction: Text | None = None
    condition: Ids = ()
    intervention: Ids = ()
    intervention_class: Text | None = None
    direction: Literal["benefit", "no_benefit", "harm", "limits", "regulatory", "approval", "trial_status"] | None = (
        None
    )
    supports: Ids
    level: FindingLevel
    as_of: PartialDate
    caution: Text | None = None
    confirmed: Text = "yes"


class HelpPlace(Confirmable):
    """Somebody in one country who takes a report of harm, a complaint, or a question about money.

    ``address`` is where a person begins; ``tells`` says in one or two short sentences what they take and from whom.
    """

    id: Id
    jurisdiction: Text
    purpose: HelpPurpose
    name: Text
    tells: Text
    address: Annotated[Text, StringConstraints(pattern=r"^https://\S+$")]
    phone: Text | None = None
    sources: Ids
    as_of: PartialDate
    unconfirmed_parts: Text | None = None


class Term(Frozen):
    """One treatment or condition of the vocabulary, with its place in the hierarchy and the names people use."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: Id
    label: Text
    parents: Ids
    names: tuple[str, ...] = ()
    sold_by_clinics: StrictBool = False
    note: Text | None = None
