"""The nearest text shares the rare words, whatever else is in the index."""

import random

import numpy as np
import pytest

from app.judging import nearest
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
    assert Index([]).search_all([terms("cells")]) == [([], [], [], [])]


def test_the_whole_text_holds_all_of_its_own_weight() -> None:
    for number, text in enumerate(TEXTS):
        best = Index(TEXTS).search(terms(text))[0]
        assert best.number == number
        assert abs(best.share - 1) < 1e-6
        assert abs(best.told - 1) < 1e-6


def test_a_text_is_told_in_part_by_a_query_that_holds_a_part_of_it() -> None:
    index = Index(["cells rebuild worn discs", "cells"])
    told = {near.number: near.told for near in index.search(terms("cells"))}
    assert told[1] == pytest.approx(1)
    assert 0 < told[0] < 0.5


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("#StemCells @FDA_Approved", "Stem Cells FDA Approved"),
        ("U.S. F.D.A. approval", "US FDA approval"),
        ("Regrow discs https://t.co/Ab3 pic.twitter.com/x9", "Regrow discs"),
    ],
)
def test_posts_are_read_as_their_words(written: str, plain: str) -> None:
    assert terms(written) == terms(plain)


@pytest.mark.parametrize("ending", ["regenerates", "regenerated", "regenerating", "regeneration", "regenerative"])
def test_another_ending_finds_the_word_but_its_own_finds_it_first(ending: str) -> None:
    found = Index(["It regenerates", "Its regeneration", "Its regenerative power", *TEXTS]).search(terms(ending))
    assert {near.number for near in found} == {0, 1, 2}
    assert found[0].share == 1


@pytest.mark.parametrize("slip", ["exosones", "exosomees", "approvel", "blindd"])
def test_a_slip_of_the_pen_still_finds(slip: str) -> None:
    assert Index(TEXTS).search(terms(slip)), slip


def test_texts_that_fit_equally_stand_in_the_order_given() -> None:
    same = Index(["Cells regrow discs"] * 30 + ["Fat helps"])
    assert [near.number for near in same.search(terms("discs regrow"), most=7)] == list(range(7))


def test_how_common_words_are_kept_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(3)  # noqa: S311 - the same texts at every run
    words = [f"w{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyz'[n // 100]}" for n in range(400)]
    common = [1 / (n + 1) for n in range(400)]
    texts = [" ".join(draw.choices(words, common, k=draw.randint(3, 20))) for _ in range(5_000)]
    queries = [draw.choices(words, common, k=draw.randint(1, 15)) for _ in range(100)]
    asked = [terms(" ".join(query)) for query in queries]
    found = []
    for share in (1, 8, 10**9):  # none in a row of its own, some, and all
        monkeypatch.setattr(nearest, "COMMON", share)
        index = Index(texts)
        found.append([index.search(one, most=5) for one in asked])
    for one, *others in zip(*found, strict=True):
        for other in others:
            assert [near.score for near in one] == pytest.approx([near.score for near in other])
            assert [near.share for near in one] == pytest.approx([near.share for near in other])


@pytest.mark.parametrize(("texts", "most"), [(64, 5), (64, 64), (192, 3), (1024, 1), (1600, 2)])
def test_the_highest_are_those_of_a_plain_sort(texts: int, most: int) -> None:
    draw = np.random.default_rng(texts)
    for highest in (1, 3, 1000):  # with many ties, and with few
        scores = draw.integers(0, highest + 1, (20, texts)).astype(np.float32)
        scores[0] = 0
        query, text = nearest.highest(scores, most)
        wanted = []
        for row, held in enumerate(scores.tolist()):
            best = sorted((place for place in range(texts) if held[place]), key=lambda place: (-held[place], place))
            wanted += [(row, place) for place in best[:most]]
        assert list(zip(query.tolist(), text.tolist(), strict=True)) == wanted


def test_asking_all_at_once_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(TEXTS)
    asked = [terms(text) for text in ("three women and their cells", "", "hair", "parking", *TEXTS)]
    alone = [index.search(one) for one in asked]
    for at_once in (1, 128, 10**6):
        monkeypatch.setattr(nearest, "TOGETHER", at_once)
        assert [list(zip(*found, strict=True)) for found in index.search_all(asked)] == alone
