"""Which claim record answers a statement: by structure first (kind, treatment, disease), by words only among equals.

A similarity score cannot say "not covered", so it never opens a record that the structure does not allow.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.evidence import Evidence
from app.evidence.claim import ClaimRecord
from app.judging.nearest import Index, Ranked
from app.reading.reading import Reading

UNNAMED = "stem_cells_unspecified"
ALIKE = {"promise": "promise", "risk": "risk"}  # the stance of a sentence, and what its record should say
UNLIKE = 1.5  # what a record that says something else falls back by; one that fits far better still answers
NEAREST = 1.0  # what the record with the nearest words gains
RESTING = 3.0  # what a record gains that rests on the fact that backs the sentence
NEAR = 24  # records ranked by words; enough for the few that structure leaves
REMEMBERED = 4096  # combinations of kind, treatments, diseases and places; ids only, never any text
FEW = 2  # narrower ones, of which either may be meant; none can be picked among all diseases of lungs or nerves
HOME = ("us",)  # whose law answers where neither a sentence nor its page names a country; most pages are American
NEVER = float("-inf")  # the fit of a record that cannot answer

Ids = tuple[str, ...]
_N = TypeVar("_N", float, NDArray[np.float64])


class _Kinship(NamedTuple):
    """What a record is worth that covers one of a few, or of many, narrower treatments or diseases than are meant.

    Those named later count ``step`` less each, twice at most.
    """

    step: float
    one_of_few: float
    one_of_many: float


OF_TREATMENTS = _Kinship(step=0.1, one_of_few=0.7, one_of_many=0.7)
OF_DISEASES = _Kinship(step=0.2, one_of_few=1.0, one_of_many=0.2)  # what holds for any disease is worth 0.5


class _Field:
    """One field of all records: its distinct values, and for each record the place of its value among them.

    Many records share few values, so what a value is worth is worked out once and not for each record.
    """

    def __init__(self, values: Sequence[Ids]) -> None:
        places = {value: place for place, value in enumerate(dict.fromkeys(values))}
        self.values = tuple(places)
        self.of = [places[value] for value in values]
        self.all = np.array(self.of, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class _Worth:
    """What each distinct value of each field is worth for one kind, treatments, diseases and places.

    ``disease`` has two rows: for records whose treatment is named and tells which disease is meant the second.
    ``best`` holds the best fit and the first record that has it, for each stance of ``ALIKE``, and None for the others.
    """

    treatment: Sequence[float]
    named: Sequence[int]
    disease: Sequence[Sequence[float]]
    wording: Sequence[float]
    place: Sequence[float]
    best: Mapping[str | None, tuple[float, int]]


class Matcher:
    """Finds the claim record that answers one kind of one reading."""

    def __init__(self, evidence: Evidence) -> None:
        """``evidence`` is the loaded base; the word index over its records is built once."""
        self._evidence = evidence
        self._records = tuple(evidence.records.values())
        self._group: dict[str, str] = {k["id"]: k["group"] for k in evidence.vocabulary["kinds"]}
        self._sold = {i["id"] for i in evidence.vocabulary["interventions"] if i.get("sold_by_clinics")}
        # Treatments that do not tell which disease is meant: those for sale, and products that have no id of their own.
        self._not_telling = {*self._sold, "other"}
        self._index = Index(f"{r.claim} {r.claim} {r.short_answer} {r.why}" for r in self._records)
        self._withheld: dict[str | None, NDArray[np.float64]] = {None: np.zeros(len(self._records))}
        for stance, says in ALIKE.items():
            self._withheld[stance] = np.array([0.0 if r.says == says else UNLIKE for r in self._records])
        self._kinds = _Field([r.kinds for r in self._records])
        self._treatments = _Field([r.interventions for r in self._records])
        self._diseases = _Field([r.conditions for r in self._records])
        self._places = _Field([r.jurisdictions for r in self._records])
        self._resting = _resting(self._records)
        self._of_treatments = lru_cache(REMEMBERED)(self._for_treatments)
        self._of_diseases = lru_cache(REMEMBERED)(self._for_diseases)
        self._of_kind = lru_cache(REMEMBERED)(self._for_kind)
        self._of_places = lru_cache(REMEMBERED)(self._for_places)
        self._worth = lru_cache(REMEMBERED)(self._all_worth)

    def group(self, kind: str) -> str:
        """The group of evidence that answers ``kind``."""
        return self._group[kind]

    def near(self, asked: Sequence[Sequence[str]]) -> list[dict[int, float]]:
        """For the terms of each sentence how near the records' words are, 1 for the nearest, which comes first."""
        return [_nearness(found) for found in self._index.search_all(asked, NEAR)]

    def best(self, reading: Reading, kind: str, near: Mapping[int, float], fact: str = "") -> ClaimRecord | None:
        """The record that answers this kind of statement, or None where the base holds none.

        ``near`` is what the method of that name gave for its terms; it only ranks records that the structure allows.
        ``fact`` is the id of a record or a piece of evidence that says the same: that record, or one that rests on it,
        is preferred.
        """
        worth = self._worth(kind, reading.interventions, reading.conditions, reading.jurisdictions, reading.places)
        stance = reading.stance if reading.stance in ALIKE else None
        best = most = worth.best[stance]
        withheld = self._withheld[stance]
        resting = [number for number in self._resting.get(fact, ()) if not withheld[number]]
        gains = _with_those(resting, near) if resting else near
        for number, gain in gains.items():
            if most[0] + gain < best[0]:
                break  # those that follow gain less
            if worth.wording[self._kinds.of[number]] == NEVER:
                continue  # as with half of them; asked first, because this is quick
            closeness = self._fit(worth, kind, number) + gain - withheld.item(number)
            if closeness > best[0] or (closeness == best[0] and number < best[1]):
                best = closeness, number
        return None if best[0] == NEVER else self._records[best[1]]

    def _fit(self, worth: _Worth, kind: str, number: int) -> float:
        """How well the structure of one record fits."""
        treated = self._treatments.of[number]
        return self._closeness(
            kind,
            worth.treatment[treated],
            worth.disease[worth.named[treated]][self._diseases.of[number]],
            worth.wording[self._kinds.of[number]],
            worth.place[self._places.of[number]],
        )

    def _closeness(self, kind: str, treatment: _N, disease: _N, wording: _N, place: _N) -> _N:
        """The sum that decides, of one record or of all at once."""
        if self._group[kind] == "efficacy":
            return 4 * disease + 2 * treatment + wording / 2 + place
        return 2 * treatment + disease + 3 * wording + place

    def _all_worth(self, kind: str, treatments: Ids, diseases: Ids, named_places: Ids, near: Ids) -> _Worth:
        treatment, named = self._of_treatments(treatments)
        disease, wording, place = self._of_diseases(diseases), self._of_kind(kind), self._of_places(named_places, near)
        treated = self._treatments.all
        fits = self._closeness(
            kind,
            np.array(treatment)[treated],
            np.array(disease)[np.array(named, dtype=np.intp)[treated], self._diseases.all],
            np.array(wording)[self._kinds.all],
            np.array(place)[self._places.all],
        )
        best = {stance: _first_best(fits - withheld) for stance, withheld in self._withheld.items()}
        return _Worth(treatment, named, disease, wording, place, best)

    def _for_treatments(self, meant: Ids) -> tuple[list[float], list[int]]:
        covered = self._treatments.values
        named = [int(bool(set(meant) & set(value) - self._not_telling)) for value in covered]
        return [self._treatment(value, meant or (UNNAMED,)) for value in covered], named

    def _for_diseases(self, meant: Ids) -> list[list[float]]:
        return [[self._disease(value, meant, named=row) for value in self._diseases.values] for row in (False, True)]

    def _for_kind(self, kind: str) -> list[float]:
        return [self._wording(value, kind) for value in self._kinds.values]

    def _for_places(self, named: Ids, near: Ids) -> list[float]:
        return [_place(value, named, near or HOME) for value in self._places.values]

    def nearest(self, near: Mapping[int, float]) -> str | None:
        """The id of the record whose words are nearest, whether or not it answers; ``near`` is as in ``best``."""
        return next((self._records[number].id for number in near), None)

    def _wording(self, kinds: Ids, kind: str) -> float:
        """How well the kinds of a record fit; in efficacy any of its group may answer, else the kind itself alone."""
        if kind in kinds:
            return 2.0 if kinds[0] == kind else 1.5
        group = self._group[kind]
        return 0.0 if group == "efficacy" and any(self._group[k] == group for k in kinds) else NEVER

    def _treatment(self, value: Ids, meant: Ids) -> float:
        covered = frozenset(value)
        scores = self._kinship(covered, meant, OF_TREATMENTS, self._sold)
        if "any" in covered:
            scores.append(0.5)
        return max(scores, default=NEVER)

    def _disease(self, value: Ids, meant: Ids, *, named: bool) -> float:
        covered = frozenset(value)
        scores = self._kinship(covered, meant, OF_DISEASES, covered)
        if "any" in covered:
            scores.append(0.5 if meant else 2.0)
        elif not meant and named:
            scores.append(1.5)
        return max(scores, default=NEVER)

    def _kinship(self, covered: frozenset[str], meant: Ids, worth: _Kinship, members: AbstractSet[str]) -> list[float]:
        """How near what a record covers is to each of the ids ``meant``; nothing for those that are not near.

        2 for the very one, 1.4 for a wider one, and as ``worth`` says for a narrower one of ``members``, unless
        ``meant`` names a narrower one itself: "joints" beside "hips" are no knees.
        """
        scores: list[float] = []
        for rank, ident in enumerate(meant):
            less = worth.step * min(rank, 2)
            if ident in covered:
                scores.append(2.0 - less)
            elif not covered.isdisjoint(self._evidence.ancestors(ident)):
                scores.append(1.4 - less)
            else:
                narrower = set(self._evidence.descendants(ident))
                if narrower & covered & members and narrower.isdisjoint(meant):
                    scores.append((worth.one_of_few if len(narrower) <= FEW else worth.one_of_many) - less)
        return scores


def _resting(records: Sequence[ClaimRecord]) -> dict[str, list[int]]:
    """The numbers of the records that rest on each piece of evidence, and of each record by its own id."""
    resting: dict[str, list[int]] = {}
    for number, record in enumerate(records):
        on = record.carried_by
        for ident in (record.id, *on.conditions, *on.studies, *on.findings, *on.regulation, *on.safety):
            resting.setdefault(ident, []).append(number)
    return resting


def _with_those(resting: Sequence[int], near: Mapping[int, float]) -> dict[int, float]:
    """What each record gains where those that are ``resting`` on the fact gain more; the most first."""
    gains = {**near, **{number: RESTING + near.get(number, 0.0) for number in resting}}
    return dict(sorted(gains.items(), key=itemgetter(1), reverse=True))


def _first_best(fits: NDArray[np.float64]) -> tuple[float, int]:
    """The best of these fits and the number of the first record that has it."""
    if not len(fits):
        return NEVER, -1
    first = int(fits.argmax())
    return float(fits[first]), first


def _nearness(found: Ranked) -> dict[int, float]:
    best = found.scores[0] if found.scores else 1.0
    return {number: NEAREST * score / best for number, score in zip(found.numbers, found.scores, strict=True)}


def _place(covered: Ids, named: Ids, near: Ids) -> float:
    """How well the country fits: a record of another one than is ``named``, or than its page is about, steps back."""
    if not covered:
        return 0.0
    if not named:
        return -0.5 if set(covered) & set(near) else -1.0
    return 2.0 if set(covered) & set(named) else -2.0
