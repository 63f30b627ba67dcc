"""Explanation links in a real Chromium: the clinician's two minutes, the patient's page, the sheet on paper."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.main import Site
from app.models import LONGEST_NOTE, MOST_LINES
from app.sharing import new_form_key
from app.telling.explanation import MOST_STATEMENTS

pytestmark = pytest.mark.browser
TEXT = (
    "Stem cells rebuild worn discs at Dr. John Miller's Sunrise Clinic, call +1 305 555 0199. "
    "Our cells are tumour-free. Exosomes may help arthritis."
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
HOSTILE = (
    "<script>window.pwned=1</script><img src=x onerror='window.pwned=1'><svg onload=window.pwned=1>"
    "<a href='javascript:window.pwned=1' id=bad>x</a><iframe srcdoc='<script>parent.pwned=1</script>'></iframe>"
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.pwned=1&gt;'>"
    "{{7*7}}</textarea></p><script>window.pwned=1</script>"
)


@pytest.fixture(scope="module")
def address(site: Site, serve: Any) -> Iterator[str]:
    with serve(site) as found:
        yield found


def draft(page: Page, address: str, text: str = TEXT) -> None:
    page.goto(address)
    page.get_by_label("What does the clinic say?").fill(text)
    page.get_by_role("button", name="Check it", exact=True).click()
    page.locator(".make-link summary").click()
    for box in page.locator(".make-link input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("heading", name="What the link will show")).to_be_visible()


def make(page: Page, note: str = "") -> tuple[str, str]:
    page.get_by_label("A note to your patient").fill(note)
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name="Your link is ready")).to_be_visible()
    return page.input_value("#link"), page.input_value("#manage")


def withdraw(page: Page) -> None:
    """End the link for good: it cannot be brought back, so one press alone does nothing."""
    button = page.get_by_role("button", name="Withdraw the link")
    button.click()
    expect(button).to_be_visible()
    page.get_by_label("Yes, end it for good").check()
    button.click()


def test_whoever_looks_at_the_note_sees_the_note(page: Page, address: str) -> None:
    draft(page, address)
    page.get_by_label("A note to your patient").fill("Let us talk about this.")
    page.get_by_role("button", name="See how the note looks").click()
    expect(page.get_by_text("How it will look")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Make the link")).to_be_in_viewport()


def test_where_nothing_is_chosen_the_page_begins_with_that(page: Page, address: str) -> None:
    draft(page, address)
    page.get_by_text("Choose other claims").click()
    for box in page.locator("#draft input[type=checkbox]").all():
        box.uncheck()
    page.get_by_role("button", name="Look again with these changes").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing is chosen")).to_be_focused()
    expect(page).to_have_title(re.compile("^Problem: "))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_pasted_text_to_the_patients_page_and_back(browser: Browser, address: str, *, scripts: bool) -> None:
    clinician, patient = browser.new_context(java_script_enabled=scripts), browser.new_context()
    page = clinician.new_page()
    draft(page, address)
    shown = page.locator("article q").all_inner_texts()
    assert not [q for q in shown if re.search("Miller|Sunrise|555", q)]
    assert not re.search("Miller|Sunrise|555", page.inner_text("body")), "the text as pasted travels along unseen"
    page.get_by_label("Words to hide as well").fill("discs")
    link, manage = make(page, "Let us talk about this.\n\nUntil Thursday.")
    assert page.locator("svg.qr").count() == 1
    assert page.locator(".copy button:visible").count() == (2 if scripts else 0)

    reader = patient.new_page()
    opened = reader.goto(link)
    assert opened
    assert opened.headers["referrer-policy"] == "no-referrer"
    assert patient.cookies() == []
    expect(reader.get_by_text("Until Thursday.")).to_be_visible()
    expect(reader.locator("article q").first).to_contain_text("[name]")
    assert "discs" not in reader.locator("article q").first.inner_text()

    page.goto(manage)
    withdraw(page)
    expect(page.get_by_text("You have withdrawn it")).to_be_visible()
    gone = reader.reload()
    assert gone
    assert gone.status == 410
    expect(reader.get_by_role("heading", name="This explanation has ended")).to_be_visible()
    clinician.close()
    patient.close()


def test_a_double_click_makes_one_link(page: Page, address: str, site: Site) -> None:
    draft(page, address)
    newest = site.state.links.recent(1)
    before = newest[0].id if newest else 0
    page.get_by_role("button", name="Make the link").dblclick()
    expect(page.get_by_role("heading", name="Your link is ready")).to_be_visible()
    assert site.state.links.recent(1)[0].id == before + 1


def test_nothing_in_a_hostile_note_or_text_runs(page: Page, address: str) -> None:
    breaches: list[str] = []
    page.on("console", lambda m: breaches.append(m.text) if "Content Security Policy" in m.text else None)
    draft(page, address, f"Our cells are tumour-free {HOSTILE[:300]}. Stem cells rebuild worn discs.")
    page.get_by_label("A note to your patient").fill(HOSTILE)
    page.get_by_role("button", name="See how the note looks").click()
    expect(page.get_by_text("How it will look")).to_be_visible()
    assert page.evaluate("window.pwned") is None
    link, _ = make(page, HOSTILE)
    page.goto(link)
    expect(page.locator(".note-to-you")).to_contain_text("onerror='window.pwned=1'")
    assert page.evaluate("window.pwned") is None
    tags = page.locator(".note-to-you *").evaluate_all("es => es.map(e => e.localName)")
    assert set(tags) <= {"h2", "p", "br"}
    assert breaches == [], "not even tried: nothing in the note became an element"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_is_accessible_and_narrow(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()

    def holds() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()

    draft(page, address)
    holds()
    link, manage = make(page, "A note.")
    for step in (None, link, manage):
        if step:
            page.goto(step)
        holds()
    withdraw(page)
    page.goto(link)
    holds()
    context.close()


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("number", [4, MOST_STATEMENTS])
@pytest.mark.parametrize("noted", ["with a note", "without a note"])
def test_the_sheet_takes_two_pages_at_most(
    page: Page, address: str, site: Site, evidence: Any, *, number: int, noted: str
) -> None:
    def words(record: Any) -> int:
        return len(record.claim) + len(record.short_answer) + len(record.ask) + len(record.fair_wording or "")

    longest = sorted(evidence.records.values(), key=words, reverse=True)[:number]
    shown = site.state.edition.explainer.of_records([record.id for record in longest])
    note = (
        ("A note of a thousand letters for the patient to keep. " * 19)[:LONGEST_NOTE] if noted == "with a note" else ""
    )
    made = site.state.links.make(new_form_key(), shown, note, revisions=site.state.edition.explainer.revisions)
    page.goto(f"{address}/e/{made.token}")
    page.emulate_media(media="print")
    assert page.locator("article.card").count() == number
    assert page.get_by_text("Somebody made this page for you").is_visible() is not bool(note), "a note says it already"
    assert page.locator(".card__fair:visible").count() == (4 if number == 4 else 0), "all that there is room for"
    unsigned = page.locator(".print-only").get_by_text("not yet reviewed by a clinician")
    expect(unsigned.first).to_be_visible()  # one line for each day on which one of the records was drafted
    expect(page.locator(".print-only .qr")).to_be_visible()
    expect(page.get_by_text(f"{address}/e/{made.token}")).to_be_visible()
    expect(page.get_by_text("How sure we are").first).to_be_visible()
    for paper in ("A4", "Letter"):
        assert pages_of(page.pdf(format=paper)) <= 2, paper


def test_the_worst_sheet_takes_two_pages_too(page: Page, address: str, site: Site, evidence: Any) -> None:
    """Sentences without end, a note of many lines, and all of it judged otherwise today."""
    shown = site.state.edition.explainer.of_records(list(evidence.records)[:MOST_STATEMENTS])
    for statement in shown:
        statement |= {"quote": "Stem cells rebuild discs and " * 34, "verdict": "supported", "standing": "supported"}
        statement |= {"basis": "claim", "label": "Backed by evidence", "mark": "older"}
    note = "\n".join(["A line of the note for you."] * MOST_LINES)
    made = site.state.links.make(new_form_key(), shown, note, revisions=("older", "older"))
    page.goto(f"{address}/e/{made.token}")
    expect(page.get_by_text("Today we would judge")).to_be_visible()
    for paper in ("A4", "Letter"):
        assert pages_of(page.pdf(format=paper)) <= 2, paper
