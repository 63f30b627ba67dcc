"""What one person writes and another reads: kept word for word, and shown so that nothing in it can act."""

import unicodedata

import bleach
from markupsafe import Markup, escape

_KEPT_CONTROLS = {"\n", "\t"}


def plain(text: str, longest: int) -> str:
    """``text`` cut to ``longest`` characters, without control and direction characters, its line ends levelled."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return "".join(kept).strip()[:longest]


def is_too_long(text: str, longest: int, lines: int) -> bool:
    """Whether ``text`` has more than ``longest`` characters or more than so many ``lines``."""
    whole = plain(text, 10 * longest)
    return len(whole) > longest or whole.count("\n") >= lines


def as_paragraphs(text: str, longest: int) -> Markup:
    """``text`` as HTML paragraphs: everything in it is escaped first, and bleach is the last gate.

    No word is lost ("<half a tablet> daily" stays as written). bleach is slow on long texts, hence the cut before.
    """
    blocks = [block for block in plain(text, longest).split("\n\n") if block.strip()]
    html = "".join("<p>" + str(escape(block.strip())).replace("\n", "<br>") + "</p>" for block in blocks)
    cleaned = bleach.clean(html, tags={"p", "br"}, attributes={}, protocols=set())
    return Markup(cleaned)  # noqa: S704 - escaped above and passed through bleach
