"""Texts made to keep a regular expression busy: what leads to each of its repeats, then the repeat, over and over.

A backtracking engine takes long where the same characters can be shared out in many ways, or where a search begins
anew at every place. Both need a long run of what one repeat takes, and then something that it does not take.
"""

import itertools
import re
from collections.abc import Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

NEIGHBOURS = "a1 .-_<\u00e9"  # one of each sort that a class may leave out
MANY = 8  # a repeat that ends sooner cannot take long
CLASSES = {ops.CATEGORY_DIGIT: "1", ops.CATEGORY_SPACE: " ", ops.CATEGORY_WORD: "a"}
CLASSES |= {ops.CATEGORY_NOT_DIGIT: "a", ops.CATEGORY_NOT_SPACE: "a", ops.CATEGORY_NOT_WORD: " "}
WRITTEN = {ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_SPACE: r"\s", ops.CATEGORY_WORD: r"\w"}
WRITTEN |= {ops.CATEGORY_NOT_DIGIT: r"\D", ops.CATEGORY_NOT_SPACE: r"\S", ops.CATEGORY_NOT_WORD: r"\W"}
TAILS = ("", "\x00", "!\n", " a")


def attacks(pattern: str, flags: int, length: int) -> Iterator[str]:
    """Texts of about ``length`` characters against ``pattern``."""
    seen = set()
    for lead, pump in dict.fromkeys(_repeats(_parser.parse(pattern, flags), "")):
        for start, body in ((lead, pump), ("", lead + pump), ("", pump)):
            for tail in TAILS:
                if body and (start, body, tail) not in seen:
                    seen.add((start, body, tail))
                    yield start + (body * (length // len(body) + 1))[:length] + tail


def _repeats(parsed: Any, lead: str) -> Iterator[tuple[str, str]]:
    """Every repeat of a parsed pattern: what matches before it, and what it takes once."""
    for op, given in parsed:
        if op in {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}:
            _, most, inner = given
            if most >= MANY:
                yield from ((lead, body) for body in _samples(inner))
            yield from _repeats(inner, lead)
        for inner in _inside(op, given):
            yield from _repeats(inner, lead)
        lead += next(_samples([(op, given)]), "")


def _inside(op: Any, given: Any) -> list[Any]:
    if op is ops.SUBPATTERN:
        return [given[-1]]
    if op is ops.ATOMIC_GROUP:
        return [given]
    if op is ops.BRANCH:
        return list(given[1])
    return [given[1]] if op in {ops.ASSERT, ops.ASSERT_NOT} else []


def _samples(parsed: Any, most: int = 4) -> Iterator[str]:
    """Some texts that a part of a pattern takes."""
    parts = [list(itertools.islice(_one(op, given), 3)) or [""] for op, given in parsed]
    yield from dict.fromkeys("".join(chosen) for chosen in itertools.islice(itertools.product(*parts), most))


def _one(op: Any, given: Any) -> Iterator[str]:
    if op is ops.LITERAL:
        yield chr(given)
    elif op is ops.NOT_LITERAL:
        yield "a" if chr(given) != "a" else "b"
    elif op is ops.ANY:
        yield "a"
    elif op is ops.IN:
        yield from _of_class(given)
    elif op is ops.CATEGORY:
        yield CLASSES[given]
    elif op in {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}:
        yield from (body * max(1, given[0]) for body in _samples(given[2]))
    elif op is ops.BRANCH:
        yield from itertools.chain.from_iterable(_samples(branch, 1) for branch in given[1])
    elif op in {ops.SUBPATTERN, ops.ATOMIC_GROUP}:
        yield from _samples(_inside(op, given)[0])


def _of_class(given: Any) -> Iterator[str]:
    if given[0][0] is ops.NEGATE:
        yield from itertools.islice((char for char in NEIGHBOURS if not _is_of(char, given[1:])), 2)
        return
    for op, value in given:
        if op is ops.LITERAL:
            yield chr(value)
        elif op is ops.RANGE:
            yield chr(value[0])
        elif op is ops.CATEGORY:
            yield CLASSES[value]


def _is_of(char: str, members: Any) -> bool:
    for op, value in members:
        if op is ops.CATEGORY:
            if re.match(WRITTEN[value], char):
                return True
        elif chr(value) == char if op is ops.LITERAL else value[0] <= ord(char) <= value[1]:  # else a range
            return True
    return False
