"""The shape of the vocabulary files that are plain lists and tables, so that whoever reads them may rely on it."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from app.evidence.fields import Grade, Strength
from app.evidence.problem import Problem

_LISTS = {
    "kinds": ("id", "group", "label"),
    "verdicts": ("id", "label"),
    "jurisdictions": ("id", "label"),
    "glossary": ("term", "plain"),
}
"""Lists of entries, and the texts that each entry must have."""
_MATTERS = frozenset(
    {"variation", "disclaimers", "hurry", "newness", "follow_up", "status", "unsuited", "harms", "compared"}
)  # the lists of page.yaml that the findings of a page ask for
_COLUMNS = frozenset(get_args(Strength))


def vocabulary_problems(vocabulary: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with the lists and the verdict matrix; a file that is not there is no problem here."""
    for name, fields in _LISTS.items():
        if name in vocabulary:
            yield from _list_problems(f"vocabulary/{name}.yaml", vocabulary[name], fields)
    if "page" in vocabulary:
        yield from _phrase_problems("vocabulary/page.yaml", vocabulary["page"])
    if "matrix" in vocabulary:
        yield from _matrix_problems(vocabulary["matrix"], ids(vocabulary, "verdicts"))


def ids(vocabulary: Mapping[str, Any], name: str) -> set[str]:
    """The ids of one list; entries of a wrong shape are left out (they are reported by themselves)."""
    entries = vocabulary.get(name)
    found = [e.get("id") for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
    return {i for i in found if isinstance(i, str)}


def _phrase_problems(file: str, lists: object) -> Iterator[Problem]:
    if not isinstance(lists, dict):
        yield Problem(file, "", "must be lists of phrases, each under its name")
        return
    for name in sorted(_MATTERS ^ lists.keys()):
        yield Problem(file, str(name), "is missing" if name in _MATTERS else "is no list that anything asks for")
    for name, phrases in lists.items():
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            yield Problem(file, str(name), "must be a list of phrases")


def _list_problems(file: str, entries: object, fields: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(entries, list):
        yield Problem(file, "", "must be a list of entries")
        return
    seen: set[object] = set()
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict):
            yield Problem(file, str(number), "must hold fields with their values")
            continue
        for field in fields:
            if not isinstance(entry.get(field), str) or not entry[field].strip():
                yield Problem(file, f"{number}.{field}", "is missing or is no text")
        if str(entry.get(fields[0])) in seen:
            yield Problem(file, f"{number}.{fields[0]}", f"{entry[fields[0]]!r} stands twice")
        seen.add(str(entry.get(fields[0])))


def _matrix_problems(matrix: object, verdicts: set[str]) -> Iterator[Problem]:
    file = "vocabulary/matrix.yaml"
    if not isinstance(matrix, dict):
        yield Problem(file, "", "must hold a row for each grade")
        return
    for grade in matrix.keys() - set(get_args(Grade)):
        yield Problem(file, str(grade), "is no grade")
    for grade, row in matrix.items():
        cells = row if isinstance(row, dict) else {}
        for column in _COLUMNS - cells.keys():
            yield Problem(file, f"{grade}.{column}", "is missing")
        for column, verdict in cells.items():
            if verdict not in verdicts:
                yield Problem(file, f"{grade}.{column}", f"there is no verdict {verdict!r}")
