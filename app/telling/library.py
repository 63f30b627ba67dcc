"""The evidence base as lists that people can browse: claims by filter and search, topics with what belongs to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.schema import Study
from app.judging.nearest import Index, terms
from app.telling.answer import Verdict
from app.telling.record import RecordTeller

DESIGNS = {
    "rct": "randomised controlled trial",
    "nonrandomised_controlled": "controlled trial, not randomised",
    "single_arm": "trial without a control group",
    "pilot": "pilot study",
    "dose_escalation": "dose-finding study",
    "case_series": "case series",
    "registry": "register of patients",
    "preclinical": "study in animals or the laboratory",
}
GOALS = {
    "yes": "main goal met",
    "no": "main goal missed",
    "not_stated": "main goal not stated",
    "not_applicable": "no main goal to meet",
}


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
    kind: str = ""
    treatment: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, with how many claims it leaves."""

    id: str
    label: str
    number: int


class Library:
    """Lists over one evidence base; made once."""

    def __init__(self, evidence: Evidence, teller: RecordTeller) -> None:
        """``teller`` gives the verdicts and the names that people read."""
        self._evidence = evidence
        self._teller = teller
        self._records = sorted(evidence.records.values(), key=lambda r: r.claim.lower())
        self._verdicts = {r.id: teller.verdict(r) for r in self._records}
        self._index = Index(self._searched(r) for r in self._records)

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
        """The claims that fit all filters: by nearness where there are words to search for, else by their wording."""
        return self.lines(r for r in self._ranked(filters.q) if self._fits(r, filters))

    def _ranked(self, query: str) -> list[ClaimRecord]:
        if not query.strip():
            return self._records
        return [self._records[near.number] for near in self._index.search(terms(query), most=40)]

    def _fits(self, record: ClaimRecord, filters: Filters) -> bool:
        return (
            filters.verdict in {"", self._verdicts[record.id].id}
            and (not filters.kind or filters.kind in record.kinds)
            and (not filters.treatment or self._covers(record.interventions, filters.treatment))
            and (not filters.condition or self._covers(record.conditions, filters.condition))
        )

    def _covers(self, idents: Iterable[str], wanted: str) -> bool:
        return bool({wanted, *self._evidence.descendants(wanted)} & set(idents))

    def choices(self, what: str) -> tuple[Choice, ...]:
        """The choices of one filter (``verdict``, ``kind``, ``treatment`` or ``condition``) that leave any claim."""
        if what == "verdict":
            options = [(v.id, v.label) for v in self._teller.verdicts.values()]
        else:
            options = sorted(self._teller.labels[what].items(), key=lambda pair: pair[1].lower())
        counted = (
            Choice(ident, label, sum(self._fits(r, Filters(**{what: ident})) for r in self._records))
            for ident, label in options
            if ident not in {"any", "none"}
        )
        return tuple(choice for choice in counted if choice.number)

    def about(self, what: str, ident: str) -> tuple[ClaimLine, ...]:
        """The claims about one treatment or condition, the most exact first."""
        found = self.find(Filters(**{what: ident}))
        field = "interventions" if what == "treatment" else "conditions"
        exact = {r.id for r in self._records if getattr(r, field)[0] == ident}
        return tuple(sorted(found, key=lambda line: line.id not in exact))

    def studies_of(self, what: str, ident: str) -> tuple[Study, ...]:
        """The studies of one treatment or condition, newest first."""
        field = "intervention" if what == "treatment" else "condition"
        family = {ident, *self._evidence.descendants(ident)}
        found = [s for s in self._evidence.studies.values() if family & set(getattr(s, field))]
        return tuple(sorted(found, key=lambda s: (-(self.year(s) or 0), s.id)))

    def year(self, study: Study) -> int | None:
        """The year of a study's result: its own, else that of its newest source; None where none is known."""
        if study.year:
            return study.year
        years = [self._evidence.sources[i].year for i in study.sources if i in self._evidence.sources]
        return max((y for y in years if y), default=None)

    def like(self, record: ClaimRecord, most: int = 5) -> tuple[ClaimLine, ...]:
        """The claims whose words are nearest to those of ``record``."""
        near = self._index.search(terms(record.claim), most=most + 1)
        return self.lines(r for r in (self._records[n.number] for n in near) if r.id != record.id)[:most]
