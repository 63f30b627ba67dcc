"""The blocks of plain text and Markdown: headings, list items, table cells, quotes, and lines joined to paragraphs."""

import re
from collections.abc import Iterator

from app.reading.clean import Block, Role
from app.reading.words import word_set

_WRAP_AT_LEAST = 50  # narrower lines are slogans and menus more often than wrapped prose
_WRAP_AT_MOST = 100  # wider lines are paragraphs of their own
_ITEM_WIDTH = 70  # an item at least this wide may go on without a sign
_INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0f\ufeff"
)

_HASHES = re.compile(r"(#{1,6})[ \t\u00a0]+")
_QUOTE = re.compile(r"(?:>[ \t\u00a0]*)+(?![\d>\s=<])")
_BULLET = re.compile(
    r"(?:[-*+\u2013\u2014·→o][ \t\u00a0]+|[•●▪■◦○‣✓✔✅☑➤►▶◆❖][\ufe0e\ufe0f]?[ \t\u00a0]*)(?:\[[ xX]\][ \t\u00a0]+)?"
)
_NUMBER = re.compile(r"(?:\(?(?:\d{1,3}|[a-hA-H]|[ivx]{1,4})\)|\d{1,3}\.)[ \t\u00a0]+(?=\S)")
_LONE_MARK = word_set("- \u2013 \u2014 • * · ● ▪ ■ ◦ ○ ‣ + o ✓ ✔ ✅ ☑ ➤ ► ▶")
_RULE = re.compile(r"[-=_*~+#|:.\s\u2013\u2014\u2022]+")
_BAR = re.compile(r"(?<!\\)\|")
_LAST_SMALL_WORD = re.compile(
    r"(?:\b(?:a|an|the|of|in|on|at|to|for|and|or|with|by|from|our|your|is|are|was|that|as|than|per)|[,(\u2013\u2014-])$",
    re.IGNORECASE,
)
_END_MARK = re.compile(r"[.!?:;…][\"'\u201d\u2019)\]]*$")


class _Lines:
    """Reads the lines of ``text`` one by one and gathers them into blocks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.chunk: list[tuple[int, int]] = []  # plain lines with no blank line between them
        self.item: list[tuple[int, int]] = []
        self.quote: list[tuple[int, int]] = []
        self.lone_mark = False

    def run(self) -> list[Block]:
        start = 0
        for line in self.text.splitlines(keepends=True):
            left = len(line) - len(line.lstrip().lstrip(_INVISIBLE).lstrip())
            body = line[left:].rstrip()
            self._line(body, start + left, indented=left > 1)
            start += len(line)
        self._flush()
        return self.blocks

    def _line(self, body: str, start: int, *, indented: bool) -> None:
        if not body:
            self._flush()
            return
        first = body[0]
        span = (start, start + len(body))
        if first.isalpha() and first != "o" and not self.item and not self.quote and not self.lone_mark:
            if _is_row(body):
                self._row(body, start)
            elif not (len(body) > 1 and body[1] == ")" and self._listed(body, start)):
                self.chunk.append(span)
            return
        if body in _LONE_MARK:
            self._flush()
            self.lone_mark = True
        elif _RULE.fullmatch(body):
            self._rule(body)
        elif first == "|" or _is_row(body):
            self._row(body, start)
        elif not self._marked(body, start) and not self._listed(body, start):
            self._plain(body, span, indented=indented)

    def _rule(self, body: str) -> None:
        """A line of marks only: it underlines a heading, or parts two blocks."""
        if len(self.chunk) == 1 and len(body) > 2 and body[0] in "=-" and not body.strip(body[0]):  # noqa: PLR2004
            self.blocks.append(Block("heading", 1 if body[0] == "=" else 2, (self.chunk[0],)))
            self.chunk = []
        self._flush()

    def _row(self, body: str, start: int) -> None:
        self._flush()
        at = 0
        for bar in _BAR.finditer(body + "|"):
            if body[at : bar.start()].strip():
                self.blocks.append(Block("cell", 0, ((start + at, start + bar.start()),)))
            at = bar.end()

    def _marked(self, body: str, start: int) -> bool:
        if (hashes := _HASHES.match(body)) is not None:
            self._flush()
            end = len(body.rstrip("#"))
            if end > hashes.end() and body[end - 1] not in " \t":
                end = len(body)
            self.blocks.append(Block("heading", len(hashes[1]), ((start + hashes.end(), start + end),)))
            return True
        if (quote := _QUOTE.match(body)) is not None:
            if not self.quote:
                self._flush()
            self.quote.append((start + quote.end(), start + len(body)))
            return True
        return False

    def _listed(self, body: str, start: int) -> bool:
        mark = _BULLET.match(body)
        if mark is None or mark.end() == len(body):
            mark = None if self._mid_sentence() else _NUMBER.match(body)
        if mark is None:
            return False
        self._flush()
        self.item.append((start + mark.end(), start + len(body)))
        return True

    def _mid_sentence(self) -> bool:
        """Whether a paragraph is open whose last line did not end: then "40. " is a figure and not a number."""
        if not self.chunk:
            return False
        start, end = self.chunk[-1]
        return end - start >= _WRAP_AT_LEAST and _END_MARK.search(self.text[max(start, end - 4) : end]) is None

    def _plain(self, body: str, span: tuple[int, int], *, indented: bool) -> None:
        if self.lone_mark:
            self._flush()
            self.item.append(span)
        elif self.quote:
            if not body[0].islower():
                self._flush()
                self.chunk.append(span)
            else:
                self.quote.append(span)
        elif self.item and (indented or self._item_goes_on(span)):
            self.item.append(span)
        else:
            if self.item:
                self._flush()
            self.chunk.append(span)

    def _item_goes_on(self, span: tuple[int, int]) -> bool:
        start, end = self.item[-1]
        ended = _END_MARK.search(self.text[max(start, end - 4) : end]) is not None
        return not ended and self._goes_on((start, end), span, width=_ITEM_WIDTH if end - start <= _WRAP_AT_MOST else 0)

    def _goes_on(self, before: tuple[int, int], after: tuple[int, int], *, width: int) -> bool:
        """Whether the line ``after`` continues ``before``: a small letter, an unfinished phrase, or a full line."""
        text = self.text
        tail = text[max(before[0], before[1] - 12) : before[1]]
        ended = _END_MARK.search(tail) is not None
        if not ended and (text[after[0]].islower() or _LAST_SMALL_WORD.search(tail) is not None):
            return True
        first_word = text[after[0] : after[0] + 30].split(None, 1)[0]
        return width >= _WRAP_AT_LEAST and before[1] - before[0] + 1 + len(first_word) > width

    def _flush(self) -> None:
        if self.item:
            self._add("item", self.item)
        if self.quote:
            self._add("quote", self.quote)
        if self.chunk:
            for lines in self._paragraphs():
                self.blocks.append(Block("sentence", 0, tuple(lines), alone=len(lines) == 1))
        self.item, self.quote, self.chunk, self.lone_mark = [], [], [], False

    def _add(self, role: Role, spans: list[tuple[int, int]]) -> None:
        self.blocks.append(Block(role, 0, tuple(spans)))

    def _paragraphs(self) -> Iterator[list[tuple[int, int]]]:
        """The lines between two blank lines, hard-wrapped ones joined."""
        width = max(end - start for start, end in self.chunk)
        wide_lines = width > _WRAP_AT_MOST
        wrapped = len(self.chunk) > 2 or any(self.text[start].islower() for start, _ in self.chunk[1:])  # noqa: PLR2004
        if wide_lines or not wrapped:
            width = 0
        lines = [self.chunk[0]]
        for line in self.chunk[1:]:
            # Among lines that are whole paragraphs a short one is a title or a byline, whatever follows.
            title = wide_lines and lines[-1][1] - lines[-1][0] < _ITEM_WIDTH
            if not title and self._goes_on(lines[-1], line, width=width):
                lines.append(line)
            else:
                yield lines
                lines = [line]
        yield lines


def _is_row(body: str) -> bool:
    return body[-1] == "|" or body.count(" | ") > 1


def blocks_of_lines(text: str) -> list[Block]:
    """The blocks of plain or Markdown ``text``, in order; linear in its length, never raises."""
    return _Lines(text).run()
