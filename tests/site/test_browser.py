"""The journey in a real Chromium: with and without JavaScript, by keyboard, on a narrow phone, in light and dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.pages.examples import EXAMPLES

pytestmark = pytest.mark.browser
ADVERT = EXAMPLES[0].text
PAGES = [
    "/", "/?example=back-pain", "/how-we-judge", "/nowhere", "/claims", "/claims/disc-pain-marrow-cells",
    "/claims/disc-infection", "/claims/own-cells-not-drug?country=jp", "/claims?verdict=unproven&q=disc",
    "/treatments", "/treatments/prp", "/conditions/disc_degeneration", "/conditions/als", "/evidence",
    "/evidence/studies", "/evidence/studies/dream-2025", "/evidence/safety", "/evidence/regulation",
    "/evidence/sources?q=lancet", "/about", "/privacy", "/accessibility", "/corrections", "/already-treated",
    "/better-options?nct=NCT02412735", "/for-clinicians", "/for-builders", "/glossary",
]  # fmt: skip


def test_check_with_javascript(watched: Page, address: str) -> None:
    watched.goto(address)
    watched.get_by_label("What does the clinic say?").fill(ADVERT)
    with watched.expect_response(lambda r: r.request.headers.get("hx-request") == "true"):
        watched.get_by_role("button", name="Check it").click()
    expect(watched.get_by_role("heading", name="What we found")).to_be_focused()
    assert watched.locator("a.note").count() >= watched.locator("article.card").count() >= 4
    assert watched.locator("#check").count() == 1


def test_check_without_javascript(without_scripts: Page, address: str) -> None:
    page = without_scripts
    page.goto(address)
    page.get_by_label("What does the clinic say?").fill(ADVERT)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="What we found")).to_be_visible()
    assert page.locator("article.card").count() >= 4
    page.locator("a.note").first.click()
    expect(page.locator("#card-1")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_mistake_is_shown_in_focus_and_mended(browser: Browser, address: str, *, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("What does the clinic say?").fill("!!!")
    page.get_by_role("button", name="Check it").click()
    alert = page.locator(".problem")
    expect(alert).to_be_visible()
    expect(alert).to_be_focused()
    expect(page.get_by_role("textbox")).to_have_value("!!!")
    page.get_by_role("textbox").fill("Stem cells rebuild worn discs.")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="What we found")).to_be_visible()
    context.close()


def test_from_mark_to_card_and_back_by_keyboard(watched: Page, address: str) -> None:
    watched.goto(f"{address}/?example=back-pain")
    note = watched.locator("a.note").first
    note.focus()
    watched.keyboard.press("Enter")
    expect(watched.locator("#card-1")).to_be_focused()
    back = watched.locator("#card-1 .card__back a")
    for _ in range(30):
        watched.keyboard.press("Tab")
        if back.evaluate("e => e === document.activeElement"):
            break
    expect(back).to_be_focused()
    watched.keyboard.press("Enter")
    expect(note).to_be_focused()


def test_the_whole_journey_by_keyboard(watched: Page, address: str) -> None:
    watched.goto(address)
    watched.keyboard.press("Tab")
    expect(watched.get_by_role("link", name="Skip to the page")).to_be_focused()
    watched.keyboard.press("Enter")
    watched.keyboard.press("Tab")
    expect(watched.get_by_role("textbox")).to_be_focused()
    watched.keyboard.insert_text("Stem cells rebuild worn discs.")
    watched.keyboard.press("Tab")
    watched.keyboard.press("Enter")
    expect(watched.get_by_role("heading", name="What we found")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_accessibility_rule_is_broken(browser: Browser, address: str, path: str, scheme: Any) -> None:
    context: BrowserContext = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_no_accessibility_rule_is_broken_by_a_mistake(watched: Page, address: str) -> None:
    watched.goto(address)
    watched.get_by_role("button", name="Check it").click()
    expect(watched.locator(".problem")).to_be_visible()
    found = Axe().run(watched, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_phone_never_scrolls_sideways(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_forced_colours_keep_the_outlines(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/?example=back-pain")
    widths = page.locator("mark").evaluate_all("es => es.map(e => parseFloat(getComputedStyle(e).borderTopWidth))")
    assert widths
    assert min(widths) >= 1
    context.close()


def test_print_opens_what_is_folded_and_leaves_out_the_form(watched: Page, address: str) -> None:
    watched.goto(f"{address}/?example=back-pain")
    watched.emulate_media(media="print")
    expect(watched.locator("form.ask")).to_be_hidden()
    folded = watched.locator(".card details.fold").first.locator("> :not(summary)").first
    assert folded.evaluate("e => e.getBoundingClientRect().height") > 0


def test_a_long_text_is_answered(watched: Page, address: str) -> None:
    sentence = "Our car park is behind the building. Stem cells rebuild worn discs. "
    watched.goto(address)
    watched.get_by_role("textbox").fill((sentence * 300)[:20_000])
    watched.get_by_role("button", name="Check it").click()
    expect(watched.get_by_role("heading", name="What we found")).to_be_visible(timeout=20_000)


def test_back_leads_to_the_empty_question(watched: Page, address: str) -> None:
    watched.goto(address)
    watched.get_by_role("link", name="An advert about back pain").click()
    expect(watched.get_by_role("heading", name="What we found")).to_be_visible()
    watched.go_back()
    expect(watched.get_by_role("heading", name="What does the clinic say?")).to_be_visible()


def test_nothing_pasted_is_kept_in_the_browser(watched: Page, address: str) -> None:
    watched.goto(address)
    watched.get_by_role("textbox").fill("Zanzibar stem cells rebuild worn discs.")
    watched.get_by_role("button", name="Check it").click()
    expect(watched.get_by_role("heading", name="What we found")).to_be_visible()
    stored = watched.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    assert "Zanzibar" not in stored
