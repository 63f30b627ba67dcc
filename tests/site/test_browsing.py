"""Browsing in a real Chromium: search and filters with and without JavaScript, the back button, sorting, references."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def count(page: Page) -> int:
    return page.locator("#results .claim-list a").count()


def test_search_and_filters_change_list_and_address_and_back_undoes_them(watched: Page, address: str) -> None:
    watched.goto(address)
    watched.goto(f"{address}/claims")
    everything = count(watched)
    watched.get_by_label("Search all claims").press_sequentially("regrow discs")
    expect(watched.locator(".chosen")).to_contain_text("regrow discs")
    expect(watched).to_have_url(f"{address}/claims?q=regrow+discs")
    assert 0 < count(watched) < everything
    watched.get_by_text("Filter by verdict").click()
    watched.get_by_label("Verdict", exact=True).select_option(index=1)
    expect(watched.locator(".chosen li")).to_have_count(3)
    expect(watched).to_have_url(f"{address}/claims?q=regrow+discs&verdict=contradicted")
    watched.go_back()
    expect(watched.locator(".chosen li")).to_have_count(1)
    expect(watched.locator("header.site-head")).to_have_count(1)
    watched.go_back()
    expect(watched).to_have_url(f"{address}/")


def test_back_from_a_claim_leads_to_the_same_list(watched: Page, address: str) -> None:
    watched.goto(f"{address}/claims?q=tumour")
    watched.locator("#results .claim-list a").first.click()
    expect(watched.get_by_role("heading", name="Why we say so")).to_be_visible()
    watched.go_back()
    expect(watched.locator(".chosen")).to_contain_text("tumour")
    expect(watched.get_by_label("Search all claims")).to_have_value("tumour")


def test_filters_work_without_javascript(without_scripts: Page, address: str) -> None:
    page = without_scripts
    page.goto(f"{address}/claims")
    page.get_by_label("Search all claims").fill("back pain")
    page.get_by_text("Filter by verdict").click()
    page.get_by_label("Treatment", exact=True).select_option("prp")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".chosen li")).to_have_count(3)
    assert count(page) > 0
    page.get_by_role("link", name="Take away Treatment").click()
    expect(page.locator(".chosen li")).to_have_count(1)


def test_the_table_of_studies_is_sorted_and_filtered_without_javascript(without_scripts: Page, address: str) -> None:
    page = without_scripts
    page.goto(f"{address}/evidence/studies")
    page.get_by_role("link", name="How many").click()
    page.get_by_label("Kind of study").select_option("rct")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("columnheader", name="How many")).to_have_attribute("aria-sort", "descending")
    kinds = page.locator("tbody td[data-label=Kind]").all_inner_texts()
    assert set(kinds) == {"Randomised controlled trial"}


def test_a_table_stays_a_table_when_its_rows_are_cards(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/evidence/studies?design=rct")
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("row").count() == page.locator("tbody tr").count() + 1
    first = page.locator("tbody tr").first
    assert first.get_by_role("cell").count() == 4
    assert first.bounding_box()["width"] <= 390  # type: ignore[index]
    context.close()


def test_a_reference_to_a_folded_source_opens_it(watched: Page, address: str) -> None:
    watched.goto(f"{address}/claims/fda-registered")
    watched.locator("#harms ~ details.fold summary").first.click()
    reference = watched.locator("details[open] a.reference").last
    target = reference.get_attribute("href") or ""
    reference.click()
    expect(watched.locator(target)).to_be_in_viewport()


def test_a_word_explained_leads_to_its_place(watched: Page, address: str) -> None:
    watched.goto(f"{address}/claims/disc-pain-prp")
    watched.get_by_text("Hard words on this page").click()
    watched.locator("dl.words").get_by_role("link", name="Platelet-rich plasma (PRP)").click()
    expect(watched.locator("#platelet-rich-plasma")).to_be_in_viewport()


def test_figures_of_people_keep_their_shape_in_forced_colours(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/claims/donor-bone-tb")
    filled, empty = (
        page.locator(f".dots {name}").first.evaluate("e => getComputedStyle(e).fill")
        for name in (".dots__yes", ".dots__no")
    )
    assert filled != empty
    context.close()


@pytest.mark.parametrize("path", ["/claims/disc-infection", "/conditions/als"])
def test_print_opens_what_is_folded(watched: Page, address: str, path: str) -> None:
    watched.goto(address + path)
    watched.emulate_media(media="print")
    folded = watched.locator("details.fold:not(.fold--wider)").first.locator("> :not(summary)").first
    assert folded.evaluate("e => e.getBoundingClientRect().height") > 0
    expect(watched.locator("nav.jump")).to_be_hidden()


def test_a_claim_on_paper_takes_few_sheets(watched: Page, address: str) -> None:
    watched.goto(f"{address}/claims/own-cells-not-drug")
    sheets = watched.pdf(format="A4").count(b"/Type /Page\n")
    assert 2 <= sheets <= 8


@pytest.mark.parametrize("path", ["/", "/claims"])
def test_how_many_were_found_is_told_in_an_element_that_stood_there(watched: Page, address: str, path: str) -> None:
    watched.goto(f"{address}{path}")
    told = watched.locator("#told-aloud")
    expect(told).to_have_attribute("role", "status")
    expect(told).to_have_text("")
    watched.evaluate("document.getElementById('told-aloud').mark = 1")
    watched.get_by_label("Search all claims").press_sequentially("regrow discs")
    expect(told).to_have_text(re.compile(r"^[1-9]\d* claims? found$"))
    assert watched.evaluate("document.getElementById('told-aloud').mark") == 1
    assert watched.locator("[role=status]:has-text('claim')").count() == 1


def test_the_step_reached_breaks_only_between_words_that_may_part(page: Page, address: str) -> None:
    page.goto(f"{address}/claims/disc-pain-marrow-cells")
    text = page.locator(".reach").first.evaluate("node => node.textContent")
    assert re.search(r"\(step\u00a0\d of\u00a0\d\)\.", text)
