"""The person's own text, cut where claims begin and end, as a reader saw it: tags and hidden parts are gone."""

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.reading.clean import LINE_BREAK, Visible
from app.telling.answer import Piece, Verdict

_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that turn the direction of what follows: with them a text could show other words than were judged."""


def pieces(seen: Visible, marks: Sequence[tuple[int, int, int, Verdict]]) -> tuple[Piece, ...]:
    """What is ``seen`` of a submitted text in pieces.

    Each mark is (start, end, card number, verdict) in code points of the submitted text; marks are in text order and do
    not overlap, but two may share one span. The first of those gives the outline; a number stands once in each span.
    """
    begins = sorted({begin for block in seen.blocks or () for begin, _ in block.spans})
    found: list[Piece] = []
    places: Counter[int] = Counter()
    at = 0
    for start, end, numbers, verdict in _by_span(marks):
        found.append(Piece(_shown(seen, begins, at, start)))
        places.update(numbers)
        times = tuple(places[number] for number in numbers)
        found.append(Piece(_shown(seen, begins, start, end).strip(), numbers, verdict, times))
        at = max(at, end)
    found.append(Piece(_shown(seen, begins, at, sys.maxsize)))
    return tuple(piece for piece in found if piece.text)


def _by_span(marks: Sequence[tuple[int, int, int, Verdict]]) -> Iterator[tuple[int, int, tuple[int, ...], Verdict]]:
    spans: dict[tuple[int, int], list[tuple[int, Verdict]]] = {}
    for start, end, number, verdict in marks:
        spans.setdefault((start, end), []).append((number, verdict))
    for (start, end), found in spans.items():
        yield start, end, tuple(dict.fromkeys(number for number, _ in found)), found[0][1]


def _shown(seen: Visible, begins: Sequence[int], start: int, end: int) -> str:
    """The visible part of ``start:end`` of the submitted text; ``begins`` are the beginnings of the blocks, sorted."""
    first, last = bisect_left(seen.origin, start), bisect_left(seen.origin, end)
    if seen.blocks is None:
        return seen.text[first:last].replace(LINE_BREAK, "\n").translate(_TURNS)
    # In HTML the line ends of the source mean nothing and the blocks mean a new line.
    starts = set(begins[bisect_left(begins, first) : bisect_left(begins, last)])
    cuts = sorted({first, last} | starts)
    lines = (("\n" if i in starts and i else "") + _squeezed(seen.text[i:j]) for i, j in pairwise(cuts))
    return "".join(lines).translate(_TURNS)


def _squeezed(text: str) -> str:
    """White space as a browser shows it: each run is one space, also at the ends."""
    words = " ".join(text.replace(LINE_BREAK, " \n ").split(" "))
    lead = " " if text[:1].isspace() else ""
    trail = " " if text[-1:].isspace() else ""
    return lead + " ".join(words.split()) + trail if words.split() else lead
