"""How high a frame has to be so that nothing in it scrolls, worked out from its words and its width.

A host page that loads our small script gets the true height. This is for all others, and for oEmbed, which has to say a
height before anything is drawn. Sizes are those of `static/base.css`, in pixels, for a font that runs wide: a little
room below is better than a frame that scrolls inside a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from app.evidence.claim import ClaimRecord
from app.telling.library import ClaimLine
from app.telling.record import SURENESS, RecordTeller

MOST_LINES = 8
"""Claims that the frame of a topic lists; the rest stand behind a link."""
DATES_OF_TOPIC = 135  # letters of the small line below its list
FRAME = 80  # what stands around the words: padding, the line and the link at the foot
PADDING = 32
SPARE = 1.08  # lines break at words


@dataclass(frozen=True, slots=True)
class _Style:
    """One kind of text: pixels of a letter on average, of a line, and below the last one."""

    letter: float
    line: float
    below: float


_ICON = "ooo"  # letters that take the room of a verdict's icon
_TITLE, _VERDICT = _Style(11.5, 25, 13), _Style(10.3, 29, 10)
_TEXT, _SMALL = _Style(9.6, 28.8, 14.4), _Style(8.6, 25.6, 14.4)
_LINK, _BESIDE = _Style(10, 28.8, 0), _Style(9.6, 29, 32)


def claim_height(record: ClaimRecord, teller: RecordTeller, width: int) -> int:
    """The height of the frame of one claim, ``width`` pixels wide."""
    reached = [rung for rung in teller.ladder(record) if rung.reached]
    parts = [
        (f"\u201c{record.claim}\u201d", _TITLE),
        (_ICON + teller.verdict(record).label, _VERDICT),
        (record.short_answer, _TEXT),
        (f"How sure we are: {SURENESS[record.certainty]}" if SURENESS[record.certainty] else "", _TEXT),
        (teller.dates(record), _SMALL),
        ("Why, with all sources", _TEXT),
    ]
    if reached:
        parts.append((f"How far testing has come: {reached[-1].label} (step 1 of 6).", _TEXT))
    return _height(parts, width) + (12 if reached else 0)


def topic_height(label: str, lines: Iterable[ClaimLine], more: bool, width: int) -> int:  # noqa: FBT001 - given by partial, before the width
    """The height of the frame of one topic that lists ``lines``, ``width`` pixels wide."""
    parts = [(f"{label}: what adverts say, and what we found", _TITLE)]
    for line in lines:
        claim, verdict = f"\u201c{line.claim}\u201d", _ICON + line.verdict.label
        beside = len(claim + verdict) * _LINK.letter * SPARE < width - PADDING
        parts += [(claim, _BESIDE if beside else _LINK), ("" if beside else verdict, _BESIDE)]
    parts += [("99 more" if more else "", _TEXT), ("x" * DATES_OF_TOPIC, _SMALL)]
    return _height(parts, width)


def _height(parts: Iterable[tuple[str, _Style]], width: int) -> int:
    room = max(1, width - PADDING)
    return ceil(
        FRAME
        + sum(ceil(len(text) * style.letter * SPARE / room) * style.line + style.below for text, style in parts if text)
    )
