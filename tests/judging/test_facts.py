"""Figures as people tell them, and facts that agree with a sentence."""

import pytest

from app.evidence import load
from app.judging.check import check
from app.judging.facts import figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,400 knees and 27.6 hairs", {"1400", "27.6"}),
        ("nine in ten had a reaction", {"90"}),
        ("8 out of 10 patients", {"80"}),
        ("seven patients in ten", {"70"}),
        ("twenty in ten", {"20", "10"}),
        ("Twenty-one of the thirty, a hundred and eighty in all", {"21", "30", "180"}),
        ("33 in a hundred got better and 37 out of every 100", {"33", "37"}),
        ("1.4 points on a 100-point motor scale", {"1.4"}),
        ("a little over one point off a ten-point pain score", {"1"}),
    ],
)
def test_figures_of_a_text(text: str, found: set[str]) -> None:
    assert figures(text) == found


@pytest.mark.parametrize(
    "sentence",
    [
        # 1.42 in the record, told as 1.4 on a scale of 100
        "In pooled trials cord blood added 1.4 points on a 100-point movement scale in children with cerebral palsy.",
        # figures of two lines of one record
        "NurOwn missed its goals in a 196-person ALS trial, and the FDA's advisers voted 17 to 1 against it.",
        # figures as words
        "Twenty-one of the thirty people in the two open donislecel studies went a year or longer without insulin.",
        # the fact names the eye in its words, though it is filed under the face
        "PRP injected near the brow has blocked the artery that feeds the eye and blinded people on that side.",
        # "no tumour" is a denial as much as the record's
        "A French series of 1,873 people given their own marrow found no tumour where it had been injected.",
        # a harm is told as "had" and recorded as "reported"
        "Across 50 studies of cells for knee arthritis, about one person in four had knee pain after the injection.",
        # almost the words of the record, though they leave no exception
        "Some patients have been injured by clinics and have sued the clinics for fraud and false advertising.",
    ],
)
def test_a_true_report_is_backed_however_its_figures_are_told(sentence: str) -> None:
    assert [s.verdict for s in check(sentence, load()).statements] == ["supported"]


def test_a_figure_that_no_record_gives_is_not_backed() -> None:
    sentence = "In pooled trials cord blood added about 41 points on a movement scale in children with cerebral palsy."
    assert [s.verdict for s in check(sentence, load()).statements] != ["supported"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Four tourists crossed the border for medical treatments, were kidnapped, and two of them were killed.",
        "Four of the travellers fell ill on the ferry and never reached the island where the clinic stands.",
    ],
)
def test_a_fact_about_something_else_backs_nothing_however_surely_the_sentence_warns(sentence: str) -> None:
    page = f"Stem cell clinics abroad sell treatments that are not approved. {sentence}"
    assert check(page, load()).statements[-1].fact is None


def test_a_rule_is_backed_by_law_rather_than_by_a_trial_that_shares_its_words() -> None:
    page = (
        "# FDA seeks injunction to stop two stem cell companies after patients blinded\n\n"
        "The Food and Drug Administration is asking federal courts on opposite sides of the country to permanently "
        "stop two stem cell companies from operating after reports of patients being blinded by their treatments."
    )
    statement = check(page, load()).statements[-1]
    assert statement.reading.stance == "rule"
    assert statement.record == "law-us-general"
    assert statement.fact is None or statement.fact.is_official


def test_a_fact_near_to_the_matter_is_not_shown_as_what_backs_the_sentence() -> None:
    (statement,) = check(
        "Three charities have asked the FDA to warn patients about stem cell clinics.", load()
    ).statements
    assert statement.rule == "in-line-with-what-is-known"
    assert statement.fact is None
    assert (statement.certainty, statement.fair_wording) == ("not_rated", None)
    (statement,) = check("There are currently no FDA-approved exosome products.", load()).statements
    assert statement.fact is not None


def test_a_figure_of_another_treatment_backs_nothing() -> None:
    sentence = "In a 28-person study most had pain relief a year after a nucleus allograft."
    (statement,) = check(sentence, load()).statements
    assert statement.fact is None or "nucleus_pulposus_allograft" in statement.fact.interventions


@pytest.mark.parametrize(
    "sentence",
    [
        "In a trial of 98 people, injections of platelet-rich plasma into the disc beat salt water.",
        "The largest disc cell trial, with 404 people, met its main goal.",
    ],
)
def test_a_success_that_the_checked_source_denies_is_not_backed(sentence: str) -> None:
    (statement,) = check(sentence, load()).statements
    assert statement.rule == "success-that-is-denied"
    assert statement.verdict == "not_covered"


def test_what_a_licence_rule_backs_keeps_the_certainty_of_its_record_whatever_fact_lies_near() -> None:
    sentence = "The cells are not approved by the FDA, the EMA or the MHRA for multiple sclerosis."
    (statement,) = check(sentence, load()).statements
    assert statement.rule == "says-that-the-fda-approved-none"
    assert (statement.record, statement.certainty, statement.fact) == ("law-us-general", "high", None)
