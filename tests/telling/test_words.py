"""Every cell of the matrix can be explained."""

from itertools import product
from typing import Any

from app.telling.words import ASSERTED, GRADES, STRENGTHS, by_matrix


def test_each_cell_has_its_words(evidence: Any) -> None:
    matrix = evidence.vocabulary["matrix"]
    assert set(matrix) == set(GRADES)
    assert all(set(cells) == set(STRENGTHS) for cells in matrix.values())
    assert len({by_matrix(grade, strength) for grade, strength in product(GRADES, ASSERTED)}) == 24
