"""Everything that the page of one treatment or condition shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from app.evidence.fields import UNSPECIFIC
from app.evidence.schema import ConditionRecord, Study, Term
from app.telling.answer import Approval, Harm, SourceLine
from app.telling.dates import as_of
from app.telling.library import ClaimLine
from app.telling.record import SURENESS
from app.telling.shelves import Shelf
from app.telling.sources import source_lines
from app.telling.timeline import Timeline, timeline
from app.telling.trial_list import TrialLine, trials_in_people

What = Literal["treatment", "condition"]
OPTIONS = "options"
"""The domain of findings that say what a guideline or review names for a disease."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one treatment in one condition.

    ``found`` says in a few words what testing came to, with how sure that is. ``sureness`` is a sentence, empty where
    not rated; ``note`` tells what could not be confirmed or is our reading.
    """

    id: str
    treatment: str
    condition: str
    found: str
    summary: str
    sureness: str
    harms: str
    note: str
    as_of: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One treatment or condition. ``wider`` and ``narrower`` are (id, name) pairs; ``animals`` counts such studies.

    ``guideline`` is the id of the finding that tells what a guideline names for the condition, empty where none does.
    """

    what: What
    id: str
    label: str
    wider: tuple[tuple[str, str], ...]
    narrower: tuple[tuple[str, str], ...]
    claims: tuple[ClaimLine, ...]
    known: tuple[Known, ...]
    guideline: str
    trials: tuple[TrialLine, ...]
    picture: Timeline | None
    animals: int
    harms: tuple[Harm, ...]
    approvals: tuple[Approval, ...]


def has_page(shelf: Shelf, what: What, ident: str) -> bool:
    """Whether ``ident`` names a treatment or condition in particular."""
    return ident in _terms(shelf, what) and ident not in UNSPECIFIC


def topic_of(shelf: Shelf, ident: str) -> What | None:
    """Whether ``ident`` names a treatment or a condition; None where it names neither in particular."""
    return next((what for what in get_args(What) if has_page(shelf, what, ident)), None)


def topic_page(shelf: Shelf, what: What, ident: str) -> TopicPage:
    """The page of the treatment or condition ``ident``, with everything below it in the hierarchy."""
    evidence, teller = shelf.evidence, shelf.teller
    treats = what == "treatment"

    def about(treatments: Iterable[str], conditions: Iterable[str]) -> bool:
        return shelf.library.covers(treatments if treats else conditions, ident)

    studies = [s for s in evidence.studies.values() if about(s.intervention, s.condition)]
    # What a record "also applies to" was not itself tested, so it is no trial of that treatment.
    records = [r for r in evidence.conditions.values() if about((r.intervention,), (r.condition,))]
    positions = [p for p in evidence.regulation.values() if p.is_confirmed and about(p.intervention, p.condition)]
    signals = [s for s in evidence.safety.values() if s.is_confirmed and about((s.product,), (s.condition,))]
    trials = trials_in_people(studies, records, evidence.sources)
    return TopicPage(
        what=what,
        id=ident,
        label=teller.label(what, ident),
        wider=_named(shelf, what, evidence.ancestors(ident)),
        narrower=_named(shelf, what, evidence.descendants(ident)),
        claims=shelf.library.about(what, ident),
        known=tuple(known(shelf, record) for record in records if record.is_confirmed),
        guideline=_guideline(shelf, ident),
        trials=trials,
        picture=timeline(trials),
        animals=sum(_in_animals(study) for study in studies),
        harms=teller.listed_harms(signals),
        approvals=teller.listed_approvals(positions),
    )


def _guideline(shelf: Shelf, ident: str) -> str:
    found = shelf.evidence.findings.values()
    return next((f.id for f in found if f.domain == OPTIONS and f.is_confirmed and ident in f.condition), "")


def _in_animals(study: Study) -> bool:
    return study.is_confirmed and not study.in_people


def _terms(shelf: Shelf, what: What) -> Mapping[str, Term]:
    return shelf.evidence.interventions if what == "treatment" else shelf.evidence.condition_names


def _named(shelf: Shelf, what: What, idents: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((ident, shelf.teller.label(what, ident)) for ident in idents if has_page(shelf, what, ident))


FOUND = {
    "works": "Found to help",
    "mixed": "Trials do not agree",
    "no_benefit_shown": "No benefit shown",
}
UNTESTED = {
    "systematic_review": "Not settled by trials",
    "rct": "Not settled by trials",
    "uncontrolled_human": "Tested only without a comparison group",
    "animal_lab": "Tested only in animals or the laboratory",
    "none": "We found no study in people",
}
SURE = {
    "high": "we are sure",
    "moderate": "we are fairly sure",
    "low": "we are not very sure",
    "very_low": "we are very unsure",
}


def _found(record: ConditionRecord) -> str:
    """What testing came to; never without how sure that is. Help of which we are not sure is not called shown."""
    unsure = record.efficacy == "works" and record.certainty in {"low", "very_low"}
    words = "May help" if unsure else FOUND.get(record.efficacy) or UNTESTED[record.best_level]
    return f"{words} ({SURE[record.certainty]})" if record.certainty in SURE else words


def known(shelf: Shelf, record: ConditionRecord) -> Known:
    """What ``record`` says, as people read it."""
    name, detail = record.intervention_name, record.condition_detail
    condition = shelf.teller.label("condition", record.condition)
    return Known(
        record.id,
        name[:1].upper() + name[1:],
        f"{condition} ({detail})" if detail else condition,
        _found(record),
        record.verdict_summary,
        SURENESS[record.certainty],
        record.safety_note or "",
        record.confirmed_note or "",
        as_of(record.as_of),
        source_lines(shelf.evidence, record.sources),
    )
