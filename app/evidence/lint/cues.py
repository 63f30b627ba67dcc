"""The phrases by which a text is read: ``*`` stands for any ending of a phrase of one word, and for nothing else."""

import re
from collections.abc import Iterator
from datetime import date

from app.evidence.base import Evidence
from app.evidence.problem import Problem

_LISTS = ("cues", "outside", "page")
_STEM = re.compile(r"[^\W\d_]+\*")


def cue_mistakes(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Every phrase of the lists whose ``*`` the reader would pass over in silence."""
    for name in _LISTS:
        for entry, phrases in evidence.vocabulary.get(name, {}).items():
            for phrase in phrases:
                if "*" in phrase and not _STEM.fullmatch(phrase):
                    told = f"{phrase!r}: * may only end a phrase of one word; write out the phrases that are meant"
                    yield Problem(f"vocabulary/{name}.yaml", entry, told)
