"""What the vocabulary names and no claim record answers."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.evidence.base import Evidence
from app.evidence.problem import Problem
from app.evidence.schema import Term
from app.evidence.vocabulary import ids


def gaps(evidence: Evidence, today: date) -> Iterator[Problem]:  # noqa: ARG001 - every check has one shape
    """Kinds of claims, treatments that clinics sell and single diseases that no record answers, even a wider one."""
    records = evidence.records.values()
    if not records:
        return
    for kind in sorted(ids(evidence.vocabulary, "kinds") - {k for r in records for k in r.kinds}):
        yield Problem("vocabulary/kinds.yaml", kind, "no claim record is of this kind")
    sold = {t.id: t for t in evidence.interventions.values() if t.sold_by_clinics}
    for ident in _open(sold, {i for r in records for i in r.interventions}, evidence):
        yield Problem("vocabulary/interventions.yaml", ident, "clinics sell it, but no claim record covers it")
    single = {t.id: t for t in evidence.condition_names.values() if t.id != "none" and not evidence.descendants(t.id)}
    for ident in _open(single, {c for r in records for c in r.conditions}, evidence):
        yield Problem("vocabulary/conditions.yaml", ident, "no claim record covers it")


def _open(terms: Mapping[str, Term], covered: set[str], evidence: Evidence) -> Iterable[str]:
    return sorted(i for i in terms if covered.isdisjoint({i, *evidence.ancestors(i)}))
