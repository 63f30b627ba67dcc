"""Words are compared in one spelling, and the longest phrase wins."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.words import LONGEST, Phrases, normal, words_of


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Tumours", "tumor"),
        ("tumor's", "tumor"),
        ("AGEING", "aging"),
        ("orthopaedic", "orthopedic"),
        ("therapies", "therapy"),
        ("discs", "disc"),
        ("MS", "ms"),
        ("arthritis", "arthritis"),
        ("patient\u2019s", "patient"),
    ],
)
def test_spellings_are_levelled(written: str, compared: str) -> None:
    assert normal(written) == compared


def forms(text: str) -> list[str]:
    return list(words_of(text).forms)


def test_the_longest_phrase_wins() -> None:
    phrases = Phrases({"general": ["stem cell"], "fat": ["fat stem cell", "adipose"]})
    (hits,), _ = phrases.find(forms("Our fat stem-cells, not adipose."))
    assert [(h.id, h.first, h.last) for h in hits] == [("fat", 1, 4), ("fat", 5, 6)]


def test_a_star_finds_every_ending() -> None:
    phrases = Phrases({"regrow": ["regenerat*"]})
    (hits,), _ = phrases.find(forms("It regenerates. Regeneration!"))
    assert [hit.id for hit in hits] == ["regrow", "regrow"]
    assert phrases.find(forms("degenerates")) == (((),), frozenset())


def test_lists_are_searched_side_by_side() -> None:
    phrases = Phrases({"cord_blood": ["cord blood"]}, {"blood": ["blood", "blood pressure"]})
    (treatments, diseases), _ = phrases.find(forms("Cord blood lowers blood pressure."))
    assert [(h.id, h.first, h.last) for h in treatments] == [("cord_blood", 0, 2)]
    assert [(h.id, h.first, h.last) for h in diseases] == [("blood", 1, 2), ("blood", 3, 5)]


def test_of_matters_is_only_told_that_one_of_their_phrases_is_there() -> None:
    matters = {"price": ["per shot", "dollar"], "safe": ["harmless", "no risk"], "any": ["dollar", "shot"]}
    phrases = Phrases({"money": ["dollar"]}, matters=matters)
    (money,), found = phrases.find(forms("Five thousand dollars per shot, and no risk"))
    assert [hit.id for hit in money] == ["money"]
    assert found == {"price", "safe", "any"}
    assert phrases.find(forms("per year")) == (((),), frozenset())


def test_shortened_negations_are_two_words_however_they_are_written() -> None:
    assert forms("It isn't safe.") == forms("It is n't safe.") == ["it", "is", "not", "safe"]
    assert forms("n't") == ["not"]


SHORTENED = st.sampled_from(["don't", "Can't ", " isn't", "the patient\u2019s ", "won't", "n't", "'"])


@given(st.lists(st.text(max_size=40) | SHORTENED, max_size=8).map("".join))
def test_words_stand_where_they_say(text: str) -> None:
    forms, places = words_of(text)
    for form, (start, end) in zip(forms, places, strict=True):
        written = text[start:end].replace("\u2019", "'")
        assert form == normal(written) or (form == "not" and written.lower() == "n't") or "n't" in text.lower()
    assert all(a[0] < a[1] <= b[0] for a, b in pairwise(places))


@pytest.mark.parametrize("run", ["a", "7", "7,7", "a'a", "\u00e9\u2019"])
def test_no_form_is_longer_than_any_real_word(run: str) -> None:
    """Caches keep forms: one made of 100,000 letters, pasted often enough, would fill the memory of a worker."""
    assert max(map(len, forms(f"Stem cells cure {run * 50_000} in all patients."))) <= 12 * LONGEST
