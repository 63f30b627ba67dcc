"""The words that tell what a sentence does: each phrase belongs to one class, so a second mention would do nothing."""

from collections.abc import Iterator
from datetime import date

from app.evidence.base import Evidence
from app.evidence.problem import Problem


def cue_mistakes(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Every phrase of ``vocabulary/cues.yaml`` that stands there already, whatever its capitals and hyphens."""
    first: dict[str, str] = {}
    for cue, phrases in evidence.vocabulary.get("cues", {}).items():
        for phrase in phrases:
            spelt = str(phrase).lower().replace("-", " ")
            if spelt in first:
                yield Problem("vocabulary/cues.yaml", cue, f"{phrase!r} stands under {first[spelt]} already")
            first.setdefault(spelt, cue)
