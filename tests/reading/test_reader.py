"""Sentences of one page are read with the page as context."""

import pytest

from app.evidence import load
from app.reading.document import read_document
from app.reading.lexicon import Lexicon
from app.reading.model import load_model
from app.reading.reader import Reader
from app.reading.reading import SELLING, Reading


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Lexicon(load().vocabulary), load_model())


def read(reader: Reader, text: str) -> tuple[Reading, ...]:
    return reader.read(read_document(text).sentences)


def test_a_disease_whose_name_holds_a_denial_denies_nothing() -> None:
    lexicon = Lexicon(load().vocabulary)
    assert "negation" not in lexicon.find("Cells reduced deaths from heart failure.").cue_classes
    assert "negation" in lexicon.find("In heart failure the trial was a failure.").cue_classes


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Our vision is to bring stem cells to everyone.", []),
        ("Stem cells are at the heart of what we do.", []),
        ("Stem cells brought back her vision.", ["eye"]),
        ("Stem cells for the heart.", ["heart_and_vessels"]),
    ],
)
def test_a_figure_of_speech_names_no_disease(text: str, named: list[str]) -> None:
    assert [hit.id for hit in Lexicon(load().vocabulary).find(text).conditions] == named


def test_a_heading_lends_its_treatment_and_disease(reader: Reader) -> None:
    last = read(reader, "# PRP for tennis elbow\n\nIt heals the damage for good.")[-1]
    assert last.interventions[0] == "prp"
    assert last.conditions[0] == "tendon"
    assert not last.named_here


def test_a_name_in_the_sentence_comes_before_the_heading(reader: Reader) -> None:
    last = read(reader, "# PRP for tennis elbow\n\nExosomes regrow knee cartilage.")[-1]
    assert last.interventions[0] == "exosomes"
    assert last.conditions[0] == "knee_oa" or "knee_cartilage_defect" in last.conditions


def test_a_heading_of_several_sentences_lends_what_they_name(reader: Reader) -> None:
    last = read(reader, "# PRP for tennis elbow. Call us today!\n\nIt heals the damage for good.")[-1]
    assert last.interventions == ("prp",)
    assert last.conditions[0] == "tendon"


ELBOWS = "# Tennis elbow\n\nPRP heals tennis elbow. PRP ends its pain.\n\n"


@pytest.mark.parametrize(
    ("page", "conditions"),
    [
        (ELBOWS + "# Our promise\n\nIt repairs what is worn.", ("tendon",)),
        (ELBOWS + "# Others\n\nPRP ends knee arthritis, hip arthritis and hair loss.\n\nIt repairs what is worn.", ()),
    ],
)
def test_a_disease_is_carried_further_only_where_the_page_is_about_it(
    reader: Reader, page: str, conditions: tuple[str, ...]
) -> None:
    last = read(reader, page)[-1]
    assert last.interventions == ("prp",)
    assert last.conditions == conditions


def test_vague_names_in_a_row_do_not_pile_up(reader: Reader) -> None:
    page = "# Exosomes\n\n" + "Stem cells heal. " * 20
    assert {len(reading.interventions) for reading in read(reader, page)[1:]} == {2}


@pytest.mark.parametrize(
    "text",
    [
        "Stem cells do not cure autism.",
        "Umbilical cord cells don't regenerate discs.",
        "Fat cells cannot restore sight.",
        "Our cells are not tumour-free.",
        "Natural killer cells never prevent cancer.",
    ],
)
def test_a_plain_denial_is_no_promise(reader: Reader, text: str) -> None:
    assert read(reader, text)[0].stance not in SELLING


def test_a_denial_of_a_denial_or_of_others_is_still_a_promise(reader: Reader) -> None:
    for text in (
        "There is no knee that our stem cells cannot heal.",
        "Surgery does not heal discs, but stem cells do.",
    ):
        assert read(reader, text)[-1].stance in SELLING


@pytest.mark.parametrize("text", ["Do stem cells regrow discs?", "Free parking behind the building.", "Meet the team"])
def test_questions_and_page_furniture_are_no_claims(reader: Reader, text: str) -> None:
    assert not read(reader, text)[0].is_claim


@pytest.mark.parametrize(
    "text",
    [
        "Lee K, Smith J: PRP repairs worn cartilage, J Orthop, 12 (3): 45-51",
        "## References\n\nPRP repairs worn knee cartilage, Lee and Smith",
        "PRP repairs worn knee cartilage, Lee and Smith 2018, PMID 31234567",
        "# PRP for knees\n\nThe FDA has not approved PRP for knees, and trials do not agree.\n\n[1]",
        "# PRP for knees\n\nThe FDA has not approved PRP for knees, and trials do not agree.\n\n[2,3] (4)",
    ],
)
def test_a_reference_is_no_claim(reader: Reader, text: str) -> None:
    assert not read(reader, text)[-1].is_claim


@pytest.mark.parametrize("reference", ["(PMID: 31234567)", "(Lee 2018, doi:10.1000/xyz)", "[PMID 31]"])
def test_a_promise_with_a_reference_behind_it_is_a_claim(reader: Reader, reference: str) -> None:
    assert read(reader, f"PRP repairs worn knee cartilage {reference}.")[0].is_claim


def test_what_follows_a_colon_is_told_and_not_asked(reader: Reader) -> None:
    page = "# Kidney disease\n\n- How stem cells work: they rebuild damaged kidney tissue for good.\n- How it works\n"
    *_, told, asked = read(reader, page)
    assert told.is_claim
    assert not asked.is_claim


STUDIES = "A study followed patients with knee arthritis for a year. Another study measured pain in patients. "
SALES = "In studies stem cells rebuild worn knee cartilage for good. Stem cells end knee pain for ever. "


@pytest.mark.parametrize(
    ("page", "speaker"),
    [
        (STUDIES * 5, "research"),
        (STUDIES * 5 + SALES, "research"),  # two claims do not tell whose page it is
        (STUDIES + SALES * 5, "seller"),
    ],
)
def test_a_page_most_of_whose_claims_sell_is_a_sellers_whatever_its_words(
    reader: Reader, page: str, speaker: str
) -> None:
    assert {reading.speaker for reading in read(reader, page)} == {speaker}


def test_a_sentence_alone_must_be_twice_as_likely_a_claim_as_not(reader: Reader) -> None:
    lines = ("Membership renews every January.", "Guests may join a tour of the town.", "PRP heals knees for good.")
    for line in lines:
        sentences = read_document(line).sentences
        share = reader.look(sentences)[0].shares.yes("claim")
        (alone,) = reader.read(sentences)
        assert alone.sureness == pytest.approx(share / (2 - share))
        assert alone.is_claim == (share >= 2 / 3)


def test_health_matters_outside_the_field_are_told_apart(reader: Reader) -> None:
    assert read(reader, "Acupuncture relieves back pain.")[0].outside
    assert not read(reader, "PRP relieves back pain.")[0].outside


BACK_PAGE = "A sore back keeps many people awake. " * 4 + "Our traction table ends disc pain for good. " * 4


def test_a_whole_page_that_names_no_treatment_of_the_field_is_outside_it(reader: Reader) -> None:
    pages = (BACK_PAGE + more for more in ("It works. It lasts.", "It works. So do stem cells."))
    foreign, ours = (read(reader, page) for page in pages)
    assert all(reading.outside for reading in foreign)
    assert not ours[-1].outside


def test_a_few_slogans_without_a_treatment_are_still_judged(reader: Reader) -> None:
    assert not any(reading.outside for reading in read(reader, "Regrow worn discs.\n\nAvoid surgery for good."))


def test_reasons_are_words_that_tell_somebody_something(reader: Reader) -> None:
    reading = read(reader, "93% of our patients are free of pain, and most of the children talk more within a month.")[
        0
    ]
    shown = {reason.text.lower() for reason in reading.reasons if reason.rule.startswith("kind:")}
    assert shown
    assert shown.isdisjoint({"of", "our", "are", "and", "most", "the", "more", "within", "a"})


def test_reasons_point_at_the_words_in_the_submitted_text(reader: Reader) -> None:
    text = "<p>Our <b>exosomes</b> always regrow hair.</p>"
    reading = read(reader, text)[0]
    named = next(r for r in reading.reasons if r.rule == "treatment:exosomes")
    assert text[named.start : named.end] == "exosomes"
    assert any(r.rule == "cue:certain" for r in reading.reasons)


def test_reading_is_the_same_every_time(reader: Reader) -> None:
    text = "Nine in ten of our patients feel better. We have seen no tumours."
    assert read(reader, text) == read(reader, text)
