"""Where treatments of one sort stand, country by country, at a glance.

A status word never stands alone: its place and product stand with it, and the statement with its date and its sources
stands in the table below.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.evidence.fields import UNSPECIFIC
from app.evidence.schema import RegulatoryPosition
from app.telling.record import RecordTeller, place_rank

STATUS_WORDS = {
    "approved": "approved",
    "conditionally_approved": "approved for a limited time, on conditions",
    "withdrawn": "approval ended",
    "in_trials": "still in trials",
    "restricted_to_trials": "allowed in trials only",
    "not_approved": "not approved",
    "illegal_to_market": "may not be sold",
}
"""Statuses that answer "is it approved?", the nearest to a yes first; others explain rules and need their sentence."""

MOST_USES = 2  # more than these would bury the product


@dataclass(frozen=True, slots=True)
class Standing:
    """What one place says of ``products``, in a few words (``status``)."""

    place: str
    status: str
    products: tuple[str, ...]


def standings(positions: Iterable[RegulatoryPosition], teller: RecordTeller, country: str = "") -> tuple[Standing, ...]:
    """``positions`` in one line for each place and status, ``country`` first."""
    products: dict[tuple[str, str], dict[str, None]] = {}
    order = list(STATUS_WORDS)
    telling = [p for p in positions if p.status in STATUS_WORDS]
    for position in sorted(telling, key=lambda p: (place_rank(p.jurisdiction, country), order.index(p.status))):
        named = products.setdefault((position.jurisdiction, position.status), {})
        named[_product(position, teller)] = None
    return tuple(
        Standing(teller.label("place", place), STATUS_WORDS[status], tuple(named))
        for (place, status), named in products.items()
    )


def _product(position: RegulatoryPosition, teller: RecordTeller) -> str:
    """The product, and what for where it is not for anything."""
    product = teller.label("treatment", position.product)
    uses = [_inside(teller.label("condition", i)) for i in position.condition if i not in UNSPECIFIC]
    return f"{product} for {' and '.join(uses)}" if 0 < len(uses) <= MOST_USES else product


def _inside(label: str) -> str:
    """``label`` as it stands within a sentence: a name such as "Crohn's disease" or "COPD" keeps its capital."""
    named = "'s " in label or label[1:2].isupper()
    return label if named else label[:1].lower() + label[1:]
