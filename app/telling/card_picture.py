"""The picture that other sites show where somebody shares a claim: its words, the verdict in words, our name.

Drawn with the font that comes with Pillow, so that every machine draws the same; colours come from the style tokens.
"""

import re
from collections.abc import Sequence
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


@cache
def colours() -> dict[str, str]:
    """The light colours of the style sheets, by the names of their tokens."""
    return dict(_TOKEN.findall((STATIC / "tokens.css").read_text(encoding="utf-8")))


def picture(title: str, verdict: str, tone: str, words: str = "Sentences are judged, never clinics") -> bytes:
    """A PNG of 1200 by 630 pixels: ``title`` in full, ``verdict`` in words, and a bar in the colour token ``tone``.

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
) -> tuple[list[str], ImageFont.FreeTypeFont | ImageFont.ImageFont, float]:
    """``text`` in lines at the largest size that fits, with the font and the height of a line."""
    for size in sizes:
        font = ImageFont.load_default(size=size)
        lines = _wrapped(draw, text, font, width)
        if len(lines) * size * LINE <= height:
            break
    most = max(1, int(height / (size * LINE)))
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} \u2026"]
    return lines, font, size * LINE


def _wrapped(
    draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: float
) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=font) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
