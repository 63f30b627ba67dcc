"""Whom to turn to after harm or loss, by country, and cases that show how harms first appeared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.evidence.schema import HelpPlace
from app.telling.answer import Harm, SourceLine
from app.telling.record import place_rank
from app.telling.shelves import Shelf
from app.telling.sources import source_lines

PURPOSES = {
    "harm": "Report harm",
    "advert": "Complain about an advert",
    "doctor": "Complain about a doctor",
    "money": "Ask for money back",
}
# Confirmed cases in which the source says how soon the harm showed, soonest first.
FIRST_SIGNS = (
    "s-adem-intrathecal-msc",
    "s-epidural-abscess-subach",
    "s-liveyon-mmwr-2018",
    "s-vision-loss-kuriyan",
    "s-spinal-mass-dlouhy",
)


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One place to turn to; ``phone`` and ``unconfirmed`` are empty where there is nothing to say."""

    id: str
    purpose: str
    name: str
    tells: str
    address: str
    phone: str
    unconfirmed: str
    sources: tuple[SourceLine, ...]
    about_money: bool


@dataclass(frozen=True, slots=True)
class Country:
    """The places of one country, in the order of ``PURPOSES``."""

    id: str
    label: str
    places: tuple[HelpEntry, ...]


def countries(shelf: Shelf) -> tuple[Country, ...]:
    """Every country with a confirmed place to turn to, in the order in which countries stand elsewhere on the site."""
    held: dict[str, list[HelpPlace]] = {}
    for place in shelf.evidence.help.values():
        if place.is_confirmed:
            held.setdefault(place.jurisdiction, []).append(place)
    return tuple(
        Country(ident, shelf.teller.label("place", ident), tuple(_places(shelf, held[ident])))
        for ident in sorted(held, key=place_rank)
    )


def first_signs(shelf: Shelf) -> tuple[Harm, ...]:
    """Cases that show how soon, and how late, a harm may appear."""
    safety = shelf.evidence.safety
    return tuple(shelf.teller.harm(safety[i]) for i in FIRST_SIGNS if i in safety and safety[i].is_confirmed)


def _places(shelf: Shelf, places: Iterable[HelpPlace]) -> Iterator[HelpEntry]:
    order = list(PURPOSES)
    for place in sorted(places, key=lambda p: (order.index(p.purpose), p.id)):
        yield HelpEntry(
            place.id,
            PURPOSES[place.purpose],
            place.name,
            place.tells,
            place.address,
            place.phone or "",
            place.unconfirmed_parts or "",
            source_lines(shelf.evidence, place.sources),
            place.purpose == "money",
        )
