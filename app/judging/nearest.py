"""Nearest texts by shared words (BM25): which claim, record or fact speaks of what a sentence speaks of.

Serves any list of texts, from the hundred records of the base to hundreds of thousands of claims with their titles.
Numbers and ties are the same at every run: texts of equal score stand in the order in which they were given.
"""

import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reading.words import REMEMBERED, root, word_set, words_of

# A word that no text holds weighs like one that every thirtieth text holds: it may be another way to say the same.
UNSEEN = math.log(30)
K1, B = 1.2, 0.75  # the usual BM25 constants (Robertson and Zaragoza 2009)
ALIKE = 0.6  # share of letter triples from which another word counts as one spelled alike
LESS = 0.5  # what a word spelled alike counts: another ending, or a slip of the pen
COMMON = 8  # a term that more than one in so many texts hold is kept as one number for every text
TOGETHER = 2**18  # scores worked out at once, whatever the number of queries and texts; their postings come on top
_FOLDS = 64
_MANY_FOLDS = 8 * _FOLDS
_LEAST = np.float32(1e-30)  # a score above 0
_BITS = 1021  # places for groups of letters; so many that two of one word hardly ever share one
_HEAD = 2  # letters that words spelled alike share at their beginning

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")
_TAG = re.compile(r"[#@](\w+)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_EMPTY = word_set(  # words that say nothing of the subject
    "a an and are as at be been but by can did do does for from had has have he her his i if in into is it its me my "
    "of on or our she so such than that the their them then there these they this to us was we were what when which "
    "while who will with would you your not no nor"
)

_Scores = NDArray[np.float32]
_Asked = tuple[int, float]  # the number of a term, and what it counts (1 or ``LESS``)


@lru_cache(REMEMBERED)
def _term(form: str) -> str:
    """The term for a word, empty where the word says nothing of the subject."""
    if form in _EMPTY or form[0] in "!?:":
        return ""
    return root(form) if form.isalpha() else form


@lru_cache(REMEMBERED)
def _triples(word: str) -> int:
    """The groups of three letters in a word, its two ends included, as bits that can be compared at once."""
    first, second, *others = map(ord, f"^{word}$")
    bits = 0
    for third in others:
        bits |= 1 << (first * 961 + second * 31 + third) % _BITS
        first, second = second, third
    return bits


def _written_out(text: str) -> str:
    """``text`` without addresses, "#StemCells" and "@StemCells" as two words, "U.S." as "US"."""
    if "/" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if "#" in text or "@" in text:
        text = _TAG.sub(lambda tag: f" {_HUMP.sub(' ', tag[1])} ", text)
    return _DOTTED.sub(lambda short: short[0].replace(".", ""), text)


def terms_of(forms: Iterable[str]) -> list[str]:
    """The comparable terms among the words of a text: content words cut to a stem, and figures."""
    return [term for term in map(_term, forms) if term]


def terms(text: str) -> list[str]:
    """The comparable terms of a text; of a post from a social medium those of its words and tags."""
    return terms_of(words_of(_written_out(text)).forms)


class Near(NamedTuple):
    """One text found: its number, its score, and the share (0 to 1) of the query's weight that it holds.

    ``told`` is the share (0 to 1) of the text's own weight that the query holds.
    """

    number: int
    score: float
    share: float
    told: float


class Ranked(NamedTuple):
    """The texts found for one query, best first: what ``Near`` holds of each, column by column."""

    numbers: list[int]
    scores: list[float]
    shares: list[float]
    told: list[float]


class Index:
    """A BM25 index over any list of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        """``texts`` are numbered from 0 in the order given."""
        self._numbers: dict[str, int] = {}
        found = array("i")
        lengths = array("i")
        for text in texts:
            before = len(found)
            found.extend(self._numbers.setdefault(term, len(self._numbers)) for term in terms(text))
            lengths.append(len(found) - before)
        self.size = len(lengths)
        self._fill(np.asarray(found, dtype=np.int64), np.asarray(lengths, dtype=np.int64))
        self._spelled = sorted(word for word in self._numbers if word.isalpha())
        self._heads = {word[:_HEAD] for word in self._spelled}
        self._headed = lru_cache(maxsize=None)(self._all_headed)  # asked only for heads that some term has
        self._meant = lru_cache(REMEMBERED)(self._all_meant)

    def _fill(self, found: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        """Work out for each term which texts hold it and what it adds to their score."""
        places = np.repeat(np.arange(self.size), lengths)
        pairs, times = np.unique(found * max(1, self.size) + places, return_counts=True)
        held, texts = np.divmod(pairs, max(1, self.size))
        many = np.bincount(held, minlength=len(self._numbers))
        weights = np.log(1 + (self.size - many + 0.5) / (many + 0.5))
        mean = max(1.0, float(lengths.mean())) if self.size else 1.0
        fade = K1 * (1 - B + B * lengths[texts] / mean)
        gains = (weights[held] * times * (K1 + 1) / (times + fade)).astype(np.float32)
        common = many * COMMON > self.size
        rows = np.cumsum(common) - 1
        here = common[held]
        self._rows = np.where(common, rows, -1)
        self._full = np.zeros((int(common.sum()), -(-self.size // _FOLDS) * _FOLDS), np.float32)
        self._full[rows[held[here]], texts[here]] = gains[here]
        self._texts = texts[~here].astype(np.int32)
        self._gains = gains[~here]
        self._starts = np.concatenate([[0], np.cumsum(np.where(common, 0, many))])
        self._weights = weights.astype(np.float32)
        self._own = np.maximum(1e-9, np.bincount(texts, weights[held], minlength=self.size))  # weight of each text

    def search(self, query: Sequence[str], most: int = 5) -> list[Near]:
        """The ``most`` nearest texts for the terms of a query, best first; texts that share nothing are left out."""
        return list(map(Near._make, zip(*self.search_all([query], most)[0], strict=True)))

    def search_all(self, queries: Sequence[Sequence[str]], most: int = 5) -> list[Ranked]:
        """The same for several queries, for much less than asking one after the other."""
        asking = list(filter(None, queries)) if self.size else []
        together = max(1, TOGETHER // max(1, self._full.shape[1]))
        parts = (asking[start : start + together] for start in range(0, len(asking), together))
        found = (ranked for part in parts for ranked in self._search(part, most))
        return [next(found) if query and asking else Ranked([], [], [], []) for query in queries]

    def _search(self, queries: Sequence[Sequence[str]], most: int) -> Iterator[Ranked]:
        asked = [self._asked(query) for query in queries]
        scores, held = self._summed([listed for listed, _ in asked])
        weights = np.array([max(weight, 1e-9) for _, weight in asked])
        query, text = highest(scores, most)
        found = held[query, text]
        shares, told = (np.minimum(1.0, found / weight) for weight in (weights[query], self._own[text]))
        columns = text.tolist(), scores[query, text].tolist(), shares.tolist(), told.tolist()
        starts = np.searchsorted(query, np.arange(len(queries) + 1)).tolist()
        return (Ranked(*(column[start:end] for column in columns)) for start, end in pairwise(starts))

    def _summed(self, asked: Sequence[Sequence[_Asked]]) -> tuple[_Scores, _Scores]:
        """For each query (row) the score of each text (column), and the weight of the query's terms that it holds."""
        shape = len(asked), self._full.shape[1]
        scores, held = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        query = np.repeat(np.arange(len(asked)), list(map(len, asked)))
        flat = [one for listed in asked for one in listed]
        terms = np.array([term for term, _ in flat], dtype=np.intp)
        counts = np.array([count for _, count in flat], dtype=np.float32)
        weights = self._weights[terms] * counts
        many = self._starts[terms + 1] - self._starts[terms]  # postings; a term with a row of its own has none
        places = np.repeat(self._starts[terms] - np.cumsum(many) + many, many) + np.arange(many.sum())
        texts = np.repeat(query, many) * shape[1] + self._texts[places]
        np.add.at(scores.reshape(-1), texts, self._gains[places] * np.repeat(counts, many))
        np.add.at(held.reshape(-1), texts, np.repeat(weights, many))
        rows = self._rows[terms]
        for one in np.flatnonzero(rows >= 0).tolist():
            row = self._full[rows[one]]
            scores[query[one]] += row * counts[one]
            held[query[one]] += (row > 0) * weights[one]
        return scores, held

    def _asked(self, query: Sequence[str]) -> tuple[list[_Asked], float]:
        """The terms to look for, in the order of their numbers, and the weight of the whole query."""
        weight = 0.0
        counts: dict[int, float] = {}
        for word in sorted(set(query)):
            weighs, meant = self._meant(word)
            weight += weighs
            for term, share in meant:
                counts[term] = max(share, counts.get(term, 0.0))
        return sorted(counts.items()), weight

    def _all_meant(self, word: str) -> tuple[float, tuple[tuple[int, float], ...]]:
        """What ``word`` weighs, and the terms that it asks for with what each counts."""
        number = self._numbers.get(word)
        alike = tuple((other, LESS) for other in self._alike(word) if other != number)
        if number is None:
            return UNSEEN, alike
        return float(self._weights[number]), ((number, 1.0), *alike)

    def _alike(self, word: str) -> Iterator[int]:
        """The terms spelled much like ``word``, itself included."""
        if not word.isalpha() or len(word) <= _HEAD or word[:_HEAD] not in self._heads:
            return
        own = _triples(word)
        size = own.bit_count()
        for triples, other, number in self._headed(word[:_HEAD]):
            if 2 * (own & triples).bit_count() >= ALIKE * (size + other):
                yield number

    def _all_headed(self, head: str) -> list[tuple[int, int, int]]:
        """The terms that begin with ``head``: their groups of letters, how many these are, and their numbers."""
        start = bisect_left(self._spelled, head)
        end = bisect_left(self._spelled, head + chr(0x10FFFF), start)
        own = [(_triples(word), self._numbers[word]) for word in self._spelled[start:end]]
        return [(triples, triples.bit_count(), number) for triples, number in own]


def highest(scores: _Scores, most: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row and column of the ``most`` highest scores of each row, the highest first; of equal ones the first come first.

    Scores of 0 are left out. Where there are many columns they are folded onto each other, and the highest stands for
    all that share its place: where so many places reach a score, no lower one is among the best.
    """
    folds = _FOLDS if scores.shape[1] > _MANY_FOLDS * most else 1
    tops = scores.reshape(len(scores), folds, -1).max(axis=1)
    enough = tops.shape[1] - most
    least = np.partition(tops, enough, axis=1)[:, enough] if enough > 0 else np.zeros(len(scores), np.float32)
    rows, columns = np.nonzero(scores >= np.where(least > 0, least, _LEAST)[:, None])
    order = np.lexsort((columns, -scores[rows, columns], rows))
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    order = order[rank < most]
    return rows[order], columns[order]
