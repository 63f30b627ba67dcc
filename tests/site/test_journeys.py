"""Three people find their way alone: each test reads as the person walks, on a phone, in a real Chromium."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.feedback import newest
from app.main import Site
from app.pages.examples import EXAMPLES

pytestmark = pytest.mark.browser
PHONE: Any = {"width": 390, "height": 844}
QUESTION = "What does the clinic say?"
CHILD = """Hope for your child with autism and cerebral palsy

Cord blood therapy for autism is completely safe with no side effects. Stem cells improve autism.

"After the second infusion Leo said mama for the first time," says his mother."""
CANCER = """CAR-T therapy is approved for some blood cancers. Stem cells cure cancer. Over 90% of our patients live
longer. Our clinic is registered with the FDA. The trial number is NCT02412735."""


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def in_new_tab(page: Page, name: str) -> Page:
    """Taps the link or button ``name`` of the answer, which opens a tab of its own."""
    with page.context.expect_page() as opened:
        page.locator(".answer").get_by_text(name, exact=True).first.tap()
    return opened.value


def test_a_person_of_68_with_back_pain_comes_from_an_advert_to_questions_on_paper(phone: Page, address: str) -> None:
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1, name=QUESTION)).to_be_visible()
    expect(phone.get_by_text("We do not keep it, and we do not write it down anywhere.")).to_be_visible()
    phone.get_by_label(QUESTION).fill(EXAMPLES[0].text)
    phone.get_by_role("button", name="Check it").tap()

    expect(phone.get_by_role("heading", level=1, name="What we found")).to_be_in_viewport()
    expect(phone.locator(".summary")).to_contain_text(re.compile(r"found \d+ claims.*do not hold up as worded"))
    expect(phone.locator(".first li")).to_have_count(3)

    phone.locator(".first a").first.tap()  # the gravest of them
    card = phone.locator("article.card:target")
    expect(card).to_be_in_viewport()
    expect(card.get_by_role("heading", level=3)).to_have_text("Evidence says otherwise")
    card.get_by_text("Known harms").first.tap()
    expect(card.locator(".harms li").first).to_be_visible()
    card.get_by_role("link", name="Back to claim").tap()
    expect(phone.locator("a.note:target")).to_be_in_viewport()

    sheet = in_new_tab(phone, "Make a sheet to print")
    expect(sheet.get_by_role("heading", level=1, name="Take this with you")).to_be_visible()
    assert sheet.locator(".sheet__questions li").count() >= 5
    expect(sheet.get_by_role("heading", name="For your doctor")).to_be_visible()
    sheet.close()
    expect(phone.get_by_role("heading", level=1, name="What we found")).to_have_count(1)  # nothing was lost
    expect(phone.get_by_label("Check another text")).to_have_value(EXAMPLES[0].text)


def test_the_parent_of_a_child_with_autism_learns_what_was_tried_and_what_helps(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_role("link", name="Autism", exact=True).tap()
    expect(phone.get_by_role("heading", level=1, name="Autism")).to_be_visible()
    expect(phone.get_by_text("No benefit shown (we are fairly sure)").first).to_be_visible()
    phone.get_by_role("link", name="“Stem cells or cord blood improve autism.”").first.tap()
    expect(phone.locator(".key .card__verdict")).to_have_text("Evidence says otherwise")
    expect(phone.locator(".key .card__answer")).to_contain_text("did not improve")

    phone.get_by_role("link", name="Check", exact=True).first.tap()
    phone.get_by_label(QUESTION).fill(CHILD)
    phone.get_by_role("button", name="Check it").tap()
    safe = phone.locator("article.card", has_text="completely safe")
    expect(safe.get_by_role("heading", level=3)).to_have_text("Evidence says otherwise")
    expect(safe.locator(".card__answer")).not_to_contain_text("True")
    expect(phone.get_by_text("If you have had an injection and feel ill")).to_have_count(1)

    other = in_new_tab(phone, "What else is worth asking about")
    expect(other.get_by_text("there is no cure, and that early, intensive teaching and support")).to_be_visible()
    other.close()
    known = in_new_tab(phone, "Autism")
    expect(known.get_by_role("heading", level=1, name="Autism")).to_be_visible()


def test_someone_with_cancer_tells_the_real_treatment_from_the_promise_and_finds_help_after_paying(
    phone: Page, address: str
) -> None:
    phone.goto(address)
    phone.get_by_label(QUESTION).fill(CANCER)
    phone.get_by_label("Your country").select_option(label="United Kingdom")
    phone.get_by_role("button", name="Check it").tap()
    real = phone.locator("article.card", has_text="CAR-T therapy is approved")
    expect(real.get_by_role("heading", level=3)).to_have_text("Backed by evidence")
    promise = phone.locator("article.card", has_text="Stem cells cure cancer")
    expect(promise.get_by_role("heading", level=3)).not_to_have_text("Backed by evidence")
    expect(phone.get_by_role("heading", name="Trial numbers in this text")).to_have_count(1)

    after = in_new_tab(phone, "I already had it, or already paid")
    expect(after.get_by_text("You did nothing wrong.")).to_be_visible()
    expect(after.get_by_text("Get medical help at once")).to_be_visible()
    after.get_by_label("Where were you treated, or where do you live?").select_option(label="United Kingdom")
    after.get_by_role("button", name="Show it first").tap()
    expect(after.get_by_role("link", name="Yellow Card").first).to_be_visible()
    after.emulate_media(media="print")
    expect(after.locator("#help-uk")).to_be_visible()
    expect(after.locator("#help-us")).to_be_hidden()


def test_what_a_person_found_unclear_reaches_the_curators_without_the_text(
    phone: Page, address: str, site: Site
) -> None:
    phone.goto(address)
    phone.get_by_label(QUESTION).fill("Stem cells rebuild worn discs in Zanzibar.")
    phone.get_by_role("button", name="Check it").tap()
    phone.get_by_text("Was this clear? Is something wrong?").tap()
    phone.get_by_label("No", exact=True).check()
    phone.get_by_label("What was not clear").fill("What is a sham?")
    thanks = in_new_tab(phone, "Send")
    expect(thanks.get_by_role("heading", name="Thank you")).to_be_visible()
    stored = newest(site.state.database)[0]
    assert (stored.page, stored.text) == ("/", "What is a sham?")


def test_a_trial_number_is_mended_and_looked_up(phone: Page, address: str) -> None:
    phone.goto(f"{address}/better-options")
    box = phone.get_by_label("Look up a trial by its number")
    box.fill("the trial from the advert")
    phone.get_by_role("button", name="Look it up").tap()
    expect(phone.get_by_text("That is not a trial number.")).to_be_in_viewport()
    expect(box).to_have_value("the trial from the advert")
    box.fill("nct02412735")
    phone.get_by_role("button", name="Look it up").tap()
    expect(phone.get_by_role("heading", name="We hold this on NCT02412735")).to_be_in_viewport()


def test_a_hard_word_is_found_under_its_letter(phone: Page, address: str) -> None:
    phone.goto(f"{address}/glossary")
    phone.get_by_role("link", name="S", exact=True).tap()
    sham = phone.locator("#sham")
    expect(sham).to_contain_text("A pretended procedure")
    expect(phone.locator("h2", has_text=re.compile("^S$"))).to_be_in_viewport()


def test_whoever_feels_wronged_can_say_so_from_the_foot_of_any_page(phone: Page, address: str) -> None:
    phone.goto(f"{address}/how-we-judge")
    phone.locator("footer").get_by_role("link", name="Corrections").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("orrect")
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_text("Please say what is wrong, so that we can look.")).to_be_visible()
    phone.get_by_label("What is wrong, and where can we read the right thing?").fill("The year is wrong.")
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
