"""Words are compared in one spelling, and the longest phrase wins."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.words import Phrases, normal, words_of


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Tumours", "tumor"),
        ("tumor's", "tumor"),
        ("AGEING", "aging"),
        ("orthopaedic", "orthopedic"),
        ("therapies", "therapy"),
        ("discs", "disc"),
        ("MS", "ms"),
        ("arthritis", "arthritis"),
        ("patient\u2019s", "patient"),
    ],
)
def test_spellings_are_levelled(written: str, compared: str) -> None:
    assert normal(written) == compared


def test_the_longest_phrase_wins() -> None:
    phrases = Phrases({"general": ["stem cell"], "fat": ["fat stem cell", "adipose"]})
    hits = phrases.find(words_of("Our fat stem-cells, not adipose."))
    assert [(h.id, h.first, h.last) for h in hits] == [("fat", 1, 4), ("fat", 5, 6)]


def test_a_star_finds_every_ending() -> None:
    phrases = Phrases({"regrow": ["regenerat*"]})
    assert [h.id for h in phrases.find(words_of("It regenerates. Regeneration!"))] == ["regrow", "regrow"]
    assert phrases.find(words_of("degenerates")) == []


@given(st.text(max_size=300))
def test_words_stand_where_they_say(text: str) -> None:
    words = words_of(text)
    assert all(normal(text[w.start : w.end]) == w.form for w in words)
    assert all(a.end <= b.start for a, b in pairwise(words))
