"""Nearest texts by shared words (BM25): which claim, record or fact speaks of what a sentence speaks of.

Serves any list of texts, from the hundred records of the base to hundreds of thousands of claims with their titles.
Numbers and ties are the same at every run: texts of equal score stand in the order in which they were given.
"""

import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.reading.words import root, words_of

# A word that no text holds weighs like one that every thirtieth text holds: it may be another way to say the same.
UNSEEN = math.log(30)
K1, B = 1.2, 0.75  # the usual BM25 constants (Robertson and Zaragoza 2009)
ALIKE = 0.5  # share of letter triples from which a word that no text holds is read as one that some text holds
LESS = 0.7  # what such a word counts
FEW = 4096  # occurrences that are added up before asking whether the commoner words can still change the order
_STEM = 7  # "regenerat" and "regenerativ" are one word
_HEAD = 2  # letters that words spelled alike share at their beginning

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")
_TAG = re.compile(r"[#@](\w+)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_EMPTY = frozenset(  # words that say nothing of the subject
    """a an and are as at be been but by can did do does for from had has have he her his i if in into is it its
    me my of on or our she so such than that the their them then there these they this to us was we were what when
    which while who will with would you your not no nor""".split()  # noqa: SIM905 - a list of words reads best as words
)

_Numbers = NDArray[np.int32]


@lru_cache(maxsize=50_000)
def _term(form: str) -> str:
    """The term for a word, empty where the word says nothing of the subject."""
    if form in _EMPTY or form[0] in "!?:":
        return ""
    return root(form)[:_STEM] if form.isalpha() else form


@lru_cache(maxsize=50_000)
def _triples(word: str) -> frozenset[str]:
    ends = f"^{word}$"
    return frozenset(ends[i : i + 3] for i in range(len(ends) - 2))


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
    return terms_of(word.form for word in words_of(_written_out(text)))


@dataclass(frozen=True, slots=True)
class Near:
    """One text found: its number, its score, and the share (0 to 1) of the query's weight that it holds."""

    number: int
    score: float
    share: float


_Asked = tuple[int, int, float]
"""A term to look for: how many texts hold it, its number among the index's terms, what it counts (1 or ``LESS``)."""


def _sums(places: NDArray[np.intp] | _Numbers, what: NDArray[np.floating], size: int) -> NDArray[np.float64]:
    """The sum of ``what`` for each place from 0 to ``size``."""
    return np.bincount(places, what, minlength=size).astype(np.float64, copy=False)


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
        self._meant = lru_cache(50_000)(self._all_meant)

    def _fill(self, found: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        """Work out for each term which texts hold it and what it adds to their score."""
        places = np.repeat(np.arange(self.size), lengths)
        pairs, times = np.unique(found * max(1, self.size) + places, return_counts=True)
        held, texts = np.divmod(pairs, max(1, self.size))
        many = np.bincount(held, minlength=len(self._numbers))
        weights = np.log(1 + (self.size - many + 0.5) / (many + 0.5))
        mean = max(1.0, float(lengths.mean())) if self.size else 1.0
        fade = K1 * (1 - B + B * lengths[texts] / mean)
        self._texts = texts.astype(np.int32)
        self._gains = (weights[held] * times * (K1 + 1) / (times + fade)).astype(np.float32)
        self._starts: list[int] = [0, *np.cumsum(many).tolist()]
        self._weights: list[float] = weights.tolist()
        most = np.maximum.reduceat(self._gains, self._starts[:-1]) if len(pairs) else self._gains
        self._most: list[float] = most.tolist()

    def search(self, query: Sequence[str], most: int = 5) -> list[Near]:
        """The ``most`` nearest texts for the terms of a query, best first; texts that share nothing are left out.

        Exact, yet common words cost little in a large index: as soon as they can no longer lift a text that holds none
        of the rarer words above the best, they are only added to the texts already found.
        """
        asked, weight = self._asked(query)
        if not asked:
            return []
        taken, entries = 1, asked[0][0]
        while taken < len(asked) and entries + asked[taken][0] <= FEW:
            entries += asked[taken][0]
            taken += 1
        texts, gains = self._postings(asked[:taken])
        scores = _sums(texts, gains, self.size)
        while True:
            left = sum(counts * self._most[term] for _, term, counts in asked[taken:])
            reached = scores[texts]
            sure = most * taken  # a text stands in `texts` at most once for each term taken
            least = np.partition(reached, len(reached) - sure)[len(reached) - sure] if len(reached) > sure else 0.0
            if least > left or taken == len(asked):
                break
            more, gains = self._postings(asked[taken : taken + 1])
            scores[more] += gains
            texts = np.concatenate((texts, more))
            taken += 1
        best = np.unique(texts[reached + left >= least])
        found, held = scores[best], self._held(best, texts, asked[:taken])
        for one in asked[taken:]:
            gained, holds = self._looked_up(best, one)
            found += gained
            held += holds
        order = np.lexsort((best, -found))[:most]
        shares = np.minimum(1.0, held[order] / weight).tolist()
        return [Near(*near) for near in zip(best[order].tolist(), found[order].tolist(), shares, strict=True)]

    def _asked(self, query: Sequence[str]) -> tuple[list[_Asked], float]:
        """The terms to look for, the rarest first, and the weight of the whole query."""
        weight = 0.0
        counts: dict[int, float] = {}
        for word in sorted(set(query)):
            weighs, meant = self._meant(word)
            weight += weighs
            for term, share in meant:
                counts[term] = max(share, counts.get(term, 0.0))
        starts = self._starts
        return sorted((starts[term + 1] - starts[term], term, share) for term, share in counts.items()), weight

    def _all_meant(self, word: str) -> tuple[float, tuple[tuple[int, float], ...]]:
        """What ``word`` weighs, and the terms that it asks for with what each counts."""
        number = self._numbers.get(word)
        if number is not None:
            return self._weights[number], ((number, 1.0),)
        return UNSEEN, tuple((other, LESS) for other in self._alike(word))

    def _alike(self, word: str) -> Iterator[int]:
        """The terms spelled much like ``word``, which no text holds: a slip of the pen or another ending."""
        if not word.isalpha() or len(word) <= _HEAD:
            return
        own, head = _triples(word), word[:_HEAD]
        for at in range(bisect_left(self._spelled, head), len(self._spelled)):
            other = self._spelled[at]
            if not other.startswith(head):
                return
            triples = _triples(other)
            if 2 * len(own & triples) >= ALIKE * (len(own) + len(triples)):
                yield self._numbers[other]

    def _postings(self, asked: Sequence[_Asked]) -> tuple[_Numbers, NDArray[np.float32]]:
        """The texts that hold each term, one after the other, and what it adds to each."""
        texts, gains = [], []
        for _, term, counts in asked:
            span = slice(self._starts[term], self._starts[term + 1])
            texts.append(self._texts[span])
            gains.append(self._gains[span] if counts == 1 else self._gains[span] * np.float32(counts))
        return np.concatenate(texts), np.concatenate(gains)

    def _held(self, best: _Numbers, texts: _Numbers, asked: Sequence[_Asked]) -> NDArray[np.float64]:
        """The weight that each of ``best`` holds of the terms ``asked``, whose postings are ``texts``."""
        place = np.zeros(self.size, dtype=np.intp)
        place[best] = np.arange(1, len(best) + 1)
        weights = [self._weights[term] * counts for _, term, counts in asked]
        weighed = np.repeat(np.array(weights), [many for many, _, _ in asked])
        return _sums(place[texts], weighed, len(best) + 1)[1:]

    def _looked_up(self, best: _Numbers, one: _Asked) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What one term adds to the score and to the weight held of each of ``best``."""
        _, term, counts = one
        start, end = self._starts[term], self._starts[term + 1]
        at = np.minimum(np.searchsorted(self._texts[start:end], best) + start, end - 1)
        holds = np.where(self._texts[at] == best, counts, 0.0)
        return holds * self._gains[at], holds * self._weights[term]
