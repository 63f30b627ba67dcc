"""Which fact is shown beside a sentence: labellers said of up to five whether each says the same, a part, or neither.

``tests/batches/alike.jsonl`` holds what they said of sentences of the labelled sets. The floor lies a little under the
figure of the day (docs/quality.md).
"""

import json
from collections.abc import Iterator
from pathlib import Path

from app.evidence import Evidence, load
from app.judging.check import check
from app.judging.report import Statement
from app.reading.labelled import labelled_pages

BATCHES = Path(__file__).parents[1] / "batches"
FLOOR = 0.9


def _statements(evidence: Evidence, name: str, texts: set[str]) -> Iterator[Statement]:
    """The statements on these sentences of a labelled set, each where it stands in its page, or alone."""
    path = BATCHES / name
    pages = [page.text for page in labelled_pages(path)] if path.is_dir() else sorted(texts)
    for page in pages:
        if any(text in page for text in texts):
            yield from (one for one in check(page, evidence).statements if one.text in texts)


def test_the_fact_shown_is_on_the_very_matter_of_the_sentence() -> None:
    rows = [json.loads(line) for line in (BATCHES / "alike.jsonl").read_text("utf-8").splitlines()]
    labels = {(row["text"], fact["words"]): fact["label"] for row in rows for fact in row["facts"]}
    evidence = load()
    shown = [
        labels[one.text, one.fact.text]
        for name in sorted({row["set"] for row in rows})
        for one in _statements(evidence, name, {row["text"] for row in rows if row["set"] == name})
        if one.fact and (one.text, one.fact.text) in labels
    ]
    assert len(shown) > 200
    assert sum(label in {"same", "part"} for label in shown) / len(shown) >= FLOOR
