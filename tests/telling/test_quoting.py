"""What a text puts in quotation marks stands well within ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telling.quoting import unquoted


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Cells heal.", "Cells heal."),
        ('"Cells heal." ', "Cells heal."),
        ("“Cells heal.”", "Cells heal."),
        ('"Cells heal.', "Cells heal."),  # the quotation goes on in the next sentence
        ("They heal.”", "They heal."),
        ('"Cells heal," says Peter.', "‘Cells heal,’ says Peter."),
        ('He says "cells heal"', "He says ‘cells heal’"),
        ("“Cells” and “exosomes”", "‘Cells’ and ‘exosomes’"),
        ('"The "best" cells heal.', "The ‘best’ cells heal."),
        ('A 3" needle', 'A 3" needle'),
        ('"', ""),
        ("", ""),
    ],
)
def test_marks_stand_in_pairs(words: str, shown: str) -> None:
    assert unquoted(words) == shown


@given(st.text(alphabet='ab “”"‘'))
def test_only_marks_and_spaces_at_the_ends_are_lost(words: str) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalpha())

    assert letters(unquoted(words)) == letters(words)
