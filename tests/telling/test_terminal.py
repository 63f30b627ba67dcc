"""The answer in a terminal."""

import io
from typing import Any

import pytest

from app.judging.check import check
from app.telling.compose import Composer
from app.telling.terminal import WIDEST, console, print_answer

ADVERT = (
    "Stem cells rebuild worn discs. Our stem cells rebuild worn discs [bold]always[/bold]. There are no side effects."
)


@pytest.fixture(scope="module")
def answer(evidence: Any) -> Any:
    return Composer(evidence).answer(check(ADVERT, evidence))


def written(answer: Any, width: int) -> list[str]:
    stream = io.StringIO()
    out = console(stream)
    out.width = width
    print_answer(answer, out)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [30, 80, 100])
def test_is_wrapped_to_the_width(answer: Any, width: int) -> None:
    lines = written(answer, width)
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line.endswith(" ")]


def test_is_never_wider_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert console(io.StringIO()).width == WIDEST


def test_the_verdict_stands_before_the_sentence(answer: Any) -> None:
    lines = written(answer, 100)
    assert lines[0] == answer.cards[0].verdict.label
    assert lines[1].strip().startswith("1. “")


def test_square_brackets_of_the_text_are_text(answer: Any) -> None:
    assert "[bold]always[/bold]" in " ".join(" ".join(written(answer, 100)).split())


def test_the_same_answer_is_told_once(answer: Any) -> None:
    records = [card.answered for card in answer.cards if card.answered]
    text = "\n".join(written(answer, 100))
    assert text.count("The rest of the answer is the same") == len(records) - len(set(records))
