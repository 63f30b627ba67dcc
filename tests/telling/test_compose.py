"""What a card says of its sentence does not talk past the verdict above it."""

import pytest

from app.evidence import Evidence
from app.judging.check import check
from app.telling.answer import Card
from app.telling.compose import Composer
from app.telling.needed import DO_NOT_AGREE, OF_SOMETHING_ELSE, TRIALS
from app.telling.words import ANIMALS_ONLY, IN_ANIMALS_ONLY


@pytest.fixture(scope="module")
def composer(evidence: Evidence) -> Composer:
    return Composer(evidence)


def first_card(composer: Composer, evidence: Evidence, text: str) -> Card:
    return composer.answer(check(text, evidence)).cards[0]


def test_a_denied_harm_is_not_answered_with_true(composer: Composer, evidence: Evidence) -> None:
    card = first_card(composer, evidence, "PRP injected near the eyes is completely safe with no side effects.")
    assert evidence.records[card.record].short_answer.startswith("True. ")
    assert card.verdict.id == "contradicted"
    assert card.short_answer
    assert not card.short_answer.startswith("True")


def test_a_true_warning_is_still_answered_with_true(composer: Composer, evidence: Evidence) -> None:
    card = first_card(composer, evidence, "Cord blood products made 20 people in the US ill with infections.")
    assert card.verdict.id == "supported"
    assert card.short_answer.startswith("True. ")


def test_a_sentence_left_open_says_why_and_not_that_it_names_nothing(composer: Composer, evidence: Evidence) -> None:
    text = "It is simply not true that stem cells have been shown not to work for ALS."
    statement = check(text, evidence).statements[0]
    card = first_card(composer, evidence, text)
    assert statement.silence == "too_vague"
    assert card.silence == statement.because
    assert not card.because


def test_a_reason_that_is_part_of_the_answer_is_not_told_again(composer: Composer, evidence: Evidence) -> None:
    text = "Our stem cells regenerate your discs."
    because = check(text, evidence).statements[0].because
    card = first_card(composer, evidence, text)
    assert because
    assert because in card.short_answer
    assert not card.because


def test_the_fact_that_backs_a_sentence_stands_on_its_card_with_its_sources(
    composer: Composer, evidence: Evidence
) -> None:
    text = "In Nebraska, patients became seriously ill in 2019 after receiving placental exosomes."
    card = first_card(composer, evidence, text)
    signal = evidence.safety["s-exosome-nebraska-2019"]
    assert any(signal.what_happened in checked for checked in card.checked)
    assert set(signal.sources) <= {source.id for source in card.sources}


def test_a_true_sentence_about_animals_says_that_it_is_no_more(composer: Composer, evidence: Evidence) -> None:
    text = "In rats, stem cells regrew disc tissue."
    answer = composer.answer(check(text, evidence))
    card = answer.cards[0]
    assert card.verdict.label.endswith(IN_ANIMALS_ONLY)
    assert card.short_answer == ANIMALS_ONLY
    assert "About people: " in card.because
    assert [piece.verdict for piece in answer.pieces if piece.verdict] == [card.verdict]


def test_a_rung_that_was_reached_in_vain_says_so(composer: Composer, evidence: Evidence) -> None:
    card = first_card(composer, evidence, "Bone marrow stem cells rebuild worn discs.")
    assert card.needs is not None
    assert card.verdict.id == "overstated"
    assert any(rung.id == TRIALS.rung and rung.reached for rung in card.ladder)
    assert (card.needs.words, card.needs.but) == (TRIALS.words, DO_NOT_AGREE)


def test_a_rung_that_only_related_treatments_reached_says_so(composer: Composer, evidence: Evidence) -> None:
    card = first_card(composer, evidence, "Our natural killer cell infusion cures stage 4 cancer.")
    assert card.verdict.id == "unproven"
    assert card.needs is not None
    reached = any(rung.id == card.needs.rung and rung.reached for rung in card.ladder)
    assert card.needs.but == (OF_SOMETHING_ELSE if reached else "")


def test_the_same_claim_in_other_words_is_one_card(composer: Composer, evidence: Evidence) -> None:
    text = "Stem cells rebuild worn discs. Call us. Stem cells regrow worn discs. Stem cells rebuild worn discs."
    answer = composer.answer(check(text, evidence))
    (card,) = answer.cards
    assert (card.quote, card.others) == ("Stem cells rebuild worn discs.", ("Stem cells regrow worn discs.",))
    assert card.places == 3
    assert [piece.times for piece in answer.pieces if piece.verdict] == [(1,), (2,), (3,)]
    assert {"rebuild", "regrow"} <= {quote for word in card.words for quote in word.quotes}
    assert len({word.meaning for word in card.words}) == len(card.words)


def test_a_stronger_wording_is_a_claim_of_its_own(composer: Composer, evidence: Evidence) -> None:
    text = "Stem cells may rebuild worn discs. Stem cells will always rebuild worn discs. PRP rebuilds worn discs."
    assert len(composer.answer(check(text, evidence)).cards) == 3


def test_a_sentence_with_two_assertions_is_one_sentence(composer: Composer, evidence: Evidence) -> None:
    text = "It is not approved by the FDA, but it rebuilds worn discs from the inside."
    answer = composer.answer(check(text, evidence))
    assert answer.summary.startswith("We read 1 sentence and found 2 claims.")


def test_what_shows_a_way_of_selling_is_quoted_as_a_reader_saw_it(composer: Composer, evidence: Evidence) -> None:
    text = (
        "<p>Our <b>stem cells</b> <i hidden>never</i> cure \u202eback pain\u202c, guaranteed.</p>"
        '<p>Only four <a href="https://clinic.example/?a&amp;b">places</a> are left this month, so call today.</p>'
    )
    quotes = {quote for found in composer.answer(check(text, evidence)).techniques for quote in found.quotes}
    assert quotes == {
        "Our stem cells cure back pain, guaranteed.",
        "Only four places are left this month, so call today.",
    }
