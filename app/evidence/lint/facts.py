"""Numbers in a record's text must stand in the facts that the record carries or cites."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.numbers import spelled_numbers
from app.evidence.problem import Problem

# A number on its own ("24", "1,907", "0.19%", the 24 of "24-person"), not the 19 of COVID-19 or the 880 of VX-880.
_NUMBER = re.compile(r"(?<![\w.,])(?<![A-Za-z][-\u2013])\d+(?:,\d{3})*(?:\.\d+)?(?![\d,.]*\d)(?![A-Za-z])")
_LOOSE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NAMES = re.compile(
    r"\b(type|phase|grade|stage|schedule|section|order|table)s?\s+\d+\b(?:\s*(?:and|or|to|/)\s*\d+)?", re.IGNORECASE
)
_COUNTS = {"once": "1", "twice": "2", "both": "2"}

_NO_FACT = {"id", "on", "at", "differs"}  # of a look at a source, only what it read is a fact


def number_mistakes(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Numbers that no carried or cited fact holds."""
    for record in evidence.records.values():
        held: frozenset[str] | None = None
        for field, text in _texts(record):
            said = numbers(text)
            if said and held is None:
                held = held_numbers(record, evidence)
            for number in sorted(said - (held or frozenset())):
                yield Problem(
                    f"records/{record.id}.yaml",
                    field,
                    f"the number {number} stands in none of the facts carried or cited",
                )


def numbers(text: str) -> frozenset[str]:
    """The numbers that a text states in figures; names such as "phase 3" and "COVID-19" are none."""
    return frozenset(_plain(m) for m in _NUMBER.findall(_NAMES.sub(" ", text)))


def held_numbers(record: ClaimRecord, evidence: Evidence) -> frozenset[str]:
    """Every number of the facts that ``record`` carries or cites, and of those facts' sources."""
    carried = record.carried_by
    facts: list[Any] = [
        *_found(evidence.conditions, carried.conditions),
        *_found(evidence.studies, carried.studies),
        *_found(evidence.findings, carried.findings),
        *_found(evidence.regulation, carried.regulation),
        *_found(evidence.safety, carried.safety),
    ]
    sources = {s.id for s in record.sources}
    for fact in facts:
        sources |= set(getattr(fact, "sources", getattr(fact, "supports", ())))
    facts += _found(evidence.sources, sorted(sources))
    held: set[str] = set()
    for text in _strings(facts):
        held |= {_plain(n) for n in _LOOSE.findall(text)}
        held |= {str(n) for n in spelled_numbers(text)}
        held |= {_COUNTS[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _COUNTS}
    return frozenset(held)


def _texts(record: ClaimRecord) -> Iterator[tuple[str, str]]:
    yield "short_answer", record.short_answer
    yield "why", record.why
    if record.fair_wording:
        yield "fair_wording", record.fair_wording
    if record.facts_table is not None:
        yield "facts_table.caption", record.facts_table.caption
        for number, row in enumerate(record.facts_table.rows):
            yield f"facts_table.rows.{number}", f"{row.label} {row.affected} {row.of}"


def _found(things: Any, ids: Iterable[str]) -> list[Any]:  # noqa: ANN401 - any section of the base
    return [things[i] for i in ids if i in things]


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - models, tuples and plain values alike
    if isinstance(value, BaseModel):
        for name, part in value:
            if name not in _NO_FACT:
                yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _plain(number: str) -> str:
    """One writing for one number: no thousands separators, no idle zeros."""
    plain = number.replace(",", "")
    whole, point, part = plain.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + part if part else "")
