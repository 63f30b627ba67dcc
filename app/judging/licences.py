"""Which licences exist: a statement that something is, or is not, approved is answered from official records.

A licence holds for one product or kind of cell, one use and one place. It never carries over to another.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, get_args

from app.evidence import Evidence
from app.evidence.fields import LicenceStanding, country_of
from app.judging.facts import UNKNOWN_PLACE
from app.reading.lexicon import Lexicon
from app.reading.reading import Reading
from app.reading.words import words_of

_STATUS: dict[str, LicenceStanding] = {
    "approved": "granted",
    "conditionally_approved": "conditional",
    "withdrawn": "withdrawn",
    "not_read": "not_read",
}
_BEST: tuple[LicenceStanding, ...] = get_args(LicenceStanding)
REMEMBERED = 4096  # combinations of names, treatment, uses and places; ids only, never any text
_PRODUCT = re.compile(r"\b[A-Z][A-Za-z]{3,}\b")
_NO_PRODUCT = frozenset({"blood", "china", "cord", "november", "several"})


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence on record: ``id`` of its record, the products' names in lower case, and whether it still holds."""

    id: str
    names: frozenset[str]
    interventions: frozenset[str]
    conditions: frozenset[str]
    places: frozenset[str]
    standing: LicenceStanding


class _Spoken(NamedTuple):
    """What a sentence says of a licence, in ids: names of products, its treatment (one or none), uses and places."""

    names: frozenset[str]
    treatment: tuple[str, ...]
    uses: tuple[str, ...]
    places: tuple[str, ...]


class Licences:
    """All licences of an evidence base."""

    def __init__(self, evidence: Evidence, lexicon: Lexicon) -> None:
        """``evidence`` is the loaded base; ``lexicon`` reads the countries that a product's record names."""
        self._evidence = evidence
        self._held = (*_of_positions(evidence), *_of_products(evidence, lexicon))
        self._names = frozenset(name for held in self._held for name in held.names)
        self._sold = {i["id"] for i in evidence.vocabulary["interventions"] if i.get("sold_by_clinics")}
        self._of = lru_cache(REMEMBERED)(self._standing)

    def standing(self, reading: Reading) -> LicenceStanding:
        """What the records say of a licence for the treatment, use and place that a sentence speaks of.

        ``wider``: licensed, but the sentence names a group of diseases ("arthritis") and the licence one of them, or it
        names a hospital treatment and no disease.
        ``narrow``: one product of this kind is licensed somewhere, but the sentence names neither product nor place.
        ``not_read``: a product is sold for the use and in the place named, and nobody has read its licence, or nothing
        is held of that place.
        ``elsewhere``: licensed, but not in the place named. ``other_use``: the product or kind of cell is licensed,
        but for another use than the one named. ``none``: no licence on record.
        """
        named = self._names.intersection(reading.forms)
        return self._of(_Spoken(named, reading.interventions[:1], reading.conditions, reading.jurisdictions))

    def _standing(self, spoken: _Spoken) -> LicenceStanding:
        if UNKNOWN_PLACE in spoken.places:
            return "not_read"
        compared = [(held.standing, self._compare(held, spoken)) for held in self._held]
        # a licence that nobody has read says nothing of other uses and other places
        found = {said for kept, said in compared if kept != "not_read" or said == kept}
        return min({*found, "none"}, key=_BEST.index)

    def _compare(self, held: Licence, spoken: _Spoken) -> LicenceStanding:
        by_name = bool(spoken.names & held.names)
        treatments = self._same_treatments(held, spoken)
        if not by_name and (spoken.names or not treatments):
            return "none"
        hospital = treatments & set(spoken.treatment) - self._sold  # named, and not sold by clinics
        if not self._same_use(held, spoken, by_itself=by_name or bool(hospital)):
            return "other_use"
        if spoken.places and not held.places & set(map(country_of, spoken.places)):
            return "elsewhere"
        if not by_name and not spoken.places and treatments <= self._sold:
            return "narrow"
        whole = by_name and not spoken.uses  # a product is named, and whatever it is for
        if held.standing == "granted" and not (whole or self._covers_use(held, spoken)):
            return "wider"
        return held.standing

    def _same_treatments(self, held: Licence, spoken: _Spoken) -> frozenset[str]:
        """The kind of cell meant, where it is licensed; a wide name such as "stem cells" also means hospital kinds.

        It does not mean kinds that clinics sell: one licensed product of such a kind says nothing of the others.
        """
        for ident in spoken.treatment:
            below = set(self._evidence.descendants(ident)) - self._sold
            return held.interventions & {ident, *below}
        return frozenset()

    def _covers_use(self, held: Licence, spoken: _Spoken) -> bool:
        """Whether the use licensed is a use named, or holds one."""
        return any(held.conditions & {ident, *self._evidence.ancestors(ident)} for ident in spoken.uses)

    def _same_use(self, held: Licence, spoken: _Spoken, *, by_itself: bool) -> bool:
        """Whether the licence may be for the use named, or, where none is, the treatment is enough ``by_itself``."""
        if not spoken.uses:
            return by_itself
        return any(held.conditions & self._evidence.family(ident) for ident in spoken.uses)


def _of_positions(evidence: Evidence) -> Iterator[Licence]:
    for held in evidence.regulation.values():
        standing = _STATUS.get(held.status)
        if standing is not None and held.is_confirmed:
            place = frozenset({country_of(held.jurisdiction)})
            yield Licence(
                held.id,
                _product_names(held.product),
                frozenset(held.intervention),
                frozenset(held.condition),
                place,
                standing,
            )


def _of_products(evidence: Evidence, lexicon: Lexicon) -> Iterator[Licence]:
    for record in evidence.conditions.values():
        if record.condition == "any":  # a list that points to the records of each use
            continue
        for product in record.approved_products:
            places = frozenset(hit.id for hit in lexicon.find(product.where).jurisdictions)
            treatments = frozenset({record.intervention, *record.also_applies_to})
            uses = frozenset({record.condition})
            standing = _STATUS[product.licence]
            yield Licence(record.id, _product_names(product.name), treatments, uses, places, standing)


def _product_names(text: str) -> frozenset[str]:
    """The proper names in a product's description, in the form that the reader's words have."""
    names: Iterable[str] = _PRODUCT.findall(text)
    forms = {form for name in names for form in words_of(name).forms}
    return frozenset(forms - _NO_PRODUCT)
