"""Numbers written as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.numbers import WORDS, spelled_numbers

NAMES = {number: word for word, number in WORDS.items()}


def spelled(number: int) -> str:
    """The number, below a million, as people write it."""
    if number >= 1000:
        rest = number % 1000
        return f"{spelled(number // 1000)} thousand" + (f" {spelled(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{spelled(number // 100)} hundred" + (f" and {spelled(rest)}" if rest else "")
    return NAMES.get(number) or f"{NAMES[number // 10 * 10]}-{NAMES[number % 10]}"


@given(st.lists(st.integers(0, 999_999), max_size=5))
def test_every_number_is_read_as_it_is_written(numbers: list[int]) -> None:
    text = "; ".join(map(spelled, numbers))
    assert list(spelled_numbers(text)) == numbers
    assert list(spelled_numbers(text.upper().replace("-", " "))) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Twenty-one of the thirty people", [21, 30]),
        ("a hundred and eighty children", [180]),
        ("nine in ten", [9, 10]),
        ("one two three", [1, 2, 3]),
        ("sixty and one hundred", [60, 100]),
        ("thousands of hundreds", []),
        ("Johnson and someone", []),
        ("", []),
    ],
)
def test_where_a_number_ends(text: str, numbers: list[int]) -> None:
    assert list(spelled_numbers(text)) == numbers


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(0 <= number < 10**6 for number in spelled_numbers(text))
