"""Trials that somebody names by their number on the register, with what we hold on each."""

import re
from dataclasses import dataclass

from app.evidence.base import Evidence
from app.evidence.schema import Source, Study

_NUMBER = re.compile(r"(?<!\w)nct[ -]?(\d{8})(?!\d)", re.ASCII | re.IGNORECASE)
MOST = 10


@dataclass(frozen=True, slots=True)
class NamedTrial:
    """One number of the register ("NCT" and eight digits), with what we hold on it."""

    number: str
    studies: tuple[Study, ...]
    sources: tuple[Source, ...]


def trial(number: str, evidence: Evidence) -> NamedTrial:
    """What we hold on the trial with this number."""
    sources = {s.id: s for s in evidence.sources.values() if (s.nct or "").upper() == number}
    studies = (
        study
        for study in evidence.studies.values()
        if (study.registry_id or "").upper() == number or set(study.sources) & set(sources)
    )
    return NamedTrial(number, tuple(studies), tuple(sources.values()))


def trials_named(text: str, evidence: Evidence) -> tuple[NamedTrial, ...]:
    """The trials that ``text`` names by number, each once, in its order."""
    numbers = dict.fromkeys(f"NCT{digits}" for digits in _NUMBER.findall(text))
    return tuple(trial(number, evidence) for number in list(numbers)[:MOST])
