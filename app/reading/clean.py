"""From the text as submitted to what a reader sees: tags and hidden parts gone, entities decoded, places kept.

The HTML is parsed by JustHTML, which follows the HTML standard and tells where in the source each piece of text stands.
Words in angle brackets that are no tags ("<half a tablet> daily") are kept out of its sight and so survive.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from justhtml import JustHTML, Node, Text

from app.reading.words import word_set

Role = Literal["heading", "sentence", "item", "cell", "quote"]

LINE_BREAK = "\u2028"  # stands for <br>; source line ends of a page in HTML are only white space

_BLOCK_TAGS = word_set(
    "html head body main header footer nav aside section article div p h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd "
    "table caption thead tbody tfoot tr td th blockquote pre figure figcaption form fieldset legend address details "
    "summary dialog hr center menu search option optgroup button select textarea template script style title "
    "noscript iframe svg video audio canvas object"
)
_INLINE_TAGS = word_set(
    "a abbr acronym area b base basefont bdi bdo big br cite code col colgroup data datalist del dfn em embed font i "
    "img input ins kbd label link map mark math meta meter output param picture progress q rp rt ruby s samp slot "
    "small source span strike strong sub sup time track tt u var wbr"
)
_NEVER_SEEN = word_set("script style title template iframe svg canvas object math audio video datalist")
_HEADINGS = word_set("h1 h2 h3 h4 h5 h6")
_ENDS_HEADING = word_set("p ul ol table section article main pre form")  # a heading left open ends there
_ROLES: dict[str, Role] = {
    "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "blockquote": "quote"
}  # fmt: skip
_BARE_ATTRIBUTES = word_set(
    "hidden disabled checked selected async defer open required readonly multiple controls autoplay loop muted "
    "reversed nowrap noshade compact inert itemscope autofocus novalidate allowfullscreen nomodule crossorigin"
)

_TAG = re.compile(
    r"<(?:!--|!doctype|!\[|\?xml|(/?)([a-z][a-z0-9]{0,15}(?:[:-][a-z0-9:-]{1,40})?)(?=[\s/>])([^<>]{0,4000}))",
    re.IGNORECASE,
)
_BREAK = re.compile(r"</br(?=[\s/>])", re.IGNORECASE)  # browsers read it as <br>; the parser tells no place for it
_ATTRIBUTE = re.compile(r"\s*+/?\s*+([^\s=/\"'>]++)(?:\s*+(=))?")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_NO_TAG = "\ue000"  # a private character of the same width stands for a "<" that opens no tag; icons use it too


@dataclass(frozen=True, slots=True)
class Block:
    """One visible block: its ``role``, heading ``level`` (1 to 6, 0 for none) and the pieces of visible text in it."""

    role: Role
    level: int
    spans: tuple[tuple[int, int], ...]
    alone: bool = False  # a plain line that may turn out to be a heading


@dataclass(frozen=True, slots=True)
class Visible:
    """Visible text; ``origin[i]`` is the place of character i in the submitted text.

    ``ends`` gives the end of the characters that are written with more than one (``&amp;``). ``blocks`` is None
    where the text has no block tags and its lines decide.
    """

    text: str
    origin: Sequence[int]
    ends: dict[int, int]
    blocks: list[Block] | None


def visible(raw: str) -> Visible:
    """What of ``raw`` a reader sees; time in proportion to its length, never raises."""
    if "<" not in raw and "&" not in raw:
        return Visible(raw, range(len(raw)), {}, None)
    tags, shielded = _shield(raw)
    if not tags and _ENTITY.search(raw) is None:
        return Visible(raw, range(len(raw)), {}, None)
    shown = _Shown(raw)
    for piece in _pieces(JustHTML(shielded, sanitize=False, track_node_locations=True).root):
        shown.add(piece)
    return shown.result(saw_block=bool(tags & _BLOCK_TAGS))


def _shield(raw: str) -> tuple[set[str], str]:
    """The names of the real tags, and the text with every other ``<`` replaced."""
    tags: set[str] = set()
    kept: set[int] = set()
    last_comment_end = raw.rfind("-->")
    found = list(_TAG.finditer(raw))
    closed = {tag[2].lower() for tag in found if tag[1]}
    for tag in found:
        name = (tag[2] or "!").lower()
        if tag[0] == "<!--" and last_comment_end < tag.start():
            continue  # never closed: a slip of the pen must not swallow the rest of a page
        if name == "!" or (_is_html(name, closed) and (tag[1] or _plausible(tag[3]))):
            tags.add(name)
            kept.add(tag.start())
    shielded = re.sub("<", lambda sign: "<" if sign.start() in kept else _NO_TAG, raw)
    return tags, _BREAK.sub("<br/", shielded)


def _is_html(name: str, closed: set[str]) -> bool:
    if name in _BLOCK_TAGS or name in _INLINE_TAGS or ":" in name:
        return True
    return "-" in name and name in closed  # a custom element is closed again; "<anti-inflammatory>" is not


def _plausible(attributes: str) -> bool:
    """Whether the words after a tag name are attributes: ``<a half tablet>`` is text."""
    first = _ATTRIBUTE.match(attributes)
    return first is None or first[2] is not None or first[1].lower() in _BARE_ATTRIBUTES or not first[1].isalnum()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A visible piece of text, the place where it begins in the source, and the block it stands in."""

    start: int
    text: str
    block: int
    role: Role
    level: int
    raised: bool


def _pieces(root: Node) -> list[_Piece]:
    """The visible pieces in source order. Blocks are counted: each edge of a block element begins a new one."""
    pieces: list[_Piece] = []
    block = 0
    raised = False
    stack: list[tuple[Node | Text, Role, int, bool]] = [(root, "sentence", 0, False)]
    while stack:
        node, role, level, leaving = stack.pop()
        name = str(getattr(node, "name", ""))
        if leaving:
            block += name in _BLOCK_TAGS
            raised = False
        elif name == "#text":
            if node.origin_offset is not None:
                pieces.append(_Piece(node.origin_offset, str(node.data), block, role, level, raised))
        elif name == "br" and node.origin_offset is not None:
            mark = " " if level else LINE_BREAK
            pieces.append(_Piece(node.origin_offset, mark, block, role, level, raised=False))
        elif name not in _NEVER_SEEN and not _hidden(node):
            block += name in _BLOCK_TAGS
            raised = name == "sup"
            if name in _HEADINGS:
                role, level = "heading", int(name[1])
            elif name in _ROLES:
                role, level = _ROLES[name], 0
            elif role == "heading" and name in _ENDS_HEADING:
                role, level = "sentence", 0
            stack.append((node, role, level, True))
            stack.extend((child, role, level, False) for child in reversed(getattr(node, "children", None) or ()))
    return sorted(pieces, key=lambda p: p.start)


def _hidden(node: Node | Text) -> bool:
    attributes = getattr(node, "attrs", None) or {}
    return (
        "hidden" in attributes
        or (attributes.get("aria-hidden") or "").lower() == "true"
        or _HIDING_STYLE.search(attributes.get("style") or "") is not None
    )


class _Shown:
    """Collects visible pieces, each character with its place in the submitted text."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._parts: list[str] = []
        self._origin: list[int] = []
        self._ends: dict[int, int] = {}
        self._blocks: list[Block] = []
        self._block: _Piece | None = None
        self._block_start = 0
        self._at = 0

    def add(self, piece: _Piece) -> None:
        """Take in the next piece."""
        if self._block is not None and piece.block != self._block.block:
            self._flush()
        self._block = piece
        if piece.text in {LINE_BREAK, " "} and self._raw.startswith("<", piece.start):
            self._put(piece.text, piece.start)
            self._at = piece.start + 1
            return
        if piece.raised and self._parts:
            self._lift(piece)
        self._align(piece)

    def _align(self, piece: _Piece) -> None:
        """Walk text and source together; what the parser swallowed in between is passed over."""
        raw, at = self._raw, max(piece.start, self._at)
        text = piece.text
        done = 0
        while done < len(text) and at < len(raw):
            if raw[at] == "&" and (entity := _ENTITY.match(raw, at)) is not None:
                decoded = html.unescape(entity[0])
                if decoded != entity[0] and text.startswith(decoded, done):
                    for char in decoded:
                        self._ends[len(self._origin)] = entity.end()
                        self._put(char, at)
                    done, at = done + len(decoded), entity.end()
                    continue
            if raw[at] == text[done] or (raw[at] == "<" and text[done] == _NO_TAG):
                self._put(raw[at], at)
                done += 1
                at += 1
            elif raw[at] == "<":
                close = raw.find(">", at)
                at = len(raw) if close < 0 else close + 1
            else:
                at += 1
        self._at = at

    def _lift(self, piece: _Piece) -> None:
        """Keep ``10<sup>6</sup>`` from reading 106, and ``patients<sup>3</sup>`` from reading patients3."""
        last = self._parts[-1][-1]
        if last.isalnum() and piece.text[:1].isalnum():
            self._ends[len(self._origin)] = piece.start
            self._put("^" if last.isdigit() else " ", piece.start)

    def _put(self, char: str, origin: int) -> None:
        self._parts.append(char)
        self._origin.append(origin)

    def _flush(self) -> None:
        start, end = self._block_start, len(self._origin)
        self._block_start = end
        if self._block is not None and start < end:
            self._blocks.append(Block(self._block.role, self._block.level, ((start, end),)))

    def result(self, *, saw_block: bool) -> Visible:
        """All that was taken in."""
        self._flush()
        return Visible("".join(self._parts), self._origin, self._ends, self._blocks if saw_block else None)
