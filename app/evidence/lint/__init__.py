"""All checks of the evidence base beyond shape and references; every mistake is found in one run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from app.evidence.base import Evidence
from app.evidence.lint.cues import cue_mistakes
from app.evidence.lint.dates import date_mistakes, future_dates
from app.evidence.lint.facts import number_mistakes
from app.evidence.lint.gaps import gaps
from app.evidence.lint.sourcing import same_address, sourcing_mistakes, unused_sources
from app.evidence.lint.verdicts import doubtful_grades, verdict_mistakes
from app.evidence.lint.wordings import wording_mistakes
from app.evidence.lint.words import word_mistakes
from app.evidence.load import assemble, default_folder
from app.evidence.problem import Problem

_ERRORS: tuple[Callable[[Evidence, date], Iterator[Problem]], ...] = (
    cue_mistakes,
    date_mistakes,
    number_mistakes,
    sourcing_mistakes,
    verdict_mistakes,
    word_mistakes,
)
_WARNINGS: tuple[Callable[[Evidence, date], Iterator[Problem]], ...] = (
    doubtful_grades,
    future_dates,
    gaps,
    same_address,
    unused_sources,
)


@dataclass(frozen=True)
class LintResult:
    """``errors`` must be mended, ``warnings`` ask for a look; both by file. ``evidence`` is what could be read."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    evidence: Evidence


def lint(folder: Path | None = None, today: date | None = None) -> LintResult:
    """Check the whole claims folder as it stands on ``today``."""
    day = today or datetime.now(UTC).date()
    place = folder or default_folder()
    evidence, problems = assemble(place, day)
    errors = {*problems, *(p for check in _ERRORS for p in check(evidence, day)), *wording_mistakes(place, evidence)}
    warnings = {*evidence.warnings, *(p for check in _WARNINGS for p in check(evidence, day))}
    return LintResult(tuple(sorted(errors)), tuple(sorted(warnings)), evidence)
