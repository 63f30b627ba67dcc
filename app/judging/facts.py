"""Does a checked fact back a sentence? Honest reports come first, so this is asked before any rule.

A fact agrees when every telling figure of the sentence stands in it or in the study behind it, treatment, disease and
place do not clash, and enough speaks for it; it is shown where it is on the very matter of the sentence, too (see
``app/judging/signs.py``).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final, NamedTuple

from app.evidence import Evidence
from app.evidence.fields import UNSPECIFIC, country_of
from app.evidence.numbers import WORDS, spelled_numbers
from app.judging.nearest import Index
from app.judging.signs import ALIKE, CLOSE, ENOUGH, LEAST_HELD, Nearness, OfFact, added, likeness, log_odds, of_reading
from app.reading.lexicon import Lexicon
from app.reading.reading import Reading

FAR = Nearness(0.0, 0.0)
FEW_FACTS = 6
LONG_FIGURE = 3  # digits
CANDIDATES = 15  # facts compared, nearest by words first
DENYING: Final = frozenset({"negation", "not_shown", "failed", "absence", "weak_evidence"})
OFFICIAL: Final = frozenset({"regulatory", "approval"})  # directions of findings
LAWFUL: Final = frozenset({"regulatory_approval", "own_cells_not_a_drug"})  # kinds that differ from country to country
UNKNOWN_PLACE = "elsewhere"  # any country of which the base holds nothing
NOWHERE: Final[frozenset[str]] = frozenset()
UNNAMED_PLACES = frozenset({"us", "international"})  # whose law a sentence may mean that names no place
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"(?<!\w)(?<![^\W\d_]-)\d+(?:[.,]\d+)*")
_PERSONS = "people|patients|men|women|adults|children"
_OF_TEN = re.compile(
    rf"\b(\w+)(?: ({_PERSONS}))? (?:in|out of) (?:every )?(?:ten|10)\b(?:(?: of)?(?: our| the)? ({_PERSONS})\b)?",
    re.IGNORECASE,
)
_OF_A_HUNDRED = re.compile(r"\b(?:in|out of) (?:every |each )?(?:a |one )?(?:hundred|100)\b", re.IGNORECASE)
_SCALE = re.compile(r"\b\w+[- ]point(?= [\w-]* ?(?:scale|score))|\b\w+[- ]point scale", re.IGNORECASE)
_UP_TO_TEN = frozenset(map(str, range(11)))


class Told(NamedTuple):
    """Words of one record of the base that may say the same as a sentence.

    ``interventions`` and ``conditions`` are what it is filed under, ``more`` holds further figures of it, ``places``
    those whose law it tells, if any. ``sources`` are the ids of the sources that the words rest on. ``is_plain`` says
    whether they can be shown as they stand: the answer of a claim record stands on its card already, and what is noted
    of a study is no sentence. ``is_official`` says whether it tells of law, approval or how clinics sell.
    """

    id: str
    text: str
    interventions: Iterable[str]
    conditions: Iterable[str]
    sources: Sequence[str]
    more: str = ""
    places: Collection[str] = ()
    is_plain: bool = True
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One checked statement: the record it stands in, its words and sources, and all figures that the record gives.

    ``shown`` are its words where they can be shown, else empty. ``mentions`` are treatments and diseases that its words
    name beside those it is filed under, ``places`` are those whose law it tells, ``named_places`` those that its words
    name, and ``cues`` are the classes of its cue words. ``is_official`` is as in ``Told``.
    """

    id: str
    text: str
    shown: str
    sources: tuple[str, ...]
    interventions: frozenset[str]
    conditions: frozenset[str]
    mentions: frozenset[str]
    figures: frozenset[str]
    places: frozenset[str]
    named_places: frozenset[str]
    cues: frozenset[str]
    is_official: bool

    @property
    def negative(self) -> bool:
        """Whether its words deny (no better, not approved, missed its goal)."""
        return not DENYING.isdisjoint(self.cues)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A fact that backs a sentence, how much speaks for that (log-odds), and whether both deny or neither.

    ``likeness`` is how much speaks for it that the fact is on the very matter of the sentence (log-odds).
    """

    fact: Fact
    score: float
    likeness: float
    same_way: bool

    @property
    def is_close(self) -> bool:
        """Whether the sentence says what the fact says beyond doubt; of like words one may deny what the other says."""
        return self.same_way and self.is_alike and self.score >= CLOSE

    @property
    def is_denying(self) -> bool:
        """Whether the fact denies and the sentence does not."""
        return self.fact.negative and not self.same_way

    @property
    def is_alike(self) -> bool:
        """Whether the fact can be shown beside the sentence as what backs it."""
        return self.likeness >= ALIKE


def figures(text: str) -> frozenset[str]:
    """The figures of a text, number words included, thousands separators removed; "nine in ten" is 90 of a hundred.

    What a share is of, and how many points a scale has, say nothing of a result and are left out.
    """
    text = _OF_TEN.sub(_of_hundred, _OF_A_HUNDRED.sub(" ", _SCALE.sub(" ", text)))
    found = {m.group().replace(",", "") for m in _FIGURE.finditer(text)}
    return frozenset(found.union(map(str, spelled_numbers(text))))


def _of_hundred(share: re.Match[str]) -> str:
    """A share of ten as one of a hundred; in digits only where people are counted, because pain is scored like that."""
    number = share[1].lower()
    ten = str(WORDS[number]) if number in WORDS else number if share[2] or share[3] else ""
    return f" {ten}0 " if ten in _UP_TO_TEN else share[0]


def _rounded(figure: str) -> Iterator[str]:
    """A figure as people may tell it: 27.6 as 28, 1.42 as 1.4."""
    decimals = figure.partition(".")[2]
    for places in range(len(decimals)):
        yield f"{float(figure):.{places}f}"


def telling_figures(reading: Reading) -> frozenset[str]:
    """The figures of a sentence that tell one study from another: of two digits or more, and no year."""
    if not any(form[0].isdigit() or form in WORDS for form in reading.forms):
        return frozenset()
    return frozenset(f for f in figures(reading.sentence.text) if len(f) > 1 and not _YEAR.fullmatch(f))


class Facts:
    """All checked facts of an evidence base, searchable."""

    def __init__(self, evidence: Evidence, lexicon: Lexicon) -> None:
        """``evidence`` is the loaded base, ``lexicon`` its vocabulary."""
        self._evidence = evidence
        self._lexicon = lexicon
        facts = [self._fact(told) for told in _told(evidence)]
        given: dict[str, set[str]] = {}
        for fact in facts:
            given.setdefault(fact.id, set()).update(fact.figures)
        # A report may take one figure from one line of a record and the next from another.
        self._facts = tuple(replace(fact, figures=frozenset(given[fact.id])) for fact in facts)
        self._index = Index(f.text for f in self._facts)
        self._holding: dict[str, set[int]] = {}
        for number, fact in enumerate(self._facts):
            for figure in fact.figures:
                self._holding.setdefault(figure, set()).add(number)

    def near(self, asked: Sequence[Sequence[str]]) -> list[dict[int, Nearness]]:
        """For the terms of each sentence the facts with the nearest words, and how near they are."""
        found = self._index.search_all(asked, CANDIDATES)
        return [dict(zip(one.numbers, map(Nearness, one.shares, one.told), strict=True)) for one in found]

    def agreeing(self, reading: Reading, telling: frozenset[str], near: Mapping[int, Nearness]) -> Agreement | None:
        """The fact that best says the same as the sentence, or None.

        ``telling`` are its telling figures, and ``near`` what the method of that name gave for its terms.
        """
        own = log_odds(of_reading(reading, figured=bool(telling)))
        beside = self.signs(reading, telling, near)
        told = reading.stance == "risk"  # it denies safety, and the fact may tell of the harm without a denial
        backing = [
            Agreement(fact, score, likeness(signs), told or bool(signs.same_way))
            for fact, signs in beside
            if (score := own + added(signs)) >= ENOUGH
        ]
        agreed = [one for one in backing if one.is_alike] or backing  # what can be shown comes first
        best = max(agreed, key=attrgetter("score"), default=None)
        if best is None or best.is_close or reading.stance != "rule":
            return best
        # A rule is better shown beside law than beside a trial that shares its words.
        official = (one for one in agreed if one.fact.is_official)
        return max(official, key=attrgetter("score"), default=best)

    def signs(
        self, reading: Reading, telling: frozenset[str], near: Mapping[int, Nearness]
    ) -> Iterator[tuple[Fact, OfFact]]:
        """The facts that a sentence does not contradict, and what in each speaks for it; arguments as above."""
        negative = reading.polarity == "denies" or not DENYING.isdisjoint(reading.cues)
        named = self._named_by(telling)
        law = _law_of(reading)
        for number, nearness in {**dict.fromkeys(named, FAR), **near}.items():
            fact = self._facts[number]
            if not (telling <= fact.figures and law.holds(fact)):
                continue
            if reading.stance == "risk" and number not in named and nearness.held < LEAST_HELD:
                continue
            if self._compatible(fact, reading, sure=number in named):
                yield fact, _of_fact(fact, reading, nearness, same_way=fact.negative == negative, rare=number in named)

    def _named_by(self, telling: frozenset[str]) -> Collection[int]:
        """The facts that these figures name: few hold them all, and they are long or several."""
        if len(telling) < 2 and not any(len(figure) >= LONG_FIGURE for figure in telling):  # noqa: PLR2004 - several
            return ()
        holding = set.intersection(*(self._holding.get(figure, set()) for figure in telling))
        return sorted(holding) if len({self._facts[number].id for number in holding}) <= FEW_FACTS else ()

    def _fact(self, told: Told) -> Fact:
        found = self._lexicon.find(told.text)
        known = figures(f"{told.text} {told.more}")
        known |= frozenset(near for figure in known if figure.count(".") == 1 for near in _rounded(figure))
        return Fact(
            id=told.id,
            text=told.text,
            shown=told.text if told.is_plain else "",
            sources=tuple(told.sources),
            interventions=frozenset(told.interventions),
            conditions=frozenset(told.conditions),
            mentions=frozenset(hit.id for hit in (*found.interventions, *found.conditions)),
            figures=known,
            places=frozenset(told.places),
            named_places=frozenset(hit.id for hit in found.jurisdictions),
            cues=found.cue_classes,
            is_official=told.is_official,
        )

    def _compatible(self, fact: Fact, reading: Reading, *, sure: bool) -> bool:
        treated = sure or self._related(fact.interventions, fact.mentions, reading.interventions)
        return treated and self._related(fact.conditions, fact.mentions, reading.conditions)

    def _related(self, covered: frozenset[str], mentions: frozenset[str], meant: tuple[str, ...]) -> bool:
        if not meant or not covered or covered & UNSPECIFIC:
            return True
        return any(not self._evidence.family(ident).isdisjoint(covered | mentions) for ident in meant)


def _of_fact(fact: Fact, reading: Reading, nearness: Nearness, *, same_way: bool, rare: bool) -> OfFact:
    """All signs in ``fact`` beside ``reading``; the last three compare what both are about."""
    diseases = fact.conditions | fact.mentions
    return OfFact(
        *nearness,
        same_way=same_way,
        rare=rare,
        cues=len(reading.cues & fact.cues) / max(1, len(reading.cues)),
        disease=not diseases.isdisjoint(reading.conditions),
        narrower=not reading.conditions and diseases.isdisjoint(UNSPECIFIC),
    )


class _Law(NamedTuple):
    """Whether a sentence tells law, which places it means, and whether these are beyond what unplaced facts tell of."""

    tells: bool
    places: frozenset[str]
    abroad: bool

    def holds(self, fact: Fact) -> bool:
        """Whether a fact can back it by the places of both."""
        places = fact.places or (fact.named_places if self.tells else NOWHERE)
        if places:
            return not places.isdisjoint(self.places)
        return not (self.tells and self.abroad)


def _law_of(reading: Reading) -> _Law:
    """The law that a sentence speaks of, if it speaks of any.

    The law of a country holds in its states. A fact that names no place is mostly American, so it backs no rule that
    names another country, nor one of a country of which nothing is held.
    """
    named = _with_countries(reading.jurisdictions)
    return _Law(
        tells=reading.stance == "rule" or not LAWFUL.isdisjoint(reading.kinds),
        places=_with_countries(reading.places) or UNNAMED_PLACES,
        abroad=UNKNOWN_PLACE in reading.places or (bool(named) and named.isdisjoint(UNNAMED_PLACES)),
    )


def _with_countries(places: Iterable[str]) -> frozenset[str]:
    """The places, and for states the country that they belong to."""
    return frozenset(ident for place in places for ident in (place, country_of(place)))


def _told(evidence: Evidence) -> Iterator[Told]:
    """Everything of the base that is confirmed, in words."""
    for finding in evidence.findings.values():
        if finding.is_confirmed:
            about = finding.intervention, finding.condition
            place = finding.jurisdiction if finding.topic == "regulation" else None
            there: tuple[str, ...] = (place,) if place else ()
            official = finding.topic in {"regulation", "marketing_practice"} or finding.direction in OFFICIAL
            yield Told(finding.id, finding.text, *about, finding.supports, places=there, is_official=official)
    for position in evidence.regulation.values():
        if position.is_confirmed:
            about = position.intervention, position.condition
            there = (position.jurisdiction,)
            yield Told(position.id, position.statement, *about, position.sources, places=there, is_official=True)
    for signal in evidence.safety.values():
        if signal.is_confirmed:
            text = f"{signal.event}. {signal.what_happened}"
            about = (signal.product,), (signal.condition,)
            yield Told(signal.id, text, *about, signal.sources, more=str(signal.numbers.affected))
    for claim in evidence.records.values():
        text = f"{claim.short_answer} {claim.why} {claim.fair_wording or ''}"
        official = claim.outcome == "regulation"
        there = claim.jurisdictions if official else ()
        about, read = (claim.interventions, claim.conditions), [use.id for use in claim.sources]
        yield Told(claim.id, text, *about, read, places=there, is_plain=False, is_official=official)
    yield from _of_conditions(evidence)
    for study in evidence.studies.values():
        if study.is_confirmed:
            notes = [study.controlled_by, study.population, *(o.note for o in study.outcomes), study.adverse_events]
            text = " ".join([study.design, *(n for n in notes if n)])
            about, more = (study.intervention, study.condition), f"{study.n} {study.follow_up_months}"
            yield Told(study.id, text, *about, study.sources, more=more, is_plain=False)


def _of_conditions(evidence: Evidence) -> Iterator[Told]:
    for record in evidence.conditions.values():
        meant = (record.intervention, *record.also_applies_to)
        said = [record.verdict_summary, record.safety_note, *record.claims_true]
        for text in said:
            if text:
                yield Told(record.id, text, meant, (record.condition,), record.sources)
        for trial in record.key_trials:
            yield Told(record.id, trial.line, meant, (record.condition,), (trial.id,))
