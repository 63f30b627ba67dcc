"""Masking before storing: addresses, numbers, handles and names go; what the sentence claims stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence import load
from app.masking import Masker

MASKER = Masker(load().vocabulary)
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
        "93% of patients improved between 2017 and 2024.",
    ],
)
def test_what_the_sentence_claims_stays(text: str) -> None:
    assert MASKER.mask(text) == text


def test_the_maker_can_strike_any_word() -> None:
    assert MASKER.mask("our regenexa shots heal", ["Regenexa"]) == "our [name] shots heal"
