"""The picture that other sites show where somebody shares a claim: its words, the verdict in words, our name.

Drawn with the font that comes with Pillow, so that every machine draws the same; colours come from the style tokens.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from app.assets import STATIC

SIZE = 1200, 630
EDGE, BAR = 72, 28
_TOKEN = re.compile(r"--([a-z_-]+):\s*(#[0-9a-f]{6});")
QUOTE_SIZES = (68, 60, 52, 46, 40, 34)
VERDICT_SIZES = (54, 48, 42)
LINE = 1.25
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def colours() -> dict[str, str]:
    """The light colours of the style sheets, by the names of their tokens."""
    return dict(_TOKEN.findall((STATIC / "tokens.css").read_text(encoding="utf-8")))


def picture(title: str, verdict: str, tone: str, words: str = "Sentences are judged, never clinics") -> bytes:
    """A PNG of 1200 by 630 pixels: ``title``, ``verdict`` in words, and a bar in the colour token ``tone``.

    ``verdict`` may be empty, and ``tone`` then stands for the site. ``words`` stand small in the corner: the day of a
    verdict, because sites keep such a picture for years.
    """
    shade = colours()
    image = Image.new("RGB", SIZE, shade["paper"])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, BAR, SIZE[1]), fill=shade[tone])
    left, wide, low = BAR + EDGE, SIZE[0] - BAR - 2 * EDGE, SIZE[1] - EDGE
    room = float(low - 90)  # the verdict's box ends here
    if verdict:
        lines, font, high = _fitted(draw, verdict, wide - 56, 120, VERDICT_SIZES)
        long = max(draw.textlength(line, font=font) for line in lines)
        box = (left, room - high * len(lines) - 32, left + long + 56, room)
        draw.rounded_rectangle(box, radius=18, fill=shade[f"{tone}-soft"], outline=shade[tone], width=5)
        for number, line in enumerate(lines):
            draw.text((left + 28, box[1] + 16 + high * (number + 0.5)), line, font=font, fill=shade[tone], anchor="lm")
        room = box[1] - 12
    lines, font, high = _fitted(draw, title, wide, min(300, room - EDGE), QUOTE_SIZES)
    top = float(EDGE)
    for line in lines:
        draw.text((left, top), line, font=font, fill=shade["ink"])
        top += high
    draw.text(
        (left, low), "Clinic Claim Checker", font=ImageFont.load_default(size=38), fill=shade["plum"], anchor="ls"
    )
    draw.text((SIZE[0] - EDGE, low), words, font=ImageFont.load_default(size=30), fill=shade["ink-soft"], anchor="rs")
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(
    draw: ImageDraw.ImageDraw, text: str, width: float, height: float, sizes: Sequence[int]
) -> tuple[list[str], Font, float]:
    """``text`` in lines at the largest size that fits without breaking a word, with the font and a line's height.

    What does not fit at the smallest size ends in three dots.
    """
    for size in sizes:
        font = ImageFont.load_default(size=size)
        lines = wrapped(draw, text, font, width)
        whole = all(draw.textlength(word, font=font) <= width for word in text.split())
        if whole and len(lines) * size * LINE <= height:
            break
    most = max(1, int(height / (size * LINE)))
    if len(lines) > most:
        last = wrapped(draw, lines[most - 1], font, width - draw.textlength(" \u2026", font=font))[0]
        lines = [*lines[: most - 1], f"{last} \u2026"]
    return lines, font, size * LINE


def wrapped(draw: ImageDraw.ImageDraw, text: str, font: Font, width: float) -> list[str]:
    """``text`` in lines of at most ``width`` pixels; only a word that is longer than a line is broken."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if draw.textlength(longer, font=font) <= width:
            lines[-1:] = [longer]
        else:
            lines += _pieces(draw, word, font, width)
    return lines


def _pieces(draw: ImageDraw.ImageDraw, word: str, font: Font, width: float) -> Iterator[str]:
    """``word`` in pieces of at most ``width`` pixels; a piece has one letter at least."""
    start = 0
    for end in range(1, len(word) + 1):
        if end - start > 1 and draw.textlength(word[start:end], font=font) > width:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]
