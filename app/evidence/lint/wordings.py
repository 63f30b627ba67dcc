"""The example sentences: their shape, the ids they name, and none twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from app.evidence.base import Evidence
from app.evidence.fields import Frozen, Ids, Polarity, Setting, Speaker, Stance, Strength, Text
from app.evidence.files import contents_of, parse_file, yaml_files
from app.evidence.problem import Problem
from app.evidence.references import FREE_WORDS
from app.evidence.shapes import shape_problems
from app.evidence.vocabulary import ids


class Wording(Frozen):
    """One sentence as real pages put it, what it asserts, and the verdicts a careful judge would accept."""

    text: Text
    context: Text | None = None
    kinds: Ids = ()
    intervention: Text | None = None
    condition: Text | None = None
    strength: Strength = "definite"
    polarity: Polarity = "asserts"
    setting: Setting = "unstated"
    speaker: Speaker = "seller"
    stance: Stance
    accept: Ids = Field(min_length=1)


def wording_mistakes(folder: Path, evidence: Evidence) -> Iterator[Problem]:
    """Everything wrong in ``folder/wordings``; ``evidence`` gives the vocabulary."""
    lists = {"kinds": "kinds", "accept": "verdicts", "intervention": "interventions", "condition": "conditions"}
    known = {
        field: ids(evidence.vocabulary, name) | (FREE_WORDS if field in {"intervention", "condition"} else set())
        for field, name in lists.items()
        if name in evidence.vocabulary  # a list with a mistake of its own is not reported by each sentence again
    }
    seen: dict[tuple[str, str | None], str] = {}
    contents, unread = contents_of(folder, [f"wordings/{name}" for name in yaml_files(folder / "wordings")])
    yield from unread
    for file, content in contents.items():
        entries, problems = parse_file(file, content)
        if not problems and not isinstance(entries, list):
            problems = [Problem(file, "", "must be a list of sentences")]
        yield from problems
        for number, entry in enumerate([] if problems else entries, start=1):
            wording = _wording(entry)
            if isinstance(wording, ValidationError):
                yield from (Problem(file, f"{number}.{p.field}", p.reason) for p in shape_problems(file, wording))
                continue
            yield from _unknown(file, number, wording, known)
            place = seen.setdefault((wording.text.lower(), wording.context), f"{file} {number}")
            if place != f"{file} {number}":
                yield Problem(file, f"{number}.text", f"stands in {place} already")


def _wording(entry: object) -> Wording | ValidationError:
    try:
        return Wording.model_validate(entry)
    except ValidationError as error:
        return error


def _unknown(file: str, number: int, wording: Wording, known: dict[str, set[str]]) -> Iterator[Problem]:
    for field, ids_known in known.items():
        value: Any = getattr(wording, field)
        for ident in (value,) if isinstance(value, str) else value or ():
            if ident not in ids_known:
                yield Problem(file, f"{number}.{field}", f"{ident!r} is not in the vocabulary")
