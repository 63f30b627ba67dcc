"""How records point at one another: following aliases before, and finding what points nowhere after reading."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.evidence.fields import UNSPECIFIC
from app.evidence.problem import Problem

FREE_WORDS = UNSPECIFIC | {"international"}
"""Words that stand where an id of the vocabulary may stand."""


def follow_aliases(section: str, record: dict[str, Any], aliases: Mapping[str, str]) -> None:
    """Replace old source ids in a file's plain data by the ids that stand for them."""
    for field in ("sources", "supports"):
        values = record.get(field)
        if isinstance(values, list):
            record[field] = [_followed(v, aliases) for v in values]
            if section != "records":  # in a claim record a source cited twice has two notes; the lint says so
                record[field] = list(dict.fromkeys(v for v in record[field] if isinstance(v, str)))
    if section == "conditions" and isinstance(record.get("key_trials"), list):
        record["key_trials"] = [_followed(t, aliases) for t in record["key_trials"]]
    table = record.get("facts_table")
    if isinstance(table, dict):
        table["source"] = _followed(table.get("source"), aliases)


def _followed(value: Any, aliases: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever the file holds
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return {**value, "id": aliases.get(value["id"], value["id"])}
    return aliases.get(value, value) if isinstance(value, str) else value


_WITH_FREE_WORDS = frozenset({"interventions", "condition_names", "jurisdictions"})

Named = Mapping[str, Any]
"""Objects by id, one section of the base."""
Pointers = Iterator[tuple[str, str, tuple[str, ...]]]
"""Field, section pointed at, and the ids."""


def dangling(base: Mapping[str, Named], known: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Every id that names nothing.

    ``base`` holds the objects of each section, ``known`` all ids of each section, those of files with other mistakes
    included (so that one broken file is not reported again by everything that leans on it). What points at a section
    that ``known`` leaves out is not checked.
    """
    for section, objects in base.items():
        for ident, thing in objects.items():
            file = f"{section}/{ident}.yaml"
            for field, kind, targets in _pointers(section, thing):
                free = FREE_WORDS if kind in _WITH_FREE_WORDS else frozenset()
                for target in targets if kind in known else ():
                    if target not in known[kind] and target not in free:
                        yield Problem(file, field, f"there is no {_SINGULAR[kind]} {target!r}")


_SINGULAR = {
    "sources": "source", "studies": "study", "regulation": "regulatory position", "safety": "safety signal",
    "conditions": "condition record", "findings": "finding", "interventions": "treatment",
    "condition_names": "condition", "kinds": "kind of claim", "jurisdictions": "jurisdiction",
}  # fmt: skip


def _pointers(section: str, thing: Any) -> Pointers:  # noqa: ANN401 - any of the models
    """Everything ``thing`` points at."""
    if section in {"regulation", "help"}:
        yield "jurisdiction", "jurisdictions", (thing.jurisdiction,)
    if section in {"studies", "regulation"}:
        yield "sources", "sources", thing.sources
        yield from _meant("intervention", thing.intervention, "condition", thing.condition)
    elif section == "help":
        yield "sources", "sources", thing.sources
    elif section == "safety":
        yield "sources", "sources", thing.sources
        yield from _meant("product", (thing.product,), "condition", (thing.condition,))
    elif section == "conditions":
        yield "sources", "sources", thing.sources
        yield "key_trials", "sources", tuple(t.id for t in thing.key_trials)
        yield from _meant("intervention", (thing.intervention,), "condition", (thing.condition,))
        yield "also_applies_to", "interventions", thing.also_applies_to
    elif section == "findings":
        yield "supports", "sources", thing.supports
        yield from _meant("intervention", thing.intervention, "condition", thing.condition)
    elif section == "records":
        yield from _of_claim(thing)


def _meant(field: str, interventions: tuple[str, ...], other: str, conditions: tuple[str, ...]) -> Pointers:
    yield field, "interventions", interventions
    yield other, "condition_names", conditions


def _of_claim(record: Any) -> Pointers:  # noqa: ANN401 - a claim record
    yield "kinds", "kinds", record.kinds
    yield from _meant("interventions", record.interventions, "conditions", record.conditions)
    yield "jurisdictions", "jurisdictions", record.jurisdictions
    for section in ("conditions", "studies", "findings", "regulation", "safety"):
        yield f"carried_by.{section}", section, getattr(record.carried_by, section)
    yield "sources", "sources", tuple(s.id for s in record.sources)
    if record.facts_table is not None:
        yield "facts_table.source", "sources", (record.facts_table.source,)
