"""Which part of the reading the errors come from: ``python bench/parts.py`` (half a minute).

Sentences and pages that nothing was learned from are read, and judged again and again: each time one more field is the
labelled one in place of the read one. What a row gains on the row before is lost by reading that field wrongly; what is
missing at the end is lost by the stance, which has no label, by rules, by facts that are not found, and by labels that
can be argued.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from app.evaluation import Item
from app.evidence import Evidence, load
from app.judging.check import engine
from app.judging.report import worst
from app.reading.document import InputProblem, read_document
from app.reading.labelled import labelled_pages
from app.reading.reading import Reading

BATCHES = Path(__file__).parent.parent / "tests" / "batches"
SENTENCES = ("sc", "sd", "hv", "oof8", "oof9")
PAGES = ("pages-rq",)


Label = Mapping[str, Any]
Change = Callable[[Reading, Label], dict[str, Any]]
"""What the label says in place of the reading: fields and their values."""


class Case(NamedTuple):
    """A labelled sentence, all that is said of it, and what was read where it stands."""

    label: Label
    readings: tuple[Reading, ...]


def _claim(reading: Reading, label: Label) -> dict[str, Any]:
    """A claim that was not read as one is taken for a promise, or for a limit where the label says that it denies."""
    either = "not_a_claim" in label["accept"] and len(label["accept"]) > 1
    if either or label["is_claim"] == reading.is_claim:
        return {}
    return {"is_claim": label["is_claim"], "stance": "limit" if label["polarity"] == "denies" else "promise"}


def _meant(reading: Reading, label: Label, of_label: str) -> tuple[str, ...]:
    return () if reading.outside or label[of_label] in {None, "none"} else (label[of_label],)


PARTS: Mapping[str, Change] = {
    "as read": lambda *_: {},
    "claim or not": _claim,
    "kinds": lambda _, label: {"kinds": tuple(label["kinds"])} if label["kinds"] else {},
    "treatment": lambda reading, label: {"interventions": _meant(reading, label, "intervention")},
    "condition": lambda reading, label: {"conditions": _meant(reading, label, "condition")},
    "strength": lambda _, label: {"strength": label["strength"]} if label["strength"] else {},
    "polarity": lambda _, label: {"polarity": label["polarity"]} if label["polarity"] else {},
    "setting": lambda _, label: {"setting": label["setting"]} if label["setting"] else {},
}


def main() -> None:
    """Print a row for each field, over the sentences and over the pages."""
    evidence = load()
    alone = [case for name in SENTENCES for case in sentences(BATCHES / f"{name}.jsonl", evidence)]
    paged = [case for name in PAGES for case in of_pages(BATCHES / name, evidence)]
    print(f"| read by us, and by the label | {len(alone)} sentences | harmful | {len(paged)} on pages | harmful |")
    print("| --- | --- | --- | --- | --- |")
    for name, change in PARTS.items():
        alone, paged = ([_with(case, change) for case in cases] for cases in (alone, paged))
        print(f"| {name} | " + " | ".join(score(cases, evidence) for cases in (alone, paged)) + " |")


def sentences(file: Path, evidence: Evidence) -> Iterator[Case]:
    """The sentences of a file, each read alone."""
    for line in file.read_text("utf-8").splitlines():
        label = json.loads(line)
        yield Case(label, _read(label["text"], evidence))


def of_pages(folder: Path, evidence: Evidence) -> Iterator[Case]:
    """The sentences of all pages of a folder, each with what was read of its place on its page."""
    for page, file in zip(labelled_pages(folder), sorted(folder.rglob("*.md")), strict=True):
        readings = _read(page.text, evidence)
        lines = file.with_suffix(".jsonl").read_text("utf-8").splitlines()
        for line, (_, start, end) in zip(filter(str.strip, lines), page.places(), strict=True):
            here = tuple(r for r in readings if r.sentence.start < end and r.sentence.end > start)
            yield Case(json.loads(line), here)


def _read(text: str, evidence: Evidence) -> tuple[Reading, ...]:
    try:
        return engine(evidence).reader.read(read_document(text).sentences)
    except InputProblem:
        return ()


def _with(case: Case, change: Change) -> Case:
    return case._replace(readings=tuple(replace(one, **change(one, case.label)) for one in case.readings))


def score(cases: list[Case], evidence: Evidence) -> str:
    """The share that is right, and how many are harmful, of cases as they stand read."""
    items = []
    for label, readings in cases:
        said = engine(evidence).judge.judge(readings)
        got = worst(said).verdict if said else "not_a_claim"
        items.append(Item(str(label["id"]), label["text"], tuple(label["accept"]), got, ""))
    return f"{sum(item.right for item in items) / len(items):.3f} | {sum(item.harm is not None for item in items)}"


if __name__ == "__main__":
    main()
