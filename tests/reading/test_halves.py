"""Two assertions in one sentence: where it is cut, and that both halves keep their place in the text."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence import load
from app.judging.check import check
from app.reading.document import Sentence, read_document
from app.reading.halves import halves
from app.reading.words import words_of

SENTENCE = "It is not approved by the FDA, but it rebuilds worn discs from the inside."


def cut(sentence: Sentence) -> list[tuple[Sentence, Sentence]]:
    return halves(sentence, words_of(sentence.text).forms)


def test_a_sentence_is_cut_where_the_second_assertion_begins() -> None:
    sentence = read_document(SENTENCE).sentences[0]
    ((first, second),) = cut(sentence)
    assert first.text == "It is not approved by the FDA"
    assert second.text == "but it rebuilds worn discs from the inside."


def test_a_half_of_two_words_is_not_cut_off() -> None:
    assert cut(read_document("It helps, but slowly.").sentences[0]) == []


def test_what_but_sets_against_something_denied_is_not_cut_off() -> None:
    assert cut(read_document("Such institutes are not proposing a trial but the use of cells.").sentences[0]) == []


def test_a_hedged_promise_that_names_its_limit_is_backed() -> None:
    for sentence in (
        "Marrow cells may ease disc pain in some people, but trials disagree.",
        "PRP may help some people with knee arthritis, although the largest trial found no benefit.",
    ):
        (statement,) = check(sentence, load()).statements
        assert statement.verdict == "supported", sentence


def test_an_honest_opening_does_not_rescue_the_promise_after_it() -> None:
    report = check(SENTENCE, load())
    assert [s.text for s in report.statements] == [
        "It is not approved by the FDA",
        "but it rebuilds worn discs from the inside.",
    ]
    assert report.statements[0].verdict == "supported"
    assert report.statements[1].verdict in {"overstated", "unproven"}


@given(
    st.lists(st.sampled_from(["cells", "help &amp; heal", "but", "; ", " – ", "and so", "discs", "é🙂"]), min_size=1)
)
def test_halves_never_overlap_and_stay_within_their_sentence(parts: list[str]) -> None:
    text = "The " + " ".join(parts) + " end of it all."
    for sentence in read_document(text).sentences:
        for first, second in cut(sentence):
            assert sentence.start <= first.start < first.end <= second.start < second.end <= sentence.end
            assert first.text in sentence.text
            assert second.text in sentence.text


def test_a_text_made_of_joints_costs_no_more_than_its_length(evidence: Any) -> None:
    started = time.perf_counter()
    check("Our cells heal " + "; " * 20_000 + "discs.", evidence)
    assert time.perf_counter() - started < 5  # 58 seconds where every joint is tried


@pytest.mark.parametrize(
    "sentence",
    [
        "Our cells usually rebuild the whole knee, although the procedure is not painless and bruising may occur.",
        "Our stem cells often cure arthritis, but bruising is not unusual afterwards.",
        "Exosomes regrow knee cartilage; no controlled trial has shown a benefit.",
        "Exosomes often restore sight, although infections have been reported.",
        "In dogs and in our patients stem cells cure arthritis, but no trial has been published.",
    ],
)
def test_an_honest_end_does_not_rescue_the_firm_promise_before_it(sentence: str) -> None:
    assert "supported" not in {statement.verdict for statement in check(sentence, load()).statements}
