"""The blind batches, kept after their first scoring and learned from since: the reader must not fall behind on them.

The floors lie a little under the figures of the day; they are no measure of quality (see docs/quality.md for that).
"""

from pathlib import Path

import pytest

from app.evaluation import evaluate, evaluate_pages, read_rows
from app.evidence import load

FLOORS = [
    ("a", 0.9, 0.01),
    ("b", 0.9, 0.01),
    ("c", 0.9, 0.01),
    ("d", 0.88, 0.01),
    ("e", 0.85, 0.01),
    ("f", 0.91, 0.01),
    ("g", 0.87, 0.01),
]
PAGE_FLOORS = [
    ("pages-a", 0.85, 0.01),
    ("pages-b", 0.91, 0.01),
    ("pages-c", 0.87, 0.01),
    ("pages-d", 0.86, 0.01),
    ("pages-e", 0.87, 0.01),
    ("pages-f", 0.88, 0.01),
    ("pages-g", 0.9, 0.01),
    ("pages-s", 0.9, 0.005),
    ("pages-t", 0.9, 0.005),
    ("pages-u", 0.9, 0.005),
]
BATCHES = Path(__file__).parents[1] / "batches"


@pytest.mark.parametrize(("name", "accuracy", "harmful"), FLOORS)
def test_sentences(name: str, accuracy: float, harmful: float) -> None:
    score = evaluate(read_rows(BATCHES / f"{name}.jsonl"), load())
    assert score.accuracy >= accuracy
    assert score.harmful <= harmful


@pytest.mark.parametrize(("name", "accuracy", "harmful"), PAGE_FLOORS)
def test_pages(name: str, accuracy: float, harmful: float) -> None:
    score = evaluate_pages(BATCHES / name, load())
    assert score.accuracy >= accuracy
    assert score.harmful <= harmful
