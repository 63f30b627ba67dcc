"""Reading grade of what patients read: the Automated Readability Index, long medical names exempt by the glossary."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

MOST = 8.0
"""Highest grade allowed for a short answer."""
_EXEMPT_LETTERS = 5
_WORD = re.compile(r"[^\W_]+(?:['\u2019.,-][^\W_]+)*")
_END = re.compile(r"[.!?]+(?=[\"'\u201d\u2019)\]]*(?:\s|$))")


def reading_grade(text: str, easy: frozenset[str] = frozenset()) -> float:
    """US school grade of ``text``; words in ``easy`` (lower case) count as five letters. 0 for a text without words.

    Counts as textstat does: every character but spaces, points and commas included.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    written = sum(not c.isspace() for c in text) - sum(_let_pass(w, easy) for w in words)
    return 4.71 * written / len(words) + 0.5 * len(words) / count_sentences(text) - 21.43


def count_sentences(text: str) -> int:
    """Sentences of ``text``, at least one; a point inside a number or an abbreviation without a space ends none."""
    return max(1, len(_END.findall(text)))


def easy_words(glossary: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The words of the vocabulary's glossary that the index lets pass: all but those of entries marked not exempt."""
    exempt = [entry for entry in glossary if entry.get("exempt", True)]
    phrases = [p for entry in exempt for p in (entry["term"], *(entry.get("variants") or ()))]
    return frozenset(w for phrase in phrases for w in _WORD.findall(phrase.lower()))


def _let_pass(word: str, easy: frozenset[str]) -> int:
    """How many letters of ``word`` do not count."""
    return max(0, len(word) - _EXEMPT_LETTERS) if not easy.isdisjoint(_forms(word.lower())) else 0


def _forms(word: str) -> tuple[str, ...]:
    """The word as it may stand in the glossary: as written, without the possessive, singular."""
    plain = word.removesuffix("'s").removesuffix("\u2019s")
    return (word, plain, plain.removesuffix("s"), plain.removesuffix("es"))
