"""Embeds on other people's pages: a plain frame, nothing kept, nothing fetched elsewhere."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import feedparser
import micawber
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from app.limits import RULES, Limits
from app.main import Site, create_app
from app.pages.feeds import entries
from app.pages.groups import Embed, snippet
from app.settings import Settings

Read = Callable[[str], Any]
EMBEDS = ["/embed/claims/disc-pain-marrow-cells", "/embed/topics/disc_degeneration", "/embed/check"]


@pytest.mark.parametrize("path", EMBEDS)
def test_only_embeds_may_be_framed(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors" not in headers["content-security-policy"], '"*" would shut out sandboxed pages'
    assert "x-frame-options" not in headers
    assert "set-cookie" not in headers
    for closed in ("/", "/claims/disc-pain-marrow-cells"):
        closed_headers = client.get(closed).headers
        assert "frame-ancestors 'none'" in closed_headers["content-security-policy"]
        assert closed_headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", EMBEDS)
def test_a_busy_host_costs_one_rendering(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert "stale-while-revalidate" in first.headers["cache-control"]
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.get(f"{path}?theme=dark").headers["etag"] != first.headers["etag"]


def test_the_box_answers_inside_the_frame_and_keeps_what_was_typed(client: TestClient, read_page: Read) -> None:
    text = "Our stem cells are tumour-free."
    answered = client.post("/embed/check", data={"text": text}, headers={"Sec-Fetch-Site": "cross-site"})
    page = read_page(answered.text)
    assert page.one("textarea").text == text
    assert "Evidence says otherwise" in page.text
    assert "no-store" in answered.headers["cache-control"]
    wrong = client.post("/embed/check", data={"text": "!!"})
    assert wrong.status_code == 422
    assert read_page(wrong.text).one("textarea").text == "!!"


def test_the_title_of_the_box_says_what_it_shows(client: TestClient, read_page: Read) -> None:
    def title(html: str) -> str:
        return str(read_page(html).one("title").text).removesuffix(" - Clinic Claim Checker")

    assert title(client.get("/embed/check").text) == "Check a sentence"
    assert title(client.post("/embed/check", data={"text": "Our cells are tumour-free."}).text) == "What we found"
    assert title(client.post("/embed/check", data={"text": ""}).text) == "Problem: Check a sentence"


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("https://clinic.example/page", 422, "only the address of a page"),
        ("Las células madre curan la artrosis y el dolor de espalda en todos los pacientes.", 422, "¿"),
        ("", 422, "There is no text yet"),
        ("Our cells heal knees. " * 10_000, 413, ""),
    ],
)
def test_the_box_in_a_frame_says_what_stands_in_the_way_as_our_page_does(
    client: TestClient, read_page: Read, text: str, status: int, says: str
) -> None:
    answered = client.post("/embed/check", data={"text": text})
    assert answered.status_code == status
    page = read_page(answered.text)
    assert says in page.one("form").text
    assert page.one("textarea").text == text.strip()


@pytest.mark.parametrize(("claims", "more"), [(6, ""), (7, "1 more claim stands"), (8, "2 more claims stand")])
def test_a_frame_shows_six_claims_and_counts_the_rest(
    client: TestClient, read_page: Read, claims: int, more: str
) -> None:
    illnesses = ("autism", "multiple sclerosis", "back pain", "diabetes", "knee arthritis", "stroke", "lupus", "ALS")
    text = " ".join(f"Stem cells cure {illness}." for illness in illnesses[:claims])
    page = read_page(client.post("/embed/check", data={"text": text}).text)
    assert len(page.one("ol", cls="first").all("li")) == 6
    assert [p.text.partition(" in the full")[0] for p in page.all("p") if "the full answer" in p.text] == [more] * bool(
        more
    )


def test_no_verdict_stands_in_a_frame_without_its_date_certainty_and_sources(
    client: TestClient, read_page: Read
) -> None:
    """As everywhere on the site; a sentence about animals says so in the label, which is what visitors read."""
    page = read_page(client.get("/embed/claims/disc-animals").text)
    assert page.one("span", cls="tag--supported").text == "Backed by evidence, but only in animals or the laboratory"
    answered = read_page(client.post("/embed/check", data={"text": "Our cells are tumour-free."}).text)
    listed = read_page(client.get("/embed/topics/disc_degeneration").text)
    assert "not yet reviewed by a clinician. As of" in listed.text
    assert "with all sources" in listed.text
    for shown in (page, answered):
        assert "We are not very sure." in shown.text
        assert "next review due" in shown.text
        assert "with all sources" in shown.text


@pytest.mark.parametrize(
    ("page", "show"), [("/claims/disc-animals", "claims/disc-animals"), ("/conditions/knee_oa", "topics/knee_oa")]
)
def test_a_page_leads_to_the_builder_with_itself_chosen(
    client: TestClient, read_page: Read, page: str, show: str
) -> None:
    link = read_page(client.get(page).text).one("a", href=f"/for-groups?show={show}")
    built = read_page(client.get(link.attributes["href"] or "").text)
    assert built.one("iframe").attributes["src"] == f"/embed/{show}"


def test_the_builder_gives_what_it_shows(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/for-groups?show=claims/disc-animals&theme=dark").text)
    assert page.one("iframe").attributes["src"] == "/embed/claims/disc-animals?theme=dark"
    pasted = read_page(unescape(page.one("textarea", id="snippet").text))
    assert pasted.one("iframe").attributes["src"] == "http://testserver/embed/claims/disc-animals?theme=dark"
    assert pasted.one("iframe").attributes["lang"] == "en"
    link = pasted.one("a").attributes["href"]
    assert link == "http://testserver/claims/disc-animals", "where frames are blocked, a link is left"
    for theme in ("DARK", "' onload=", "", "pink and very long"):
        assert client.get("/for-groups", params={"theme": theme}).status_code == 200
    assert client.get("/for-groups", params={"show": "x" * 200}).status_code == 200
    odd = read_page(client.get("/for-groups", params={"show": "claims/../../x"}).text)
    assert odd.one("iframe").attributes["src"] == "/embed/check"


def test_the_box_keeps_the_colours_of_its_host(client: TestClient, read_page: Read) -> None:
    page = read_page(client.get("/embed/check?theme=dark").text)
    action = page.one("form").attributes["action"]
    after = read_page(client.post(action, data={"text": "Our cells are tumour-free."}).text)
    assert page.one("html").attributes["data-theme"] == after.one("html").attributes["data-theme"] == "dark"


def test_colours_that_we_do_not_have_are_those_of_the_device(client: TestClient, read_page: Read) -> None:
    """A host's typing mistake is no reason to turn its visitors away, still less to lose what they pasted."""
    for path in ("/embed/claims/disc-animals", "/embed/topics/knee_oa", "/embed/check"):
        usual, mistyped = (client.get(f"{path}?theme={theme}") for theme in ("auto", "pink"))
        assert (mistyped.status_code, mistyped.text) == (200, usual.text)
    answer = client.post("/embed/check?theme=pink", data={"text": "Stem cells rebuild worn discs."})
    assert answer.status_code == 200
    assert read_page(answer.text).one("html").attributes["data-theme"] == "auto"


@pytest.mark.parametrize(
    ("theme", "media"), [("auto", ["(prefers-color-scheme: dark)"]), ("dark", [None]), ("light", [])]
)
def test_the_host_chooses_the_colours(client: TestClient, read_page: Read, theme: str, media: list[str | None]) -> None:
    page = read_page(client.get(f"/embed/check?theme={theme}").text)
    dark = [e for e in page.all("link", rel="stylesheet") if "/dark.css" in (e.attributes["href"] or "")]
    assert [e.attributes.get("media") for e in dark] == media


def test_checking_in_a_frame_has_the_same_limit_as_on_our_page(evidence: Any, tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite3"), evidence=evidence)
    app.state.limits = Limits({**RULES, "check": "2/minute"})
    with TestClient(app) as client:
        assert [client.post("/embed/check", data={"text": "Cells heal knees."}).status_code for _ in range(3)][
            -1
        ] == 429


@pytest.mark.parametrize(
    "path", ["/embed/claims/nothing", "/embed/topics/nothing", "/embed/topics/any", "/embed/nothing"]
)
def test_what_is_gone_is_told_inside_the_frame(client: TestClient, read_page: Read, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    page = read_page(response.text)
    assert not page.all("header"), "not our whole site in a small frame"
    assert all(a.attributes["target"] == "_blank" for a in page.all("a"))


def test_an_oembed_consumer_finds_and_shows_our_pages(ours: str, client: TestClient, read_page: Read) -> None:
    for path in ("/claims/disc-animals", "/treatments/prp", "/conditions/knee_oa"):
        found = read_page(client.get(ours + path).text).one("link", type="application/json+oembed")
        endpoint, _, query = (found.attributes["href"] or "").partition("?")
        assert parse_qs(query) == {"url": [ours + path]}
        providers = micawber.ProviderRegistry()
        providers.register(rf"{ours}/\S*", micawber.Provider(endpoint))
        told = providers.request(ours + path, maxwidth=400)
        assert (told["type"], told["width"], told["title"]) == ("rich", 400, found.attributes["title"])
        frame = read_page(micawber.parse_text(ours + path, providers)).one("iframe")
        assert client.get(frame.attributes["src"] or "").status_code == 200
        with pytest.raises(micawber.ProviderException):
            providers.request(f"{ours}/claims/nothing")


def test_oembed_follows_the_specification(client: TestClient) -> None:
    url = "http://testserver/claims/disc-animals"
    told = client.get("/oembed", params={"url": url, "maxwidth": 300, "maxheight": 200}).json()
    assert (told["type"], told["version"], told["width"], told["height"]) == ("rich", "1.0", 300, 200)
    assert 'width="300"' in told["html"]
    assert client.get("/oembed", params={"url": url, "format": "xml"}).status_code == 501
    for other in ("http://testserver/claims/none", "http://elsewhere.example/claims/disc-animals", "x", "http://["):
        assert client.get("/oembed", params={"url": other}).status_code == 404


def test_feeds_hold_the_same_changes(client: TestClient) -> None:
    atom = ET.fromstring(client.get("/feed.xml").text)  # noqa: S314 - our own answer
    feed = client.get("/feed.json").json()
    space = "{http://www.w3.org/2005/Atom}"
    ids = [entry.findtext(f"{space}id") for entry in atom.iter(f"{space}entry")]
    assert ids == [item["id"] for item in feed["items"]]
    assert ids
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert all(item["content_text"] for item in feed["items"])
    assert len(set(ids)) == len(ids)


def test_a_feed_reader_takes_the_feed_without_complaint(client: TestClient) -> None:
    response = client.get("/feed.xml")
    read = feedparser.parse(response.content, response_headers={"content-type": response.headers["content-type"]})
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.title
    for entry in read.entries:
        assert entry.link.startswith("http://testserver/claims/")
        assert entry.updated_parsed
        assert "Our answer now" in entry.summary
        assert client.get(entry.link).status_code == 200


@pytest.mark.parametrize("path", ["/feed.xml", "/feed.json", "/sitemap.xml", "/claims/disc-animals/card.png"])
def test_who_has_it_already_is_not_sent_it_again(client: TestClient, path: str) -> None:
    """Feed readers ask every hour."""
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert "max-age" in first.headers["cache-control"]


def test_nowhere_else_does_a_claim_stand_as_if_we_said_it(client: TestClient, read_page: Read) -> None:
    """In a feed reader, a search result or a link below a frame the title is all that people see."""
    claim = "Our cells cannot cause tumours."
    page = "/claims/tumour-free-cells"
    verdict = f"Evidence says otherwise: \u201c{claim}\u201d"
    html = read_page(client.get(page).text)
    assert html.one("title").text == f"{verdict} - Clinic Claim Checker"
    assert html.one("meta", property="og:title").attributes["content"] == verdict
    atom = feedparser.parse(client.get("/feed.xml").content)
    assert all(": \u201c" in entry.title for entry in atom.entries)
    told = client.get("/oembed", params={"url": f"http://testserver{page}"}).json()
    asks = f"What the evidence says about \u201c{claim}\u201d"
    assert told["title"] == asks
    pasted = read_page(told["html"])
    assert pasted.one("iframe").attributes["title"] == f"{asks} - Clinic Claim Checker"
    assert pasted.one("a").text == f"{asks} (Clinic Claim Checker)"


def test_two_changes_on_one_day_are_two_entries(site: Site) -> None:
    shelf = site.state.edition.shelf
    record = shelf.evidence.records["disc-animals"]
    twice = record.model_copy(update={"history": (*record.history, *record.history)})
    evidence = replace(shelf.evidence, records={record.id: twice})
    found = entries(replace(shelf, evidence=evidence), "https://us.example")
    assert len({entry.id for entry in found}) == len(found) == 2 * len(record.history)


def test_the_height_script_is_small() -> None:
    script = Path(__file__).parents[2] / "static" / "embed.js"
    assert script.stat().st_size < 3000


@pytest.fixture(scope="module")
def ours(site: Site, serve: Any) -> Iterator[str]:
    with serve(site) as address:
        yield address


class Host(SimpleHTTPRequestHandler):
    """A page of another origin, with a strict policy of its own."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", f"default-src 'none'; frame-src *; script-src {self.server.ours}")  # type: ignore[attr-defined]
        if "isolated" in self.path:
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, ours: str) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("host")
    shown = [Embed(path.removeprefix("/embed/"), "/claims", "A title") for path in EMBEDS]
    frames = "\n".join(snippet(ours, embed, height=300) for embed in [*shown, *shown, *shown, shown[0]])
    script = f'<script src="{ours}/static/embed.js" defer></script>'
    (folder / "index.html").write_text(f"<!doctype html><html lang=en><title>Host</title>{frames}{script}</html>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder)))
    server.ours = ours  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("query", ["", "/?isolated"])
def test_ten_embeds_on_a_strict_page_of_another_origin(browser: Browser, host: str, ours: str, query: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    elsewhere: list[str] = []
    page.add_init_script("addEventListener('message', e => (window.told ??= []).push([e.origin, e.data]))")
    page.on("request", lambda r: elsewhere.append(r.url) if not r.url.startswith((host, ours)) else None)
    page.goto(host + query)
    frames = page.locator("iframe")
    expect(frames).to_have_count(10)
    for number in range(10):
        frames.nth(number).scroll_into_view_if_needed()
    inside = page.frame_locator("iframe >> nth=0")
    expect(inside.get_by_role("heading", level=1)).to_be_visible()
    assert inside.locator("body").evaluate("b => getComputedStyle(b).fontSize") == "18px", "our style is applied"
    page.wait_for_function("document.querySelector('iframe').style.height !== ''")
    told = page.evaluate("window.told.map(([, data]) => Object.keys(data).sort().join())")
    assert set(told) <= {"clinicClaimChecker", "clinicClaimChecker,height"}, "nothing but a greeting and a number"
    box = page.frame_locator("iframe >> nth=2")
    box.get_by_role("textbox").fill("Our stem cells are tumour-free.")
    box.get_by_role("button", name="Check it").click()
    expect(box.get_by_role("heading", name="What we found")).to_be_visible()
    assert elsewhere == []
    assert context.cookies() == []
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", EMBEDS)
def test_an_embed_is_accessible_and_narrow(browser: Browser, ours: str, path: str, theme: str) -> None:
    context = browser.new_context(viewport={"width": 280, "height": 500}, java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{ours}{path}?theme={theme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 280
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, json.dumps(found.response["violations"])[:2000]
    context.close()


@pytest.mark.browser
def test_a_page_that_does_not_ask_is_told_no_height(browser: Browser, ours: str) -> None:
    """An embed tells its height to a page that asks, and only then; a page that asks falsely gets nothing else."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{ours}/how-we-judge")  # has not the script for the height
    page.evaluate("addEventListener('message', e => (window.told ??= []).push(e.data))")
    page.evaluate("""() => {
        const frame = document.createElement('iframe');
        frame.src = '/embed/claims/disc-animals';
        document.body.append(frame);
    }""")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage({clinicClaimChecker: 'tell all'}, '*')")
    page.wait_for_timeout(300)
    assert not [told for told in page.evaluate("window.told ?? []") if "height" in told]
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage({clinicClaimChecker: 'how high'}, '*')")
    page.wait_for_function("(window.told ?? []).some(told => told.height > 50)")
    context.close()
