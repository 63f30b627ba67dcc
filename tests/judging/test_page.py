"""What only a whole page shows: what it leaves out, what it takes back, and how it sells."""

import pytest

from app.evidence import load
from app.judging.check import check
from app.judging.report import PageFindings

SELLER = """# New discs without surgery

Our stem cells rebuild worn discs and end back pain for good.
There are no risks and no side effects.
Everyone can benefit, whatever their age.
"I threw away my cane after one visit," says Marta, 61.
Nine in ten of our patients are free of pain.
Because the cells calm inflammation, they repair the disc.
We are registered with the FDA, so you are in safe hands.
Only four places are left this month, so call today.

Individual results vary and no outcome is guaranteed.
In rare cases a disc becomes infected.
"""
HONEST = """# Stem cells for worn discs

No stem cell product is approved by the FDA for back pain.
In a trial of 404 people, cells did not do better than salt water.
Infections have been reported after these injections.
A clinic may say that it is registered with the FDA; that is no approval.
"It is a revolutionary cure," one advert says.
Ask your doctor before you decide.
"""


@pytest.fixture(scope="module")
def sold() -> PageFindings:
    return check(SELLER, load()).page


def quotes(findings: PageFindings, technique: str) -> list[str]:
    return [quote.text for found in findings.techniques if found.id == technique for quote in found.quotes]


@pytest.mark.parametrize(
    ("technique", "words"),
    [
        ("testimonial_as_proof", "Marta"),
        ("registration_as_approval", "registered"),
        ("own_figures", "Nine in ten"),
        ("mechanism_as_proof", "Because"),
        ("scarcity", "Only four places"),
        ("too_good", "no risks"),
    ],
)
def test_each_way_of_selling_is_shown_with_its_words(sold: PageFindings, technique: str, words: str) -> None:
    assert any(words in quote for quote in quotes(sold, technique))


def test_a_promise_stands_beside_what_takes_it_back(sold: PageFindings) -> None:
    pairs = [tuple(quote.text for quote in found.quotes) for found in sold.contradictions]
    takers = {taker for _, taker in pairs}
    assert "Individual results vary and no outcome is guaranteed." in takers
    assert ("There are no risks and no side effects.", "In rare cases a disc becomes infected.") in pairs
    assert len({promise for promise, _ in pairs}) == len(pairs)


def test_what_the_page_leaves_out_and_what_it_says(sold: PageFindings) -> None:
    left = {found.id for found in sold.left_out}
    assert {"comparison", "who_is_not_suited"} <= left
    assert "risks" not in left


def test_a_page_that_tells_gets_no_finding() -> None:
    assert check(HONEST, load()).page == PageFindings()


def test_quotes_stand_in_the_text(sold: PageFindings) -> None:
    for found in (*sold.contradictions, *sold.techniques):
        assert all(SELLER[quote.start : quote.end] == quote.text for quote in found.quotes)


def test_a_page_that_claims_nothing_gets_no_finding() -> None:
    assert check("Limited time offer! Our address is 12 High Street.", load()).page == PageFindings()


def test_true_warnings_among_many_promises_are_not_read_as_promises() -> None:
    page = SELLER * 5 + "\nA joint can become infected after the injection.\nPatients have lost their sight.\n"
    told = check(page, load()).statements[-2:]
    assert {s.verdict for s in told}.isdisjoint({"contradicted", "misleading", "unproven", "overstated"})


def page_of(*lines: str) -> PageFindings:
    return check("\n".join((*SELLER.splitlines(), *lines)), load()).page


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("Of 640 hips treated here, most have kept their joint.", "number_treated"),
        ("People with cancer are not accepted.", "who_is_not_suited"),
        ("Unlike cortisone, the cells go on working.", "comparison"),
        ("Our cells are FDA approved for backs.", "regulatory_status"),
    ],
)
def test_a_word_on_the_matter_even_a_poor_one_is_not_silence(line: str, missing: str) -> None:
    assert missing in {found.id for found in page_of().left_out}
    assert missing not in {found.id for found in page_of(line).left_out}


@pytest.mark.parametrize("line", ["You may be sore for a day.", "The knee often aches and swells afterwards."])
def test_a_small_harm_is_a_harm_told(line: str) -> None:
    silent = SELLER.replace("In rare cases a disc becomes infected.\n", "")
    assert "risks" in {found.id for found in check(silent, load()).page.left_out}
    assert "risks" not in {found.id for found in check(f"{silent}\n{line}", load()).page.left_out}


@pytest.mark.parametrize("line", ["We make no promise that your back will improve.", "We cannot guarantee any result."])
def test_small_print_is_no_promise(line: str) -> None:
    assert line not in quotes(page_of(line), "too_good")


def test_small_print_on_results_takes_back_no_promise_of_safety() -> None:
    page = SELLER.replace("In rare cases a disc becomes infected.\n", "")
    pairs = [tuple(quote.text for quote in found.quotes) for found in check(page, load()).page.contradictions]
    assert pairs
    assert all("no side effects" not in promise for promise, _ in pairs)


def test_one_countrys_refusal_takes_back_no_approval_of_another() -> None:
    page = page_of("The treatment is approved by COFEPRIS in Mexico.", "The FDA has not approved stem cells for discs.")
    assert all("COFEPRIS" not in found.quotes[0].text for found in page.contradictions)


def test_who_cannot_have_it_is_no_harm() -> None:
    page = SELLER.replace("In rare cases a disc becomes infected.", "We do not treat anyone who has an infection.")
    assert all("We do not treat" not in found.quotes[1].text for found in check(page, load()).page.contradictions)
