"""On other people's sites, in a real Chromium: a patient group shows us, a builder reads us, and what may go wrong."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

pytestmark = pytest.mark.browser
Elsewhere = Callable[..., str]
SNIPPET = re.compile(r"<iframe .*</iframe>\s*<p>.*</p>", re.DOTALL)


@contextmanager
def site_of(html: str, policy: str) -> Iterator[str]:
    """A page of another origin with a content policy of its own."""

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(f"<!doctype html><html lang=en><title>Host</title>{html}</html>".encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with ExitStack() as open_sites:
        yield lambda html, policy="": open_sites.enter_context(site_of(html, policy))


def snippet_of(page: Page, address: str, show: str) -> str:
    page.goto(f"{address}/for-groups?show={show}")
    return page.input_value("#snippet")


def test_a_patient_group_chooses_copies_and_shows_a_topic(browser: Browser, address: str, elsewhere: Elsewhere) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="For groups").click()
    page.get_by_label("What to show").select_option(label="Worn spinal disc")
    page.get_by_label("Colours").select_option(label="Dark")
    page.get_by_role("button", name="Show it").click()
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("Worn spinal disc")
    page.wait_for_function("document.querySelector('iframe').style.height !== ''")
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("status").first).to_have_text("Copied")
    pasted = page.evaluate("navigator.clipboard.readText()")
    assert SNIPPET.fullmatch(pasted.strip())

    page.goto(elsewhere(f"<h1>Our group</h1>{pasted}"))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("what adverts say, and what we found")
    assert frame.locator("html").get_attribute("data-theme") == "dark"
    assert frame.locator("html").get_attribute("lang") == page.locator("iframe").get_attribute("lang") == "en"
    with context.expect_page() as opened:
        frame.get_by_role("listitem").first.get_by_role("link").click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    assert opened.value.url.startswith(f"{address}/claims/")
    assert context.cookies() == []
    context.close()


def test_a_builder_finds_the_description_and_uses_it_from_another_site(
    browser: Browser, address: str, elsewhere: Elsewhere
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/for-groups")
    for link in ("For builders", "openapi.json"):
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("link", name=link).click()
    described = json.loads(page.inner_text("body"))
    path = next(path for path, methods in described["paths"].items() if "post" in methods and path.endswith("/check"))
    example = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"]["unproven"]

    page.goto(elsewhere("<h1>A builder's own page</h1>"))
    ask = """async ([url, body]) => {
        const answer = await fetch(url, {method: "POST", headers: {"Content-Type": "application/json"}, body});
        return [answer.status, await answer.json(), answer.headers.get("RateLimit-Remaining")];
    }"""
    status, report, left = page.evaluate(ask, [address + path, json.dumps(example["value"])])
    assert status == 200
    assert [s["verdict"] for s in report["statements"]] == ["unproven"]
    assert int(left) > 0
    read = """async ([url, tag]) => {
        const answer = await fetch(url, {cache: "no-store", headers: tag ? {"If-None-Match": tag} : {}});
        return [answer.status, answer.headers.get("ETag"), answer.status === 200 ? await answer.json() : null];
    }"""
    status, tag, found = page.evaluate(read, [f"{address}/api/v1/claims?q=disc&limit=2", ""])
    assert (status, len(found["items"])) == (200, 2)
    assert page.evaluate(read, [f"{address}/api/v1/claims?q=disc&limit=2", tag])[0] == 304
    whole = page.evaluate(read, [f"{address}/api/v1/evidence.json", ""])[2]
    assert whole["evidence_revision"] == report["evidence_revision"]
    context.close()


@pytest.mark.parametrize("policy", ["default-src 'none'", "default-src 'self'; frame-src 'none'"])
def test_where_frames_are_blocked_a_link_is_left(
    browser: Browser, address: str, elsewhere: Elsewhere, policy: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    pasted = snippet_of(page, address, "claims/tumour-free-cells")
    page.goto(elsewhere(pasted, policy))
    assert [frame.url for frame in page.frames[1:] if frame.url.startswith(address)] == []
    page.get_by_role("link", name="Clinic Claim Checker").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url == f"{address}/claims/tumour-free-cells"
    context.close()


def test_without_any_script_an_embed_shows_and_answers(browser: Browser, address: str, elsewhere: Elsewhere) -> None:
    """Nothing for a `noscript` to say: the frame is plain and its form posts by itself."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 280, "height": 640})
    page = context.new_page()
    pasted = snippet_of(page, address, "check")
    page.goto(elsewhere(pasted))
    frame = page.frame_locator("iframe")
    frame.get_by_role("textbox").fill("Our stem cells are tumour-free.")
    frame.get_by_role("button", name="Check it").click()
    expect(frame.get_by_role("heading", name="What we found")).to_be_visible()
    expect(frame.get_by_text("Evidence says otherwise")).to_be_visible()
    context.close()


@pytest.mark.parametrize("sandbox", ["", "allow-scripts", "allow-scripts allow-forms allow-popups"])
def test_an_embed_shows_on_a_page_that_is_itself_in_a_sandbox(
    browser: Browser, address: str, elsewhere: Elsewhere, sandbox: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    inner = elsewhere(snippet_of(page, address, "claims/tumour-free-cells"))
    page.goto(elsewhere(f'<iframe sandbox="{sandbox}" src="{inner}" width="400" height="700"></iframe>'))
    embed = page.frame_locator("iframe").frame_locator("iframe")
    expect(embed.get_by_role("heading", level=1)).to_contain_text("Our cells cannot cause tumours")
    assert context.cookies() == []
    context.close()


def test_an_embed_needs_no_storage_where_third_parties_have_none(
    browser: Browser, address: str, elsewhere: Elsewhere
) -> None:
    """In a sandbox without an origin every way of keeping something throws, as where all of it is blocked."""
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(
        elsewhere(
            '<iframe src="http://["></iframe>'
            + snippet_of(page, address, "check")
            + f'<script src="{address}/static/embed.js"></script>'
        )
    )
    frame = page.frame_locator("iframe >> nth=1")
    frame.get_by_role("textbox").fill("Our stem cells are tumour-free.")
    frame.get_by_role("button", name="Check it").click()
    expect(frame.get_by_role("heading", name="What we found")).to_be_visible()
    inside = next(frame for frame in page.frames if frame.url.startswith(address))
    kept = "() => { try { return [document.cookie, localStorage.length]; } catch (e) { return e.name; } }"
    assert inside.evaluate(kept) == "SecurityError"
    assert context.cookies() == []
    page.wait_for_function("document.querySelectorAll('iframe')[1].style.height !== ''")
    assert faults == []
    context.close()


@pytest.mark.parametrize("width", [280, 400, 720])
@pytest.mark.parametrize("path", ["/claims/tumour-free-cells", "/claims/gvhd-children-ryoncil", "/treatments/prp"])
def test_a_frame_of_the_height_that_we_name_hardly_scrolls(
    browser: Browser, address: str, client: TestClient, path: str, width: int
) -> None:
    """By oEmbed the height has to be known before anything is drawn."""
    told = client.get("/oembed", params={"url": f"http://testserver{path}", "maxwidth": width}).json()
    assert told["width"] == width
    context = browser.new_context(viewport={"width": told["width"], "height": told["height"]})
    page = context.new_page()
    source = re.search(r'src="http://testserver([^"]+)"', told["html"])
    assert source
    page.goto(address + source[1])
    needed = page.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    assert -40 <= told["height"] - needed <= 250
    context.close()
