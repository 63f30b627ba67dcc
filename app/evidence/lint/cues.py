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
        lists = evidence.vocabulary.get(name)
        for entry, phrases in lists.items() if isinstance(lists, dict) else ():
            for phrase in map(str, phrases if isinstance(phrases, list) else ()):
                if "*" in phrase and not _STEM.fullmatch(phrase):
                    told = f"{phrase!r}: * may only end a phrase of one word; write out the phrases that are meant"
                    yield Problem(f"vocabulary/{name}.yaml", entry, told)
