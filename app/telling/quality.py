"""The measured figures of ``docs/quality.md`` for the method page: the document itself, so that none stands twice."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.settings import HOME

_FRAME = '<div class="scroll" tabindex="0" role="region" aria-label="Measured figures, table {}"><table>'
QUALITY = HOME / "docs" / "quality.md"
_ROW_NAMES = re.compile(r"\s*\([A-Z]{1,3}\d?(?:(?:, | and )\w+)*\)$")
"""The builders' names of the lots of a row, which tell a visitor nothing."""
_SHARE = re.compile(r"[01]\.\d+")


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement in plain counts out of 100 sentences.

    ``text`` says on what, in the document's words without the names of its lots. ``harmful`` and ``groundless`` are
    empty where they were not measured.
    """

    text: str
    right: str
    harmful: str
    groundless: str


@lru_cache(maxsize=1)
def quality(path: Path = QUALITY) -> Markup:
    """The document as HTML, its headings one level lower; empty where the file was not installed.

    HTML in the document is shown as text, and a link to another document of the project as its words: the site has no
    page for it.
    """
    if not path.is_file():
        return Markup()
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(path.read_text(encoding="utf-8"))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        token.children = token.children and list(_without_own_links(token.children))
    html = parser.renderer.render(tokens, parser.options, {})
    first, *tables = html.replace("</table>", "</table></div>").split("<table>")
    framed = first + "".join(_FRAME.format(number) + table for number, table in enumerate(tables, start=1))
    return Markup(framed)  # noqa: S704 - made from our own file, with HTML switched off


def _without_own_links(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a paragraph without the ends of those links that lead to no other site."""
    elsewhere = False
    for token in tokens:
        if token.type == "link_open":
            elsewhere = str(token.attrs["href"]).startswith("https://")
        if elsewhere or token.type not in {"link_open", "link_close"}:
            yield token


@lru_cache(maxsize=1)
def headline(path: Path = QUALITY) -> tuple[str, tuple[Measured, ...]]:
    """The measurements to show first, and the heading under which they stand; none where the document has none.

    They are the rows in bold of the document's first table that has columns for the text, accuracy and harmful; where
    no row is bold, its last row, which is the newest.
    """
    heading, rows = _first_table(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ("", [])
    stressed = [row for row in rows if "**" in row["accuracy"]]
    return heading, tuple(
        Measured(
            _ROW_NAMES.sub("", row["text"].replace("*", "").strip()),
            *(_of_a_hundred(row.get(name, "")) for name in ("accuracy", "harmful", "groundless")),
        )
        for row in stressed or rows[-1:]
    )


def _first_table(lines: Iterable[str]) -> tuple[str, list[dict[str, str]]]:
    heading, names, rows = "", list[str](), list[dict[str, str]]()
    for line in lines:
        if line.startswith("#") and not names:
            heading = line.strip("# ")
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not names:
            lower = [cell.lower() for cell in cells]
            names = lower if {"text", "accuracy", "harmful"} <= set(lower) else []
        elif not cells:
            break
        else:
            row = dict(zip(names, cells, strict=False))
            rows += [row] if _of_a_hundred(row.get("accuracy", "")) else []
    return heading, rows


def _of_a_hundred(cell: str) -> str:
    """A share as a count out of 100 sentences, to one decimal place; empty where the cell holds none."""
    share = _SHARE.match(cell.replace("*", ""))
    return f"{float(share[0]) * 100:.1f}".removesuffix(".0") if share else ""
