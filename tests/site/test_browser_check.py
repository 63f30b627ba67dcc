"""What the first page and its answer do in a real Chromium beyond the main journey."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from app.pages.examples import EXAMPLES
from app.reading.train import read_wordings
from app.settings import HOME
from app.telling.bookmarklet import bookmarklet

pytestmark = pytest.mark.browser
ADVERT = EXAMPLES[0].text
KB = 1024


def ask(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.get_by_label("What does the clinic say?").fill(text)
    page.get_by_role("button", name="Check it").click()


def test_the_filter_shows_one_verdict_but_hides_no_card_that_a_link_leads_to(watched: Page, address: str) -> None:
    watched.goto(f"{address}/?example=back-pain")
    watched.get_by_text("Show only some of the claims").click()
    watched.get_by_label("Backed by evidence (1)").check()
    expect(watched.locator("article.card:visible")).to_have_count(1)
    watched.locator("a.note").first.click()
    expect(watched.locator("#card-1")).to_be_in_viewport()
    cards = watched.locator("article.card").count()
    watched.get_by_label(f"All ({cards})").check()
    expect(watched.locator("article.card:visible")).to_have_count(cards)


def test_the_filter_needs_no_script(without_scripts: Page, address: str) -> None:
    without_scripts.goto(f"{address}/?example=back-pain")
    without_scripts.get_by_text("Show only some of the claims").click()
    without_scripts.get_by_label("Backed by evidence (1)").check()
    expect(without_scripts.locator("article.card:visible")).to_have_count(1)


def test_the_search_answers_while_one_types(watched: Page, address: str) -> None:
    watched.goto(address)
    watched.get_by_label("Search all claims").press_sequentially("regrow cartilage")
    expect(watched.locator("#picked .claim-list a").first).to_contain_text("cartilage")
    assert watched.url.rstrip("/") == address


def test_the_search_works_without_scripts(without_scripts: Page, address: str) -> None:
    without_scripts.goto(address)
    without_scripts.get_by_label("Search all claims").fill("regrow cartilage")
    without_scripts.get_by_role("button", name="Search").click()
    expect(without_scripts.locator(".claim-list a").first).to_contain_text("cartilage")


def test_the_title_says_what_the_page_shows(watched: Page, address: str) -> None:
    ask(watched, address, ADVERT)
    expect(watched).to_have_title("What we found - Clinic Claim Checker")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_from_an_answer_leads_to_the_question(browser: Browser, address: str, *, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}/about")
    ask(page, address, ADVERT)
    expect(page.get_by_role("heading", name="What we found")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="What does the clinic say?")).to_be_visible()
    expect(page.get_by_role("heading", name="What we found")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_from_a_card_leads_to_the_same_answer(browser: Browser, address: str, *, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}/about")
    ask(page, address, ADVERT)
    page.locator("a.note").first.click()
    page.locator("a.term").first.click()
    expect(page).to_have_url(re.compile("#word-"))
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="What we found")).to_have_count(1)
    expect(page.get_by_label("Check another text")).to_have_value(ADVERT)
    page.go_forward()
    expect(page.locator("#card-1")).to_be_in_viewport()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="What does the clinic say?")).to_be_visible()
    expect(page.get_by_role("heading", name="What we found")).to_have_count(0)
    context.close()


def test_back_from_a_filter_leads_to_the_whole_list(watched: Page, address: str) -> None:
    watched.goto(f"{address}/claims")
    whole = watched.locator("#results > p strong").inner_text()
    watched.get_by_text("Filter by verdict").click()
    watched.get_by_label("Verdict").select_option("contradicted")
    expect(watched.locator("#results > p strong")).not_to_have_text(whole)
    watched.go_back()
    expect(watched.locator("#results > p strong")).to_have_text(whole)
    expect(watched.locator("header.site-head")).to_be_visible()


def test_a_connection_that_fails_costs_nobody_the_text(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("What does the clinic say?").fill(ADVERT)

    def cut(route: Route) -> None:
        route.abort()

    page.route("**/*", cut)
    page.get_by_role("button", name="Check it").click()
    problem = page.locator("#trouble .problem")
    expect(problem).to_contain_text("We cannot reach the site")
    expect(problem).to_be_focused()
    expect(page.get_by_label("What does the clinic say?")).to_have_value(ADVERT)
    page.unroute("**/*", cut)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="What we found")).to_be_focused()
    expect(problem).to_have_count(0)


def test_a_text_too_large_to_be_read_stays_in_its_box(watched: Page, address: str) -> None:
    watched.goto(address)
    box = watched.get_by_label("What does the clinic say?")
    box.evaluate("box => { box.value = 'Stem cells cure. '.repeat(160000) }")
    watched.get_by_role("button", name="Check it").click()
    expect(watched.locator("#trouble .problem")).to_contain_text("more than we can read")
    assert box.evaluate("box => box.value.length") == 17 * 160_000


def test_the_longest_text_is_answered_or_refused_with_its_words(watched: Page, address: str) -> None:
    watched.goto(address)
    text = ("Our car park is behind the building. " * 300 + "Stem cells rebuild worn discs. ") * 18
    watched.get_by_label("What does the clinic say?").fill(text[:200_000])
    watched.get_by_role("button", name="Check it").click()
    expect(watched.get_by_role("heading", name="What we found")).to_be_visible(timeout=30_000)
    watched.goto(address)
    watched.get_by_label("What does the clinic say?").fill(text[:200_001])
    watched.get_by_role("button", name="Check it").click()
    expect(watched.locator("#check .problem")).to_be_visible(timeout=30_000)
    assert len(watched.get_by_label("What does the clinic say?").input_value()) == 200_001


# As many questions, claims and gaps as a sheet can hold.
FULL = """Cord blood therapy for autism is completely safe with no side effects. Stem cells repair damaged brain tissue.
Parents report that 85% of children speak more. A Duke University study proved that cord blood improves autism. Our
treatment is legal and performed by licensed doctors. Exosomes regrow hair. PRP rebuilds discs. Stem cells cure ALS."""


@pytest.mark.parametrize("text", [ADVERT, FULL], ids=["an advert", "a full sheet"])
def test_the_sheet_is_made_from_the_answer_and_fits_two_printed_pages(watched: Page, address: str, text: str) -> None:
    ask(watched, address, text)
    with watched.expect_popup() as opened:
        watched.get_by_role("button", name="Make a sheet to print").click()
    sheet = opened.value
    expect(sheet.get_by_role("heading", level=1, name="Take this with you")).to_be_visible()
    expect(sheet.get_by_role("button", name="Print")).to_be_visible()
    assert sheet.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") <= 2
    expect(watched.get_by_role("heading", name="What we found")).to_be_visible()  # the answer is still there


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_whoever_follows_a_link_keeps_the_answer(browser: Browser, address: str, *, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    ask(page, address, ADVERT)
    for name in ("All we know about this claim", "What else is worth asking about", "How we judge"):
        link = page.locator(".answer").get_by_role("link", name=name).first
        with context.expect_page() as opened:
            link.click()
        expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
        opened.value.close()
    page.locator("a.note").first.click()  # a link within the answer stays within it
    expect(page.locator("#card-1")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="What we found")).to_have_count(1)
    assert len(context.pages) == 1
    context.close()


class Elsewhere(BaseHTTPRequestHandler):
    """A page of somebody else, with a strict policy of its own."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>x</title><p>Stem cells rebuild worn discs.</p>")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_bookmark_checks_words_marked_on_another_site(page: Page, address: str, elsewhere: str) -> None:
    page.goto(elsewhere)
    page.evaluate("getSelection().selectAllChildren(document.body)")
    code = unquote(bookmarklet(address)).removeprefix("javascript:")
    with page.expect_popup() as opened:
        page.evaluate(code)
    answer = opened.value
    expect(answer.get_by_role("heading", name="What we found")).to_be_visible()
    expect(answer.locator("article.card")).to_have_count(1)
    assert answer.url == f"{address}/"


def wire(page: Page) -> list[int]:
    """Collects what the browser receives for each answer, headers and compressed body as they travel, in bytes."""
    weights: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: weights.append(int(event["encodedDataLength"])))
    return weights


def written_page(words: int) -> str:
    """So many words of whole pages as clinics, newspapers and charities write them."""
    lines: list[str] = []
    for page in sorted((HOME / "tests" / "batches").glob("pages-*/*.md")):
        for line in page.read_text(encoding="utf-8").splitlines():
            if sum(len(taken.split()) for taken in lines) < words:
                lines.append(line)
    return "\n".join(lines)


def dense_page(words: int) -> str:
    """A page of so many words in which nearly every sentence is another claim: the heaviest answer there is."""
    sentences: list[str] = []
    for row in read_wordings(HOME / "claims" / "wordings")[::2]:
        sentences.append(row["text"])
        if sum(len(sentence.split()) for sentence in sentences) >= words:
            break
    return "\n\n".join(sentences)


def test_the_first_page_is_light(watched: Page, address: str) -> None:
    weights = wire(watched)
    watched.goto(address, wait_until="networkidle")
    assert 10 * KB < sum(weights) <= 60 * KB


def test_the_answer_to_a_page_of_1500_words_is_light_with_everything(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/healthz")  # so that the answer is the first page that this browser sees
    weights = wire(page)
    page.evaluate(
        """text => { const form = Object.assign(document.createElement('form'), {method: 'post', action: '/'});
        const box = Object.assign(document.createElement('textarea'), {name: 'text', value: text});
        form.append(box); document.documentElement.append(form); form.submit() }""",
        written_page(1500),
    )
    expect(page.get_by_role("heading", name="What we found")).to_be_visible(timeout=20_000)
    page.wait_for_load_state("networkidle")
    assert 10 * KB < sum(weights) <= 120 * KB
    context.close()


def test_even_the_densest_answer_is_light(without_scripts: Page, address: str) -> None:
    without_scripts.goto(address)
    without_scripts.get_by_label("What does the clinic say?").fill(dense_page(1500))
    weights = wire(without_scripts)
    without_scripts.get_by_role("button", name="Check it").click()
    expect(without_scripts.get_by_role("heading", name="What we found")).to_be_visible(timeout=20_000)
    without_scripts.wait_for_load_state("networkidle")
    assert 10 * KB < sum(weights) <= 120 * KB


def test_nothing_moves_while_the_page_loads(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/?example=back-pain", wait_until="networkidle")
    moved = page.evaluate(
        """() => new Promise(done => { let sum = 0;
        new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value })
          .observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300) })"""
    )
    assert moved == 0
    context.close()


RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
UNCOVERED = "Our lasers cure gum disease. See NCT02412735. Stem cells cure asthma."


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", [ADVERT, UNCOVERED, "Our car park is behind the building.", "https://clinic.example/"])
def test_no_rule_is_broken_by_any_sort_of_answer_or_its_sheet(
    browser: Browser, address: str, text: str, scheme: Any
) -> None:
    size: Any = {"width": 320, "height": 640}
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport=size)
    page = context.new_page()
    ask(page, address, text)
    expect(page.locator("#check :focus, #check h1:focus").first).to_be_visible()
    pages = [page]
    if page.get_by_role("button", name="Make a sheet").count():
        with page.expect_popup() as opened:
            page.get_by_role("button", name="Make a sheet").click()
        expect(opened.value.get_by_role("heading", level=1, name="Take this with you")).to_be_visible()
        pages.append(opened.value)
    for page in pages:
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_text_twice_as_large_fits(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/?example=back-pain")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 640, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    context.close()


@pytest.mark.parametrize(
    "path", ["/?example=back-pain", "/claims/disc-regrowth-unnamed", "/claims", "/patterns/answer"]
)
def test_a_phone_with_letters_twice_as_large_cuts_nothing_off(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 195, "height": 422}, device_scale_factor=2)  # 390 wide, at 200%
    page = context.new_page()
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 195
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_reach_the_word_under_the_step_that_is_needed(
    browser: Browser, address: str, scheme: Any
) -> None:
    context = browser.new_context(forced_colors="active", color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/?example=back-pain")
    needed = page.locator(".reach__step--reached.reach__step--needed").first
    word, text = (
        needed.evaluate("(e, part) => getComputedStyle(part ? e : document.body, part).color", part)
        for part in ("::after", None)
    )
    assert word == text
    context.close()


def test_forced_colours_show_how_far_testing_has_come_and_what_is_chosen(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/?example=back-pain")
    reached, other = (
        page.locator(f".reach__step{part}").first.evaluate("e => getComputedStyle(e).backgroundColor")
        for part in (".reach__step--reached", ":not(.reach__step--reached)")
    )
    assert reached != other
    context.close()
