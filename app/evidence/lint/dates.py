"""Dates of claim records: in order, and none in the future but the next review."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.problem import Problem


def date_mistakes(evidence: Evidence, today: date) -> Iterator[Problem]:
    """Dates out of order, and a reviewer without a day or the other way round."""
    for record in evidence.records.values():
        for field, reason in _mistakes(record, today):
            yield Problem(f"records/{record.id}.yaml", field, reason)


def _mistakes(record: ClaimRecord, today: date) -> Iterator[tuple[str, str]]:
    if record.drafted_on > today:
        yield "drafted_on", f"{record.drafted_on} lies in the future"
    if record.next_review <= record.drafted_on:
        yield "next_review", f"{record.next_review} is not after the draft of {record.drafted_on}"
    if record.reviewed_on is not None:
        if record.reviewed_on < record.drafted_on:
            yield "reviewed_on", f"{record.reviewed_on} is before the draft of {record.drafted_on}"
        if record.reviewed_on > today:
            yield "reviewed_on", f"{record.reviewed_on} lies in the future"
        if record.next_review <= record.reviewed_on:
            yield "next_review", f"{record.next_review} is not after the review of {record.reviewed_on}"
    if (record.reviewed_on is None) != (record.reviewed_by is None):
        yield "reviewed_by", "a review needs both the reviewer's name and the day"
    yield from _history(record, today)


def _history(record: ClaimRecord, today: date) -> Iterator[tuple[str, str]]:
    if not record.history:
        yield "history", "is empty: it starts with the first version"
    days = [c.date for c in record.history]
    if any(late < early for early, late in pairwise(days)):
        yield "history", "is not in order of date, oldest first"
    if any(day > today for day in days):
        yield "history", "holds a day in the future"
