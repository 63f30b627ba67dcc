"""From the text as submitted to what a reader sees: tags and hidden parts gone, entities decoded, places kept.

The tags are scanned by hand and not with ``html.parser``: on broken markup (many unclosed tags or quotes) that
module goes back over the same text again and again, and the time for a page must stay in proportion to its length.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


Role = Literal["heading", "sentence", "item", "cell", "quote"]

LINE_BREAK = "\u2028"  # stands for <br>; source line ends of a page in HTML are only white space

_BLOCK_TAGS = _words(
    "html head body main header footer nav aside section article div p h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd "
    "table caption thead tbody tfoot tr td th blockquote pre figure figcaption form fieldset legend address details "
    "summary dialog hr center menu search option optgroup button select textarea template script style title "
    "noscript iframe svg video audio canvas object"
)
_INLINE_TAGS = _words(
    "a abbr acronym area b base basefont bdi bdo big br cite code col colgroup data datalist del dfn em embed font i "
    "img input ins kbd label link map mark math meta meter output param picture progress q rp rt ruby s samp slot "
    "small source span strike strong sub sup time track tt u var wbr"
)
_VOID_TAGS = _words("area base basefont br col embed hr img input link meta param source track wbr")
_RAW_TAGS = frozenset(("script", "style", "title", "iframe"))  # their content is never markup
_NEVER_SEEN = _words("template svg canvas object math audio video datalist")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SCOPES = _words("ul ol menu table blockquote li td th dt dd") | _HEADINGS
_ROLES: dict[str, Role] = {
    "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "blockquote": "quote"
}  # fmt: skip
_ENDS_HEADING = _words("p ul ol table blockquote li section article main pre form") | _HEADINGS
_ENDS_ITSELF = {"li": "li", "dt": "dt dd", "dd": "dt dd", "td": "td th", "th": "td th"}
_BARE_ATTRIBUTES = _words(
    "hidden disabled checked selected async defer open required readonly multiple controls autoplay loop muted "
    "reversed nowrap noshade compact inert itemscope autofocus novalidate allowfullscreen nomodule crossorigin"
)

_TAG_HEAD = re.compile(
    r"<(?:(!--)|(!doctype|!\[|\?xml)|(/?)([a-z][a-z0-9]{0,15}(?:[:-][a-z0-9:-]{1,40})?)(?=[\s/>]))", re.IGNORECASE
)
_TAG_MARK = re.compile(r"[\"'<>]")
_ATTRIBUTE = re.compile(r"([^\s=/\"'>]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)")


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
    """What of ``raw`` a reader sees; linear in its length, never raises."""
    if "<" not in raw and "&" not in raw:
        return Visible(raw, range(len(raw)), {}, None)
    scan = _Scan(raw)
    scan.run()
    if not scan.changed:
        return Visible(raw, range(len(raw)), {}, None)
    return Visible("".join(scan.parts), scan.origin, scan.ends, scan.blocks if scan.saw_block else None)


class _Scan:
    """One pass over a text with tags."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.parts: list[str] = []
        self.origin: list[int] = []
        self.ends: dict[int, int] = {}
        self.blocks: list[Block] = []
        self.changed = False
        self.saw_block = False
        self._block_start = 0
        self._open: list[str] = []  # scopes that decide the role of a block
        self._open_count: Counter[str] = Counter()
        self._containers: Counter[str] = Counter()
        self._hidden: str | None = None  # the tag that hides what follows
        self._inside: list[str] = []  # tags opened within the hidden one
        self._inside_count: Counter[str] = Counter()
        self._raised = False  # just after <sup>
        self._dead_quotes: set[int] = set()
        self._unclosed: set[str] = set()
        self._paired: dict[str, bool] = {}

    def run(self) -> None:
        raw, text_from, at = self.raw, 0, 0
        while (at := raw.find("<", at)) >= 0:
            tag_end = self._tag(at, text_from)
            if tag_end is None:
                at += 1
            else:
                self.changed = True
                at = text_from = tag_end
        self._text(text_from, len(raw))
        self._flush()

    def _tag(self, at: int, text_from: int) -> int | None:
        """Takes in the tag at ``at`` and the text before it; the place after the tag, or None if it is no tag."""
        head = _TAG_HEAD.match(self.raw, at)
        if head is None:
            return None
        if head[1] or head[2]:
            self._text(text_from, at)
            return self._after(head.end(), "-->" if head[1] else ">")
        end = self._tag_end(head.end())
        if end is None:
            return None
        name = head[4].lower()
        attributes = self.raw[head.end() : end - 1].strip(" \t\r\n\f/")
        if not (self._known(name) and (head[3] or _plausible(attributes))):
            return None
        self._text(text_from, at)
        if head[3]:
            self._closed(name)
            return end
        return self._opened(name, attributes, end)

    def _after(self, at: int, mark: str) -> int:
        end = -1 if mark in self._unclosed else self.raw.find(mark, at)
        if end >= 0:
            return end + len(mark)
        self._unclosed.add(mark)
        # An unclosed comment ends at the next ">", so that a slip of the pen does not swallow a whole page.
        return self._after(at, ">") if mark != ">" else len(self.raw)

    def _tag_end(self, at: int) -> int | None:
        """Place after the ``>`` that ends a tag; each opening quote is tried once, which keeps this linear."""
        tried: list[int] = []
        while (mark := _TAG_MARK.search(self.raw, at)) is not None:
            if mark[0] == ">":
                return mark.end()
            if mark[0] == "<" or mark.start() in self._dead_quotes:
                break
            tried.append(mark.start())
            close = -1 if mark[0] in self._unclosed else self.raw.find(mark[0], mark.end())
            if close < 0:
                self._unclosed.add(mark[0])
                at = mark.end()
            else:
                at = close + 1
        self._dead_quotes.update(tried)
        return None

    def _known(self, name: str) -> bool:
        if name in _BLOCK_TAGS or name in _INLINE_TAGS or ":" in name or self._hidden is not None:
            return True
        if "-" not in name:
            return False
        if name not in self._paired:  # a custom element is closed again; "<anti-inflammatory>" is not
            self._paired[name] = f"</{name}" in self.raw if len(self._paired) < 50 else False  # noqa: PLR2004
        return self._paired[name]

    def _opened(self, name: str, attributes: str, end: int) -> int:
        if self._hidden is not None and not self._ends_hidden(name):
            if name not in _VOID_TAGS:
                self._inside.append(name)
                self._inside_count[name] += 1
            return self._skip_raw(name, end)
        if name in _BLOCK_TAGS:
            self.saw_block = True
            self._enter(name)
        elif name == "br":
            self._add(" " if self._open and self._open[-1] in _HEADINGS else LINE_BREAK, end - 1)
        elif name == "sup":
            self._raised = True
        if name in _RAW_TAGS:
            return self._skip_raw(name, end)
        if name not in _VOID_TAGS and (name in _NEVER_SEEN or _hides(attributes)):
            self._hidden = name
        return end

    def _skip_raw(self, name: str, end: int) -> int:
        if name not in _RAW_TAGS:
            return end
        close = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(self.raw, end)
        return len(self.raw) if close is None else close.start()

    def _ends_hidden(self, name: str) -> bool:
        """Whether opening ``name`` closes the hidden element unsaid, as ``<li hidden>..<li>`` does."""
        hidden = self._hidden or ""
        unsaid = (hidden == "p" and name in _BLOCK_TAGS) or name in _ENDS_ITSELF.get(hidden, "").split()
        if unsaid and not any(self._inside_count[scope] for scope in ("ul", "ol", "table", "dl")):
            self._show()
            return True
        return False

    def _show(self) -> None:
        self._hidden = None
        self._inside.clear()
        self._inside_count.clear()

    def _enter(self, name: str) -> None:
        self._flush()
        if self._open and self._open[-1] in _HEADINGS and name in _ENDS_HEADING:
            self._open_count[self._open.pop()] -= 1
        if self._open and self._open[-1] in _ENDS_ITSELF.get(name, "").split():
            self._open_count[self._open.pop()] -= 1
        self._containers[name] += 1
        if name in _SCOPES:
            self._open.append(name)
            self._open_count[name] += 1

    def _closed(self, name: str) -> None:
        if self._hidden is not None and not self._closes_hidden(name):
            return
        if name == "sup":
            self._raised = False
        if name not in _BLOCK_TAGS:
            return
        self.saw_block = True
        self._flush()
        self._containers[name] -= self._containers[name] > 0
        last = ""
        while self._open_count[name] and last != name:
            last = self._open.pop()
            self._open_count[last] -= 1

    def _closes_hidden(self, name: str) -> bool:
        """Takes in a closing tag within a hidden element; whether that element ends with it."""
        if self._inside_count[name]:
            last = ""
            while last != name:
                last = self._inside.pop()
                self._inside_count[last] -= 1
            return False
        if name != self._hidden and not self._containers[name]:
            return False
        self._show()
        return True

    def _add(self, text: str, origin: int) -> None:
        self.parts.append(text)
        self.origin.append(origin)

    def _text(self, start: int, end: int) -> None:
        if start >= end or self._hidden is not None:
            return
        if self._raised:
            self._raise(start)
        raw = self.raw
        if raw.find("&", start, end) >= 0:
            for entity in _ENTITY.finditer(raw, start, end):
                shown = html.unescape(entity[0])
                if shown == entity[0]:
                    continue
                self.changed = True
                self._plain(start, entity.start())
                for char in shown:
                    self.ends[len(self.origin)] = entity.end()
                    self._add(char, entity.start())
                start = entity.end()
        self._plain(start, end)

    def _plain(self, start: int, end: int) -> None:
        if start < end:
            self.parts.append(self.raw[start:end])
            self.origin.extend(range(start, end))

    def _raise(self, at: int) -> None:
        """Keeps ``10<sup>6</sup>`` from reading 106, and ``patients<sup>3</sup>`` from reading patients3."""
        self._raised = False
        last = self.parts[-1][-1] if self.parts else " "
        if last.isalnum() and self.raw[at].isalnum():
            self.ends[len(self.origin)] = at
            self._add("^" if last.isdigit() else " ", at)

    def _flush(self) -> None:
        start, end = self._block_start, len(self.origin)
        self._block_start = end
        if start == end:
            return
        name = next((n for n in reversed(self._open[-3:]) if n in _ROLES or n in _HEADINGS), "")
        level = int(name[1]) if name in _HEADINGS else 0
        role: Role = "heading" if level else _ROLES.get(name, "sentence")
        self.blocks.append(Block(role, level, ((start, end),)))


def _plausible(attributes: str) -> bool:
    """Whether the words after a tag name are attributes: ``<a half tablet>`` is text."""
    if not attributes:
        return True
    first = _ATTRIBUTE.match(attributes)
    return first is not None and (
        first[2] is not None or first[1].lower() in _BARE_ATTRIBUTES or not first[1].isalnum()
    )


def _hides(attributes: str) -> bool:
    if "hidden" not in (lower := attributes.lower()) and "none" not in lower:
        return False
    for attribute in _ATTRIBUTE.finditer(attributes):
        name, value = attribute[1].lower(), (attribute[2] or "").strip("\"'")
        if name == "hidden" or (name == "aria-hidden" and value.lower() == "true"):
            return True
        if name == "style" and _HIDING_STYLE.search(value):
            return True
    return False
