"""The nearest text shares the rare words, whatever else is in the index."""

from app.judging.nearest import Index, terms

TEXTS = [
    "Bone marrow cells regrow worn discs",
    "Exosomes are approved for hair loss",
    "Fat cells injected into the eye blinded three women",
]


def test_the_text_that_shares_the_rare_words_comes_first() -> None:
    best = Index(TEXTS).search(terms("three women lost sight after fat cells in their eyes"))[0]
    assert best.number == 2
    assert 0 < best.share <= 1


def test_a_query_that_shares_nothing_finds_nothing() -> None:
    assert Index(TEXTS).search(terms("parking behind the building")) == []


def test_an_empty_index_and_an_empty_query_find_nothing() -> None:
    assert Index([]).search(terms("cells")) == []
    assert Index(TEXTS).search([]) == []


def test_the_whole_text_holds_all_of_its_own_weight() -> None:
    for number, text in enumerate(TEXTS):
        best = Index(TEXTS).search(terms(text))[0]
        assert best.number == number
        assert abs(best.share - 1) < 1e-6
