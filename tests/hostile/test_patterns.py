"""No regular expression of ours can be kept busy: every one is attacked by texts made from its own repeats."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from app.edition import edition_from
from app.judging.check import check
from app.reading.document import LONGEST_TEXT, InputProblem
from app.settings import HOME
from tests.hostile.attacks import attacks
from tests.hostile.ending import TooSlow, at_most

HERE = Path(__file__).parent
SHORT, LONG = 1_500, LONGEST_TEXT - 100
TOO_LONG = 2.0
"""Seconds for SHORT characters: the square of the length takes a tenth of it on a slow machine, the cube a minute."""
Pattern = tuple[str, int, str]


def seconds(pattern: "re.Pattern[str]", text: str) -> float:
    started = time.perf_counter()
    with at_most(TOO_LONG):
        for _ in pattern.finditer(text):
            pass
    return time.perf_counter() - started


def busiest(source: str, flags: int, length: int) -> tuple[float, int]:
    """The longest that an attack of this length takes, in seconds, and its number; ``TooSlow`` where one has no end."""
    pattern = re.compile(source, flags)
    return max(((seconds(pattern, text), at) for at, text in enumerate(attacks(source, flags, length))), default=(0, 0))


@pytest.fixture(scope="module")
def patterns() -> list[Pattern]:
    """Every pattern with its flags and the line that compiles it."""
    script = [sys.executable, str(HERE / "own_patterns.py")]
    told = subprocess.run(script, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    return [(pattern, flags, where) for pattern, flags, where in json.loads(told.stdout)]


@pytest.fixture(scope="module")
def slowest(patterns: list[Pattern]) -> list[tuple[float, int, str, int]]:
    """For each pattern the longest that an attack takes, its number among the attacks, the pattern and its flags."""
    found = []
    for source, flags, where in patterns:
        try:
            found.append((*busiest(source, flags, SHORT), source, flags))
        except TooSlow:
            pytest.fail(f"{where}: {source!r} is kept busy by {SHORT} characters")
    return found


@pytest.mark.parametrize(
    "bad", [r"(a+)+$", r"(\w+\s?)*!", r"^(\s*\w*)*x", r"(?:a|a)*b", r"x(-?\w+)*;", r"([^\W\d_]+)*!", r"([^a1 .-]+)*a"]
)
def test_the_scan_sees_a_pattern_that_can_be_kept_busy(bad: str) -> None:
    with pytest.raises(TooSlow):
        busiest(bad, 0, 40)


def test_patterns_of_the_code_and_of_the_vocabulary_are_scanned(patterns: list[Pattern]) -> None:
    places = {where.partition(":")[0] for *_, where in patterns}
    assert {"app/reading/clean.py", "app/reading/sentences.py", "app/masking.py", "app/judging/facts.py"} <= places
    assert len(patterns) > 50


def test_no_group_is_possessive(patterns: list[Pattern]) -> None:
    """Before Python 3.11.5 such a group kept what its last, failed try had taken (python/cpython#106052)."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]+\})\+|\(\?>")
    assert [where for source, _, where in patterns if possessive.search(source)] == []


def test_no_pattern_is_kept_busy(slowest: list[Any], patterns: list[Pattern]) -> None:
    assert len(slowest) == len(patterns)


def test_what_keeps_a_pattern_longest_holds_up_no_answer(slowest: list[Any], evidence: Any) -> None:
    """At the full length that is taken, where the square of it would have no end."""
    explainer = edition_from(HOME / "claims", evidence).explainer
    for taken, number, source, flags in slowest:
        if taken < TOO_LONG / 1000:
            continue
        attack = next(text for at, text in enumerate(attacks(source, flags, LONG)) if at == number)
        text = f"Stem cells cure backs. Our cells heal {attack} discs and knees."
        with at_most(20):
            try:
                check(text, evidence)
                explainer.of_cards(explainer.cards(text), strike=["a name"])
            except InputProblem:
                continue
