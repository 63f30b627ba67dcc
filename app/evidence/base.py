"""The evidence base in memory: everything by id, frozen, with one revision for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.evidence.claim import ClaimRecord
from app.evidence.grades import WorkedGrade
from app.evidence.hierarchy import downwards, reach, upwards
from app.evidence.ladder import Ladder
from app.evidence.problem import Problem
from app.evidence.schema import (
    ConditionRecord,
    Finding,
    HelpPlace,
    RegulatoryPosition,
    SafetySignal,
    Source,
    Study,
    Term,
)


@dataclass(frozen=True, eq=False)
class Evidence:
    """The whole checked evidence base. Compared by identity, so that it can key a cache.

    ``revision`` is a short hash of all evidence files; ``aliases`` maps an old source id to the one that stands
    for it; ``grades`` and ``ladders`` hold, by claim record id, what was worked out from the evidence; ``help`` says
    whom to turn to after harm or loss; ``warnings`` are problems that do not stop the start (an overdue review, a
    source that nothing uses).
    """

    sources: Mapping[str, Source]
    studies: Mapping[str, Study]
    regulation: Mapping[str, RegulatoryPosition]
    safety: Mapping[str, SafetySignal]
    conditions: Mapping[str, ConditionRecord]
    findings: Mapping[str, Finding]
    records: Mapping[str, ClaimRecord]
    interventions: Mapping[str, Term]
    condition_names: Mapping[str, Term]
    vocabulary: Mapping[str, Any]
    revision: str
    aliases: Mapping[str, str]
    grades: Mapping[str, WorkedGrade]
    ladders: Mapping[str, Ladder]
    help: Mapping[str, HelpPlace] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    _up: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _down: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _families: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def ancestors(self, ident: str) -> tuple[str, ...]:
        """Every wider treatment or condition above ``ident``, nearest first; empty for an unknown id."""
        if ident not in self._up:
            self._up[ident] = reach(ident, upwards(self.interventions, self.condition_names))
        return self._up[ident]

    def descendants(self, ident: str) -> tuple[str, ...]:
        """Every narrower treatment or condition below ``ident``, nearest first; empty for an unknown id."""
        if ident not in self._down:
            self._down[ident] = reach(ident, downwards(upwards(self.interventions, self.condition_names)))
        return self._down[ident]

    def family(self, ident: str) -> frozenset[str]:
        """``ident`` with every wider and every narrower treatment or condition."""
        if ident not in self._families:
            self._families[ident] = frozenset({ident, *self.ancestors(ident), *self.descendants(ident)})
        return self._families[ident]
