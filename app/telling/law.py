"""The law by place: countries first that most visitors come from, each state below its country."""

from dataclasses import dataclass

from app.evidence.fields import country_of
from app.telling.answer import Approval
from app.telling.shelves import Shelf


@dataclass(frozen=True, slots=True)
class LawOfPlace:
    """A country with what its law says; ``states`` are those of its states that have rules of their own."""

    id: str
    label: str
    approvals: tuple[Approval, ...]
    states: tuple["LawOfPlace", ...] = ()


def law_by_place(shelf: Shelf) -> tuple[LawOfPlace, ...]:
    """Every confirmed position under its place."""
    held: dict[str, list[Approval]] = {}
    confirmed = [position for position in shelf.evidence.regulation.values() if position.is_confirmed]
    places = {position.id: position.jurisdiction for position in confirmed}
    for approval in shelf.teller.listed_approvals(confirmed):
        held.setdefault(places[approval.id], []).append(approval)
    countries = dict.fromkeys(map(country_of, held))
    return tuple(_place(shelf, ident, held) for ident in countries)


def unconfirmed_places(shelf: Shelf) -> tuple[str, ...]:
    """Where a rule is on file that we could not confirm, and so do not tell."""
    idents = [p.jurisdiction for p in shelf.evidence.regulation.values() if not p.is_confirmed]
    return tuple(dict.fromkeys(shelf.teller.label("place", ident) for ident in idents))


def _place(shelf: Shelf, ident: str, held: dict[str, list[Approval]]) -> LawOfPlace:
    label = shelf.teller.label
    states = sorted((other for other in held if other.startswith(f"{ident}-")), key=lambda i: label("place", i))
    return LawOfPlace(
        ident,
        label("place", ident),
        tuple(held.get(ident, ())),
        tuple(LawOfPlace(state, label("place", state), tuple(held[state])) for state in states),
    )
