"""Everything that the page of one claim shows, put together once for each record and country."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.evidence.claim import ClaimRecord
from app.evidence.fields import UNSPECIFIC
from app.evidence.trials import EFFICACY
from app.telling.answer import Approval, FactsTable, Harm, Rung, SourceLine, Verdict
from app.telling.dates import day
from app.telling.glossary import HardWord
from app.telling.library import ClaimLine
from app.telling.record import SURENESS, RecordTeller, Said
from app.telling.shelves import Shelf
from app.telling.sources import each_once
from app.telling.standing import STATUS_WORDS, Standing, standings
from app.telling.words import GRADES

KICKERS = {
    "promise": "A claim that adverts make",
    "risk": "A warning, checked",
    "fact": "A statement of fact, checked",
}
OF_THE_LAW = {"regulation", "framing", "product"}  # claims to which the law speaks first
OTHERS_SHOWN = 3  # positions or harms on the same treatment that stand open where the record names none itself


T = TypeVar("T", Approval, Harm)


@dataclass(frozen=True, slots=True)
class Split(Generic[T]):
    """What stands open on the page, and what is folded away below it."""

    shown: tuple[T, ...]
    folded: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change of the record: the day in words, what changed and why."""

    day: str
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim in full.

    ``grade`` is a name and its meaning, None where the claim is not about an effect. ``standings`` are the law at a
    glance. ``sources`` are the record's own, then those of the law and the harms that stand open; ``more_sources``
    belong to what is folded away. ``numbers`` gives the place of each source, by id, in both lists taken together,
    from 1. ``law_first``: the law stands before the harms.
    """

    record: ClaimRecord
    kicker: str
    verdict: Verdict
    said: tuple[Said, ...]
    grade: tuple[str, str] | None
    grade_reason: str
    sureness: str
    facts: FactsTable | None
    rungs: tuple[Rung, ...]
    law: Split[Approval]
    standings: tuple[Standing, ...]
    harms: Split[Harm]
    law_first: bool
    sources: tuple[SourceLine, ...]
    more_sources: tuple[SourceLine, ...]
    numbers: Mapping[str, int]
    history: tuple[PastChange, ...]
    dates: str
    treatments: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    words: tuple[HardWord, ...]
    like: tuple[ClaimLine, ...]


def claim_page(shelf: Shelf, record: ClaimRecord, country: str = "") -> ClaimPage:
    """The page of ``record``, with the law of ``country`` (an id of the vocabulary, or empty) first."""
    teller = shelf.teller
    carried, grade = record.carried_by, shelf.evidence.grades[record.id]
    positions = teller.approvals(record, country)
    law = _split(positions, carried.regulation or _one_of_each_place(shelf, positions))
    harms = _split(teller.harms(record), carried.safety)
    open_entries: tuple[Approval | Harm, ...] = (*harms.shown, *law.shown)
    folded_entries: tuple[Approval | Harm, ...] = (*harms.folded, *law.folded)
    sources = each_once((*teller.sources(record), *_sources(open_entries)))
    known = {line.id for line in sources}
    more = tuple(line for line in each_once(_sources(folded_entries)) if line.id not in known)
    rungs = teller.ladder(record)
    return ClaimPage(
        record=record,
        kicker=KICKERS[record.says],
        verdict=teller.verdict(record),
        said=teller.said(record),
        grade=GRADES[grade.grade] if record.outcome in EFFICACY else None,
        grade_reason=grade.reason,
        sureness=SURENESS[record.certainty],
        facts=teller.facts_table(record),
        rungs=rungs,
        law=law,
        standings=standings((shelf.evidence.regulation[p.id] for p in positions), teller, country),
        harms=harms,
        law_first=record.outcome in OF_THE_LAW,
        sources=sources,
        more_sources=more,
        numbers={line.id: number for number, line in enumerate((*sources, *more), start=1)},
        history=tuple(PastChange(day(c.date), c.change, c.reason) for c in reversed(record.history)),
        dates=teller.dates(record),
        treatments=_topics(teller, "treatment", record.interventions),
        conditions=_topics(teller, "condition", record.conditions),
        words=shelf.glossary.used_in(_read(record, rungs, harms.shown)),
        like=shelf.library.like(record),
    )


def _split(entries: tuple[T, ...], own: Iterable[str]) -> Split[T]:
    """The record's own entries open; where it names none, the first few of those on the same treatment."""
    wanted = set(own)
    if not wanted:
        return Split(entries[:OTHERS_SHOWN], entries[OTHERS_SHOWN:])
    return Split(
        tuple(entry for entry in entries if entry.id in wanted),
        tuple(entry for entry in entries if entry.id not in wanted),
    )


def _one_of_each_place(shelf: Shelf, positions: Iterable[Approval]) -> list[str]:
    """The first few positions (by id) that say whether the same treatment is approved, each of another place."""
    of_place: dict[str, str] = {}
    for position in positions:
        if shelf.evidence.regulation[position.id].status in STATUS_WORDS:
            of_place.setdefault(position.place_id, position.id)
    return list(of_place.values())[:OTHERS_SHOWN]


def _sources(entries: Iterable[Approval | Harm]) -> tuple[SourceLine, ...]:
    return tuple(line for entry in entries for line in entry.sources)


def _topics(teller: RecordTeller, what: str, idents: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((ident, teller.label(what, ident)) for ident in idents if ident not in UNSPECIFIC)


def _read(record: ClaimRecord, rungs: tuple[Rung, ...], harms: tuple[Harm, ...]) -> str:
    """The text of the page that people read from top to bottom."""
    return " ".join(
        [
            record.claim,
            record.short_answer,
            record.why,
            record.ask,
            record.fair_wording or "",
            record.would_change or "",
            *record.limits,
            *(rung.label for rung in rungs if rung.reached),
            *(f"{harm.event} {harm.what_happened}" for harm in harms),
        ]
    )
