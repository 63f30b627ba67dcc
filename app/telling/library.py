"""The evidence base as lists that people can browse: claims by filter and search, topics with what belongs to them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.fields import UNSPECIFIC
from app.evidence.trials import EFFICACY
from app.judging.check import check
from app.judging.nearest import Index, terms
from app.reading.document import InputProblem
from app.telling.answer import Verdict
from app.telling.record import RecordTeller
from app.telling.words import GRADES

FILTERS = {
    "verdict": "Verdict",
    "grade": "Evidence",
    "kind": "Kind of claim",
    "treatment": "Treatment",
    "condition": "Condition",
}
MOST_FOUND = 40
NEAR_ENOUGH = 0.6  # share of the query's words that a claim must hold, or of what the nearest claim holds
LONGEST_QUERY = 200  # characters of a search that are read


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in a list, with the verdict of saying it as a fact."""

    id: str
    claim: str
    short_answer: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asked for; an empty field asks for nothing."""

    q: str = ""
    verdict: str = ""
    grade: str = ""
    kind: str = ""
    treatment: str = ""
    condition: str = ""

    @property
    def query(self) -> str:
        """The filters as the query of an address, empty fields left out."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def without(self, name: str) -> "Filters":
        """The same filters but for the one called ``name``."""
        return replace(self, **{name: ""})


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, with how many claims it leaves."""

    id: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """One filter in force, in words, and the query of the address without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Group:
    """A treatment or condition with the narrower ones; ``head`` is None for those that belong to no group."""

    head: Choice | None
    members: tuple[Choice, ...]


class Library:
    """Lists over one evidence base; made once."""

    def __init__(self, evidence: Evidence, teller: RecordTeller) -> None:
        """``teller`` gives the verdicts and the names that people read."""
        self._evidence = evidence
        self._teller = teller
        self._records = sorted(evidence.records.values(), key=lambda r: r.claim.lower())
        self._verdicts = {r.id: teller.verdict(r) for r in self._records}
        self._index = Index(self._searched(r) for r in self._records)
        self._choices = {what: self._counted(what) for what in FILTERS}

    def _searched(self, record: ClaimRecord) -> str:
        """The words under which a record is found: its own, and the names that people use for what it covers."""
        names: list[str] = []
        for ident in record.interventions:
            names += self._names(self._evidence.interventions, ident)
        for ident in record.conditions:
            names += self._names(self._evidence.condition_names, ident)
        kinds = [self._teller.label("kind", kind) for kind in record.kinds[:2]]
        return " ".join([record.claim, record.claim, record.short_answer, *kinds, *names])

    @staticmethod
    def _names(terms_by_id: Mapping[str, object], ident: str) -> list[str]:
        term = terms_by_id.get(ident)
        return [str(getattr(term, "label", "")), *getattr(term, "names", ())] if term else []

    def line(self, record: ClaimRecord) -> ClaimLine:
        """``record`` as one line of a list."""
        return ClaimLine(record.id, record.claim, record.short_answer, self._verdicts[record.id])

    def lines(self, records: Iterable[ClaimRecord]) -> tuple[ClaimLine, ...]:
        """``records`` as lines, in the order given."""
        return tuple(map(self.line, records))

    def find(self, filters: Filters) -> tuple[ClaimLine, ...]:
        """The claims that fit all filters, in the order of their wording.

        Where there are words to search for, the claim that answers them comes first, then those nearest in words.
        """
        return self.lines(r for r in self._ranked(filters.q) if self._fits(r, filters))

    def _ranked(self, query: str) -> list[ClaimRecord]:
        if not query.strip():
            return self._records
        answering, kinds = self._answering(query)
        found = self._index.search(terms(query), most=MOST_FOUND)
        least = max((near.share for near in found), default=0.0) * NEAR_ENOUGH
        words = [near.number for near in found if near.share >= (NEAR_ENOUGH if answering else least)]
        answer = [record for record in self._records if record.id == answering]
        nearest = [self._records[number] for number in words]  # best first, as the index gave them
        alike = sorted(nearest, key=lambda record: record.kinds[0] not in kinds)
        return answer + [record for record in alike if record.id != answering]

    def _answering(self, query: str) -> tuple[str | None, tuple[str, ...]]:
        """The record that answers the words as a claim, and the kinds of claim that they are."""
        try:
            read = check(query, self._evidence).statements
        except InputProblem:
            return None, ()
        return next(((s.record, s.reading.kinds) for s in read if s.record), (None, ()))

    def _fits(self, record: ClaimRecord, filters: Filters) -> bool:
        return (
            filters.verdict in {"", self._verdicts[record.id].id}
            and filters.grade in {"", self._grade(record)}
            and (not filters.kind or filters.kind in record.kinds)
            and (not filters.treatment or self.covers(record.interventions, filters.treatment))
            and (not filters.condition or self.covers(record.conditions, filters.condition))
        )

    def _grade(self, record: ClaimRecord) -> str:
        """The grade of the evidence; none where the claim is not about an effect."""
        return self._evidence.grades[record.id].grade if record.outcome in EFFICACY else "no effect"

    def covers(self, idents: Iterable[str], wanted: str) -> bool:
        """Whether one of ``idents`` is the treatment or condition ``wanted``, or a narrower one."""
        return not {wanted, *self._evidence.descendants(wanted)}.isdisjoint(idents)

    def _options(self, what: str) -> list[tuple[str, str]]:
        if what == "verdict":
            return [(v.id, v.label) for v in self._teller.verdicts.values()]
        if what == "grade":
            return [(ident, label) for ident, (label, _) in GRADES.items()]
        return sorted(self._teller.labels[what].items(), key=lambda pair: pair[1].lower())

    def _counted(self, what: str) -> tuple[Choice, ...]:
        counted = (
            Choice(ident, label, sum(self._fits(r, Filters(**{what: ident})) for r in self._records))
            for ident, label in self._options(what)
            if ident not in {"any", "none"} or what == "grade"
        )
        return tuple(choice for choice in counted if choice.number)

    def choices(self, what: str) -> tuple[Choice, ...]:
        """The choices of one filter (a key of ``FILTERS``) that leave any claim."""
        return self._choices[what]

    def topics(self, what: str) -> tuple[Choice, ...]:
        """The treatments or conditions that claims are about and that have a page."""
        return tuple(choice for choice in self._choices[what] if choice.id not in UNSPECIFIC)

    def possible(self, filters: Filters) -> Filters:
        """``filters`` without choices that do not exist, such as those of an old link."""
        for what, choices in self._choices.items():
            if getattr(filters, what) not in {choice.id for choice in choices}:
                filters = filters.without(what)
        return replace(filters, q=filters.q.strip()[:LONGEST_QUERY])

    def chosen(self, filters: Filters) -> tuple[Chosen, ...]:
        """The filters in force, each with the address that takes it away."""
        words = [Chosen(f"“{filters.q}”", filters.without("q").query)] if filters.q else []
        for what, choices in self._choices.items():
            label = next((choice.label for choice in choices if choice.id == getattr(filters, what)), None)
            if label is not None:
                words.append(Chosen(f"{FILTERS[what]}: {label}", filters.without(what).query))
        return tuple(words)

    def grouped(self, what: str) -> tuple[Group, ...]:
        """The treatments or conditions that claims are about: groups, largest first, then those of no group."""
        terms = self._evidence.interventions if what == "treatment" else self._evidence.condition_names
        choices = {choice.id: choice for choice in self.topics(what)}
        heads = [ident for ident in choices if not terms[ident].parents and self._below(ident, choices)]
        groups = [Group(choices[head], tuple(self._below(head, choices))) for head in heads]
        groups.sort(key=lambda group: -group.head.number if group.head else 0)
        grouped = {choice.id for group in groups for choice in group.members} | set(heads)
        alone = tuple(choice for ident, choice in choices.items() if ident not in grouped)
        return (*groups, Group(None, alone)) if alone else tuple(groups)

    def _below(self, ident: str, choices: Mapping[str, Choice]) -> list[Choice]:
        narrower = set(self._evidence.descendants(ident))
        return [choice for below, choice in choices.items() if below in narrower]

    def most_about(self, what: str, most: int = 8) -> tuple[Choice, ...]:
        """The treatments or conditions with the most claims."""
        return tuple(sorted(self.topics(what), key=lambda choice: -choice.number)[:most])

    def about(self, what: str, ident: str) -> tuple[ClaimLine, ...]:
        """The claims about one treatment or condition, the most exact first."""
        found = self.find(Filters(**{what: ident}))
        field = "interventions" if what == "treatment" else "conditions"
        exact = {r.id for r in self._records if getattr(r, field)[0] == ident}
        return tuple(sorted(found, key=lambda line: line.id not in exact))

    def like(self, record: ClaimRecord, most: int = 5) -> tuple[ClaimLine, ...]:
        """The claims whose words are nearest to those of ``record``."""
        near = self._index.search(terms(record.claim), most=most + 1)
        return self.lines(r for r in (self._records[n.number] for n in near) if r.id != record.id)[:most]
