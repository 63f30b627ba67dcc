"""Masking before storing: addresses, numbers, handles and names go; what the sentence claims stays."""

import timeit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence import load
from app.evidence.files import example_texts, plain_texts
from app.masking import ORDINARY, Masker, ordinary_file, ordinary_words, words_in_use
from app.reading.document import LONGEST_TEXT
from app.settings import HOME
from tests.hostile.ending import at_most

MASKER = Masker(load().vocabulary, ordinary_words(plain_texts(HOME / "claims")))
digits = st.text("0123456789", min_size=3, max_size=4)
phones = st.builds(
    lambda a, b, c, sign: sign.join([a, b, c]), digits, digits, digits, st.sampled_from(["-", " ", ".", " - "])
) | st.builds(lambda a, b: f"+{a} ({b}) {a}{b}", digits, digits)
names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)
mails = st.builds(lambda a, b: f"{a}@{b}.com", names, names)
links = st.builds(
    lambda a, b, kind: kind.format(a, b),
    names,
    names,
    st.sampled_from(["https://{}.org/{}", "www.{}-{}.com", "{}.clinic"]),
)
handles = st.builds(lambda a: f"@{a}", names)
sentences = st.sampled_from(
    ["Our stem cells heal knees, write to {}.", "{} will help you with back pain", "Ask {} about exosomes today!"]
)


@settings(max_examples=1000)
@given(sentences, phones | mails | links | handles)
def test_no_number_address_or_handle_is_left(sentence: str, secret: str) -> None:
    masked = MASKER.mask(sentence.format(secret))
    assert secret not in masked
    for part in (p for p in secret.replace("@", " ").split() if len(p) > 5):
        assert part not in masked


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Dr. John Miller regrows discs.", ["John", "Miller"]),
        ("Visit Sunrise Spine Center for stem cells.", ["Sunrise"]),
        ("Professor Ana de la Cruz says that exosomes work.", ["Ana", "Cruz"]),
        ("At Neovia Clinic, Lisa Brandt will inject your knee.", ["Neovia", "Lisa", "Brandt"]),
        ("Peter Olsen, 71, plays golf again.", ["Peter", "Olsen"]),
        ("Neovia uses stem cells to regrow discs.", ["Neovia"]),
        ("Peter, 71, walks again.", ["Peter"]),
        ("Miller's team heals knees.", ["Miller"]),
        ("O'Brien Institute offers PRP.", ["Brien"]),
        ("Grace Miller walks again.", ["Grace", "Miller"]),
        ("DR JOHN MILLER CURES BACK PAIN", ["JOHN", "MILLER"]),
        ("NEOVIA CURES BACK PAIN", ["NEOVIA"]),
        ("Stem Cells At Sunrise Ridge Spine Heal Knees", ["Ridge"]),
        ("Dr.Patel heals knees.", ["Patel"]),
        ("Call 1-800-NEW-KNEE today.", ["NEW-KNEE"]),
        ("Our clinic (NeoStem Clinic) heals.", ["NeoStem"]),
        ("Rhonda T., 61, plays pickleball.", ["Rhonda", "T."]),
        ("Asked G. Pruett, DO, about discs.", ["G.", "Pruett"]),
        ("stem cells heal knees, says john miller of neovia.", ["john", "neovia"]),
        ("john, 71, walks again after stem cells", ["john"]),
        ("Our dr. okafor injects exosomes.", ["okafor"]),
        ("At the neovia clinic we regrow discs.", ["neovia"]),
        ("It healed me, says patricia, 66.", ["patricia"]),
        ("The team of Bergmann & Partner injects marrow cells.", ["Bergmann", "Partner"]),
    ],
)
def test_people_and_clinics_are_masked(text: str, gone: list[str]) -> None:
    masked = MASKER.mask(text)
    assert not [name for name in gone if name in masked], masked


@pytest.mark.parametrize(
    "text",
    [
        "Stem cells regenerate discs.",
        "In a trial of 480 people, cells were no better than a steroid after 12 months.",
        "PRP is FDA-approved for knees in the United States.",
        "Our MSCs treat Parkinson's disease, Crohn's disease and COPD.",
        "Wharton's jelly holds 300 million cells for $14,500.",
        "In Japan and South Korea a few products are licensed.",
        "Vitamin C cures the common cold.",
        "Mesenchymal Stem Cells From Umbilical Cord Heal Knees.",
        "BACK PAIN? STEM CELLS HEAL IT.",
        "Our Stem Cell Clinic heals knees.",
        "Don't be fooled: they're grown from iPSCs at the L4 level.",
        "Parkinson's is cured in Cancun.",
        "Won't my body reject the cells?",
        "A smaller Israeli trial found less pain.",
        "We inject stem cells on Mondays and Thursdays.",
        "our msc injections won't hurt and treat parkinson's disease, copd and back pain.",
        "stem cells from umbilical cord regrow cartilage in the knee within 3 months.",
        "ClinicalTrials.gov lists our study.",
        "93% of patients improved between 2017 and 2024.",
    ],
)
def test_what_the_sentence_claims_stays(text: str) -> None:
    assert MASKER.mask(text) == text


def test_a_name_costs_no_word_beside_it() -> None:
    assert MASKER.mask("Only Cellenza cells are FDA-approved.") == "Only [name] cells are FDA-approved."
    assert MASKER.mask("DR JOHN MILLER CURES BACK PAIN") == "[name] CURES BACK PAIN"


def test_the_maker_can_strike_any_word() -> None:
    assert MASKER.mask("our regenexa shots heal", ["Regenexa"]) == "our [name] shots heal"


def test_striking_takes_whole_words_only() -> None:
    assert MASKER.mask("an animal and an answer", ["an"]) == "[name] animal and [name] answer"


PARTS = [
    "A ",
    "Ab ",
    "Dr ",
    "Aa Clinic ",
    "Mr. A. B. ",
    "1 ",
    "a@",
    "x.com/",
    "of Institute of ",
    "@a ",
    "(at) ",
    "- ",
    "aa ",
    "aa'",
    "says aa ",
    "dr aa clinic ",
    "A",
    "a",
    "1",
    "a.",
    "a-",
    ".",
    "..-",
    "A'",
    "A. ",
]


@pytest.mark.parametrize("part", PARTS)
def test_no_text_costs_more_than_its_length(part: str) -> None:
    def seconds(letters: int) -> float:
        text = (part * letters)[:letters]
        return min(timeit.repeat(lambda: MASKER.mask(text), number=1, repeat=3))

    assert seconds(16_000) < 12 * seconds(2_000) + 0.05


@pytest.mark.parametrize("part", PARTS)
def test_the_longest_text_is_masked_whatever_it_repeats(part: str) -> None:
    with at_most(20):  # seconds; each takes about one, and the square of the length took minutes
        MASKER.mask((part * LONGEST_TEXT)[:LONGEST_TEXT])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to a@b.com+c@d.org now", "Write to [mail address] now"),
        ("Write to mail@b.com...c@d.org", "Write to [mail address]"),
        ("see -neovia.com or ..neovia.com", "see [link] or ..[link]"),
        ("see -.www.neovia.com/cells", "see -.[link]"),
        ("see neovia.com. And www.neovia.example too", "see [link]. And [link] too"),
        ("a@b.com, c@d.org", "[mail address], [mail address]"),
    ],
)
def test_an_address_is_found_wherever_it_begins(text: str, masked: str) -> None:
    assert MASKER.mask(text) == masked


def test_a_word_of_one_set_of_examples_may_be_a_name() -> None:
    assert "ridge" not in words_in_use(["near the ridge", "the ridge", "a mill"])
    assert "ridge" in words_in_use(["near the ridge", "the ridge", "a ridge"])
    assert ordinary_words([ordinary_file(["near the ridge", "the ridge", "a ridge"])]) >= {"ridge"}


def test_the_list_of_ordinary_words_is_of_these_examples() -> None:
    held = (HOME / "claims" / ORDINARY).read_text("utf-8")
    assert held == ordinary_file(example_texts(HOME / "claims")), "`make model` writes it anew"
