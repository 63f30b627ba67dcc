"""Where sentences end: each line below is one text and the sentences a reader would count in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.sentences import split_sentences


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


ONE_SENTENCE = [
    "Dr. Lee injects the cells.",
    "Dra. Quiñones speaks English.",
    "Kumar et al. [37] reported less pain.",
    "See Fig. 1 and Fig. B for details.",
    "Common grafts, e.g. Bone marrow, are used.",
    "Cells vs. Placebo at one year",
    "It costs approx. $5.50 per million cells at 2.5 ml.",
    "The U.S. Food and Drug Administration warned them.",
    "Our U.S. clinic is in St. Louis.",
    "The agency sued U.S. Stem Cell Clinic in Florida.",
    "VivaCell Inc. Holdings sells it.",
    "Principal investigator: G. Pruett, DO.",
    "J. R. R. Smith, M.D. Orthopaedics",
    "We inject 25×10⁶ cells (approx. 2 ml. Never more) into the disc.",
    "It works ... and it keeps working.",
    "Healing… without surgery.",
    '"Is it safe?" asks a patient.',
    '"Cancer? Never. Rejection? Never," reads another.',
    "Write to info@clinic.com or see www.clinic.com/Cells.Html today.",
    "Read https://clinic.com/Our.Method before you come.",
    "Listed on ClinicalTrials.gov, so you can be sure.",
    "One trip. Four days. A new spine.",
    "Safe. Natural. Yours.",
    "No. 1 in the country",
    "Discs (see Fig. 2. It shows regrowth) recover.",
    "Wachtel E., Roughley P. Structure of the disc",
    "1. First the radiologist numbs the skin",
    "Yahoo! for cells",
]


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_stays_whole(text: str) -> None:
    assert parts(text) == [text]


TWO_SENTENCES = [
    ("The worst disc was L5-S1.", "It regrew."),
    ("We give 10 mg.", "You rest."),
    ("Discs regrow [31].", "The MRI shows it."),
    ("Discs regrow. [31]", "The MRI shows it."),
    ("Is it safe?!", "Yes, it is safe for all."),
    ('He said "it works."', "Then he left us."),
    ("We sell vitamin C.", "Our patients like it very much."),
    ("They flew to the U.S.", "The clinic was closed."),
    ("No more pain at all 😀", "Call our friendly team now."),
    ("Wait...", "There is more to say here."),
    ("Does it hurt? No.", None),
    ("Safe for most people.", "iPSCs are another matter."),
    ("We treat backs, knees, etc.", "Our prices are low."),
    ("Is it safe?", "No."),
    ("Zellen。", "Discs"),
    ("Come at 5 p.m.", "We are open."),
    ("It was shown in 2019.", "20 people took part in it."),
    ("Discs regrow.", "[Read how]"),
    ("Estimated completion: December 2029", "Call the recruitment line."),
]


@pytest.mark.parametrize(("first", "second"), [pair for pair in TWO_SENTENCES if pair[1] is not None])
def test_splits(first: str, second: str) -> None:
    text = f"Our patients say so and we agree. {first} {second}"
    assert parts(text) == ["Our patients say so and we agree.", first, second]


def test_full_stop_without_a_space() -> None:
    assert parts("We ease pain.We rebuild discs.") == ["We ease pain.", "We rebuild discs."]
    assert parts("What is it?A new therapy for all.") == ["What is it?", "A new therapy for all."]
    assert parts("Cells regrow discs.31 The scan proves it.") == ["Cells regrow discs.31", "The scan proves it."]
    assert parts("Few tested PRP.8,9 The rest did not.") == ["Few tested PRP.8,9", "The rest did not."]
    assert parts("See Fig.3 The line falls.") == ["See Fig.3 The line falls."]
    assert parts("A review (RESPINE study).JOR Spine printed it.") == [
        "A review (RESPINE study).",
        "JOR Spine printed it.",
    ]


def test_marks_as_bullets_within_a_line() -> None:
    assert parts("✅ No surgery at all ✅ No downtime for you") == ["✅ No surgery at all", "✅ No downtime for you"]
    assert parts("No surgery • No downtime • No pain") == ["No surgery", "• No downtime", "• No pain"]


def test_a_writer_without_capitals_is_still_split() -> None:
    assert parts("it worked for me. i am cured now. thank you") == ["it worked for me.", "i am cured now.", "thank you"]


def test_short_answers_within_prose_stay_apart() -> None:
    text = "No surgery. No downtime. Our patients walk out on the same day without any help."
    assert len(parts(text)) == 3


@given(st.text(alphabet=st.sampled_from("aB1 .!?…\"'()[]•😀,;:-U.S etalDr"), max_size=120))
def test_covers_all_but_spaces_in_order(text: str) -> None:
    text = re.sub(" +", " ", text)
    spans = split_sentences(text)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert text[start] != " " != text[end - 1]
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


def test_multiple_sclerosis_ends_a_sentence_and_a_form_of_address_does_not() -> None:
    assert parts("Stem cells cure MS. Our cells are free of tumours.") == [
        "Stem cells cure MS.",
        "Our cells are free of tumours.",
    ]
    assert parts("Ask for Ms. Hill at the desk.") == ["Ask for Ms. Hill at the desk."]
