"""What the small reading model sees of a sentence: words, word pairs, concepts and cues, each as one number.

Treatments, diseases and figures are replaced by placeholders, so that the model learns how claims are worded
and not which cell is sold for which disease.

A feature is a *key* of 64 bits: its family and up to three symbols, 16 bits each. A page of them is made, looked up
and added in a few steps over arrays; words one by one would cost most of the time of a check.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.reading.words import REMEMBERED, Hit

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Family(IntEnum):
    """What a key is about; a feature of one family says nothing of another."""

    WORD = 1
    STEM = 2
    PAIR = 3
    TRIPLE = 4
    CUE = 5
    CUES = 6  # two cues, one after the other
    CUES_APART = 7  # two cues with one or two others between them
    CONCEPT = 8
    LENGTH = 9
    ROLE = 10
    NAMES = 11
    FIRST_CUE = 12
    OPENING = 13
    AROUND = 14
    UNCOMMON = 15  # how many of its words are hardly ever seen


BITS = 16
MOST_SYMBOLS = (1 << BITS) - 1  # and the bits of one
_BEGIN, _END = "<begin>", "<end>"
_STEM = 5
_SHORT, _MIDDLE = 4, 12
_LEAST_APART, _MOST_APART = 2, 3
_COMMON = 6  # sentences; a word that fewer hold says little of itself, but that this is new ground
_MOST_UNCOMMON = 5


class Wording(NamedTuple):
    """What the vocabulary finds in one sentence.

    ``forms`` are the comparable words. ``named`` holds non-overlapping hits, in order, whose ids are placeholders
    (``<treatment>``, ``<disease>``), and ``outside`` says whether a subject outside the field is named, too; ``cues``
    are the cue classes in order; ``concepts`` what everyday words speak of; ``role`` what the sentence is on the page,
    and ``around`` what is told of what stands about it there.
    """

    forms: Sequence[str]
    named: Sequence[Hit]
    outside: bool
    cues: Sequence[Hit]
    concepts: Iterable[str]
    role: str
    around: Iterable[str] = ()


class Symbols:
    """Numbers for words, cues and placeholders; 0 stands for whatever has none, and so for no feature that is known."""

    def __init__(self, listed: Iterable[str] = (), *, learning: bool = False) -> None:
        """``listed`` are numbered from 1; while ``learning`` every new one gets the next number."""
        self._numbers = {text: number for number, text in enumerate(listed, 1)}
        self._learning = learning
        self._coded = lru_cache(REMEMBERED)(self._code)

    def __iter__(self) -> Iterator[str]:
        """In the order of their numbers."""
        return iter(self._numbers)

    def of(self, text: str) -> int:
        """The number of ``text``; raises ``OverflowError`` when there are more than a key has room for."""
        if not self._learning:
            return self._numbers.get(text, 0)
        number = self._numbers.setdefault(text, len(self._numbers) + 1)
        if number > MOST_SYMBOLS:
            raise OverflowError(f"more than {MOST_SYMBOLS} symbols")
        return number

    def coded(self, wording: Wording) -> list[int]:
        """The tokens of a sentence: its words, with each named treatment or disease folded into one placeholder.

        Each is the number of the token, above it that of its stem, and above that 1 if it may open a sentence.
        """
        tokens = list(map(self._coded, wording.forms))
        for hit in reversed(wording.named):
            tokens[hit.first : hit.last] = [self._coded(hit.id)]
        return tokens

    def _code(self, form: str) -> int:
        token = _placeholder(form)
        if token[0] == "<":
            return self.of(token)
        stem = self.of(token[:_STEM]) if len(token) > _STEM else 0
        return 1 << 2 * BITS | stem << BITS | self.of(token)


def _placeholder(form: str) -> str:
    if not form[0].isdigit():
        return form
    if form.endswith("%"):
        return "<pct>"
    if len(form) == 4 and form[:2] in {"19", "20"}:  # noqa: PLR2004 - a year
        return "<year>"
    return "<num>"


def keys_of(family: Family, first: Numbers, second: Numbers | int = 0, third: Numbers | int = 0) -> Numbers:
    """The keys of features of one family, given their symbols."""
    return (family << 3 * BITS) | (first << 2 * BITS) | (second << BITS) | third


def common_words(page: Sequence[Wording], symbols: Symbols) -> Flags:
    """For each symbol whether it is a word that several of these sentences hold; the first, for none, is not."""
    held = [number for wording in page for number in {token & MOST_SYMBOLS for token in symbols.coded(wording)}]
    return np.bincount(np.array(held, np.int64), minlength=1) >= _COMMON


def features(page: Sequence[Wording], symbols: Symbols, common: Flags) -> tuple[Numbers, Numbers]:
    """The keys of all features of some sentences, and for each key the place of its sentence.

    In no order; a feature may come more than once and counts once. ``common`` tells of each symbol whether it is a
    common word.
    """
    tokens = [symbols.coded(wording) for wording in page]
    cues = [[symbols.of(hit.id) for hit in wording.cues] for wording in page]
    concepts = [[symbols.of(concept) for concept in sorted(wording.concepts)] for wording in page]
    around = [[symbols.of(word) for word in wording.around] for wording in page]
    begin, end = symbols.of(_BEGIN), symbols.of(_END)
    found: list[tuple[Numbers, Numbers]] = [
        _single(Family.LENGTH, [symbols.of(_length(len(listed))) for listed in tokens]),
        _single(Family.ROLE, [symbols.of("heading" if wording.role == "heading" else "text") for wording in page]),
        _single(Family.NAMES, [symbols.of(_names(wording)) for wording in page]),
        _single(Family.FIRST_CUE, [listed[0] if listed else 0 for listed in cues]),
        _single(Family.OPENING, [t[0] & MOST_SYMBOLS if t and t[0] >> 2 * BITS else 0 for t in tokens]),
    ]
    of, coded = _flat([[begin, *listed, end] for listed in tokens])
    word = coded & MOST_SYMBOLS
    stem = coded >> BITS & MOST_SYMBOLS
    inner = (word != begin) & (word != end)
    uncommon = np.bincount(of[inner][~common[word[inner]]], minlength=len(page))
    found += [
        _single(Family.UNCOMMON, [symbols.of(str(min(number, _MOST_UNCOMMON))) for number in uncommon.tolist()]),
        (keys_of(Family.WORD, word[inner]), of[inner]),
        (keys_of(Family.STEM, stem[stem > 0]), of[stem > 0]),
        _joined(Family.PAIR, of, word[:-1], word[1:]),
        _joined(Family.TRIPLE, of, word[:-2], word[1:-1], word[2:]),
    ]
    of, cue = _flat(cues)
    found += [(keys_of(Family.CUE, cue), of), _joined(Family.CUES, of, cue[:-1], cue[1:])]
    found += [
        _joined(Family.CUES_APART, of, cue[:-apart], cue[apart:]) for apart in range(_LEAST_APART, _MOST_APART + 1)
    ]
    for family, listed in ((Family.CONCEPT, concepts), (Family.AROUND, around)):
        of, symbol = _flat(listed)
        found.append((keys_of(family, symbol), of))
    return np.concatenate([keys for keys, _ in found]), np.concatenate([owners for _, owners in found])


def _names(wording: Wording) -> str:
    """What is named, in one word."""
    return "+".join(sorted({*(hit.id for hit in wording.named), *(["<outside>"] if wording.outside else ())}))


def _length(tokens: int) -> str:
    return "short" if tokens <= _SHORT else "middle" if tokens <= _MIDDLE else "long"


def _single(family: Family, symbols: Sequence[int]) -> tuple[Numbers, Numbers]:
    """At most one feature for each sentence; none where the symbol is 0."""
    listed = np.array(symbols, dtype=np.int64)
    of = np.flatnonzero(listed)
    return keys_of(family, listed[of]), of


def _flat(lists: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """All numbers of several lists, and for each the place of its list."""
    of = np.repeat(np.arange(len(lists), dtype=np.int64), [len(listed) for listed in lists])
    return of, np.fromiter(chain.from_iterable(lists), np.int64, len(of))


def _joined(family: Family, of: Numbers, *neighbours: Numbers) -> tuple[Numbers, Numbers]:
    """One feature for each run of neighbours that belong to the same sentence."""
    apart = len(of) - len(neighbours[0])
    same = of[: len(of) - apart] == of[apart:]
    return keys_of(family, *(listed[same] for listed in neighbours)), of[: len(of) - apart][same]


def compacted(symbols: Symbols, keys: Numbers, common: Flags) -> tuple[Symbols, Numbers, Flags]:
    """``keys`` in rising order with only the symbols that they use, numbered anew, and which are ``common`` words."""
    parts = [keys >> place * BITS & MOST_SYMBOLS for place in range(3)]
    used = np.unique(np.concatenate(parts))
    named = ["", *symbols]
    kept = Symbols(named[number] for number in used.tolist() if number)
    renamed = np.searchsorted(used[used > 0], np.arange(len(named))) + 1
    renamed[0] = 0
    third, second, first = (renamed[part] for part in parts)
    still = np.r_[False, np.r_[common, np.zeros(len(named) - len(common), bool)][used[used > 0]]]
    return kept, keys & ~((1 << 3 * BITS) - 1) | first << 2 * BITS | second << BITS | third, still
