"""Features as numbers: the same for a sentence alone and on a page, and nothing for words that the model never saw."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.reading.features import MOST_SYMBOLS, Symbols, Wording, compacted, features
from app.reading.words import Hit

WORDS = st.sampled_from(["cells", "regrow", "discs", "1234", "2019", "50%", "stemness", "pain", "?"])


@st.composite
def wordings(draw: st.DrawFn) -> Wording:
    forms = draw(st.lists(WORDS, max_size=8))
    named = [Hit("<treatment>", 0, 2)] if len(forms) > 2 and draw(st.booleans()) else []
    cues = [
        Hit(draw(st.sampled_from(["certain", "regrow", "hedge"])), i, i + 1) for i in range(draw(st.integers(0, 4)))
    ]
    return Wording(forms, named, cues, draw(st.sets(st.sampled_from(["body", "time"]))), "sentence")


def bag(page: list[Wording], symbols: Symbols, place: int) -> set[int]:
    keys, owners = features(page, symbols)
    return set(keys[owners == place].tolist())


@given(st.lists(wordings(), min_size=1, max_size=5))
def test_a_sentence_has_the_same_features_on_any_page(page: list[Wording]) -> None:
    symbols = Symbols(learning=True)
    together = [bag(page, symbols, place) for place in range(len(page))]
    assert together == [bag([wording], symbols, 0) for wording in page]


@given(st.lists(wordings(), min_size=1, max_size=5))
def test_leaving_out_symbols_that_no_key_uses_changes_no_feature(page: list[Wording]) -> None:
    symbols = Symbols(learning=True)
    for unused in ("first", "second"):
        symbols.of(unused)
    keys = np.unique(features(page, symbols)[0])
    kept, renamed = compacted(symbols, keys)
    assert (np.diff(renamed) > 0).all()
    assert set(renamed.tolist()) == set(features(page, kept)[0].tolist())
    assert len(list(kept)) < len(list(symbols))


def test_figures_years_and_names_are_placeholders() -> None:
    symbols = Symbols(learning=True)
    tokens = ["<treatment>", "in", "<year>", "<num>", "<pct>"]
    wording = Wording(["stem", "cell", "in", "2019", "37", "12%"], [Hit("<treatment>", 0, 2)], [], [], "sentence")
    assert [code & MOST_SYMBOLS for code in symbols.coded(wording)] == [symbols.of(token) for token in tokens]


def test_a_word_that_was_never_learned_is_no_feature() -> None:
    learned = Symbols(["regrow", "^", "$", "short", "text", ""])
    known = bag([Wording(["regrow"], [], [], [], "sentence")], learned, 0)
    more = bag([Wording(["regrow", "xyz"], [], [], [], "sentence")], learned, 0) - known
    assert more
    assert all(0 in (made & MOST_SYMBOLS, made >> 16 & MOST_SYMBOLS, made >> 32 & MOST_SYMBOLS) for made in more)
