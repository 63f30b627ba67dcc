"""The blind batches, kept after their first scoring and learned from since: the reader must not fall behind on them.

The floors lie a little under the figures of the day; they are no measure of quality (see docs/quality.md for that).
"""

from pathlib import Path

import pytest

from app.evaluation import evaluate, evaluate_pages
from app.evidence import load
from app.reading.labelled import labelled_pages, read_labelled

FLOORS = [
    ("a", 0.95, 0.01),
    ("b", 0.93, 0.01),
    ("c", 0.91, 0.01),
    ("d", 0.91, 0.01),
    ("e", 0.89, 0.0125),
    ("f", 0.95, 0.01),
    ("g", 0.94, 0.01),
    ("k", 0.89, 0.01),
    ("m", 0.84, 0.03),
    ("n", 0.95, 0.01),
    ("o", 0.91, 0.01),
    ("p", 0.91, 0.01),
    ("v", 0.89, 0.01),
    ("ba", 0.91, 0.01),
    ("bb", 0.95, 0.01),
    ("ea", 0.9, 0.01),
    ("eb", 0.95, 0.01),
    ("ga", 0.85, 0.03),
    ("gc", 0.94, 0.005),
    ("oof", 0.97, 0.02),
    ("oof2", 0.95, 0.01),
    ("oof3", 0.96, 0.02),
    ("oof4", 0.96, 0.02),
    ("oof5", 0.98, 0.01),
    ("oof6", 0.96, 0.01),
    ("oof7", 0.96, 0.01),
    ("oof8", 0.91, 0.015),  # not learned from
    ("oof9", 0.92, 0.015),  # not learned from
    ("hv", 0.93, 0.01),  # not learned from
    ("sa", 0.92, 0.01),
    ("sb", 0.91, 0.01),
    ("sc", 0.78, 0.01),  # not learned from
    ("sd", 0.83, 0.01),  # not learned from
    ("hd", 0.87, 0.04),
    ("hp", 0.95, 0.02),
    ("hs", 0.86, 0.02),
    ("hu", 0.91, 0.01),
    ("hm", 0.82, 0.03),
    ("ht", 0.85, 0.015),
    ("hard-animal", 0.91, 0.03),
    ("hard-comparatives", 0.91, 0.0),
    ("hard-disclaimers", 0.8, 0.0),
    ("hard-foreign", 0.88, 0.0),
    ("hard-fragments", 0.85, 0.0),
    ("hard-licensed", 0.81, 0.03),
    ("hard-metaphors", 0.9, 0.0),
    ("hard-negation", 0.71, 0.0),
    ("hard-not-a-cure-but", 0.91, 0.0),
    ("hard-numbers", 0.65, 0.125),
    ("hard-reported", 0.73, 0.05),
    ("hard-rivals", 0.81, 0.0),
    ("hard-strength", 0.85, 0.0),
    ("hard-testimonials", 0.86, 0.0),
    ("hard-typos", 0.88, 0.0),
    ("hard-warnings", 0.88, 0.0),
]
PAGE_FLOORS = [
    ("pages-a", 0.93, 0.01),
    ("pages-b", 0.93, 0.01),
    ("pages-c", 0.86, 0.01),
    ("pages-d", 0.87, 0.01),
    ("pages-e", 0.92, 0.01),
    ("pages-f", 0.89, 0.01),
    ("pages-g", 0.9, 0.01),
    ("pages-h", 0.9, 0.01),
    ("pages-hard", 0.87, 0.005),
    ("pages-i", 0.94, 0.005),
    ("pages-j", 0.91, 0.01),
    ("pages-k", 0.9, 0.01),
    ("pages-l", 0.93, 0.01),
    ("pages-n", 0.91, 0.005),
    ("pages-o", 0.93, 0.005),
    ("pages-p", 0.94, 0.005),
    ("pages-ca", 0.92, 0.005),
    ("pages-cb", 0.91, 0.005),
    ("pages-da", 0.88, 0.005),
    ("pages-db", 0.89, 0.005),
    ("pages-fa", 0.94, 0.005),
    ("pages-fb", 0.91, 0.005),
    ("pages-gb", 0.88, 0.01),  # learned from only as to what is a claim on a page
    ("pages-q", 0.94, 0.005),
    ("pages-ra", 0.9, 0.005),
    ("pages-rb", 0.89, 0.005),
    ("pages-rc", 0.9, 0.005),
    ("pages-rd", 0.88, 0.005),
    ("pages-re", 0.89, 0.005),
    ("pages-gd", 0.91, 0.005),  # learned from only as to what is a claim on a page
    ("pages-rf", 0.93, 0.005),
    ("pages-rg", 0.84, 0.005),  # likewise, as pages-gd
    ("pages-rh", 0.85, 0.01),
    ("pages-ri", 0.89, 0.006),
    ("pages-rj", 0.81, 0.005),  # likewise, as pages-gd
    ("pages-rk", 0.95, 0.005),
    ("pages-rl", 0.94, 0.005),
    ("pages-rm", 0.9, 0.01),
    ("pages-rn", 0.9, 0.005),
    ("pages-ro", 0.9, 0.015),
    ("pages-rq", 0.78, 0.005),  # not learned from
    ("pages-xa", 0.87, 0.005),  # not learned from
    ("pages-xb", 0.88, 0.005),  # not learned from
    ("pages-xd", 0.82, 0.01),  # not learned from
    ("pages-rp", 0.93, 0.005),
    ("pages-r", 0.92, 0.005),
    ("pages-s", 0.92, 0.005),
    ("pages-t", 0.94, 0.005),
    ("pages-u", 0.97, 0.005),
    ("pages-v", 0.92, 0.005),
    ("pages-w", 0.93, 0.01),
    ("pages-x", 0.93, 0.005),
    ("pages-y", 0.91, 0.005),
    ("pages-z", 0.92, 0.005),
]
BATCHES = Path(__file__).parents[1] / "batches"


@pytest.mark.parametrize(("name", "accuracy", "harmful"), FLOORS)
def test_sentences(name: str, accuracy: float, harmful: float) -> None:
    score = evaluate(read_labelled(BATCHES / f"{name}.jsonl"), load())
    assert score.accuracy >= accuracy
    assert score.harmful <= harmful


@pytest.mark.parametrize(("name", "accuracy", "harmful"), PAGE_FLOORS)
def test_pages(name: str, accuracy: float, harmful: float) -> None:
    score = evaluate_pages(labelled_pages(BATCHES / name), load())
    assert score.accuracy >= accuracy
    assert score.harmful <= harmful
