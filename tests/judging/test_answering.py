"""Which record is shown beside a sentence: labellers chose, for each, those that answer it (the best one first).

``tests/batches/answering.jsonl`` holds what they chose for the claims of 74 pages and for 260 single sentences. The
floor lies a little under the figure of the day (docs/quality.md).
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from app.evidence import load
from app.judging.check import check
from app.judging.report import Statement, worst

BATCHES = Path(__file__).parents[1] / "batches"
FLOOR = 0.75


def test_the_record_shown_is_one_that_answers_the_sentence() -> None:
    evidence = load()
    by_page: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for line in (BATCHES / "answering.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        by_page[row["page"]].append(row)
    shown: list[bool] = []
    for page, rows in by_page.items():
        text = (BATCHES / f"{page}.md").read_text("utf-8") if page else ""
        said: tuple[Statement, ...] = check(text, evidence).statements if page else ()
        at = 0
        for row in rows:
            if page:
                at = text.index(row["text"], at)
                end = at + len(row["text"])
                told = [s for s in said if s.start < end and s.end > at]
                at = end
            else:
                told = list(check(row["text"], evidence).statements)
            record = worst(told).record if told else None
            if record is not None:
                shown.append(record in row["records"])
    assert len(shown) > 700
    assert sum(shown) / len(shown) >= FLOOR
