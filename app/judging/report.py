"""The report of one check: frozen, and the same for page, API and command line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.evidence.fields import VERDICTS, Silence, VerdictId
from app.judging.facts import Fact
from app.reading.document import Document
from app.reading.reading import Reading, Reason

NEGATIVE = frozenset({"contradicted", "misleading", "unproven", "overstated"})  # verdicts that speak against a claim


@dataclass(frozen=True, slots=True)
class Statement:
    """One judged statement of the text; ``start:end`` are code points into the text as submitted.

    ``record`` is the id of the claim record that answers it and ``near`` the nearest record when none does, which is
    *not* an answer. ``rule`` is the id of the published rule that decided and ``because`` its words. ``fact`` is the
    checked fact that says the same as a sentence that is backed.
    """

    start: int
    end: int
    text: str
    verdict: VerdictId
    reading: Reading
    record: str | None = None
    near: str | None = None
    rule: str | None = None
    because: str | None = None
    grade: str | None = None
    silence: Silence | None = None
    certainty: str = "not_rated"
    fair_wording: str | None = None
    fact: Fact | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The words that led to the verdict, and the rule that used them."""
        if self.rule is None:
            return self.reading.reasons
        return (*self.reading.reasons, Reason(self.start, self.end, self.text, f"rule:{self.rule}"))

    def as_json(self) -> dict[str, Any]:
        """The statement under the names that the API promises."""
        read = self.reading
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "verdict": self.verdict,
            "kinds": list(read.kinds),
            "intervention": read.interventions[0] if read.interventions else None,
            "condition": read.conditions[0] if read.conditions else None,
            "interventions": list(read.interventions),
            "conditions": list(read.conditions),
            "strength": read.strength if read.is_claim else None,
            "polarity": read.polarity if read.is_claim else None,
            "setting": read.setting if read.is_claim else None,
            "stance": read.stance,
            "speaker": read.speaker,
            "jurisdiction": read.jurisdictions[0] if read.jurisdictions else None,
            "record": self.record,
            "near_record": self.near,
            "silence": self.silence,
            "certainty": self.certainty,
            "fair_wording": self.fair_wording,
            "rule": self.rule,
            "because": self.because,
            "grade": self.grade,
            "facts": [self.fact.id] if self.fact else [],
            "reasons": [{"start": r.start, "end": r.end, "text": r.text, "rule": r.rule} for r in self.reasons],
        }


def worst(statements: Iterable[Statement]) -> Statement:
    """The statement with the most serious verdict, the first of several; ``statements`` must hold one."""
    return min(statements, key=lambda statement: VERDICTS.index(statement.verdict))


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the page that show a page-level finding."""

    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """The quotation with its place."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class PageFinding:
    """Something true of the page as a whole: what it is (``id``), in words, and the quotations that show it."""

    id: str
    label: str
    quotes: tuple[Quote, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The finding under the names that the API promises."""
        return {"id": self.id, "label": self.label, "quotes": [q.as_json() for q in self.quotes]}


@dataclass(frozen=True, slots=True)
class PageFindings:
    """What a page leaves out, where it contradicts itself, and the selling techniques it uses."""

    left_out: tuple[PageFinding, ...] = ()
    contradictions: tuple[PageFinding, ...] = ()
    techniques: tuple[PageFinding, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The findings under the names that the API promises."""
        return {
            "left_out": [f.as_json() for f in self.left_out],
            "contradictions": [f.as_json() for f in self.contradictions],
            "techniques": [f.as_json() for f in self.techniques],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one check found, in text order, with the revisions of the evidence and of the method.

    ``document`` is the text as it was read. A sentence of it that asserts two things is two of the ``statements``.
    """

    evidence_revision: str
    method_revision: str
    statements: tuple[Statement, ...]
    document: Document
    page: PageFindings = field(default_factory=PageFindings)

    @property
    def counts(self) -> dict[str, int]:
        """How many statements got each verdict; verdicts that nothing got are left out."""
        return dict(Counter(s.verdict for s in self.statements))

    def as_json(self) -> dict[str, Any]:
        """The report under the names that the API promises."""
        return {
            "evidence_revision": self.evidence_revision,
            "method_revision": self.method_revision,
            "statements": [s.as_json() for s in self.statements],
            "counts": self.counts,
            "page": self.page.as_json(),
        }
