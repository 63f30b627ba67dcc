"""A claim said several times is one card that every place points to."""

from app.evidence import load
from app.judging.check import check
from app.telling.compose import Composer


def test_the_same_words_with_the_same_answer_share_a_card() -> None:
    evidence = load()
    text = "Stem cells rebuild worn discs.\n\nFree parking.\n\nStem cells rebuild worn discs."
    answer = Composer(evidence).answer(check(text, evidence))
    assert [(card.quote, card.places) for card in answer.cards] == [("Stem cells rebuild worn discs.", 2)]
    marked = [piece.numbers for piece in answer.pieces if piece.verdict]
    assert marked == [(1,), (1,)]


def test_a_card_without_reasons_refers_to_no_other() -> None:
    evidence = load()
    open_ones = (
        "It is simply not true that stem cells have been shown not to work for ALS.",
        "It is simply not true that stem cells have been shown not to work for autism.",
    )
    text = "\n\n".join((*open_ones, "Stem cells rebuild worn discs."))
    cards = Composer(evidence).answer(check(text, evidence)).cards
    assert [bool(card.why) for card in cards] == [False, False, True]
    assert [(card.why_as, card.law_as, card.harms_as) for card in cards] == [(0, 0, 0)] * 3
