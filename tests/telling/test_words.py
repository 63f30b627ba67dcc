"""Every cell of the matrix can be explained."""

from itertools import product
from typing import Any

from app.judging.check import check
from app.telling.compose import Composer
from app.telling.words import ASSERTED, GRADES, STRENGTHS, by_matrix


def test_each_cell_has_its_words(evidence: Any) -> None:
    matrix = evidence.vocabulary["matrix"]
    assert set(matrix) == set(GRADES)
    assert all(set(cells) == set(STRENGTHS) for cells in matrix.values())
    assert len({by_matrix(grade, strength) for grade, strength in product(GRADES, ASSERTED)}) == 24


def test_that_trials_are_small_is_not_followed_by_that_there_are_none(evidence: Any) -> None:
    text = "Exosomes cure every disease."
    card = Composer(evidence).answer(check(text, evidence)).cards[0]
    assert "Trials in people are few and small." in card.short_answer
    assert card.because.startswith("We hold no study that tells whether it is so.")
