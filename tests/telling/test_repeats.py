"""A claim said several times is one card that every place points to."""

from app.evidence import load
from app.judging.check import check
from app.telling.compose import Composer


def test_the_same_words_with_the_same_answer_share_a_card() -> None:
    evidence = load()
    text = "Stem cells rebuild worn discs.\n\nFree parking.\n\nStem cells rebuild worn discs."
    answer = Composer(evidence).answer(text, check(text, evidence))
    assert [(card.quote, card.places) for card in answer.cards] == [("Stem cells rebuild worn discs.", 2)]
    marked = [piece.numbers for piece in answer.pieces if piece.verdict]
    assert marked == [(1,), (1,)]
