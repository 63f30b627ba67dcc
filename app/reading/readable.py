"""The readable form of a block: single spaces, plain quotes and letters, no invisible characters, no Markdown marks."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.clean import LINE_BREAK, Block, Role, Visible

_DROPPED = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffc"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
_RUN = re.compile(rf"[^\s{_DROPPED}]++(?: [^\s{_DROPPED}]++)*|\s++")
_STRAIGHT = str.maketrans(
    "\u2018\u2019\u201a\u201b\u2032\u201c\u201d\u201e\u201f\u2033\uff02\uff07", "'''''\"\"\"\"\"\"'"
)
_STYLED = (*range(0x2100, 0x2150), *range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800))
"""Letters made to look bold or wide, as posts have them; each is one letter of ours in another dress."""
_PLAIN: dict[int, str | int] = {
    code: plain for code in _STYLED if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain.isascii()
}
_PLAIN |= _STRAIGHT
# Cyrillic and Greek letters that look like ours, by which adverts slip past filters. Whole texts in those scripts have
# been refused by then (app/reading/language.py), so what is left is English with strangers in it.
_PLAIN |= str.maketrans("\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04bb", "aeopcyxisjh")
_PLAIN |= str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0405\u0408", "ABEKMHOPCTYXISJ"
)
_PLAIN |= str.maketrans("\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u03c7", "aikvopux")
_MARKERS = re.compile(
    r"(?<!\\)(\*{1,3}|_{1,3}|~~|`{1,3})|(!?\[)(?=[^\[\]]{1,300}+\]\([^()\s]{0,500}+\))|(?<=\])\([^()\s]{0,500}+\)"
)
_ANY_MARKER = re.compile(r"[*_`~]|\]\(")
_HTML_BULLET = re.compile(r"[•●▪■◦‣✓✔✅☑➤►▶·][\ufe0e\ufe0f]?\s*+")


@dataclass(frozen=True, slots=True)
class Readable:
    """Readable ``text`` of a block, with the place of each character in the submitted text."""

    text: str
    role: Role
    positions: Sequence[int]
    wide: dict[int, int]
    marks: frozenset[int]  # places of Markdown marks left out of the text

    def outer_span(self, i: int, j: int, floor: int) -> tuple[int, int]:
        """Place of ``text[i:j]`` with the Markdown marks that touch it, never before ``floor``."""
        start, end = self.positions[i], max(self.positions[j - 1] + 1, self.wide.get(j - 1, 0))
        while start > floor and start - 1 in self.marks:
            start -= 1
        while end in self.marks:
            end += 1
        return start, end

    def wide_within(self, i: int, j: int) -> tuple[tuple[int, int], ...]:
        """The entities within ``text[i:j]``, counted from ``i``."""
        return tuple((k - i, end) for k, end in self.wide.items() if i <= k < j) if self.wide else ()


def readable(seen: Visible, block: Block, *, markdown: bool) -> Iterator[Readable]:
    """The readable lines of ``block``: one, or several where line breaks part it; nothing if no ink is left."""
    for spans in [block.spans] if markdown else _broken_lines(seen.text, block):
        yield from _clean(seen, spans, block.role, markdown=markdown)


def _broken_lines(text: str, block: Block) -> Iterator[tuple[tuple[int, int], ...]]:
    """The lines that <br> makes; one that begins small goes on with the line before it."""
    lines: list[tuple[int, int]] = []
    for start, end in block.spans:
        if text.find(LINE_BREAK, start, end) < 0:
            yield ((start, end),)
            continue
        at = start
        for line in text[start:end].split(LINE_BREAK):
            if line.strip():
                span = (at, at + len(line))
                if lines and not line.lstrip()[0].islower():
                    yield tuple(lines)
                    lines = []
                lines.append(span)
            at += len(line) + 1
    if lines:
        yield tuple(lines)


def _clean(seen: Visible, spans: tuple[tuple[int, int], ...], role: Role, *, markdown: bool) -> Iterator[Readable]:
    parts: list[str] = []
    places: list[int] = []
    left_out: set[int] = set()
    for number, (start, end) in enumerate(spans):
        if number and places and parts[-1] != " ":
            parts.append(" ")
            places.append(max(start - 1, places[-1] + 1))
        at = start
        if (
            not markdown
            and role == "sentence"
            and (bullet := _HTML_BULLET.match(seen.text, _ink(seen.text, start, end), end))
        ):
            at, role = bullet.end(), "item"
        cuts = _markdown_marks(seen.text, start, end) if markdown else []
        for cut_start, cut_end in cuts:
            _take(seen.text, at, cut_start, parts, places)
            left_out.update(range(cut_start, cut_end))
            at = cut_end
        _take(seen.text, at, end, parts, places)
    if places and parts[-1] == " ":
        parts.pop()
        places.pop()
    if not places:
        return
    origin = seen.origin
    wide = {k: seen.ends[p] for k, p in enumerate(places) if p in seen.ends} if seen.ends else {}
    marks = frozenset(origin[p] for p in left_out)
    positions = places if isinstance(origin, range) else [origin[p] for p in places]
    yield Readable("".join(parts), role, positions, wide, marks)


def _ink(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _take(text: str, start: int, end: int, parts: list[str], places: list[int]) -> None:
    """Adds ``text[start:end]`` with white space made single and invisible characters left out."""
    for run in _RUN.finditer(text, start, end):
        if run[0].isspace():
            if parts and parts[-1] != " ":
                parts.append(" ")
                places.append(run.start())
            continue
        parts.append(run[0].translate(_PLAIN))
        places.extend(range(run.start(), run.end()))


def _markdown_marks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Paired marks of emphasis and code, and the address part of links."""
    if _ANY_MARKER.search(text, start, end) is None:
        return []
    cuts: list[tuple[int, int]] = []
    opened: dict[str, tuple[int, int]] = {}
    link: tuple[int, int] | None = None
    for mark in _MARKERS.finditer(text, start, end):
        kind = mark[1]
        if kind is None:
            if mark[2] is not None:
                link = mark.span()
            elif link is not None:
                cuts += [link, (mark.start() - 1, mark.end())]
                link = None
            continue
        before = text[mark.start() - 1] if mark.start() > start else " "
        after = text[mark.end()] if mark.end() < end else " "
        if kind in opened and not before.isspace() and not (kind[0] == "_" and after.isalnum()):
            cuts += [opened.pop(kind), mark.span()]
        elif _may_open(kind, before, after):
            opened[kind] = mark.span()
    return sorted(cuts)


def _may_open(kind: str, before: str, after: str) -> bool:
    """Whether a mark can begin emphasis: "5*6" and "a_b" do not."""
    if after.isspace() or before.isdigit() or (after.isdigit() and kind == "*"):
        return False
    return not (before.isalnum() and kind[0] == "_")
