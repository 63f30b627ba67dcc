"""Walking the hierarchies of treatments and conditions."""

from collections.abc import Iterable, Mapping

from app.evidence.schema import Term

Steps = Mapping[str, list[str]]
"""From an id to the ids one step away."""


def upwards(*hierarchies: Mapping[str, Term]) -> dict[str, list[str]]:
    """Steps from each term to its parents; the hierarchies share only words such as "any"."""
    steps: dict[str, list[str]] = {}
    for terms in hierarchies:
        for term in terms.values():
            steps.setdefault(term.id, []).extend(term.parents)
    return steps


def downwards(up: Steps) -> dict[str, list[str]]:
    """The same steps the other way."""
    steps: dict[str, list[str]] = {}
    for child, parents in up.items():
        for parent in parents:
            steps.setdefault(parent, []).append(child)
    return steps


def reach(start: str, steps: Steps) -> tuple[str, ...]:
    """All ids reached from ``start``, nearest first; a circle ends where it closes."""
    found: dict[str, None] = {}
    edge = list(steps.get(start, ()))
    while edge:
        found.update(dict.fromkeys(edge))
        edge = [after for ident in edge for after in steps.get(ident, ()) if after not in found and after != start]
    return tuple(i for i in found if i != start)


def covers(wide: Iterable[str], narrow: Iterable[str], up: Steps) -> bool:
    """Whether one of ``narrow`` is, or lies below, one of ``wide``; the word "any" covers nothing in particular."""
    asked = set(wide) - {"any"}
    return any(not asked.isdisjoint({i, *reach(i, up)}) for i in narrow)
