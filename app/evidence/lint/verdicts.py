"""Verdicts and grades that a curator set by hand, held against the published matrix."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, get_args

from app.evidence.base import Evidence
from app.evidence.claim import ClaimRecord
from app.evidence.fields import VERDICTS, Strength
from app.evidence.grades import WorkedGrade, work_out
from app.evidence.problem import Problem
from app.evidence.trials import EFFICACY, result_year

_NEVER = frozenset({"not_a_claim"})


def verdict_mistakes(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Verdicts that cannot stand: softer wording judged harder, or a claim called none."""
    matrix = evidence.vocabulary.get("matrix", {})
    for record in evidence.records.values():
        for field, reason in _mistakes(record, evidence.grades[record.id], matrix):
            yield Problem(f"records/{record.id}.yaml", field, reason)


def doubtful_grades(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Overrides that change nothing, and effects graded "none" by findings alone without a curator who says so."""
    matrix = evidence.vocabulary.get("matrix", {})
    for record in evidence.records.values():
        file = f"records/{record.id}.yaml"
        grade = evidence.grades[record.id]
        carried = record.carried_by
        by_findings = bool(carried.findings) and not (carried.studies or carried.conditions)
        if grade.overridden and not by_findings and _by_list(record, evidence).grade == grade.grade:
            yield Problem(file, "grade_override", f"is not needed: the list gives {grade.grade!r} too")
        if record.outcome in EFFICACY:
            grouped = any(map(evidence.ancestors, record.conditions))
            # A verdict of its own also keeps an opposed record from being softened where the whole group is named.
            row = {} if grade.grade == "opposed" and grouped else matrix.get(grade.grade, {})
            for key, cell in record.verdicts.items():
                if row.get(key) == cell.verdict:
                    yield Problem(file, f"verdicts.{key}", f"is not needed: the matrix gives {cell.verdict!r} too")
            if by_findings and not grade.overridden:
                yield Problem(
                    file, "carried_by", "findings alone give no grade; name the studies or set grade_override"
                )


def _by_list(record: ClaimRecord, evidence: Evidence) -> WorkedGrade:
    """The grade without the override."""
    carried = record.carried_by
    return work_out(
        record.model_copy(update={"grade_override": None}),
        [evidence.conditions[i] for i in carried.conditions if i in evidence.conditions],
        [(s, result_year(s, evidence.sources)) for i in carried.studies if (s := evidence.studies.get(i))],
        [evidence.regulation[i] for i in carried.regulation if i in evidence.regulation],
    )


def _mistakes(record: ClaimRecord, grade: WorkedGrade, matrix: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, cell in record.verdicts.items():
        if cell.verdict in _NEVER:
            yield f"verdicts.{key}", f"a checked claim cannot be {cell.verdict!r}"
    effective = effective_verdicts(record, matrix.get(grade.grade, {}))
    known = [(s, v) for s, v in effective.items() if v]
    for (hard, verdict), (soft, softer) in pairwise(known):
        if VERDICTS.index(softer) < VERDICTS.index(verdict) and record.outcome in EFFICACY:
            yield (
                f"verdicts.{soft if soft in record.verdicts else hard}",
                f"softer wording is judged harder: {hard} is {verdict!r}, {soft} is {softer!r} (grade {grade.grade})",
            )


def effective_verdicts(record: ClaimRecord, row: Mapping[str, str]) -> dict[str, str | None]:
    """The verdict by strength: the record's own cell, then its cell for any wording, then the matrix."""
    everywhere = record.verdicts.get("any")
    return {
        s: record.verdicts[s].verdict if s in record.verdicts else everywhere.verdict if everywhere else row.get(s)
        for s in get_args(Strength)
    }
