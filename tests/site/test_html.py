"""Every kind of page is valid HTML, by rules that run everywhere, and by the Nu Html Checker where it is installed.

A parser that follows the standard finds what is broken in the markup. It does not notice what may stand in what and
what points where; the rules here ask that. The full check is the Nu Html Checker's: `make html` installs and runs it.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from justhtml import JustHTML, Node, Text
from starlette.testclient import TestClient

from app.evidence import Evidence
from app.main import create_app
from app.pages.examples import EXAMPLES
from app.pages.machines import FIXED
from app.pages.patterns import SHEETS
from app.settings import HOME, Settings
from app.templating import TEMPLATES

PHRASING_ONLY = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "strong", "em", "q", "mark", "code", "label", "summary", "button",
     "pre", "small"}
)  # fmt: skip
FLOW = frozenset(
    {"address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure", "footer",
     "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table",
     "ul"}
)  # fmt: skip
CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"}, "tbody": {"tr"}, "tr": {"th", "td"}, "select": {"option", "optgroup"},
}  # fmt: skip
PARENTS = {"li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "caption": {"table"}, "legend": {"fieldset"}}
INTERACTIVE = frozenset({"a", "button", "details", "iframe", "input", "label", "select", "textarea"})
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
HEADING = re.compile(r"h[1-6]")


def mistakes(html: str) -> Iterator[str]:
    """Everything wrong with a page, each with the element where it stands."""
    parsed = JustHTML(html, sanitize=False, collect_errors=True)
    yield from (f"line {e.line}, column {e.column}: {e.code}" for e in parsed.errors)
    nodes = list(_below(parsed.root))
    for node in nodes:
        yield from _place(node)
    yield from _pointers(nodes)
    yield from _outline(nodes)


def _below(node: Node) -> Iterator[Node]:
    for child in node.children or ():
        if not isinstance(child, Text) and not child.name.startswith(("#", "!")):
            yield child
            yield from _below(child)


def _place(node: Node) -> Iterator[str]:
    parent = node.parent.name if node.parent is not None else ""
    if node.name in FLOW and parent in PHRASING_ONLY and not (HEADING.fullmatch(node.name) and parent == "summary"):
        yield f"{_shown(node)} in <{parent}>"
    if parent in CHILDREN and node.name not in CHILDREN[parent]:
        yield f"{_shown(node)} in <{parent}>"
    if node.name in PARENTS and parent not in PARENTS[node.name]:
        yield f"{_shown(node)} in <{parent}>"
    if node.name in {"a", "button", "label"}:
        inner = [n for n in _below(node) if n.name in INTERACTIVE and _attributes(n).get("type") != "hidden"]
        most = 1 if node.name == "label" else 0  # a label may hold the one field that it names
        if len(inner) > most or (node.name != "label" and inner):
            yield f"{_shown(inner[0])} in {_shown(node)}"
    if node.name in {"img", "iframe"} and not ({"alt", "title"} & set(_attributes(node))):
        yield f"{_shown(node)} says nothing of what it shows"


def _pointers(nodes: list[Node]) -> Iterator[str]:
    ids = [_attributes(n)["id"] for n in nodes if "id" in _attributes(n)]
    yield from (f"the id {i!r} stands twice" for i in {i for i in ids if ids.count(i) > 1})
    yield from (f"{i!r} is no id" for i in ids if not i or re.search(r"\s", i))
    for node in nodes:
        for name in POINTERS:
            for target in _attributes(node).get(name, "").split():
                if target not in ids:
                    yield f"{_shown(node)}: {name} points at {target!r}, which is not there"
        target = _attributes(node).get("href", "")
        if target.startswith("#") and target[1:] not in ids:
            yield f"{_shown(node)} leads nowhere"


def _outline(nodes: list[Node]) -> Iterator[str]:
    levels = [int(n.name[1]) for n in nodes if HEADING.fullmatch(n.name)]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} first headings"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
    yield from (f"{_shown(n)} is empty" for n in nodes if HEADING.fullmatch(n.name) and not n.to_text().strip())


def _shown(node: Node) -> str:
    shown = (f' {k}="{v}"' for k, v in _attributes(node).items() if k in {"id", "class", "href", "for"})
    return f"<{node.name}{''.join(shown)}>"


def _attributes(node: Node) -> dict[str, str]:
    return {name: value or "" for name, value in (node.attrs or {}).items()}


ADVERT = EXAMPLES[0].text
OPENED = (
    "/?example=careful", "/nowhere", "/claims?q=disc", "/claims?verdict=none-such", "/evidence/studies?sort=n",
    "/evidence/sources?q=lancet", "/treatments/prp", "/conditions/disc_degeneration", "/conditions/spine",
    "/better-options?nct=NCT02412735", "/better-options?nct=12", "/already-treated?country=uk", "/embed/check",
    "/embed/topics/prp", "/embed/claims/none-such", "/patterns", *(f"/patterns/{name}" for name in SHEETS),
)  # fmt: skip


def every_page(client: TestClient, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """A name and the HTML of each page; ``client`` is one over a database of its own, for links are made in it."""
    for path in (*FIXED, *OPENED):
        yield path, client.get(path).text
    for ident in evidence.records:
        yield f"/claims/{ident}", client.get(f"/claims/{ident}").text
    for ident in list(evidence.studies)[::9]:
        yield f"/evidence/studies/{ident}", client.get(f"/evidence/studies/{ident}").text
    yield "/embed/claims", client.get(f"/embed/claims/{next(iter(evidence.records))}").text
    for example in EXAMPLES:
        yield f"answer to {example.id}", client.post("/", data={"text": example.text, "country": "us"}).text
    yield "answer to nothing", client.post("/", data={"text": ""}).text
    yield "answer to Spanish", client.post("/", data={"text": "Las células madre curan el dolor de espalda."}).text
    markup = '<b onclick="x">Stem cells</b> & "cure" <br> ageing.'
    yield "answer to markup", client.post("/", data={"text": markup}).text
    yield "sheet", client.post("/sheet", data={"text": ADVERT}).text
    yield "answer in an embed", client.post("/embed/check", data={"text": ADVERT}).text
    yield "mistake in an embed", client.post("/embed/check", data={"text": ""}).text
    yield "too long", client.post("/", data={"text": "x" * 2_600_000}).text
    yield "feedback with nothing said", client.post("/feedback", data={"kind": "correction", "page": "/about"}).text
    yield "feedback", client.post("/feedback", data={"kind": "clear", "page": "/about"}).text
    yield from _of_a_link(client)


def _of_a_link(client: TestClient) -> Iterator[tuple[str, str]]:
    form = {"text": ADVERT, "card": ["1", "2"], "note": "Dear you,\n\nread <this> & that.", "months": "12"}
    draft = client.post("/e/preview", data=form).text
    yield "draft of a link", draft
    form |= {name: _field(draft, name) for name in ("form_key", "seen")}
    made = client.post("/e/make", data=form).text
    yield "link made", made
    address, manage = (
        str(re.search(rf'id="{name}" readonly value="http://testserver([^"]+)"', made)[1])  # type: ignore[index]
        for name in ("link", "manage")
    )
    yield "link", client.get(address).text
    yield "report of a link", client.get(f"{address}/report").text
    yield "report sent", client.post(f"{address}/report").text
    yield "link to manage", client.get(manage).text
    client.post(manage, data={"do": "withdraw"})
    yield "link withdrawn", client.get(address).text
    yield "withdrawn link to manage", client.get(manage).text


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found[1]


Pages = dict[str, str]


@pytest.fixture(scope="module")
def used() -> set[str]:
    """The page templates that were rendered for the pages."""
    return set()


@pytest.fixture(scope="module")
def pages(evidence: Evidence, used: set[str], tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Every page, from a site of its own: pages that another test asked for would not be rendered again."""
    site = create_app(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('html') / 'db.sqlite3'}"), evidence)
    render = site.state.pages.render

    def noted(request: Any, name: str, *rest: Any, **more: Any) -> Any:
        used.add(name)
        return render(request, name, *rest, **more)

    with pytest.MonkeyPatch.context() as patch, TestClient(site, raise_server_exceptions=False) as client:
        patch.setattr(site.state.pages, "render", noted)
        return dict(every_page(client, evidence))


def test_every_page_template_is_among_them(pages: Pages, used: set[str]) -> None:
    assert pages
    held = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if _is_a_page(path)}
    assert held - used == set()


def _is_a_page(path: Path) -> bool:
    """Layouts and the parts that htmx asks for are none."""
    return path.parent.name != "layouts" and path.read_text("utf-8").startswith("{% extends")


def test_every_page_is_well_formed(pages: Pages) -> None:
    found = {name: list(mistakes(html)) for name, html in pages.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<h1>A</h1><p>One<div>two</div></p>", "line"),
        ("<h1>A</h1><span><div>x</div></span>", "<div> in <span>"),
        ("<h1>A</h1><ul><p>x</p></ul>", "<p> in <ul>"),
        ("<h1>A</h1><div><li>x</li></div>", "<li> in <div>"),
        ('<h1>A</h1><a href="/">x <button>y</button></a>', "<button> in <a"),
        ('<h1>A</h1><label for="z">x</label>', "points at 'z'"),
        ('<h1>A</h1><a href="#z">x</a>', "leads nowhere"),
        ('<h1 id="a">A</h1><p id="a">x</p>', "stands twice"),
        ("<h1>A</h1><h3>B</h3>", "a heading of level 3"),
        ("<p>x</p>", "0 first headings"),
        ("<h1>A</h1><h2> </h2>", "is empty"),
        ('<h1>A</h1><img src="x.svg">', "says nothing"),
    ],
)
def test_a_mistake_is_found(body: str, says: str) -> None:
    html = f"<!doctype html><html lang=en><head><title>x</title></head><body>{body}</body></html>"
    assert says in " ".join(mistakes(html))


def checker() -> list[str] | None:
    """How to start the Nu Html Checker, if it and Java are there."""
    jar = Path(os.environ.get("VNU_JAR") or HOME / "tools/node_modules/vnu-jar/build/dist/vnu.jar")
    java = shutil.which("java")
    return [java, "-jar", str(jar)] if java and jar.is_file() else None


# Explicit roles keep tables that are set as cards on a narrow screen tables for browsers that judge by the style.
ALLOWED = re.compile(r"The “role” attribute must not be used on a “(td|th|tr)” element which has a “table” ancestor")


def test_the_nu_html_checker_finds_nothing(pages: Pages, tmp_path: Path) -> None:
    command = checker()
    if command is None:
        pytest.skip("no Java or no Nu Html Checker here: `make html` installs the checker")
    for number, html in enumerate(pages.values()):
        (tmp_path / f"{number}.html").write_text(html, "utf-8")
    ran = subprocess.run(  # noqa: S603 - our own command
        [*command, "--errors-only", "--format", "json", *map(str, sorted(tmp_path.glob("*.html")))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = list(pages)
    said = json.loads(ran.stderr)["messages"]
    wrong = [
        f"{names[int(Path(m['url']).stem)]}, line {m.get('lastLine')}: {m['message']}"
        for m in said
        if not ALLOWED.match(m["message"])
    ]
    assert wrong == []
