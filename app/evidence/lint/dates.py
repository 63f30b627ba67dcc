"""Dates of claim records and of looks at sources: in order, and none in the future but the next review's."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.problem import Problem


def date_mistakes(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Dates out of order, and a reviewer without a day or the other way round."""
    for record in evidence.records.values():
        for field, reason in _mistakes(record):
            yield Problem(f"records/{record.id}.yaml", field, reason)


def future_dates(evidence: Evidence, today: date) -> Iterator[Problem]:
    """Days that have not come yet; only worth a look, because the machine's clock may be the one that is wrong."""
    for record in evidence.records.values():
        days = {"drafted_on": record.drafted_on, "reviewed_on": record.reviewed_on}
        days |= {f"history.{number}.date": change.date for number, change in enumerate(record.history)}
        for field, day in days.items():
            if day is not None and day > today:
                yield Problem(f"records/{record.id}.yaml", field, f"{day} lies in the future")
    for source in evidence.sources.values():
        for number, check in enumerate(source.checks):
            if check.on > today:
                yield Problem(f"sources/{source.id}.yaml", f"checks.{number}.on", f"{check.on} lies in the future")


def _mistakes(record: ClaimRecord) -> Iterator[tuple[str, str]]:
    if record.next_review <= record.drafted_on:
        yield "next_review", f"{record.next_review} is not after the draft of {record.drafted_on}"
    if record.reviewed_on is not None:
        if record.reviewed_on < record.drafted_on:
            yield "reviewed_on", f"{record.reviewed_on} is before the draft of {record.drafted_on}"
        if record.next_review <= record.reviewed_on:
            yield "next_review", f"{record.next_review} is not after the review of {record.reviewed_on}"
    if (record.reviewed_on is None) != (record.reviewed_by is None):
        yield "reviewed_by", "a review needs both the reviewer's name and the day"
    if not record.history:
        yield "history", "is empty: it starts with the first version"
    if any(late.date < early.date for early, late in pairwise(record.history)):
        yield "history", "is not in order of date, oldest first"
