"""The reading grade of every page, as a visitor gets it: for the people who write the pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from anyio.from_thread import start_blocking_portal
from justhtml import JustHTML, Node, Text
from starlette.types import ASGIApp, Message

from app.evidence.readability import reading_grade

# Titles, tables, names and controls are no sentences; quotations and sources are not ours.
_LEFT_OUT = frozenset({"nav", "table", "form", "svg", "script", "summary", "label", "q", "blockquote", "code", "dt"})
_LEFT_OUT_CLASSES = frozenset({"sources", "quiet", "law__reads", "law__source", "counts", "claim-list", "tag"})
_BLOCKS = frozenset(
    {"p", "li", "dd", "figcaption", "h1", "h2", "h3", "h4", "ul", "ol", "dl", "div", "section", "details"}
)
_SENTENCES = frozenset({"p", "li", "dd", "figcaption"})
_FEWEST_WORDS = 4  # a shorter passage is a label


class NoPage(LookupError):  # noqa: N818 - a wrong address, not a fault of the program
    """The site has no page at this address."""


@dataclass(frozen=True, slots=True)
class PageGrade:
    """One page: its grade by the Automated Readability Index and how many words that rests on."""

    path: str
    grade: float
    words: int


def page_grades(app: ASGIApp, paths: Iterable[str], easy: frozenset[str] = frozenset()) -> Iterator[PageGrade]:
    """The grade of each page of ``app``; words in ``easy`` (lower case) count as five letters.

    Raises ``NoPage`` with the address where there is no page.
    """
    with start_blocking_portal() as portal:
        answers = [(path, portal.call(_page, app, path)) for path in paths]
    for path, html in answers:
        text = " ".join(passages(html))
        yield PageGrade(path, reading_grade(text, easy), len(text.split()))


def passages(html: str) -> Iterator[str]:
    """The sentences in our own voice in the main part of a page, each passage closed by a mark."""
    main = JustHTML(html, sanitize=False).root.query_one("main")
    for words in _passages(main) if main is not None else ():
        text = " ".join(words.split())
        if len(text.split()) >= _FEWEST_WORDS:
            yield text if text[-1] in ".?!" else f"{text.rstrip(':;,')}."


def _passages(block: Node) -> Iterator[str]:
    """The words that stand directly in ``block`` where it holds sentences, then those of the blocks within it."""
    inner: list[Node] = []
    words = "".join(_words(block, inner))
    if block.name in _SENTENCES:
        yield words
    for node in inner:
        yield from _passages(node)


def _words(node: Node, blocks: list[Node]) -> Iterator[str]:
    for child in node.children or ():
        if isinstance(child, Text):
            yield child.data or ""
        elif child.name in _BLOCKS and not _left_out(child):
            blocks.append(child)
        elif not _left_out(child):
            yield from _words(child, blocks)


def _left_out(node: Node) -> bool:
    classes = (node.attrs.get("class") or "").split() if node.attrs else ()
    return node.name in _LEFT_OUT or not _LEFT_OUT_CLASSES.isdisjoint(classes)


async def _page(app: ASGIApp, address: str) -> str:
    """What ``app`` answers to a request for ``address``, without a server; ``NoPage`` where that is none."""
    sent: list[Message] = []
    path, _, query = address.partition("?")

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"localhost")], "client": None, "server": None,
    }  # fmt: skip
    await app(scope, receive, send)
    if sent[0]["status"] != HTTPStatus.OK:
        raise NoPage(address)
    return b"".join(message.get("body", b"") for message in sent).decode()
