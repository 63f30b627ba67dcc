"""Hard words and what they mean, and which of them a text uses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class HardWord:
    """One word with its meaning in plain words; ``id`` is its place on the glossary page."""

    id: str
    word: str
    plain: str


class Glossary:
    """The vocabulary's glossary as people read it."""

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """``entries`` are those of ``glossary.yaml``; one without ``shown`` set to false has its place on the page."""
        self.words: tuple[HardWord, ...] = ()
        forms: dict[str, HardWord] = {}
        for entry in entries:
            if not entry.get("shown", True):
                continue
            word = hard_word(entry)
            self.words += (word,)
            forms |= {form.lower(): word for form in (entry["term"], *(entry.get("variants") or ()))}
        self.words = tuple(sorted(self.words, key=lambda w: w.word.lower()))
        self._forms = forms
        longest_first = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])" if forms else r"(?!)", re.IGNORECASE
        )
        # The same sentences of the evidence base stand in one answer after another; what visitors write is never cut.
        self.pieces = lru_cache(maxsize=4_096)(self._pieces)

    def used_in(self, *texts: str) -> tuple[HardWord, ...]:
        """The hard words that these texts of ours use, each once, in the order of their first use."""
        return tuple(dict.fromkeys(word for text in texts for _, word in self.pieces(text) if word))

    def _pieces(self, text: str) -> tuple[tuple[str, HardWord | None], ...]:
        """A text of ours cut at its hard words; joined, the pieces are the text again."""
        cut: list[tuple[str, HardWord | None]] = []
        at = 0
        for match in self._pattern.finditer(text):
            cut += [(text[at : match.start()], None), (match.group(), self._forms[match.group().lower()])]
            at = match.end()
        return (*cut, (text[at:], None))

    def by_letter(self) -> tuple[tuple[str, tuple[HardWord, ...]], ...]:
        """All words under their first letters, which are upper case."""
        letters: dict[str, list[HardWord]] = {}
        for word in self.words:
            letters.setdefault(word.word[0].upper(), []).append(word)
        return tuple((letter, tuple(words)) for letter, words in letters.items())


class FirstUse:
    """Finds each hard word where a page uses it first; made anew for each rendering, and asked in reading order."""

    def __init__(self, glossary: Glossary, words: Iterable[HardWord]) -> None:
        """``words`` are those explained on the page; others are passed over."""
        self._glossary = glossary
        self._waiting = set(words)

    def pieces(self, text: str) -> Iterator[tuple[str, HardWord | None]]:
        """``text`` in pieces; a hard word has its meaning beside it where it stands for the first time."""
        pieces = self._glossary.pieces(text)
        if not any(word in self._waiting for _, word in pieces):
            pieces = ((text, None),)
        for piece, word in pieces:
            first = word is not None and word in self._waiting
            self._waiting -= {word} if first else set()
            yield piece, word if first else None


def hard_word(entry: Mapping[str, Any]) -> HardWord:
    """One entry as people read it; ``label`` is its word where that is written otherwise than the term."""
    word, plain = str(entry.get("label") or entry["term"]), str(entry["plain"])
    return HardWord(slug(entry["term"]), word[:1].upper() + word[1:], plain)


def slug(term: str) -> str:
    """The name of a term in an address."""
    return re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")
