"""Numbers written as words: "twenty-one", "a hundred and eighty", "two thousand"."""

import re
from collections.abc import Iterator

WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
"""The value of each word that is a number by itself."""
_PIECE = re.compile(r"[a-z]+|[^\s-]")
_TWENTY, _HUNDRED, _THOUSAND = 20, 100, 1000


def spelled_numbers(text: str) -> Iterator[int]:
    """The numbers below a million that stand in ``text`` as words, in order; linear in its length."""
    thousands, rest, room = 0, 0, -1  # ``room``: what follows and is smaller is added; -1 where no number has begun
    for word in _PIECE.findall(text.lower()):
        value = WORDS.get(word)
        if value is not None and 0 < value < room:
            rest, room = rest + value, _room_after(value)
        elif value is not None:
            if room >= 0:
                yield thousands + rest
            thousands, rest, room = 0, value, _room_after(value)
        elif word == "hundred" and rest < _TWENTY:
            rest, room = (rest or 1) * _HUNDRED, _HUNDRED
        elif word == "thousand" and not thousands:
            thousands, rest, room = (rest or 1) * _THOUSAND, 0, _THOUSAND
        elif word != "and" or room < _HUNDRED:
            if room >= 0:
                yield thousands + rest
            thousands, rest, room = 0, 0, -1
    if room >= 0:
        yield thousands + rest


def _room_after(value: int) -> int:
    """What may be added to a number that ends with ``value``: units to tens, nothing to others."""
    return 10 if value >= _TWENTY else 0
