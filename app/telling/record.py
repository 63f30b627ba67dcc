"""What one claim record shows, the same on its own page and on the card of a sentence that it answers."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from app.evidence.base import Evidence
from app.evidence.claim import NOT_REVIEWED, ClaimRecord
from app.evidence.fields import UNSPECIFIC, country_of
from app.evidence.ladder import LadderTrial, State
from app.evidence.lint.verdicts import effective_verdicts
from app.evidence.schema import RegulatoryPosition, SafetySignal
from app.evidence.trials import EFFICACY
from app.judging.rules import Case, Rules
from app.telling.answer import Approval, FactsRow, FactsTable, Harm, Rung, SourceLine, Verdict
from app.telling.counts import harm_count
from app.telling.dates import as_of, day, month
from app.telling.places import place_name
from app.telling.sources import source_line, source_lines
from app.telling.words import IN_ANIMALS_ONLY

SURENESS = {
    "high": "We are sure. More research is unlikely to change this.",
    "moderate": "We are fairly sure. More research may change this.",
    "low": "We are not very sure. More research may well change this.",
    "very_low": "We are very unsure. The research is thin.",
    "not_rated": "",
}
STATES: dict[State, str] = {
    "reached": "reached",
    "under_way": "under way, no result yet",
    "withdrawn": "withdrawn",
    "not_listed": "a step below, its studies are not listed here",
    "not_found": "none found",
}
SETTINGS = {
    "clinic_outside_trial": "in a clinic, outside a trial",
    "medical_tourism": "on a trip for treatment",
    "trial": "in a trial",
    "animal": "in animals",
    "hospital_surgery": "in hospital surgery",
    "mixed_reports": "in several settings",
    "not_stated": "the setting is not stated",
}
BY_RULE = "Answered by a rule of our method, not by a record of its own; not yet reviewed by a clinician."
UNSIGNED = NOT_REVIEWED.capitalize()
FIRST_PLACES = ("us", "uk", "eu", "ca", "au", "jp")  # the order of countries where none is chosen
SEVERITIES = ("fatal", "serious", "moderate", "mild")

# The words without which such a claim is not made, by kind or group: a record states the claim in full.
_MADE_WITH = {
    "safety": frozenset({"safe"}),
    "regulatory_approval": frozenset({"approval"}),
    "success_rate": frozenset({"patients"}),
}


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict for one way of saying a claim, from "guaranteed" to "hedged"."""

    strength: str
    verdict: Verdict


class RecordTeller:
    """Tells claim records in the words that patients read; made once for one evidence base.

    What a record points at and is not there is left out: a curator's preview is made of files with mistakes in them.
    """

    def __init__(self, evidence: Evidence) -> None:
        """``evidence`` is the loaded base."""
        self._evidence = evidence
        vocabulary = evidence.vocabulary
        self.verdicts = {
            v["id"]: Verdict(v["id"], v["label"], " ".join(v["when"].split())) for v in vocabulary["verdicts"]
        }
        self._rules = Rules(vocabulary["rules"], vocabulary["matrix"])
        self.groups: Mapping[str, str] = {kind["id"]: kind["group"] for kind in vocabulary["kinds"]}
        self.labels: Mapping[str, Mapping[str, str]] = {
            what: {entry["id"]: str(entry.get("label") or entry["id"]) for entry in vocabulary.get(name, ())}
            for what, name in (
                ("treatment", "interventions"),
                ("condition", "conditions"),
                ("kind", "kinds"),
                ("place", "jurisdictions"),
            )
        }

    def label(self, what: str, ident: str) -> str:
        """The name that people read for an id; the id in plain words where the vocabulary has none."""
        return self.labels[what].get(ident, ident.replace("_", " "))

    def said(self, record: ClaimRecord) -> tuple[Said, ...]:
        """The verdict for each way of promising it, softest last; empty where it is no promise or a rule decides."""
        if record.says != "promise":
            return ()
        grade = self._evidence.grades[record.id].grade
        row = self._evidence.vocabulary["matrix"].get(grade, {}) if record.outcome in EFFICACY else {}
        cells = effective_verdicts(record, row)
        return tuple(Said(strength, self.verdicts[cells[strength]]) for strength in cells if cells[strength])

    def verdict(self, record: ClaimRecord) -> Verdict:
        """The verdict of the claim as the record words it, stated as a fact on a seller's page."""
        own = next((s.verdict for s in self.said(record) if s.strength == "definite"), None)
        if own is None or record.says != "promise":
            own = self.verdicts[self._rules.rule(self._as_stated(record)).verdict]
        only_animals = own.id == "supported" and self._evidence.grades[record.id].grade == "animal_or_lab"
        return replace(own, label=own.label + IN_ANIMALS_ONLY) if only_animals else own

    def headline(self, record: ClaimRecord) -> str:
        """The claim after its verdict, for lists elsewhere: alone it would read as if we said it."""
        return f"{self.verdict(record).label}: \u201c{record.claim}\u201d"

    def _as_stated(self, record: ClaimRecord) -> Case:
        kind = record.kinds[0]
        sells = record.says == "promise"
        return Case(
            kind=kind,
            group=self.groups[kind],
            stance="promise" if sells else "risk" if record.says == "risk" else "rule",
            polarity="denies" if record.says == "risk" else "asserts",
            strength="definite",
            setting="unstated",
            speaker="seller",
            cues=_MADE_WITH.get(kind, _MADE_WITH.get(self.groups[kind], frozenset())) if sells else frozenset(),
            sure=True,
            surely=True,
            named=True,
            grade=self._evidence.grades[record.id].grade,
            fact=not sells,  # the record itself is the checked fact
            record=True,
        )

    def facts_table(self, record: ClaimRecord) -> FactsTable | None:
        """Plain counts, where the record has any and their source is there."""
        table = record.facts_table
        if table is None or table.source not in self._evidence.sources:
            return None
        rows = tuple(FactsRow(row.label, row.affected, row.of) for row in table.rows)
        return FactsTable(table.caption, rows, source_line(self._evidence.sources[table.source]).text)

    def ladder(self, record: ClaimRecord) -> tuple[Rung, ...]:
        """How far testing has come; empty where no step was reached."""
        ladder = self._evidence.ladders.get(record.id)
        if ladder is None or ladder.reached is None:
            return ()
        return tuple(
            Rung(
                r.id,
                r.label,
                r.state == "reached",
                r.state,
                STATES[r.state],
                tuple(map(_trial, r.trials)),
                r.note or "",
            )
            for r in ladder.rungs
        )

    def sources(self, record: ClaimRecord | None, more: Iterable[str] = ()) -> tuple[SourceLine, ...]:
        """What the record cites, then ``more``: the ids of the sources behind a fact that backs a sentence."""
        cited = {use.id: (use.read, use.place or "") for use in (record.sources if record else ())}
        for ident in more:
            cited.setdefault(ident, ("", ""))
        return tuple(
            source_line(self._evidence.sources[ident], read, place)
            for ident, (read, place) in cited.items()
            if ident in self._evidence.sources
        )

    def approvals(self, record: ClaimRecord, country: str = "") -> tuple[Approval, ...]:
        """What the law says: the record's own positions, then others on the same treatment; ``country`` first."""
        held = self._evidence.regulation
        named = [held[ident] for ident in record.carried_by.regulation if ident in held]
        treatments = set(record.interventions) - UNSPECIFIC
        conditions = self._family(record.conditions)
        alike = [
            p
            for p in held.values()
            if p.is_confirmed
            and p not in named
            and treatments & set(p.intervention)
            and ("any" in p.condition or "any" in record.conditions or conditions & set(p.condition))
        ]
        own = {p.id for p in named}
        return self.listed_approvals([*named, *alike], country, own)

    def listed_approvals(
        self, positions: Iterable[RegulatoryPosition], country: str = "", first: Container[str] = ()
    ) -> tuple[Approval, ...]:
        """``positions`` by country, ``country`` first; in each country those whose id is in ``first`` lead."""
        ordered = sorted(positions, key=lambda p: (place_rank(p.jurisdiction, country), p.id not in first))
        return tuple(self.approval(p) for p in ordered)

    def approval(self, position: RegulatoryPosition) -> Approval:
        """One position with its place, its statement and its date; never its status word alone."""
        product = self.label("treatment", position.product)
        return Approval(
            position.id,
            self.label("place", position.jurisdiction),
            product[:1].upper() + product[1:] if product[1:2].islower() else product,
            position.statement,
            as_of(position.as_of),
            source_lines(self._evidence, position.sources),
            since=month(position.since) if position.since else "",
            unconfirmed=position.unconfirmed_parts or "",
            place_id=position.jurisdiction,
        )

    def harms(self, record: ClaimRecord) -> tuple[Harm, ...]:
        """The harms that the record names, then others known of the same treatment, the most serious first."""
        held = self._evidence.safety
        named = [held[ident] for ident in record.carried_by.safety if ident in held]
        treatments = set(record.interventions) - UNSPECIFIC
        conditions = self._family(record.conditions)
        alike = [
            s
            for s in held.values()
            if s.is_confirmed
            and s not in named
            and s.product in treatments
            and (s.condition in conditions or "any" in record.conditions)
        ]
        return (*(self.harm(signal) for signal in named), *self.listed_harms(alike))

    def listed_harms(self, signals: Iterable[SafetySignal]) -> tuple[Harm, ...]:
        """``signals`` with the most serious first, then the newest."""
        ordered = sorted(signals, key=lambda s: (SEVERITIES.index(s.severity), -s.year, s.id))
        return tuple(map(self.harm, ordered))

    def harm(self, signal: SafetySignal) -> Harm:
        """One known harm as a count, with where and when it happened, and what of it could not be confirmed."""
        return Harm(
            signal.id,
            signal.event[:1].upper() + signal.event[1:],
            harm_count(signal.numbers),
            SETTINGS[signal.setting],
            "" if signal.country == "not stated" else place_name(signal.country, self.labels["place"]),
            signal.year,
            signal.severity,
            signal.what_happened,
            source_lines(self._evidence, signal.sources),
            unconfirmed=signal.unconfirmed_parts or "",
        )

    def dates(self, record: ClaimRecord | None) -> str:
        """Who checked it and when; None stands for a rule that answers without a record."""
        if record is None:
            return BY_RULE
        due = f"{record.next_review:%B %Y}"
        if record.reviewed_on and record.reviewed_by:
            return f"Reviewed on {day(record.reviewed_on)} by {record.reviewed_by}. Next review: {due}."
        return f"{UNSIGNED}. Drafted on {day(record.drafted_on)}; next review due {due}."

    def _family(self, idents: Iterable[str]) -> set[str]:
        """The ids with everything wider and narrower."""
        return set().union(*map(self._evidence.family, idents)) - UNSPECIFIC


def topic_dates(records: Iterable[ClaimRecord]) -> str:
    """The day of several claims shown together, and whether all of them were reviewed."""
    shown = list(records)
    signed = all(record.reviewed_by for record in shown)
    since = day(max(record.changed_on for record in shown))
    return f"As of {since}." if signed else f"{UNSIGNED}. As of {since}."


def short_answer(record: ClaimRecord, verdict: str) -> str:
    """The short answer of ``record`` to a sentence with this verdict (an id).

    "True." speaks of the record's own claim, such as a warning; it would mislead beside a sentence that says the
    opposite.
    """
    return record.short_answer if verdict == "supported" else record.short_answer.removeprefix("True. ")


def place_rank(place: str, country: str = "") -> tuple[int, str]:
    """The order of places in a list: ``country`` first where it is chosen, then the fixed order, then by id."""
    home = country_of(place)
    if country and country in {place, home}:
        return -1, place
    return (FIRST_PLACES.index(home) if home in FIRST_PLACES else len(FIRST_PLACES)), place


def _trial(trial: LadderTrial) -> str:
    people = f"{trial.n:,} people" if trial.n else "number of people not known to us"
    year = f"{trial.year}, " if trial.year else ""
    return f"{year}{people}: {trial.says}"
