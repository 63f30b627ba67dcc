"""Does a checked fact say the same as a sentence? Honest reports come first, so this is asked before any rule.

A fact agrees when it shares most of the sentence's weighty words, treatment and disease do not clash, every figure of
the sentence stands in the fact or in the study behind it, and both point the same way.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.evidence import Evidence
from app.judging.nearest import Index, terms
from app.reading.lexicon import Lexicon
from app.reading.reading import Reading
from app.reading.words import words_of

ENOUGH = 0.5  # share of the sentence's word weight that a fact must hold; chosen on the wordings
ENOUGH_WITH_FIGURES = 0.34  # less is needed where a telling figure agrees as well
DENYING: Final = frozenset({"negation", "not_shown", "failed"})
DIRECTED: Final = frozenset({"report", "rule", "neutral", "limit"})  # what must point the same way as the fact
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One checked statement: the record it stands in, its words, and all figures known of it.

    ``negative`` says whether its words deny (no better, not approved, missed its goal).
    """

    id: str
    text: str
    interventions: frozenset[str]
    conditions: frozenset[str]
    figures: frozenset[str]
    negative: bool


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

    def __init__(self, evidence: Evidence, lexicon: Lexicon) -> None:
        """``evidence`` is the loaded base, ``lexicon`` its vocabulary."""
        self._evidence = evidence
        self._lexicon = lexicon
        self._facts = tuple(self._fact(*parts) for parts in _statements(evidence))
        self._index = Index(f.text for f in self._facts)

    def agreeing(self, reading: Reading) -> Agreement | None:
        """The fact that best says the same as the sentence, or None."""
        said = figures(reading.sentence.text)
        telling = {f for f in said if len(f) > 1 and not _YEAR.fullmatch(f)}
        needed = ENOUGH_WITH_FIGURES if telling else ENOUGH
        negative = not DENYING.isdisjoint(reading.cues)
        for near in self._index.search(terms(reading.sentence.text), most=12):
            fact = self._facts[near.number]
            if near.share < needed or not telling <= fact.figures:
                continue
            if reading.stance in DIRECTED and fact.negative != negative:
                continue
            if self._compatible(fact, reading, sure=bool(telling)):
                return Agreement(fact, near.share)
        return None

    def _fact(
        self, ident: str, text: str, interventions: Iterable[str], conditions: Iterable[str], more: str = ""
    ) -> Fact:
        cues = self._lexicon.find(words_of(text)).cue_classes
        known = figures(f"{text} {more}")
        return Fact(ident, text, frozenset(interventions), frozenset(conditions), known, not DENYING.isdisjoint(cues))

    def _compatible(self, fact: Fact, reading: Reading, *, sure: bool) -> bool:
        treated = sure or self._related(fact.interventions, reading.interventions)
        return treated and self._related(fact.conditions, reading.conditions)

    def _related(self, covered: frozenset[str], meant: tuple[str, ...]) -> bool:
        if not meant or not covered or covered & {"any", "none", "other"}:
            return True
        for ident in meant:
            family = {ident, *self._evidence.ancestors(ident), *self._evidence.descendants(ident)}
            if covered & family:
                return True
        return False


_Statement = tuple[str, str, Iterable[str], Iterable[str], str]


def _statements(evidence: Evidence) -> Iterator[_Statement]:
    """Id, words, treatments, diseases and further figures of everything that is confirmed."""
    for finding in evidence.findings.values():
        if finding.is_confirmed:
            yield finding.id, finding.text, finding.intervention, finding.condition, ""
    for position in evidence.regulation.values():
        if position.is_confirmed:
            yield position.id, position.statement, position.intervention, position.condition, ""
    for signal in evidence.safety.values():
        if signal.is_confirmed:
            text = f"{signal.event}. {signal.what_happened}"
            yield signal.id, text, (signal.product,), (signal.condition,), str(signal.numbers.affected)
    yield from _of_conditions(evidence)
    for study in evidence.studies.values():
        if study.is_confirmed:
            notes = [study.controlled_by, study.population, *(o.note for o in study.outcomes), study.adverse_events]
            text = " ".join([study.design, *(n for n in notes if n)])
            yield study.id, text, study.intervention, study.condition, f"{study.n} {study.follow_up_months}"


def _of_conditions(evidence: Evidence) -> Iterator[_Statement]:
    for record in evidence.conditions.values():
        meant = (record.intervention, *record.also_applies_to)
        said = [record.verdict_summary, record.safety_note, *record.claims_true]
        said += [trial.line for trial in record.key_trials]
        for text in said:
            if text:
                yield record.id, text, meant, (record.condition,), ""
