"""Features as numbers: the same for a sentence alone and on a page, and nothing for words that the model never saw."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.reading.features import (
    MOST_SYMBOLS,
    Family,
    Flags,
    Symbols,
    Wording,
    common_words,
    compacted,
    features,
    keys_of,
)
from app.reading.words import Hit

WORDS = st.sampled_from(["cells", "regrow", "discs", "1234", "2019", "50%", "stemness", "pain", "?"])


@st.composite
def wordings(draw: st.DrawFn) -> Wording:
    forms = draw(st.lists(WORDS, max_size=8))
    named = [Hit("<treatment>", 0, 2)] if len(forms) > 2 and draw(st.booleans()) else []
    cues = [
        Hit(draw(st.sampled_from(["certain", "regrow", "hedge"])), i, i + 1) for i in range(draw(st.integers(0, 4)))
    ]
    concepts = draw(st.sets(st.sampled_from(["body", "time"])))
    return Wording(forms, named, draw(st.booleans()), cues, concepts, "sentence")


def plain(*forms: str) -> Wording:
    return Wording(forms, [], False, [], [], "sentence")


def bag(page: list[Wording], symbols: Symbols, common: Flags, place: int) -> set[int]:
    keys, owners = features(page, symbols, common)
    return set(keys[owners == place].tolist())


@given(st.lists(wordings(), min_size=1, max_size=5))
def test_a_sentence_has_the_same_features_on_any_page(page: list[Wording]) -> None:
    symbols = Symbols(learning=True)
    common = common_words(page, symbols)
    together = [bag(page, symbols, common, place) for place in range(len(page))]
    assert together == [bag([wording], symbols, common, 0) for wording in page]


@given(st.lists(wordings(), min_size=1, max_size=5))
def test_leaving_out_symbols_that_no_key_uses_changes_no_feature(page: list[Wording]) -> None:
    symbols = Symbols(learning=True)
    for unused in ("first", "second"):
        symbols.of(unused)
    common = common_words(page * 3, symbols)
    keys = np.unique(features(page, symbols, common)[0])
    kept, renamed, still = compacted(symbols, keys, common)
    assert (np.diff(renamed) > 0).all()
    assert set(renamed.tolist()) == set(features(page, kept, still)[0].tolist())
    assert len(list(kept)) < len(list(symbols))


def test_figures_years_and_names_are_placeholders() -> None:
    symbols = Symbols(learning=True)
    tokens = ["<treatment>", "in", "<year>", "<num>", "<pct>"]
    wording = plain("stem", "cell", "in", "2019", "37", "12%")._replace(named=[Hit("<treatment>", 0, 2)])
    assert [code & MOST_SYMBOLS for code in symbols.coded(wording)] == [symbols.of(token) for token in tokens]


def test_a_word_that_was_never_learned_is_no_feature() -> None:
    learned = Symbols(["regrow", "^", "$", "short", "text", ""])
    common = np.zeros(7, bool)
    known = bag([plain("regrow")], learned, common, 0)
    more = bag([plain("regrow", "xyz")], learned, common, 0) - known
    assert more
    assert all(0 in (made & MOST_SYMBOLS, made >> 16 & MOST_SYMBOLS, made >> 32 & MOST_SYMBOLS) for made in more)


def test_words_that_hardly_anybody_uses_are_counted() -> None:
    learning = Symbols(learning=True)
    common = common_words([plain("the", "cells", "cells"), *[plain("the", "cells")] * 5, plain("mussel")], learning)
    learned = Symbols([*learning, "<begin>", "<end>", "0", "2", "5"])
    page = [plain("the", "cells"), plain("the", "mussel", "never-seen"), plain(*["mussel"] * 9)]
    keys, owners = features(page, learned, common)
    counted = [keys_of(Family.UNCOMMON, np.array([learned.of(number)]))[0] for number in "025"]
    assert all(key in keys[owners == place] for place, key in enumerate(counted))
