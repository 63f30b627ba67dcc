"""Does a checked fact say the same as a sentence? Honest reports come first, so this is asked before any rule.

A fact agrees when it shares most of the sentence's weighty words, treatment and disease do not clash, every figure of
the sentence stands in the fact or in the study behind it, and both point the same way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.judging.nearest import Index, terms
from app.reading.reading import Reading

ENOUGH = 0.5  # share of the sentence's word weight that a fact must hold; chosen on the wordings
ENOUGH_WITH_FIGURES = 0.34  # less is needed where a telling figure agrees as well
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One checked statement: the record it stands in, its words, and all figures known of it."""

    id: str
    text: str
    interventions: frozenset[str]
    conditions: frozenset[str]
    figures: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A fact that says the same as a sentence, and how much of the sentence's word weight it holds (0 to 1)."""

    fact: Fact
    share: float


def figures(text: str) -> frozenset[str]:
    """The figures of a text, number words included, thousands separators removed."""
    found = {m.group().replace(",", "").rstrip(".") for m in _FIGURE.finditer(text)}
    found |= {_NUMBER_WORDS[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _NUMBER_WORDS}
    return frozenset(found)


class Facts:
    """All checked facts of an evidence base, searchable."""

    def __init__(self, evidence: Any) -> None:
        """``evidence`` is the loaded base."""
        self._evidence = evidence
        self._facts = tuple(_facts(evidence))
        self._index = Index(f.text for f in self._facts)

    def agreeing(self, reading: Reading) -> Agreement | None:
        """The fact that best says the same as the sentence, or None."""
        query = terms(reading.sentence.text)
        said = figures(reading.sentence.text)
        telling = {f for f in said if len(f) > 1 and not (len(f) == 4 and f[:2] in {"19", "20"})}  # noqa: PLR2004 - not a year
        for near in self._index.search(query, most=12):
            fact = self._facts[near.number]
            if not self._compatible(fact, reading) or not telling <= fact.figures:
                continue
            if near.share >= (ENOUGH_WITH_FIGURES if telling else ENOUGH):
                return Agreement(fact, near.share)
        return None

    def _compatible(self, fact: Fact, reading: Reading) -> bool:
        return self._related(fact.interventions, reading.interventions) and self._related(
            fact.conditions, reading.conditions
        )

    def _related(self, covered: frozenset[str], meant: tuple[str, ...]) -> bool:
        if not meant or not covered or covered & {"any", "none", "other"}:
            return True
        for ident in meant:
            family = {ident, *self._evidence.ancestors(ident), *self._evidence.descendants(ident)}
            if covered & family:
                return True
        return False


def _facts(evidence: Any) -> Iterator[Fact]:
    for finding in evidence.findings.values():
        yield _fact(finding.id, finding.text, finding.intervention, finding.condition)
    for position in evidence.regulation.values():
        if position.is_confirmed:
            yield _fact(position.id, position.statement, position.product, None)
    for signal in evidence.safety.values():
        if signal.is_confirmed:
            text = f"{signal.event}. {signal.what_happened}"
            yield _fact(signal.id, text, signal.product, signal.condition)
    for record in evidence.conditions.values():
        meant = (record.intervention, *record.also_applies_to)
        for text in (record.verdict_summary, record.safety_note, *record.claims_true):
            if text:
                yield _fact(record.id, text, meant, record.condition)
    for study in evidence.studies.values():
        notes = " ".join(o.note or "" for o in study.outcomes)
        text = f"{study.design} {study.controlled_by or ''} {study.population or ''} {notes} {study.adverse_events or ''}"
        yield _fact(study.id, text, study.intervention, study.condition, f"{study.n} {study.follow_up_months}")


def _fact(ident: str, text: str, interventions: Any, conditions: Any, more: str = "") -> Fact:
    return Fact(ident, text, _set(interventions), _set(conditions), figures(f"{text} {more}"))


def _set(value: Any) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset([value] if isinstance(value, str) else value)
