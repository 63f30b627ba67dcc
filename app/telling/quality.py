"""The measured figures of ``docs/quality.md`` for the method page: the document itself, so that none stands twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from app.settings import HOME

_FRAME = '<div class="scroll" tabindex="0" role="region" aria-label="Measured figures, table {}"><table>'
QUALITY = HOME / "docs" / "quality.md"
_SHARE = re.compile(r"[01]\.\d+")


@dataclass(frozen=True, slots=True)
class Headline:
    """One measurement in plain counts: ``right``, ``harmful`` and ``groundless`` are out of 100 sentences.

    ``text`` says on what it was measured and ``first_sight`` whether nobody had seen that text before, in the
    document's words.
    """

    text: str
    first_sight: str
    right: str
    harmful: str
    groundless: str


@lru_cache(maxsize=1)
def quality(path: Path = QUALITY) -> Markup:
    """The document as HTML, its headings one level lower; empty where the file was not installed.

    HTML in the document is shown as text.
    """
    if not path.is_file():
        return Markup()
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(path.read_text(encoding="utf-8"))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
    html = parser.renderer.render(tokens, parser.options, {})
    first, *tables = html.replace("</table>", "</table></div>").split("<table>")
    framed = first + "".join(_FRAME.format(number) + table for number, table in enumerate(tables, start=1))
    return Markup(framed)  # noqa: S704 - made from our own file, with HTML switched off


@lru_cache(maxsize=1)
def headline(path: Path = QUALITY) -> Headline | None:
    """The measurement to show first: the first one at first sight, else the first of all; None where there is none.

    It is read from the first table of the document with columns for the text, first sight, accuracy, harmful and
    groundless.
    """
    rows = list(_measured(path)) if path.is_file() else []
    return next((row for row in rows if row.first_sight.lower().startswith("yes")), rows[0] if rows else None)


def _measured(path: Path) -> Iterator[Headline]:
    wanted = ("text", "at first sight", "accuracy", "harmful", "groundless")
    columns: list[int] | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if columns is None:
            names = [cell.lower() for cell in cells]
            columns = [names.index(name) for name in wanted] if set(wanted) <= set(names) else None
        elif not cells:
            return
        elif _SHARE.match(cells[columns[2]]):
            text, seen, *shares = (cells[column] for column in columns)
            yield Headline(text, seen, *map(_of_a_hundred, shares))


def _of_a_hundred(cell: str) -> str:
    """A share as a count out of 100 sentences, to one decimal place."""
    share = _SHARE.match(cell)
    return f"{float(share[0]) * 100:.1f}".removesuffix(".0") if share else "an unknown number"
