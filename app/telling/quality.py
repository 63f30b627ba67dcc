"""The measured figures of ``docs/quality.md`` for the method page: the document itself, so that none stands twice."""

from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from app.settings import HOME

_FRAME = '<div class="scroll" tabindex="0" role="region" aria-label="Measured figures, table {}"><table>'
QUALITY = HOME / "docs" / "quality.md"


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
