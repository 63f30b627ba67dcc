"""Nearest texts by shared words (BM25): which record or fact speaks of what a sentence speaks of."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.reading.words import words_of

# A word that no text holds weighs like one that every thirtieth text holds: it may be another way to say the same.
UNSEEN = math.log(30)
K1, B = 1.2, 0.75  # the usual BM25 constants (Robertson and Zaragoza 2009)
_STEM = 6

_EMPTY = frozenset(  # words that say nothing of the subject
    """a an and are as at be been but by can did do does for from had has have he her his i if in into is it its
    me my of on or our she so such than that the their them then there these they this to us was we were what when
    which while who will with would you your not no nor""".split()  # noqa: SIM905 - a list of words reads best as words
)


@lru_cache(maxsize=50_000)
def _term(form: str) -> str:
    """The term for a word, empty where the word says nothing of the subject."""
    if form in _EMPTY or form[0] in "!?:":
        return ""
    return form[:_STEM] if form.isalpha() else form


def terms_of(forms: Iterable[str]) -> list[str]:
    """The comparable terms among the words of a text: content words cut to a stem, and figures."""
    return [term for term in map(_term, forms) if term]


def terms(text: str) -> list[str]:
    """The comparable terms of a text."""
    return terms_of(word.form for word in words_of(text))


@dataclass(frozen=True, slots=True)
class Near:
    """One text found: its number, its score, and the share (0 to 1) of the query's weight that it holds."""

    number: int
    score: float
    share: float


class Index:
    """A BM25 index over any list of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        """``texts`` are numbered from 0 in the order given."""
        counts = [Counter(terms(t)) for t in texts]
        self.size = len(counts)
        lengths = [sum(c.values()) for c in counts]
        mean = max(1.0, sum(lengths) / max(1, self.size))
        seen: dict[str, list[tuple[int, int]]] = {}
        for number, count in enumerate(counts):
            for term, times in count.items():
                seen.setdefault(term, []).append((number, times))
        self._weight: dict[str, float] = {}
        self._places: dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]] = {}
        for term, posting in seen.items():
            weight = math.log(1 + (self.size - len(posting) + 0.5) / (len(posting) + 0.5))
            gains = [weight * n * (K1 + 1) / (n + K1 * (1 - B + B * lengths[i] / mean)) for i, n in posting]
            self._weight[term] = weight
            numbers = np.fromiter((i for i, _ in posting), np.int32, len(posting))
            self._places[term] = (numbers, np.array(gains, dtype=np.float32))

    def search(self, query: Sequence[str], most: int = 5) -> list[Near]:
        """The ``most`` nearest texts for the terms of a query, best first; texts that share nothing are left out."""
        asked = set(query)
        if not asked or not self.size:
            return []
        scores = np.zeros(self.size, dtype=np.float32)
        held = np.zeros(self.size, dtype=np.float32)
        total = 0.0
        for term in sorted(asked):
            weight = self._weight.get(term, UNSEEN)
            total += weight
            if term in self._places:
                numbers, gains = self._places[term]
                scores[numbers] += gains
                held[numbers] += weight
        best = np.flatnonzero(scores)
        if len(best) > most:
            best = best[np.argpartition(-scores[best], most - 1)[:most]]
        best = best[np.lexsort((best, -scores[best]))]
        places, gained, shares = best.tolist(), scores[best].tolist(), (held[best] / total).tolist()
        return [Near(i, s, h) for i, s, h in zip(places, gained, shares, strict=True)]
