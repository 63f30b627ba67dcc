"""A submitted text as sentences, each with its place in the text, its role on the page and its headings."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Literal

from app.reading.clean import Block, Role, Visible, visible
from app.reading.language import foreign_language, language_name
from app.reading.lines import blocks_of_lines
from app.reading.readable import Readable, readable
from app.reading.sentences import split_sentences

LONGEST_TEXT = 200_000
"""Characters taken in one check."""
MOST_SENTENCES = 10_000
"""Sentences, list items and cells taken in one check; 60 printed pages have some 3,000."""

_END_MARK = re.compile(r"[.!?:;,…][\"')\]]*$")
_HEADING_WORDS = 10
_CAPITAL_HEADING_WORDS = 14
_TEXT_WORDS = 9
_NO_HEADING = re.compile(
    r"(?:learn|read|see|view|click|book|call|contact|sign|log|subscribe|share|home|menu|search|back|skip)\b.{0,20}$"
    r"|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [^\W\d_]{3,9} \d{4}|[\d\W]+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading, list item or table cell.

    ``start`` and ``end`` are code points into the text as submitted; ``text`` is the readable form and
    ``positions[i]`` the place of ``text[i]`` in the submitted text. ``headings`` are the readable headings above it,
    outermost first. ``paragraph`` numbers the block it stands in. ``wide`` lists (index, end) of the characters
    that the submitted text writes with more than one, such as ``&amp;``.
    """

    start: int
    end: int
    text: str
    role: Role
    headings: tuple[str, ...]
    paragraph: int
    positions: tuple[int, ...]
    wide: tuple[tuple[int, int], ...] = ()

    def span(self, i: int, j: int) -> tuple[int, int]:
        """Place of ``text[i:j]`` in the submitted text; IndexError outside ``0 <= i < j <= len(text)``."""
        if not 0 <= i < j <= len(self.positions):
            raise IndexError((i, j))
        end = self.positions[j - 1] + 1
        place = bisect_left(self.wide, (j - 1,))
        if place < len(self.wide) and self.wide[place][0] == j - 1:
            end = max(end, self.wide[place][1])
        return self.positions[i], end

    def part(self, i: int, j: int) -> "Sentence":
        """``text[i:j]`` as a sentence of its own on the same place of the page; IndexError as in ``span``."""
        start, end = self.span(i, j)
        wide = tuple((at - i, stop) for at, stop in self.wide if i <= at < j)
        return replace(self, start=start, end=end, text=self.text[i:j], positions=self.positions[i:j], wide=wide)


@dataclass(frozen=True, slots=True)
class Document:
    """A submitted text: what of it a reader sees, and the sentences of that in order."""

    seen: Visible
    sentences: tuple[Sentence, ...]


class InputProblem(ValueError):  # noqa: N818 - the visitor's problem with the input, not an error of ours
    """A text that cannot be read; ``message`` says in plain words how to mend it."""

    def __init__(
        self,
        code: Literal["empty", "no_words", "too_long", "not_english"],
        message: str,
        language: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.language = language


def read_document(text: str) -> Document:
    """What ``text`` (plain, Markdown or HTML) shows, and all its sentences.

    Raises InputProblem if there is nothing to read, too much of it, or it is not in English.
    """
    if len(text) > LONGEST_TEXT:
        raise InputProblem(
            "too_long",
            f"The text has {len(text):,} characters. We can read {LONGEST_TEXT:,} at a time. Check one part at a time.",
        )
    if not text.strip():
        raise InputProblem("empty", "There is no text yet. Paste what the clinic says, or type one sentence of it.")
    seen = visible(text)
    if re.search(r"[^\W\d_]", seen.text) is None:
        raise InputProblem("no_words", "We found no words in this text. Paste at least one sentence in English.")
    _refuse_other_languages(seen.text)
    blocks = seen.blocks if seen.blocks is not None else blocks_of_lines(seen.text)
    sentences = _sentences(seen, blocks, markdown=seen.blocks is None)
    if len(sentences) > MOST_SENTENCES:
        raise InputProblem(
            "too_long",
            f"The text has {len(sentences):,} separate lines and sentences. We can read {MOST_SENTENCES:,} at a time. "
            "Check one part at a time.",
        )
    return Document(seen, sentences)


def _refuse_other_languages(text: str) -> None:
    language = foreign_language(text)
    if language == "es":
        raise InputProblem(
            "not_english",
            "Todavía no podemos leer textos en español. Pegue el texto en inglés si lo tiene.",
            "es",
        )
    if language is not None:
        name = language_name(language)
        raise InputProblem(
            "not_english",
            f"This text seems to be in {name or 'another language'}. We can only read English so far. "
            "Paste an English version of it.",
            None if name is None else language,
        )


def _sentences(seen: Visible, blocks: list[Block], *, markdown: bool) -> tuple[Sentence, ...]:
    shown = [(block, read) for block in blocks for read in readable(seen, block, markdown=markdown)]
    levels = _heading_levels(shown)
    sentences: list[Sentence] = []
    headings: list[tuple[int, str]] = []
    last_end = 0
    for number, (block, read) in enumerate(shown):
        level = max(block.level, levels[number])
        if level:
            while headings and headings[-1][0] >= level:
                headings.pop()
        above = tuple(text for _, text in headings)
        role: Role = "heading" if level else read.role
        for i, j in split_sentences(read.text):
            start, end = read.outer_span(i, j, last_end)
            sentences.append(
                Sentence(
                    start, end, read.text[i:j], role, above, number, tuple(read.positions[i:j]), read.wide_within(i, j)
                )
            )
            last_end = end
        if level:
            headings.append((level, read.text))
    return tuple(sentences)


def _heading_levels(shown: list[tuple[Block, Readable]]) -> list[int]:
    """For each block the level of a heading that only its looks betray, 0 for none; read from the end backwards."""
    levels = [0] * len(shown)
    marked = any(block.level for block, _ in shown)
    text_follows = False
    for number in range(len(shown) - 1, -1, -1):
        block, read = shown[number]
        if block.level:
            text_follows = True
            continue
        words = read.text.count(" ") + 1
        if block.alone and text_follows and _looks_like_heading(read.text, words):
            levels[number] = _level(read.text, first=number == 0, marked=marked)
        else:
            text_follows = (
                block.role != "sentence" or words >= _TEXT_WORDS or _END_MARK.search(read.text[-4:]) is not None
            )
    return levels


def _level(text: str, *, first: bool, marked: bool) -> int:
    if marked:
        return 6
    return 1 if first else 3 if text.endswith(":") else 2


def _looks_like_heading(text: str, words: int) -> bool:
    if not text[0].isalnum() and text[0] not in "\"'(":
        return False
    if _NO_HEADING.match(text) is not None:
        return False
    last = text[-1]
    if words > _CAPITAL_HEADING_WORDS or last in ".!,;…" or (last in "\"')" and text[-2:-1] in {".", "!", ","}):
        return False
    return words <= _HEADING_WORDS or text.isupper() or _in_title_case(text)


def _in_title_case(text: str) -> bool:
    long_words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]  # noqa: PLR2004
    return bool(long_words) and all(word[0].isupper() for word in long_words)
