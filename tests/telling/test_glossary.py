"""Hard words: found in texts, each with one place on the page."""

from typing import Any

from app.evidence import Evidence
from app.telling.glossary import FirstUse, Glossary, slug

ENTRIES: list[dict[str, Any]] = [
    {"term": "placebo", "plain": "a dummy treatment"},
    {"term": "placebo effect", "plain": "feeling better because of hope"},
    {"term": "MRI", "plain": "a scan", "exempt": False},
    {"term": "parkinson", "label": "Parkinson's disease", "plain": "a disease", "variants": ["parkinson's"]},
    {"term": "australia", "plain": "a country", "shown": False},
]


def found(text: str) -> list[str]:
    return [word.word for word in Glossary(ENTRIES).used_in(text)]


def test_the_longest_word_wins_and_each_stands_once() -> None:
    assert found("The placebo effect is real. The Placebo effect!") == ["Placebo effect"]
    assert found("An mri and a placebo; Parkinson's in Australia.") == ["MRI", "Placebo", "Parkinson's disease"]


def test_parts_of_other_words_are_none() -> None:
    assert found("placebos MRIs non-placebo") == []
    assert Glossary([]).used_in("anything") == ()


def test_letters_hold_every_word_that_is_shown() -> None:
    letters = Glossary(ENTRIES).by_letter()
    assert [letter for letter, _ in letters] == ["M", "P"]
    assert sum(len(words) for _, words in letters) == 4


def test_the_words_of_the_base_have_places_and_meanings_of_their_own(evidence: Evidence) -> None:
    entries = evidence.vocabulary["glossary"]
    words = Glossary(entries).words
    assert len(words) >= 120
    assert len({word.id for word in words}) == len(words)
    forms = [form.lower() for entry in entries for form in (entry["term"], *(entry.get("variants") or ()))]
    assert len(set(forms)) == len(forms)
    for word in words:
        assert word.plain.lower() != word.word.lower()
        assert len(word.plain) <= 140, word


def test_a_place_is_fit_for_an_address() -> None:
    assert slug("Graft-versus-host disease (GvHD)") == "graft-versus-host-disease-gvhd"


def test_the_pieces_of_a_text_are_the_text() -> None:
    text = "A placebo; the placebo effect, an MRI."
    pieces = list(Glossary(ENTRIES).pieces(text))
    assert "".join(piece for piece, _ in pieces) == text
    assert [word.word for _, word in pieces if word] == ["Placebo", "Placebo effect", "MRI"]


def test_a_word_is_explained_where_a_page_uses_it_first_and_only_there() -> None:
    glossary = Glossary(ENTRIES)
    page = FirstUse(glossary, glossary.used_in("placebo"))
    assert [word is not None for piece, word in page.pieces("A placebo, an MRI.") if piece in {"placebo", "MRI"}] == [
        True,
        False,
    ]
    assert list(page.pieces("The placebo again.")) == [("The placebo again.", None)]
