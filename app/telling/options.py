"""What else there is: what guidelines name, and where a treatment made of cells has been shown to work."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.evidence.schema import Finding
from app.telling.answer import SourceLine
from app.telling.dates import as_of
from app.telling.shelves import Shelf
from app.telling.sources import source_lines
from app.telling.topic_page import OPTIONS, Known, known


@dataclass(frozen=True, slots=True)
class Fact:
    """A checked statement; ``about`` names what it is about, ``caution`` is what a reader must not forget."""

    id: str
    about: str
    text: str
    caution: str
    as_of: str
    sources: tuple[SourceLine, ...]


def facts(shelf: Shelf, findings: Iterable[str]) -> tuple[Fact, ...]:
    """The findings with these ids that are confirmed, in the order given."""
    held = shelf.evidence.findings
    return tuple(_fact(shelf, held[ident]) for ident in findings if ident in held and held[ident].is_confirmed)


def named_by_guidelines(shelf: Shelf) -> tuple[Fact, ...]:
    """What guidelines name for each disease on record."""
    found = [f.id for f in shelf.evidence.findings.values() if f.domain == OPTIONS]
    return tuple(sorted(facts(shelf, found), key=lambda fact: fact.about))


def shown_to_work(shelf: Shelf) -> tuple[Known, ...]:
    """Treatments made of cells with benefit in trials at moderate certainty or better, by condition."""
    records = (
        known(shelf, record)
        for record in shelf.evidence.conditions.values()
        if record.is_confirmed and record.efficacy == "works" and record.certainty in {"high", "moderate"}
    )
    return tuple(sorted(records, key=lambda entry: (entry.condition, entry.treatment)))


def _fact(shelf: Shelf, finding: Finding) -> Fact:
    names = [shelf.teller.label("condition", condition) for condition in finding.condition]
    return Fact(
        finding.id,
        ", ".join(names),
        finding.text,
        finding.caution or "",
        as_of(finding.as_of),
        source_lines(shelf.evidence, finding.supports),
    )
