"""The published rules, tried from the top: the first whose conditions all hold gives the verdict.

The rules and the matrix are data (``claims/vocabulary/rules.yaml`` and ``matrix.yaml``); the method page shows the
same files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from app.evidence.claim import VerdictCell
from app.evidence.fields import LicenceStanding, Silence, Strength, VerdictId
from app.reading.words import word_set


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at: one kind of one statement, with what the evidence holds on it."""

    kind: str
    group: str
    stance: str
    polarity: str
    strength: Strength
    setting: str
    speaker: str
    cues: frozenset[str]
    sure: bool
    surely: bool
    named: bool
    grade: str
    fact: bool
    record: bool
    close: bool = False
    alike: bool = False
    denying: bool = False
    figured: bool = False
    treated: bool = True
    diseases: bool = False
    system: bool = False
    established: bool = False
    listed: bool = False
    same_kind: bool = True
    sells_too: bool = False
    tells_too: bool = False
    own: VerdictCell | None = None
    says: frozenset[str] = frozenset()
    licence: LicenceStanding = "none"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict for one case, the rule that gave it and why; ``on_fact`` where the rule rests on a checked fact."""

    verdict: VerdictId
    rule: str
    because: str
    silence: Silence | None = None
    on_fact: bool = False


_FIELDS = {
    "kinds": "kind",
    "groups": "group",
    "stances": "stance",
    "polarity": "polarity",
    "strengths": "strength",
    "settings": "setting",
    "speakers": "speaker",
    "grades": "grade",
    "licences": "licence",
}
_HELD = attrgetter(*_FIELDS.values())
_MANY = 2048  # sorts of cases remembered; ids only, never any text
_FLAGS = word_set(
    "sure surely named listed fact close alike denying record figured treated diseases system established same_kind "
    "sells_too tells_too own"
)


class Rules:
    """The rule list and the matrix, ready to rule on cases."""

    def __init__(self, rules: Sequence[Mapping[str, Any]], matrix: Mapping[str, Mapping[str, VerdictId]]) -> None:
        """``rules`` and ``matrix`` are the content of the two vocabulary files."""
        self._rules = tuple((rule, {n: w for n, w in rule["when"].items() if n not in _FIELDS}) for rule in rules)
        self._matrix = matrix
        self._possible = lru_cache(_MANY)(self._all_possible)

    def _all_possible(self, *held: str) -> tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]:
        """The rules that allow these values of ``_FIELDS``, in order, each with its other conditions."""
        values = tuple(zip(_FIELDS, held, strict=True))
        return tuple(
            (rule, others)
            for rule, others in self._rules
            if all(value in rule["when"].get(name, (value,)) for name, value in values)
        )

    def rule(self, case: Case) -> Ruling:
        """The first rule that fits ``case``; the last rule of the file fits everything."""
        for rule, others in self._possible(*_HELD(case)):
            if _fits(others, case):
                return self._ruling(rule, case)
        message = "the last rule must fit every case"
        raise ValueError(message)

    def _ruling(self, rule: Mapping[str, Any], case: Case) -> Ruling:
        """What ``rule`` says of ``case``: its own verdict, the matrix's, or the curator's for the record."""
        if rule["verdict"] == "record" and case.own is not None:
            return Ruling(case.own.verdict, rule["id"], case.own.reason)
        matrix = rule["verdict"] == "matrix"
        verdict = self._matrix[case.grade][rule.get("column", case.strength)] if matrix else rule["verdict"]
        return Ruling(
            verdict, rule["id"], rule["because"], rule.get("silence"), on_fact=rule["when"].get("fact") == "yes"
        )


def _fits(others: Mapping[str, Any], case: Case) -> bool:
    """Whether the conditions that are not in ``_FIELDS`` hold."""
    for name, wanted in others.items():
        if name in _FLAGS:
            held = bool(getattr(case, name)) == (wanted == "yes")
        elif name == "without":
            held = case.cues.isdisjoint(wanted)
        else:
            held = not getattr(case, name).isdisjoint(wanted)
        if not held:
            return False
    return True
