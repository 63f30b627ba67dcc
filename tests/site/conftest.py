"""The site as a test sees it: a client, and pages read into their elements."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from app.limits import RULES, Limits
from app.main import Site, create_app
from app.settings import Settings
from app.telling.answer import Answer, Verdict
from app.telling.specimens import specimen

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    children: list["Element"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())

    def all(self, tag: str | None = None, **wanted: str) -> list["Element"]:
        """Every element below with this tag, attributes and class (``cls``)."""
        cls = wanted.pop("cls", None)
        found = []
        for child in self.children:
            fits = tag in (None, child.tag) and all(child.attributes.get(k) == v for k, v in wanted.items())
            if fits and (cls is None or cls in (child.attributes.get("class") or "").split()):
                found.append(child)
            found += child.all(tag, **wanted, **({"cls": cls} if cls else {}))
        return found

    def one(self, tag: str | None = None, **wanted: str) -> "Element":
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{tag} {wanted}: {len(found)} found"
        return found[0]


class PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)


@pytest.fixture(scope="session")
def read_page() -> Callable[[str], Element]:
    def read(html: str) -> Element:
        reader = PageReader()
        reader.feed(html)
        reader.close()
        assert reader.open == [reader.root], "an element is left open"
        return reader.root

    return read


@pytest.fixture(scope="session")
def site(evidence: Any, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site over the real evidence, with a database of its own; its limits are far above what tests need."""
    url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"
    made = create_app(Settings(database_url=url), evidence=evidence)
    made.state.limits = Limits(dict.fromkeys(RULES, "100000/minute"))
    return made


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    with TestClient(site, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def verdicts(site: Site) -> dict[str, Verdict]:
    found: dict[str, Verdict] = site.state.edition.composer.verdicts
    return found


@pytest.fixture(scope="session")
def full_answer(verdicts: dict[str, Verdict]) -> Answer:
    """An answer with one card for each verdict and every part filled: for looking at templates only."""
    return specimen(verdicts)


@pytest.fixture(scope="session")
def address(site: Site, serve: Any) -> Iterator[str]:
    """The site, served by the real server on a free port."""
    with serve(site) as found:
        yield found


class Watch:
    """Everything that must not happen: requests to other places and breaches of the content policy."""

    def __init__(self, page: Page, address: str) -> None:
        self.elsewhere: list[str] = []
        self.breaches: list[str] = []
        page.on("request", lambda r: None if r.url.startswith(address) else self.elsewhere.append(r.url))
        page.on("console", lambda m: self.breaches.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("pageerror", lambda e: self.breaches.append(str(e)))


@pytest.fixture
def watched(page: Page, address: str) -> Iterator[Page]:
    watch = Watch(page, address)
    yield page
    assert watch.elsewhere == []
    assert watch.breaches == []


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()
