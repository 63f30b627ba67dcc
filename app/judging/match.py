"""Which claim record answers a statement: by structure first (kind, treatment, disease), by words only among equals.

A similarity score cannot say "not covered", so it never opens a record that the structure does not allow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.evidence import Evidence
from app.evidence.claim import ClaimRecord
from app.judging.nearest import Index
from app.reading.reading import Reading

UNNAMED = "stem_cells_unspecified"
TOLD = 1.0  # a promise is answered by a record that answers promises, unless one that tells a fact fits far better
NEAREST = 1.0  # what the record with the nearest words gains
NEAR = 24  # records ranked by words; enough for the few that structure leaves
REMEMBERED = 4096  # combinations of kind, treatments, diseases and places; ids only, never any text

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may answer, and how closely it fits (larger is closer)."""

    record: ClaimRecord
    closeness: float


class Matcher:
    """Finds the claim record that answers one kind of one reading."""

    def __init__(self, evidence: Evidence) -> None:
        """``evidence`` is the loaded base; the word index over its records is built once."""
        self._evidence = evidence
        self._records = tuple(evidence.records.values())
        self._group: dict[str, str] = {k["id"]: k["group"] for k in evidence.vocabulary["kinds"]}
        self._sold = {i["id"] for i in evidence.vocabulary["interventions"] if i.get("sold_by_clinics")}
        self._index = Index(f"{r.claim} {r.claim} {r.short_answer} {r.why}" for r in self._records)
        self._fits = lru_cache(REMEMBERED)(self._all_fits)
        self._by_kind: dict[str, list[int]] = {}
        for number, record in enumerate(self._records):
            for kind in record.kinds:
                self._by_kind.setdefault(kind, []).append(number)

    def group(self, kind: str) -> str:
        """The group of evidence that answers ``kind``."""
        return self._group[kind]

    def near(self, asked: Sequence[str]) -> dict[int, float]:
        """How near each record's words are to the sentence's terms, 1 for the nearest; only records that share any."""
        found = self._index.search(asked, most=NEAR)
        return {n.number: NEAREST * n.score / found[0].score for n in found}

    def best(self, reading: Reading, kind: str, near: Mapping[int, float]) -> Match | None:
        """The record that answers this kind of statement, or None where the base holds none.

        ``near`` is what ``near`` gave for its terms; it only ranks records that the structure allows.
        """
        promises = reading.stance == "promise"
        best: tuple[float, int] | None = None  # closeness, and the number turned round so that the first record wins
        for number, fit in self._fits(kind, reading.interventions, reading.conditions, reading.jurisdictions):
            if best is not None and fit + NEAREST < best[0]:
                break
            closeness = fit + near.get(number, 0.0)
            if promises and self._records[number].says != "promise":
                closeness -= TOLD
            best = max(best or (closeness, -number), (closeness, -number))
        return None if best is None else Match(self._records[-best[1]], best[0])

    def _all_fits(self, kind: str, treatments: Ids, diseases: Ids, places: Ids) -> tuple[tuple[int, float], ...]:
        """Every record that may answer, by number, with how well its structure fits; the best fit first."""
        group = self._group[kind]
        fits = []
        for number in self._candidates(kind, group):
            fit = self._closeness(self._records[number], kind, treatments, diseases, places)
            if fit is not None:
                fits.append((number, fit))
        return tuple(sorted(fits, key=lambda fit: -fit[1]))

    def nearest(self, asked: Sequence[str]) -> str | None:
        """The id of the record whose words are nearest to the sentence's terms, whether or not it answers."""
        near = self._index.search(asked, most=1)
        return self._records[near[0].number].id if near else None

    def _candidates(self, kind: str, group: str) -> Iterable[int]:
        own = self._by_kind.get(kind, ())
        if group != "efficacy":
            return own
        shared = {n for k, g in self._group.items() if g == group for n in self._by_kind.get(k, ())}
        return sorted(shared.union(own))

    def _closeness(self, record: ClaimRecord, kind: str, treatments: Ids, diseases: Ids, places: Ids) -> float | None:
        treatment = self._treatment(record.interventions, treatments or (UNNAMED,))
        if treatment is None:
            return None
        named = bool(set(treatments) & set(record.interventions) - self._sold)
        disease = self._disease(record.conditions, diseases, named=named)
        if disease is None:
            return None
        wording = 2.0 if record.kinds[0] == kind else 1.5 if kind in record.kinds else 0.0
        place = _place(record.jurisdictions, places)
        if self._group[kind] == "efficacy":
            return 3 * disease + 2 * treatment + wording + place
        return 2 * treatment + disease + 2 * wording + place

    def _treatment(self, covered: Iterable[str], meant: tuple[str, ...]) -> float | None:
        covered = set(covered)
        scores: list[float] = []
        for rank, ident in enumerate(meant):
            less = 0.25 * min(rank, 2)
            if ident in covered:
                scores.append(2.0 - less)
            elif covered & set(self._evidence.ancestors(ident)):
                scores.append(1.4 - less)
            elif covered & set(self._evidence.descendants(ident)) & self._sold:
                scores.append(0.7 - less)
        if "any" in covered:
            scores.append(0.5)
        return max(scores, default=None)

    def _disease(self, covered: Iterable[str], meant: tuple[str, ...], *, named: bool) -> float | None:
        covered = set(covered)
        scores: list[float] = []
        for rank, ident in enumerate(meant):
            less = 0.2 * min(rank, 2)
            if ident in covered:
                scores.append(2.0 - less)
            elif covered & set(self._evidence.ancestors(ident)):
                scores.append(1.4 - less)
            elif covered & set(self._evidence.descendants(ident)):
                scores.append(1.0 - less)
        if "any" in covered:
            scores.append(0.5 if meant else 2.0)
        elif not meant and named:
            scores.append(1.5)
        return max(scores, default=None)


def _place(covered: Ids, meant: Ids) -> float:
    """How well the country fits: a record of another country than the one named steps back."""
    if not covered:
        return 0.0
    if not meant:
        return -0.5
    return 2.0 if set(covered) & set(meant) else -2.0
