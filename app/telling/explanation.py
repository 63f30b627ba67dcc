"""What an explanation link shows: masked statements with the words of the day it was made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.evidence.base import Evidence
from app.judging.check import check
from app.masking import Masker
from app.reading.document import InputProblem
from app.telling.answer import Card, Verdict
from app.telling.record import RecordTeller

MOST_STATEMENTS = 12
MOST_SOURCES = 4


def snapshot(card: Card, masker: Masker, strike: Iterable[str]) -> dict[str, Any]:
    """One statement as it will be stored and shown, its quotation masked."""
    return {
        "quote": masker.mask(card.quote, strike),
        "verdict": card.verdict.id,
        "label": card.verdict.label,
        "short_answer": card.short_answer,
        "because": card.because or card.silence,
        "fair_wording": card.fair_wording,
        "sureness": card.sureness,
        "ask": card.ask,
        "record": card.address.rpartition("/")[2],
        "sources": [{"text": s.text, "url": s.url} for s in card.sources[:MOST_SOURCES]],
        "dates": card.dates,
    }


@dataclass(frozen=True, slots=True)
class Moved:
    """How a statement would be judged today: ``was`` and ``now``, and ``why`` as far as the records tell."""

    quote: str
    was: Verdict
    now: Verdict
    why: tuple[str, ...]


def moved(
    shown: Iterable[dict[str, Any]], evidence: Evidence, teller: RecordTeller, made_on: date
) -> tuple[Moved, ...]:
    """The statements that today's evidence and method would judge differently."""
    found = []
    for statement in shown:
        now = _verdict_today(statement["quote"], evidence)
        if now is None or now == statement["verdict"]:
            continue
        record = evidence.records.get(statement["record"])
        why = tuple(f"{c.change} {c.reason}" for c in record.history if c.date > made_on) if record else ()
        found.append(Moved(statement["quote"], teller.verdicts[statement["verdict"]], teller.verdicts[now], why))
    return tuple(found)


def _verdict_today(quote: str, evidence: Evidence) -> str | None:
    """The most serious verdict of a sentence judged alone today; None where it cannot be read any more."""
    order = [v["id"] for v in evidence.vocabulary["verdicts"]]
    try:
        found = [s.verdict for s in check(quote, evidence).statements]
    except InputProblem:
        return None
    return min(found, key=order.index, default=None)
