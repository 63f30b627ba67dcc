"""What speaks for a fact, and how much."""

from dataclasses import replace

import pytest

from app.evidence import load
from app.judging.check import engine
from app.judging.signs import ENOUGH, OfFact, added, log_odds, of_reading
from app.reading.document import read_document
from app.reading.reading import Reading

NEAR = OfFact(held=0.5, told=0.4, same_way=1, rare=0, cues=0.5, disease=1, narrower=0)


@pytest.fixture(scope="module")
def reading() -> Reading:
    (one,) = engine(load()).reader.read(read_document("No exosome product has been approved by the FDA.").sentences)
    return replace(one, stance="rule", polarity="denies", stance_sureness=0.95, alarming=0.0)


def _score(reading: Reading) -> float:
    return log_odds(of_reading(reading, figured=False)) + added(NEAR)


def test_an_honest_sentence_of_like_words_is_backed(reading: Reading) -> None:
    assert _score(reading) >= ENOUGH


def test_what_may_well_be_an_alarm_is_backed_by_nothing_but_the_very_words(reading: Reading) -> None:
    assert _score(replace(reading, alarming=0.2)) < ENOUGH


def test_the_surer_the_reader_the_more_speaks_for_it(reading: Reading) -> None:
    scores = [_score(replace(reading, stance_sureness=sure)) for sure in (0.5, 0.7, 0.9, 0.99, 0.999, 1.0)]
    assert scores == sorted(scores)


def test_more_words_in_common_speak_more() -> None:
    assert added(NEAR) < added(NEAR._replace(held=0.8)) < added(NEAR._replace(held=0.8, rare=1))
