"""The one sentence that sums an answer up."""

import pytest

from app.telling.answer import Count, Verdict
from app.telling.compose import summary


def counts(**numbers: int) -> tuple[Count, ...]:
    return tuple(Count(Verdict(ident, ident, ""), number) for ident, number in numbers.items())


@pytest.mark.parametrize(
    ("sentences", "found", "words"),
    [
        (3, {}, "We found no claim about a treatment in this text."),
        (1, {"unproven": 1}, "1 sentence and found 1 claim. It does not hold up as worded."),
        (9, {"unproven": 2, "overstated": 1}, "9 sentences and found 3 claims. None of them holds up as worded."),
        (9, {"unproven": 1, "supported": 2}, "9 sentences and found 3 claims. 1 of them does not hold up as worded."),
        (9, {"unproven": 2, "not_covered": 1}, "9 sentences and found 3 claims. 2 of them do not hold up as worded."),
        (2, {"supported": 2}, "2 sentences and found 2 claims. All of them are backed by evidence."),
        (2, {"supported": 1}, "2 sentences and found 1 claim. It is backed by evidence."),
        (2, {"not_covered": 2}, "2 sentences and found 2 claims. We have not checked any of them."),
        (
            4,
            {"supported": 1, "not_covered": 1},
            "4 sentences and found 2 claims. 1 is backed by evidence; 1 we have not checked.",
        ),
    ],
)
def test_says_how_many_hold_up(sentences: int, found: dict[str, int], words: str) -> None:
    assert summary(sentences, counts(**found)).removeprefix("We read ") == words
